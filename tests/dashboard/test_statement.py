"""The form of a provider's own places as a browser sends it: asked before it is stored, kept when wrong, undone."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from sql.call import driver
from tests import factories as make
from tests.conftest import Database
from tests.dashboard.visit import START, Browser

NOW = START
PATH = "/opgave"


@pytest.fixture
def offers(database: Database) -> list[int]:
    """Two offers of the provider of the demo, one of which has lapsed; and one of somebody else."""
    with database.engine().begin() as connection:
        numbers = []
        for code, name in (("09000002", "GGZ De Voorbeeldlinde"), ("09000099", "Praktijk Proefberg")):
            provider = make.provider(connection, name=name)
            location = make.location(connection, provider_id=provider, name=f"Vestiging van {name}")
            for kind, number, value in (("provider", provider, code), ("location", location, f"1{code[1:]}")):
                named = {f"{kind}_id": number, "system_code": "agb", "value": value, "valid_from": "2020-01-01"}
                make.insert(connection, f"core.{kind}_identifier", **named)
            groups = ["D04", "D05"] if code == "09000002" else ["D04"]
            numbers += [make.offer(connection, location_id=location, diagnosis_group_code=group) for group in groups]
        for number, days in zip(numbers, (2, -1, 2), strict=True):
            counted = {"counted_at": NOW - timedelta(days=5), "expires_at": NOW + timedelta(days=days)}
            make.count(connection, number, free_count=2, total_count=8, **counted)
        return numbers


@pytest.fixture
def provider(browser: Callable[[], Any], offers: list[int]) -> Browser:  # noqa: ARG001 - is there when the page asks
    one: Browser = browser().sign_in("provider")
    return one


def fields(page: str) -> dict[str, str]:
    """What a browser sends of the page's main form when nothing is touched."""
    (inside,) = re.findall(r"<form [^>]*data-statement.*?</form>", page, re.DOTALL)
    found: dict[str, str] = {}
    for tag in re.findall(r"<input [^>]*>", inside):
        given = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        if given.get("type") != "checkbox" or " checked" in tag:
            found[given["name"]] = html.unescape(given.get("value", ""))
    for name, options in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', inside, re.DOTALL):
        found[name] = next(iter(re.findall(r'value="([^"]*)" selected', options)), "")
    return found


def asked(database: Database, query: Any) -> list[tuple[Any, ...]]:
    with database.engine().begin() as connection:
        return driver(connection).execute(query).fetchall()


def receipts(database: Database) -> int:
    return int(asked(database, "select count(*) from raw.receipt")[0][0])


def test_a_provider_begins_at_its_form_with_the_last_values_and_nobody_elses(provider: Browser) -> None:
    assert provider.get("/").headers["Location"] == PATH
    page = provider.get(PATH).text
    assert "Vestiging van GGZ De Voorbeeldlinde" in page
    assert "Proefberg" not in page
    assert page.count('value="2"') == 2
    assert "onbekend: verouderd" in page
    assert 'aria-current="page">Mijn plekken' in page


def test_a_change_is_summed_up_stored_once_and_followed(
    provider: Browser, database: Database, offers: list[int]
) -> None:
    form = fields(provider.get(PATH).text) | {f"{offers[0]}-regulier.vrij": "3", "doe": "gewijzigd"}
    summary = provider.submit(PATH, form)
    assert summary.status_code == 200
    assert "Plekken vrij nu: 2 → 3" in html.unescape(summary.text)
    assert receipts(database) == 0
    sure = fields(summary.text) | {"doe": "bevestig"}
    for _twice in range(2):
        answer = provider.submit(PATH, sure)
        assert (answer.status_code, receipts(database)) == (303, 1)
    after = provider.get(answer.headers["Location"]).text
    assert "Opgeslagen: wordt binnen enkele seconden opgepakt." in after
    assert "uw opgave is onderweg" in after
    assert fields(after)[f"{offers[0]}-regulier.vrij"] == "3", "what is on its way stands in the form"
    assert asked(database, "select offer_id, means_code, role_code from core.entered_capacity") == [
        (offers[0], "form", "provider")
    ]


@pytest.mark.parametrize("which", ["alles", "one"])
def test_unchanged_is_one_tap_for_all_or_for_one(
    provider: Browser, database: Database, offers: list[int], which: str
) -> None:
    form = fields(provider.get(PATH).text)
    about = which if which == "alles" else f"{offers[1]}-regulier"
    assert provider.submit(PATH, form | {"doe": about}).status_code == 303
    told = asked(database, "select offer_id, told ->> 'free_count' from core.entered_capacity order by 1")
    assert told == [(number, "2") for number in (offers[:2] if which == "alles" else offers[1:2])]


def test_what_cannot_be_right_is_said_and_what_was_typed_stays(
    provider: Browser, database: Database, offers: list[int]
) -> None:
    one = f"{offers[0]}-regulier"
    typed = {f"{one}.vrij": "9", f"{one}.eerste": "2026-11-01", f"{offers[0]}.grond": "<b>rust</b>"}
    wrong = provider.submit(PATH, fields(provider.get(PATH).text) | typed | {"doe": "gewijzigd"})
    assert wrong.status_code == 422
    assert "meer plekken vrij dan er in totaal" in wrong.text
    assert "Deze dag is voorbij." in wrong.text
    assert fields(wrong.text).items() >= typed.items()
    assert "<b>rust" not in wrong.text
    back = provider.submit(PATH, fields(wrong.text) | {f"{one}.vrij": "1", f"{one}.eerste": "", "doe": "gewijzigd"})
    again = provider.submit(PATH, fields(back.text) | {"doe": "terug"})
    assert fields(again.text)[f"{one}.vrij"] == "1"
    nothing = provider.submit(PATH, fields(provider.get(PATH).text) | {"doe": "gewijzigd"})
    assert "Er is niets gewijzigd" in nothing.text
    assert receipts(database) == 0


def test_the_second_of_two_sees_both_values_and_nothing_is_lost(
    browser: Callable[[], Any], provider: Browser, database: Database, offers: list[int]
) -> None:
    colleague = browser().sign_in("provider")
    one = f"{offers[0]}-regulier"
    opened = fields(colleague.get(PATH).text)
    mine = provider.submit(PATH, fields(provider.get(PATH).text) | {f"{one}.vrij": "5", "doe": "gewijzigd"})
    provider.submit(PATH, fields(mine.text) | {"doe": "bevestig"})
    summary = colleague.submit(PATH, opened | {f"{one}.vrij": "1", "doe": "gewijzigd"})
    told = colleague.submit(PATH, fields(summary.text) | {"doe": "bevestig"})
    assert told.status_code == 409
    assert "Iemand anders gaf iets van deze plekken op" in told.text
    assert "Plekken vrij nu: 5" in told.text
    assert fields(told.text)[f"{one}.vrij"] == "1"
    assert receipts(database) == 1
    sure = colleague.submit(PATH, fields(told.text) | {"doe": "gewijzigd"})
    assert colleague.submit(PATH, fields(sure.text) | {"doe": "bevestig"}).status_code == 303
    assert receipts(database) == 2


def test_a_statement_is_undone_for_ten_minutes(provider: Browser, database: Database, clock: Any) -> None:
    answer = provider.submit(PATH, fields(provider.get(PATH).text) | {"doe": "alles"})
    number = answer.headers["Location"].partition("opgave=")[2]
    assert "Ongedaan maken" in provider.get(answer.headers["Location"]).text
    clock.forward(minutes=9)
    undone = provider.submit(f"{PATH}/ongedaan", {"opgave": number})
    assert undone.headers["Location"] == f"{PATH}?opgave={int(number) + 1}"
    assert "Ongedaan gemaakt" in provider.get(undone.headers["Location"]).text
    later = provider.submit(PATH, fields(provider.get(PATH).text) | {"doe": "alles"}).headers["Location"]
    clock.forward(minutes=10)
    assert "Ongedaan maken" not in provider.get(later).text
    late = provider.submit(f"{PATH}/ongedaan", {"opgave": later.partition("opgave=")[2]})
    assert late.headers["Location"] == f"{PATH}?fout=too_late"
    assert "tien minuten" in provider.get(f"{PATH}?fout=too_late").text
    assert provider.submit(f"{PATH}/ongedaan", {"opgave": "x"}).headers["Location"] == f"{PATH}?fout=unknown"
    assert receipts(database) == 3


def test_a_forged_place_of_somebody_else_is_not_on_the_form(
    provider: Browser, database: Database, offers: list[int]
) -> None:
    theirs = f"{offers[2]}-regulier"
    form = fields(provider.get(PATH).text) | {f"{theirs}.vrij": "9", f"{theirs}.versie": "x", "doe": theirs}
    assert provider.submit(PATH, form).status_code == 422
    assert receipts(database) == 0


@pytest.mark.parametrize("role", ["gp", "insurer", "coordinator", "operator", "auditor"])
def test_others_may_not(browser: Callable[[], Any], role: str) -> None:
    other = browser().sign_in(role)
    assert (other.get(PATH).status_code, other.page(PATH).status_code) == (403, 403)
    assert other.submit(PATH, {"doe": "alles"}).status_code == 403
    assert other.submit(f"{PATH}/ongedaan", {"opgave": "1"}).status_code == 403


def test_in_english_too(provider: Browser) -> None:
    assert "All unchanged" in provider.get(f"{PATH}?taal=en").text
