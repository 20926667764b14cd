"""Whether the night went well: each fact is judged by its own rule, and the worst of them is the verdict."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dashboard.manage.night import Verdict, disk, evening_before, judged, worst

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
LATE = {"backup": timedelta(hours=36), "audit": timedelta(hours=36)}
QUIET: dict[str, Any] = {
    "worker_seen_at": NOW - timedelta(seconds=20),
    "queued_since": None,
    "unloaded_since": None,
    "held_since": None,
    **dict.fromkeys(
        (
            *("queued_count", "unloaded_count", "applied_count", "rejected_count", "failed_count", "held_count"),
            *("source_count", "late_count", "fetched_source_count", "fetch_failed_count", "refused_row_count"),
        ),
        0,
    ),
}


def upkeep(code: str, hours: float = 5, *, is_well: bool = True) -> dict[str, Any]:
    age = timedelta(hours=hours)
    return {"upkeep_code": code, "is_well": is_well, "well_at": NOW - age, "well_age": age}


WELL = [upkeep("backup"), upkeep("audit")]


def verdicts(night: dict[str, Any], kept: list[dict[str, Any]] = WELL) -> dict[str, Verdict]:
    return {fact.code: fact.verdict for fact in judged(QUIET | night, kept, LATE, NOW)}


def test_a_quiet_night_went_well() -> None:
    assert set(verdicts({}).values()) == {Verdict.WELL}
    assert worst(judged(QUIET, WELL, LATE, NOW)) is Verdict.WELL


@pytest.mark.parametrize(
    ("night", "code", "verdict"),
    [
        ({"worker_seen_at": None}, "worker", Verdict.WRONG),
        ({"worker_seen_at": NOW - timedelta(minutes=3)}, "worker", Verdict.WRONG),
        ({"unloaded_count": 2, "unloaded_since": NOW - timedelta(minutes=5)}, "unloaded", Verdict.WELL),
        ({"unloaded_count": 2, "unloaded_since": NOW - timedelta(minutes=16)}, "unloaded", Verdict.WRONG),
        ({"queued_count": 1, "queued_since": NOW - timedelta(hours=1)}, "queued", Verdict.WRONG),
        ({"late_count": 1, "source_count": 9}, "late", Verdict.LOOK),
        ({"fetch_failed_count": 1}, "fetch_failed", Verdict.LOOK),
        ({"failed_count": 1}, "failed", Verdict.WRONG),
        ({"rejected_count": 1}, "rejected", Verdict.LOOK),
        ({"held_count": 1, "held_since": NOW - timedelta(hours=2)}, "held", Verdict.LOOK),
        ({"held_count": 1, "held_since": NOW - timedelta(hours=25)}, "held", Verdict.WRONG),
    ],
)
def test_each_fact_has_its_rule(night: dict[str, Any], code: str, verdict: Verdict) -> None:
    found = verdicts(night)
    assert found.pop(code) is verdict
    assert set(found.values()) == {Verdict.WELL}, "one fact says nothing of the others"


def test_upkeep_that_never_ran_failed_or_is_long_ago_is_told() -> None:
    found = verdicts({}, [upkeep("audit", is_well=False)])
    assert (found["backup"], found["audit"]) == (Verdict.LOOK, Verdict.WRONG)
    assert verdicts({}, [upkeep("backup", 37), upkeep("audit")])["backup"] is Verdict.WRONG


def test_what_is_wrong_stands_first() -> None:
    facts = judged(QUIET | {"failed_count": 1, "late_count": 1}, WELL, LATE, NOW)
    assert [fact.code for fact in facts[:2]] == ["failed", "late"]
    assert worst(facts) is Verdict.WRONG


def test_the_disk_warns_before_its_reserve() -> None:
    assert [disk(free, 100).verdict for free in (99, 100, 199, 200)] == [
        *(Verdict.WRONG, Verdict.LOOK, Verdict.LOOK, Verdict.WELL)
    ]


@pytest.mark.parametrize(
    ("now", "since"),
    [
        ("2026-11-20T07:00+01:00", "2026-11-19T18:00+01:00"),
        ("2026-11-20T00:30+01:00", "2026-11-19T18:00+01:00"),
        ("2026-10-25T07:00+01:00", "2026-10-24T18:00+02:00"),  # the night of the clock change
    ],
)
def test_the_night_begins_the_evening_before_on_the_dutch_clock(now: str, since: str) -> None:
    assert evening_before(datetime.fromisoformat(now)) == datetime.fromisoformat(since)
