"""A link of a reminder, from the mail on: opening changes nothing; it works once, for one location, nothing else."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from etl import reminders
from sql.call import driver
from tests import factories as make
from tests.conftest import Database
from tests.dashboard.test_statement import fields
from tests.dashboard.visit import START, Browser
from tests.etl.post_office import PostOffice

LINK = "/opgave/link"


@pytest.fixture
def offers(database: Database) -> list[int]:
    """An offer at each of the two locations of a practice that states its places weekly on the form, and is late."""
    with database.engine().begin() as connection:
        make.source(
            connection,
            "praktijk",
            feed_code="manual",
            name="Praktijk Proefberg",
            entry_code="hand",
            is_partial=True,
            expected_every=timedelta(days=7),
            contact_email="praktijk@voorbeeld.test",
        )
        make.insert(connection, "core.source_agb", source_code="praktijk", agb_code="09000050")
        provider = make.provider(connection, name="Praktijk Proefberg")
        named = {"system_code": "agb", "valid_from": "2020-01-01"}
        make.insert(connection, "core.provider_identifier", provider_id=provider, value="09000050", **named)
        numbers = []
        for code in ("09000051", "09000052"):
            location = make.location(connection, provider_id=provider, name=f"Proefberg {code}")
            make.insert(connection, "core.location_identifier", location_id=location, value=code, **named)
            number = make.offer(connection, location_id=location)
            counted = {"counted_at": START - timedelta(days=9), "expires_at": START - timedelta(days=1)}
            make.count(connection, number, free_count=2, total_count=8, **counted)
            numbers.append(number)
        return numbers


@pytest.fixture
def tokens(office: tuple[PostOffice, dict[str, str]], offers: list[int]) -> list[str]:  # noqa: ARG001
    """Those in the mail, one for each location."""
    kept, environ = office
    assert reminders.remind(START - timedelta(hours=1), environ) == ["praktijk"]
    (mail,) = kept.mails
    plain = mail.get_body(("plain",)).get_content()
    found = re.findall(r"https://transferpunt\.voorbeeld\.test/opgave/link\?link=(\S+)", plain)
    html = mail.get_body(("html",)).get_content()
    assert all(f'<a href="https://transferpunt.voorbeeld.test/opgave/link?link={token}">' in html for token in found)
    assert "Een link werkt één keer" in plain
    assert "A link works once" in plain
    assert found[:2] == found[2:], "the same in both languages"
    return found[:2]


def told(database: Database) -> list[tuple[Any, ...]]:
    with database.engine().begin() as connection:
        found = driver(connection).execute(
            "select offer_id, told ->> 'free_count' from core.entered_capacity order by receipt_id, offer_id"
        )
        return found.fetchall()


def test_unchanged_is_two_taps_from_the_mail_and_then_the_link_is_used(
    browser: Callable[[], Browser], database: Database, tokens: list[str], offers: list[int]
) -> None:
    scanner, reader, other = browser(), browser(), browser()
    for _often in range(3):  # a mail server looks, whatever it says it is
        assert scanner.get(f"{LINK}?link={tokens[0]}", **{"Sec-Fetch-Site": "none"}).status_code == 200
    scanner.client.head(f"{LINK}?link={tokens[0]}")
    assert told(database) == []
    page = reader.get(f"{LINK}?link={tokens[0]}", **{"Sec-Fetch-Site": "cross-site"}).text
    assert "Plekken vrij nu: 2" in page
    assert "Proefberg 09000052" not in page
    for _twice in range(2):  # the button, and the button again
        done = reader.submit(LINK, {"link": tokens[0], "doe": "ongewijzigd"})
        assert (done.status_code, told(database)) == (200, [(offers[0], "2")])
        assert "Dank u wel" in done.text
    other.get("/aanmelden")
    assert other.get(f"{LINK}?link={tokens[0]}").status_code == 410
    hidden = r'<input type="hidden" name="([^"]+)" value="([^"]*)">'
    undo = dict(re.findall(hidden, done.text)) | {"doe": "undo"}
    for deed in ("ongewijzigd", "open", "gewijzigd", "alles", "bevestig", "undo"):
        answer = other.submit(LINK, undo | {"csrf": other.cookie("csrf"), "doe": deed})
        assert (answer.status_code, "al gebruikt" in answer.text) == (410, True), deed
        assert "Plekken vrij nu" not in answer.text
    assert told(database) == [(offers[0], "2")], "forwarded after its use it can nothing, not even undo"
    assert reader.submit(LINK, {"link": tokens[0], "doe": "undo"}).status_code == 410
    assert reader.submit(LINK, undo).status_code == 200
    assert len(told(database)) == 2
    assert reader.get("/opgave").headers["Location"].startswith("/aanmelden"), "it is no session"


def test_the_form_behind_a_link_is_of_its_location_and_stores_once(
    browser: Callable[[], Browser], database: Database, tokens: list[str], offers: list[int]
) -> None:
    reader = browser()
    reader.get(f"{LINK}?link={tokens[1]}")
    opened = reader.submit(LINK, {"link": tokens[1], "doe": "open"})
    form = fields(opened.text)
    assert f"{offers[1]}-regulier.vrij" in form
    assert f"{offers[0]}-regulier.vrij" not in form
    assert told(database) == []
    stranger = {f"{offers[0]}-regulier.versie": "x", f"{offers[0]}-regulier.vrij": "9"}
    wrong = reader.submit(LINK, form | stranger | {f"{offers[1]}-regulier.vrij": "9", "doe": "gewijzigd"})
    assert (wrong.status_code, "meer plekken vrij" in wrong.text) == (422, True)
    summary = reader.submit(LINK, form | stranger | {f"{offers[1]}-regulier.vrij": "4", "doe": "gewijzigd"})
    done = reader.submit(LINK, fields(summary.text) | {"doe": "bevestig"})
    assert (done.status_code, told(database)) == (200, [(offers[1], "4")])
    again = reader.submit(LINK, fields(opened.text) | {f"{offers[1]}-regulier.vrij": "5", "doe": "gewijzigd"})
    assert (again.status_code, len(told(database))) == (410, 1)


def test_what_is_not_whole_too_old_or_sent_from_elsewhere_does_nothing(
    browser: Callable[[], Browser], database: Database, tokens: list[str], clock: Any
) -> None:
    one = browser()
    assert [one.get(path).status_code for path in (LINK, "/aanmelden")] == [200, 200]
    for wrong in (tokens[0][:-1], tokens[0] + "x", tokens[0].swapcase(), "x", "%00"):
        assert one.get(f"{LINK}?link={wrong}").status_code == 404
        assert one.submit(LINK, {"link": wrong, "doe": "ongewijzigd"}).status_code == 404
    mine = {"link": tokens[0], "doe": "ongewijzigd"}
    assert one.submit(LINK, mine, {"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert one.submit(LINK, mine | {"csrf": ""}).status_code == 403
    clock.forward(days=7)
    assert one.get(f"{LINK}?link={tokens[0]}").status_code == 410
    late = one.submit(LINK, mine)
    assert (late.status_code, "te oud" in late.text) == (410, True)
    assert told(database) == []


def test_it_is_written_down_who_used_none_of_it(
    browser: Callable[[], Browser], tokens: list[str], events: Callable[[], list[dict[str, Any]]]
) -> None:
    one = browser()
    one.get(f"{LINK}?link={tokens[0]}")
    one.submit(LINK, {"link": tokens[0], "doe": "ongewijzigd"})
    one.submit(LINK, {"link": "verzonnen", "doe": "ongewijzigd"})
    found = [event for event in events() if event["event_type"] == "capacity_entered"]
    assert [(event["outcome_code"], event["detail"]["means"]) for event in found] == [
        ("success", "link"),
        ("refused", "link"),
    ]
    assert all(tokens[0] not in str(event) for event in found)


def test_in_english_the_link_stays(browser: Callable[[], Browser], tokens: list[str]) -> None:
    page = browser().get(f"{LINK}?link={tokens[0]}&taal=en").text
    assert "Yes, all unchanged" in page
    assert f"?link={tokens[0]}&amp;taal=nl" in page
