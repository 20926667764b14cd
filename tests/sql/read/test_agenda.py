"""The agenda of a regional table: what is on it, that it is frozen once at its time, and beside which it is shown."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from psycopg.types.json import Jsonb
from sqlalchemy import Connection

from sql.call import driver, rows, value
from tests import factories as make
from tests.factories import AS_OF, DUTCH
from tests.sql.access.people import account

WEEK = timedelta(days=7)
MONDAY = date(2026, 11, 16)
AT_EIGHT = datetime(2026, 11, 16, 8, tzinfo=DUTCH)


@pytest.fixture
def utrecht(connection: Connection) -> int:
    """A coordinator of Utrecht."""
    return account(connection, "coordinator", scopes={"region": ["ZK23"]})


def content(connection: Connection, at: datetime = AS_OF, region: str = "ZK23") -> dict[str, Any]:
    made: dict[str, Any] = value(connection, "read.agenda_content", as_of=at, region=region)
    return made


def freeze(connection: Connection, at: datetime = AS_OF, region: str = "ZK23") -> bool:
    return bool(value(connection, "act.freeze_agenda", region=region, at=at))


def agenda(connection: Connection, who: int, at: datetime = AS_OF, **asked: object) -> dict[str, Any] | None:
    found = rows(connection, "read.agenda", as_of=at, asker=who, **{"region": "ZK23"} | asked)
    return next(iter(found), None)


def due(connection: Connection, at: datetime) -> set[str]:
    return {row["region_code"] for row in rows(connection, "read.agenda_due", as_of=at)}


def test_nothing_is_an_agenda_too(connection: Connection) -> None:
    made = content(connection)
    assert made.pop("moment")["source_count"] == 0
    assert made == {"matrix": [], "white_spots": [], "criterion_count": 0, "late": [], "calls": [], "held": []}


def test_the_matrix_counts_what_the_page_of_the_region_counts(connection: Connection) -> None:
    for group, free, expires_at in (
        ("D04", 3, AS_OF + timedelta(days=1)),
        ("D05", 2, AS_OF + timedelta(days=1)),
        ("D10", 9, AS_OF),
    ):
        make.count(
            connection, make.offer(connection, diagnosis_group_code=group), free_count=free, expires_at=expires_at
        )
    make.count(connection, make.offer(connection, location_id=make.location(connection, postcode4="1011")))
    (line,) = content(connection)["matrix"]
    assert line == {
        "care_pathway_code": "AMB",
        "urgency_code": "regulier",
        "offer_count": 3,
        "free_count": 5,
        "expected_count": 0,
        "unknown_count": 1,
        "stop_count": 0,
    }
    shown = rows(connection, "read.region_matrix", as_of=AS_OF, region="ZK23")
    assert sum(row["free_count"] for row in shown) == line["free_count"]


def test_who_is_late_is_sorted_by_the_places_hidden_with_whom_to_phone(connection: Connection) -> None:
    for code, free, phone in (("weinig", 2, "0000-000002"), ("veel", 7, "0000-000007")):
        make.source(connection, code, contact_name=f"Loket {code}", contact_phone=phone)
        make.publish(connection, source_code=code, applied_at=AS_OF - timedelta(days=5))
        offer = make.offer(connection, source_code=code)
        make.count(connection, offer, source_code=code, free_count=free, expires_at=AS_OF)
    make.source(connection, "nooit", contact_phone="0000-000009")
    late = content(connection)["late"]
    assert [(row["source_code"], row["hidden_place_count"], row["contact_phone"]) for row in late] == [
        ("veel", 7, "0000-000007"),
        ("weinig", 2, "0000-000002"),
        ("nooit", 0, "0000-000009"),
    ]


def test_open_calls_and_held_deliveries_are_those_of_the_region(connection: Connection) -> None:
    here = make.offer(connection)
    there = make.offer(connection, location_id=make.location(connection, postcode4="1011"), source_code="amsterdam")
    call = {"urgency_code": "regulier", "role_code": "gp"}
    for offer, hours, more in (
        (here, 2, {"is_as_shown": False}),
        (here, 30, {"is_as_shown": False}),
        (here, 3, {"is_as_shown": True}),
        (here, 4, {"is_as_shown": False, "handled_at": AS_OF - timedelta(hours=1), "handled_as": "agreed"}),
        (here, -1, {"is_as_shown": False}),
        (there, 5, {"is_as_shown": False}),
    ):
        called_at = AS_OF - timedelta(hours=hours)
        make.insert(connection, "core.call_outcome", offer_id=offer, called_at=called_at, **call | more)
    held = make.delivery(connection, state_code="held")
    make.delivery(connection, state_code="held", source_code="amsterdam")
    made = content(connection)
    at = [datetime.fromisoformat(row["called_at"]) for row in made["calls"]]
    assert at == [AS_OF - timedelta(hours=30), AS_OF - timedelta(hours=2)], "the oldest first"
    assert {(row["location_name"], row["phone"]) for row in made["calls"]} == {("Voorbeeldhuis", "0000-000001")}
    assert [row["delivery_id"] for row in made["held"]] == [held]
    asking = account(connection, "coordinator", scopes={"region": ["ZK23"]})
    own = rows(connection, "read.held_deliveries", as_of=AS_OF, asker=asking)
    assert [row["delivery_id"] for row in own] == [held], "the same as on the page of held deliveries"


def test_white_spots_are_told_and_those_of_a_criterion_counted(connection: Connection) -> None:
    make.count(connection, make.offer(connection), free_count=2)
    make.count(connection, make.offer(connection, diagnosis_group_code="D05"), free_count=0)
    made = content(connection)
    assert [(row["diagnosis_group_code"], row["kind_code"]) for row in made["white_spots"]] == [("D05", "no_room")]
    assert made["criterion_count"] > 0


def test_it_is_frozen_once_at_its_time_and_then_stays_as_it_was(connection: Connection, utrecht: int) -> None:
    offer = make.offer(connection)
    make.count(connection, offer, free_count=4, counted_at=AT_EIGHT - timedelta(hours=1))
    assert "ZK23" not in due(connection, AT_EIGHT - timedelta(seconds=1))
    assert len(due(connection, AT_EIGHT)) == 31
    assert not freeze(connection, AT_EIGHT - timedelta(seconds=1)), "not before its time"
    assert freeze(connection, AT_EIGHT)
    assert not freeze(connection, AT_EIGHT + timedelta(minutes=1)), "once a week"
    assert len(due(connection, AT_EIGHT)) == 30
    driver(connection).execute("update core.capacity_current set free_count = 9")
    kept = agenda(connection, utrecht)
    assert kept is not None
    assert (kept["week_on"], kept["due_at"], kept["frozen_at"]) == (MONDAY, AT_EIGHT, AT_EIGHT)
    assert kept["content"]["matrix"][0]["free_count"] == 4
    assert kept["before_content"] is None


def test_after_an_outage_it_is_done_late_in_the_week_and_a_week_gone_stays_gone(
    connection: Connection, utrecht: int
) -> None:
    assert freeze(connection, AT_EIGHT - WEEK)
    sunday = datetime(2026, 11, 29, 23, tzinfo=DUTCH)  # nothing ran in week 47, nor until the end of week 48
    assert freeze(connection, sunday)
    weeks = rows(connection, "read.agenda_weeks", as_of=sunday, asker=utrecht, region="ZK23")
    assert [row["week_on"] for row in weeks] == [MONDAY + WEEK, MONDAY - WEEK]
    assert agenda(connection, utrecht, sunday, monday=MONDAY) is None
    late = agenda(connection, utrecht, sunday)
    assert late is not None
    assert (late["due_at"], late["frozen_at"]) == (AT_EIGHT + WEEK, sunday)
    assert late["before_week_on"] == MONDAY - WEEK, "beside the last one there is"
    assert freeze(connection, AT_EIGHT + 2 * WEEK), "the next is in time again"


def test_before_it_is_frozen_it_is_told_as_it_stands_now(connection: Connection, utrecht: int) -> None:
    make.count(connection, make.offer(connection), free_count=4, counted_at=AS_OF - WEEK, expires_at=AS_OF + WEEK)
    assert freeze(connection, AT_EIGHT - WEEK)
    driver(connection).execute("update core.capacity_current set free_count = 6")
    now = agenda(connection, utrecht)
    assert now is not None
    assert (now["week_on"], now["due_at"], now["frozen_at"]) == (MONDAY, AT_EIGHT, None)
    assert now["content"]["matrix"][0]["free_count"] == 6
    assert (now["before_week_on"], now["before_content"]["matrix"][0]["free_count"]) == (MONDAY - WEEK, 4)
    earlier = agenda(connection, utrecht, monday=MONDAY - WEEK)
    assert earlier is not None
    assert earlier["frozen_at"] == AT_EIGHT - WEEK
    assert agenda(connection, utrecht, monday=MONDAY + WEEK) is None


def test_it_is_of_the_own_regions_of_a_coordinator_only(connection: Connection, utrecht: int) -> None:
    freeze(connection, AT_EIGHT)
    assert agenda(connection, utrecht, region="ZK02") is None
    for role in ("operator", "gp", "provider", "insurer"):
        who = account(connection, role, scopes={"region": ["ZK23"]})
        assert agenda(connection, who) is None
        assert rows(connection, "read.agenda_weeks", as_of=AS_OF, asker=who, region="ZK23") == []


def test_it_is_taken_away_with_the_calls_of_its_time(connection: Connection) -> None:
    facts = {"region_code": "ZK23", "content": Jsonb({})}
    for at in (AT_EIGHT, AT_EIGHT - WEEK):
        make.insert(connection, "core.agenda", week_on=at.date(), due_at=at, frozen_at=at, **facts)
    assert value(connection, "load.tidy_closed", before=AT_EIGHT) == 1
    assert value(connection, "load.tidy_closed", before=AT_EIGHT) == 0
