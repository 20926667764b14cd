"""The operator's work list of doubles, as a browser sends its forms: merged, not the same, taken back, refused."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from sql.call import driver
from tests import factories as make
from tests.conftest import Database
from tests.dashboard.visit import START

PATH = "/beheer/stamgegevens"
Asked = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture
def pair(database: Database) -> tuple[int, int]:
    """Two locations of one provider in one house, each with a free place for another kind of care."""
    same = {"name": "Voorbeeldhuis", "postcode4": "3511", "postcode6": "3511AB"}
    with database.engine().begin() as connection:
        provider = make.provider(connection)
        one, other = (make.location(connection, provider_id=provider, **same) for _twice in range(2))
        for location, agb, care in ((one, "09000090", "AMB"), (other, "09000091", "IHT")):
            named = {"location_id": location, "system_code": "agb", "value": agb, "valid_from": "2020-01-01"}
            make.insert(connection, "core.location_identifier", **named)
            offer = make.offer(connection, location_id=location, care_pathway_code=care)
            make.count(connection, offer, counted_at=START - timedelta(hours=1), expires_at=START + timedelta(days=2))
    return one, other


@pytest.fixture
def operator(browser: Callable[[], Any], pair: tuple[int, int]) -> Any:  # noqa: ARG001 - is there when the page asks
    return browser().sign_in("operator")


@pytest.fixture
def asked(database: Database) -> Asked:
    def rows(query: str) -> list[tuple[Any, ...]]:
        with database.engine().begin() as connection:
            return driver(connection).execute(query.encode()).fetchall()

    return rows


def sent(operator: Any, word: str, **form: object) -> str:
    answer = operator.submit(f"{PATH}/{word}", {name: str(value) for name, value in form.items()})
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def test_a_pair_is_merged_found_under_the_survivor_and_taken_back(
    operator: Any, pair: tuple[int, int], asked: Asked
) -> None:
    one, other = pair
    drawn = operator.page(PATH).text
    assert "zelfde postcode" in drawn
    assert "09000091" in drawn
    form = {"soort": "vestiging", "een": one, "ander": other, "besluit": other}
    assert sent(operator, "samenvoegen", **form) == f"{PATH}?fout=without_reason"
    assert sent(operator, "samenvoegen", **form, reden="zelfde pand") == f"{PATH}?gedaan=samen"
    assert asked("select distinct location_id from core.offer") == [(other,)]
    drawn = str(operator.page(f"/vestiging/{one}").get_json())
    assert f"/vestiging/{other}" in drawn, "an old link shows the survivor"
    drawn = operator.page(PATH, "?gedaan=samen").text
    assert "Samengevoegd. Alles staat onder degene die blijft." in drawn
    ((number,),) = asked("select merge_id from core.merge")
    assert sent(operator, "terugdraaien", samenvoeging=number) == f"{PATH}?gedaan=terug"
    assert sent(operator, "terugdraaien", samenvoeging=number) == f"{PATH}?fout=not_open"
    assert asked("select count(distinct location_id) from core.offer") == [(2,)]


def test_a_pair_that_is_not_the_same_is_asked_no_more(operator: Any, pair: tuple[int, int]) -> None:
    one, other = pair
    form = {"soort": "vestiging", "een": one, "ander": other}
    assert sent(operator, "samenvoegen", **form, besluit="") == f"{PATH}?fout=without_choice"
    assert sent(operator, "samenvoegen", **form, besluit="anders") == f"{PATH}?gedaan=anders"
    assert "Niets te beslissen." in operator.page(PATH).text


def test_two_that_do_not_look_alike_are_merged_by_their_codes(operator: Any, asked: Asked) -> None:
    form = {"soort": "vestiging", "weg": "09000090", "blijft": "09000091", "reden": "verhuisd"}
    assert "fout=unknown_agb" in sent(operator, "op-nummer", **(form | {"weg": "09009999"}))
    assert "fout=unknown_agb" in sent(operator, "op-nummer", **(form | {"soort": "aanbieder"}))
    assert sent(operator, "op-nummer", **form) == f"{PATH}?gedaan=samen"
    assert asked("select count(distinct location_id) from core.offer") == [(1,)]
    assert sent(operator, "op-nummer", **form) == f"{PATH}?fout=not_alike", "the old code leads to the survivor"


def test_a_location_of_a_source_is_joined_and_taken_back(
    operator: Any, pair: tuple[int, int], database: Database, asked: Asked
) -> None:
    with database.engine().begin() as connection:
        known = {"provider_key": "x", "provider_name": "Voorbeeldlinde", "location_name": "Voorbeeldhuis"}
        source = make.source(connection, "wachtbron", feed_code="waiting_times_csv")
        place = {"source_code": source, "location_key": "x", "postcode4": "3511", **known}
        named = make.insert(connection, "core.source_location", **place)["source_location_id"]
    assert "Misschien" in operator.page(PATH).text
    form = {"bronvestiging": named, "vestiging": pair[0]}
    assert sent(operator, "koppelen", **form, besluit="") == f"{PATH}?fout=without_choice"
    assert sent(operator, "koppelen", **form, besluit="ja") == f"{PATH}?gedaan=gekoppeld"
    assert asked("select location_id, matched_by from core.source_location") == [(pair[0], "person")]
    assert "Door een mens gekoppeld" in operator.page(PATH).text
    assert sent(operator, "koppelen", bronvestiging=named, besluit="los") == f"{PATH}?gedaan=los"
    assert asked("select location_id from core.source_location") == [(None,)]


@pytest.mark.parametrize("role", ["gp", "provider", "coordinator", "auditor"])
def test_others_may_not(browser: Callable[[], Any], role: str) -> None:
    other = browser().sign_in(role)
    assert other.page(PATH).status_code == 403
    for word in ("samenvoegen", "op-nummer", "terugdraaien", "koppelen"):
        assert other.submit(f"{PATH}/{word}", {}).status_code == 403
