"""When a source is due: a table of cases on a clock that is told, both nights of the clock change among them."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.schedule import DUTCH, State, due, next_due

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
NIGHT = time(2, 30)


def dutch(day: str, clock: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=DUTCH, fold=fold).astimezone(UTC)


def source(**facts: Any) -> State:
    return State("bron", **({"expected_every": DAY, "due_time": NIGHT} | facts))


CASES: list[tuple[str, State, datetime]] = [
    ("each night", source(succeeded_at=dutch("2026-11-17", "02:31")), dutch("2026-11-18", "02:30")),
    ("caught up in the afternoon: the next night is its own", source(succeeded_at=dutch("2026-11-17", "15:00")),
     dutch("2026-11-18", "02:30")),
    ("asked by hand before its time: it is still due", source(succeeded_at=dutch("2026-11-18", "01:00")),
     dutch("2026-11-18", "02:30")),
    ("somebody asks for it: now, whatever its rhythm and its failure say",
     source(succeeded_at=dutch("2026-11-17", "02:31"), attempted_at=dutch("2026-11-17", "02:31"), attempt_count=1,
            is_permanent=True, asked_at=dutch("2026-11-17", "09:00")), dutch("2026-11-17", "09:00")),
    ("asked for before the last attempt: heard already",
     source(succeeded_at=dutch("2026-11-17", "09:01"), attempted_at=dutch("2026-11-17", "09:01"),
            asked_at=dutch("2026-11-17", "09:00")), dutch("2026-11-18", "02:30")),
    ("a week", source(expected_every=7 * DAY, succeeded_at=dutch("2026-11-17", "02:31")), dutch("2026-11-24", "02:30")),
    ("no time of day: a day on the clock", source(due_time=None, succeeded_at=dutch("2026-11-17", "09:12")),
     dutch("2026-11-18", "09:12")),
    ("no rhythm agreed: a day", source(expected_every=None, succeeded_at=dutch("2026-11-17", "02:31")),
     dutch("2026-11-18", "02:30")),
    ("a quarter of an hour", source(expected_every=15 * MINUTE, succeeded_at=dutch("2026-11-17", "09:00")),
     dutch("2026-11-17", "09:15")),
    ("the hour that is left out: the one after it", source(succeeded_at=dutch("2026-03-28", "02:31")),
     dutch("2026-03-29", "03:30")),
    ("and back to its time the night after", source(succeeded_at=dutch("2026-03-29", "03:31")),
     dutch("2026-03-30", "02:30")),
    ("the hour that comes twice: the first", source(succeeded_at=dutch("2026-10-24", "02:31")),
     dutch("2026-10-25", "02:30")),
    ("not again in the second", source(succeeded_at=dutch("2026-10-25", "02:31")), dutch("2026-10-26", "02:30")),
    ("nor when it was asked in the second, at an earlier clock time",
     source(succeeded_at=dutch("2026-10-25", "02:10", fold=1)), dutch("2026-10-26", "02:30")),
    ("each hour goes by hours, not by the clock",
     source(expected_every=HOUR, succeeded_at=dutch("2026-10-25", "02:10")), dutch("2026-10-25", "02:10", fold=1)),
    ("failed once, can pass", source(succeeded_at=dutch("2026-11-16", "02:31"), attempt_count=1,
     attempted_at=dutch("2026-11-17", "02:30")), dutch("2026-11-17", "02:35")),
    ("failed three times", source(attempt_count=3, attempted_at=dutch("2026-11-17", "02:45")),
     dutch("2026-11-17", "03:05")),
    ("away all day: each hour", source(attempt_count=400, attempted_at=dutch("2026-11-17", "12:00")),
     dutch("2026-11-17", "13:00")),
    ("failed for good: not before its next turn", source(attempt_count=1, is_permanent=True,
     attempted_at=dutch("2026-11-17", "02:30")), dutch("2026-11-18", "02:30")),
]  # fmt: skip


@pytest.mark.parametrize(("state", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_when_a_source_is_due(state: State, expected: datetime) -> None:
    assert next_due(state) == expected
    assert due([state], expected) == ["bron"]
    assert due([state], expected - timedelta(seconds=1)) == []


def test_who_was_never_asked_is_first_and_who_is_queued_is_left() -> None:
    now = dutch("2026-11-18", "12:00")
    states = [
        State("laatst", DAY, NIGHT, succeeded_at=now - 2 * DAY),
        State("langst", DAY, NIGHT, succeeded_at=now - 9 * DAY),
        State("nooit"),
        State("loopt", is_queued=True),
        State("gedaan", DAY, NIGHT, succeeded_at=now - HOUR),
    ]
    assert due(states, now) == ["nooit", "langst", "laatst"]


MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, st.sampled_from([5 * MINUTE, HOUR, DAY, 7 * DAY]), st.none() | st.times())
def test_after_it_answered_a_source_is_due_again_later_and_within_its_rhythm_and_a_bit(
    done_at: datetime, every: timedelta, clock: time | None
) -> None:
    """A bit: the hour that a clock change adds. So every night is fetched once, whatever happened before."""
    moment = next_due(State("bron", every, clock, succeeded_at=done_at))
    assert done_at < moment <= done_at + every + HOUR


@given(MOMENTS, st.integers(0, 40), st.times())
def test_whatever_was_missed_is_fetched_once(done_at: datetime, nights: int, clock: time) -> None:
    back = done_at + nights * DAY + 2 * DAY
    state = State("bron", DAY, clock, succeeded_at=done_at)
    assert due([state], back) == ["bron"]
    assert due([State("bron", DAY, clock, succeeded_at=back)], back) == []
