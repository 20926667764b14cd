"""Municipalities that end, as an operator says it: what counts from which day, what is refused, what is taken back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from sql.call import rows
from tests import factories as make
from tests.conftest import Database
from tests.dashboard.manage.conftest import Asked

PATH = "/beheer/gemeenten"
ALMERE, LELYSTAD, NEW = "GM0034", "GM0995", "GM2099"
FORM = {"oud": ALMERE, "nieuw": LELYSTAD, "vanaf": "2027-01-01", "bewijs": "CBS gebiedsindelingen 2027"}


def sent(operator: Any, word: str, **form: str) -> str:
    answer = operator.submit(f"{PATH}/{word}", form)
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def placed(database: Database, on: date, layer: str = "municipality") -> set[str]:
    """Where the places lie that waits are told of."""
    with database.engine().begin() as connection:
        found = rows(connection, "functions.region_of_place", layer=layer, on_date=on)
    return {row["region_code"] for row in found}


@pytest.fixture
def told_of(database: Database) -> None:
    """One place by its postcode, one by the municipality it names; both in Almere."""
    with database.engine().begin() as connection:
        source = make.source(connection, "wachtbron", feed_code="waiting_times_csv")
        place = {"source_code": source, "provider_key": "x", "provider_name": "x"}
        make.insert(connection, "core.source_location", location_key="p", postcode4="1311", **place)
        make.insert(connection, "core.source_location", location_key="m", municipality_codes=[ALMERE], **place)


@pytest.mark.usefixtures("told_of")
def test_from_its_day_on_the_new_one_counts_and_before_it_the_old(
    operator: Any, asked: Asked, database: Database, events: Any
) -> None:
    assert "Geen gemeente houdt op" in operator.page(PATH).text
    assert sent(operator, "herindelen", **FORM) == f"{PATH}?gedaan=herindelen"
    assert placed(database, date(2026, 12, 31)) == {ALMERE}
    assert placed(database, date(2027, 1, 1)) == {LELYSTAD}
    drawn = operator.page(PATH).text
    assert "Almere (GM0034)" in drawn
    assert "1 vestiging met wachttijden" in drawn
    (event,) = [event for event in events() if event["event_type"] == "municipality_changed"]
    assert (event["object_id"], event["outcome_code"], event["detail"]["successor"]) == (ALMERE, "success", LELYSTAD)
    assert asked("select municipality_codes from core.source_location where location_key = 'm'") == [([ALMERE],)]


@pytest.mark.usefixtures("told_of")
def test_a_successor_that_is_new_gets_its_name_and_lies_where_the_old_one_lay(
    operator: Any, asked: Asked, database: Database
) -> None:
    new = FORM | {"nieuw": NEW}
    assert "fout=unknown_successor" in sent(operator, "herindelen", **new)
    assert "gedaan=herindelen" in sent(operator, "herindelen", **new, naam="Voorbeeldstad")
    assert asked("select name, layer_code from core.region where region_code = 'GM2099'") == [
        ("Voorbeeldstad", "municipality")
    ]
    lies = (
        "select layer_code, region_code, share from core.municipality_region where municipality_code = '{}' order by 1"
    )
    assert asked(lies.format(NEW)) == asked(lies.format(ALMERE))
    assert placed(database, date(2027, 1, 1)) == {NEW}
    assert placed(database, date(2027, 1, 1), "province") == placed(database, date(2026, 1, 1), "province")


def test_before_its_day_it_can_be_said_anew_or_taken_back_and_afterwards_not(
    operator: Any, asked: Asked, clock: Any
) -> None:
    change = "select successor_code, valid_from::text from core.municipality_change where municipality_code = 'GM0034'"
    sent(operator, "herindelen", **FORM)
    sent(operator, "herindelen", **(FORM | {"vanaf": "2026-12-01", "nieuw": "GM0363"}))
    assert asked(change) == [("GM0363", "2026-12-01")]
    assert sent(operator, "intrekken", oud=ALMERE) == f"{PATH}?gedaan=intrekken"
    assert asked(change) == []
    assert "fout=not_open" in sent(operator, "intrekken", oud=ALMERE)
    sent(operator, "herindelen", **(FORM | {"vanaf": f"{clock():%Y-%m-%d}"}))
    assert "fout=not_open" in sent(operator, "intrekken", oud=ALMERE)
    assert "fout=ended_already" in sent(operator, "herindelen", **FORM)
    assert "fout=not_open" in sent(operator, "intrekken", oud="GM0003"), "what a list says no page takes back"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"oud": "0034"}, "wrong_municipality"),
        ({"nieuw": "Lelystad"}, "wrong_municipality"),
        ({"oud": "GM9999"}, "unknown_municipality"),
        ({"nieuw": ALMERE}, "goes_round"),
        ({"vanaf": "1 januari"}, "wrong_day"),
        ({"vanaf": "2027-02-30"}, "wrong_day"),
        ({"bewijs": ""}, "without_source"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_what_was_typed(
    operator: Any, asked: Asked, changed: dict[str, str], code: str
) -> None:
    told = sent(operator, "herindelen", **(FORM | changed))
    assert f"fout={code}" in told
    drawn = operator.page(PATH, told.partition(PATH)[2]).text
    assert "Dat kon niet" not in drawn
    assert (FORM | changed)["oud"] in drawn
    assert asked("select count(*) from core.municipality_change where maintained_by = 'page'") == [(0,)]


def test_two_that_would_go_up_in_each_other_are_refused(operator: Any) -> None:
    sent(operator, "herindelen", **FORM)
    back = FORM | {"oud": LELYSTAD, "nieuw": ALMERE}
    assert "fout=goes_round" in sent(operator, "herindelen", **back)


@pytest.mark.parametrize("role", ["gp", "provider", "coordinator", "auditor"])
def test_others_may_not(browser: Callable[[], Any], asked: Asked, role: str) -> None:
    other = browser().sign_in(role)
    assert other.page(PATH).status_code == 403
    assert other.submit(f"{PATH}/herindelen", FORM).status_code == 403
    assert other.submit(f"{PATH}/intrekken", {"oud": ALMERE}).status_code == 403
    assert asked("select count(*) from core.municipality_change where maintained_by = 'page'") == [(0,)]
