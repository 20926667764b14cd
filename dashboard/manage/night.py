"""Whether the night went well: facts of the database and the disk, judged one by one. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from dashboard.opening_hours import AMSTERDAM

Row = Mapping[str, Any]
_EVENING = time(18, 0)
_WORKER_SILENT = timedelta(minutes=2)
_QUEUE_LONG = timedelta(minutes=15)
_HELD_LONG = timedelta(hours=24)


class Verdict(StrEnum):
    """How much one fact asks of the operator."""

    WELL = "well"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True)
class Fact:
    """code: what it is about. at: the moment it tells of, if any. count, of_count: its numbers."""

    code: str
    verdict: Verdict
    count: int = 0
    of_count: int = 0
    at: datetime | None = None


def evening_before(now: datetime) -> datetime:
    """Six o'clock of the evening before, Dutch clock: what came since then is of this night or this day."""
    day = now.astimezone(AMSTERDAM).date() - timedelta(days=1)
    return datetime.combine(day, _EVENING, AMSTERDAM).astimezone(UTC)


def judged(night: Row, upkeep: Sequence[Row], late: Mapping[str, timedelta], now: datetime) -> list[Fact]:
    """One fact a line of the page: what is wrong first. late: how old the last success of each upkeep may be."""
    facts = [
        _worker(night, now),
        _waiting("unloaded", night, now),
        _waiting("queued", night, now),
        _of("late", night["late_count"], night["source_count"], Verdict.LOOK),
        _of("fetch_failed", night["fetch_failed_count"], night["fetched_source_count"], Verdict.LOOK),
        _of("failed", night["failed_count"], 0, Verdict.WRONG),
        _of("rejected", night["rejected_count"], 0, Verdict.LOOK),
        _held(night, now),
        Fact("applied", Verdict.WELL, night["applied_count"], night["refused_row_count"]),
        *(
            _upkeep(code, next((row for row in upkeep if row["upkeep_code"] == code), None), late[code])
            for code in late
        ),
    ]
    order = [Verdict.WRONG, Verdict.LOOK, Verdict.WELL]
    return sorted(facts, key=lambda fact: order.index(fact.verdict))


def disk(free: int, reserve: int) -> Fact:
    """Bytes free on the disk of the home, and those it must have."""
    verdict = Verdict.WRONG if free < reserve else Verdict.LOOK if free < 2 * reserve else Verdict.WELL
    return Fact("disk", verdict, free, reserve)


def worst(facts: Sequence[Fact]) -> Verdict:
    """The verdict on the whole."""
    found = {fact.verdict for fact in facts}
    return next((one for one in (Verdict.WRONG, Verdict.LOOK) if one in found), Verdict.WELL)


def _worker(night: Row, now: datetime) -> Fact:
    seen = night["worker_seen_at"]
    is_silent = seen is None or now - seen > _WORKER_SILENT
    return Fact("worker", Verdict.WRONG if is_silent else Verdict.WELL, at=seen)


def _waiting(what: str, night: Row, now: datetime) -> Fact:
    since = night[f"{what}_since"]
    is_long = since is not None and now - since > _QUEUE_LONG
    return Fact(what, Verdict.WRONG if is_long else Verdict.WELL, night[f"{what}_count"], at=since)


def _of(code: str, count: int, of_count: int, verdict: Verdict) -> Fact:
    return Fact(code, verdict if count else Verdict.WELL, count, of_count)


def _held(night: Row, now: datetime) -> Fact:
    since = night["held_since"]
    is_long = since is not None and now - since > _HELD_LONG
    verdict = Verdict.WRONG if is_long else Verdict.LOOK if night["held_count"] else Verdict.WELL
    return Fact("held", verdict, night["held_count"], at=since)


def _upkeep(code: str, row: Row | None, late: timedelta) -> Fact:
    """One that never ran is not set up: somebody must know, though nothing failed."""
    if row is None:
        return Fact(code, Verdict.LOOK)
    is_late = row["well_age"] is None or row["well_age"] > late
    return Fact(code, Verdict.WRONG if is_late or not row["is_well"] else Verdict.WELL, at=row["well_at"])
