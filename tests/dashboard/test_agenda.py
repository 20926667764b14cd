"""The page with the agenda of the regional table: what is not frozen, what is, earlier weeks, and the file."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sql.call import act, driver
from tests import factories as make
from tests.conftest import Database
from tests.dashboard.visit import START

PATH = "/regio/agenda"
WEEK = timedelta(days=7)
MONDAY = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)  # of the week of START, 8 on the Dutch clock


def freeze(at: datetime) -> bool:
    """Only the one region of the demo's coordinator: the worker freezes all (tests/etl/test_agenda.py)."""
    (row,) = act("act.freeze_agenda", role="etl_writer", region="ZK07", at=at)
    return bool(row["freeze_agenda"])


@pytest.fixture
def coordinator(browser: Callable[[], Any], database: Database) -> Any:
    """The demo's coordinator, in Flevoland: four places free, a source that is late, a call, a held delivery."""
    with database.engine().begin() as connection:
        location = make.location(connection, postcode4="3891", name="Voorbeeldhuis aan Zee")
        offer = make.offer(connection, location_id=location)
        make.count(connection, offer, free_count=4, counted_at=MONDAY - 2 * WEEK, expires_at=START + 2 * WEEK)
        make.source(connection, "laat", name="Bron die zwijgt", contact_name="Loket", contact_phone="0000-000042")
        make.publish(connection, source_code="laat", applied_at=MONDAY - 3 * WEEK)
        hidden = make.offer(connection, location_id=location, source_code="laat", diagnosis_group_code="D05")
        expires_at = MONDAY - 2 * WEEK
        make.count(
            connection, hidden, source_code="laat", free_count=9, counted_at=expires_at - WEEK, expires_at=expires_at
        )
        call = {"offer_id": offer, "urgency_code": "regulier", "is_as_shown": False, "role_code": "gp"}
        make.insert(connection, "core.call_outcome", called_at=MONDAY - 2 * WEEK, **call)
        make.delivery(
            connection, state_code="held", sentence_nl="Minder plekken dan verwacht.", received_at=MONDAY - WEEK
        )
    return browser().sign_in("coordinator")


def test_before_it_is_frozen_the_page_says_so_and_tells_how_it_stands(coordinator: Any) -> None:
    said = coordinator.page(PATH).text
    assert "Nog niet vastgelegd: dit is de stand van nu, voorlopig." in said
    assert "had op ma 16 nov 2026 08:00 vastgelegd moeten zijn" in said
    assert "Er is geen eerdere agenda om mee te vergelijken." in said
    for part in (
        "4 plekken vrij",
        "Bron die zwijgt",
        "0000-000042",
        "Voorbeeldhuis aan Zee",
        "Minder plekken dan verwacht.",
    ):
        assert part in said, part


def test_what_is_frozen_stays_and_stands_beside_the_week_before(coordinator: Any, database: Database) -> None:
    assert freeze(MONDAY - WEEK)
    with database.engine().begin() as connection:
        driver(connection).execute("update core.capacity_current set free_count = 7 where free_count = 4")
    freeze(MONDAY)
    with database.engine().begin() as connection:
        driver(connection).execute("update core.capacity_current set free_count = 1 where free_count = 7")
    said = coordinator.page(PATH).text
    assert "Vastgelegd op ma 16 nov 2026 08:00" in said
    assert "Vergeleken met ma 9 nov 2026 08:00" in said
    assert "7 plekken vrij; +3 sinds week 46" in said
    before = coordinator.page(PATH, "?week=2026-W46").text
    assert "Agenda Flevoland, week 46" in before
    assert "4 plekken vrij" in before
    assert "geen eerdere agenda" in before
    for week in ("2026-W47", "2026-W46"):
        assert f'"value":"{week}"' in said, "each week that was frozen can be chosen"


def test_a_week_without_an_agenda_helps_on(coordinator: Any) -> None:
    said = coordinator.page(PATH, "?week=2026-W40").text
    assert "In week 40 is geen agenda vastgelegd" in said
    assert "Deze week" in said
    assert "Een week schrijft u als 2026-W47" in coordinator.page(PATH, "?week=morgen").text
    assert "Agenda Flevoland" in coordinator.page(PATH, "?regio=ZK23").text, "of another region there is none to see"


def test_it_is_had_as_a_file_with_both_weeks_in_it(coordinator: Any, database: Database) -> None:
    freeze(MONDAY - WEEK)
    with database.engine().begin() as connection:
        driver(connection).execute("update core.capacity_current set free_count = 7 where free_count = 4")
    freeze(MONDAY)
    answer = coordinator.get(f"{PATH}.csv?regio=ZK07&week=2026-W47")
    assert "agenda-ZK07-2026-W47.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(answer.text.lstrip("\ufeff").splitlines(), delimiter=";"))
    told = [row["onderdeel"] for row in rows]
    assert {"aantallen", "te laat", "open melding", "aangehouden"} <= set(told)
    counts = rows[told.index("aantallen")]
    assert (counts["vrij"], counts["vrij, vorige keer"]) == ("7", "4")
    late = rows[told.index("te laat")]
    assert (late["wie"], late["plekken verborgen"], late["telefoonnummer"]) == ("Bron die zwijgt", "9", "0000-000042")
    assert coordinator.get(f"{PATH}.csv?week=2026-W40").text.count("\n") == 1


@pytest.mark.parametrize("role", ["gp", "insurer", "provider", "operator", "auditor"])
def test_it_is_the_coordinators(browser: Callable[[], Any], role: str) -> None:
    assert browser().sign_in(role).page(PATH).status_code == 403
