"""Which sources must be fetched now. Pure: a decision from what the database says and the moment, never from memory.

So nothing is forgotten: whatever was missed while no worker ran is due at the first look afterwards, and it is fetched
once, not once for each night that passed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DUTCH = ZoneInfo("Europe/Amsterdam")
UNAGREED = timedelta(days=1)  # the rhythm of a source with which none is agreed
_DAY = timedelta(days=1)
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=1)


@dataclass(frozen=True)
class State:
    """What is known of one source that is fetched; moments are aware.

    expected_every: the agreed rhythm. due_time: from when on its day, Dutch clock, for a rhythm of whole days.
    succeeded_at: when it last answered, with something new or not. attempted_at, attempt_count: the last attempt and
    how many there were since then. is_permanent: the last one failed in a way that does not pass by itself.
    is_queued: a run waits or is under way. asked_at: when somebody last asked that it be fetched at once.
    """

    source: str
    expected_every: timedelta | None = None
    due_time: time | None = None
    succeeded_at: datetime | None = None
    attempted_at: datetime | None = None
    attempt_count: int = 0
    is_permanent: bool = False
    is_queued: bool = False
    asked_at: datetime | None = None


def due(states: Iterable[State], now: datetime) -> list[str]:
    """The sources to fetch now, the one that has waited longest first."""
    waiting = [(next_due(state), state.source) for state in states if not state.is_queued]
    return [source for moment, source in sorted(waiting) if moment <= now]


def next_due(state: State) -> datetime:
    """From when a source is to be fetched again; the oldest moment there is when it never was.

    After a failure that can pass, the waits grow from five minutes to an hour. After one that cannot, nothing helps but
    somebody who mends it: it is asked again when its rhythm says so. Who asks for it is heard, once.
    """
    if state.asked_at is not None and (state.attempted_at is None or state.asked_at > state.attempted_at):
        return state.asked_at
    if state.attempted_at is None or state.attempt_count == 0:
        return _after(state, state.succeeded_at) if state.succeeded_at else datetime.min.replace(tzinfo=UTC)
    if state.is_permanent:
        return _after(state, state.attempted_at)
    return state.attempted_at + min(_FIRST_WAIT * (1 << min(state.attempt_count - 1, 10)), _LONGEST_WAIT)


def _after(state: State, done_at: datetime) -> datetime:
    """The first due moment after this one at which the source was asked."""
    every = state.expected_every or UNAGREED
    if every < _DAY:
        return done_at + every
    day = done_at.astimezone(DUTCH).date()
    if state.due_time is None:
        return moment_of(day + every, done_at.astimezone(DUTCH).time())
    if done_at < moment_of(day, state.due_time):
        day -= _DAY  # asked before its time, that was the turn of the day before
    return moment_of(day + every, state.due_time)


def moment_of(day: date, clock: time) -> datetime:
    """A day and a Dutch clock time as a moment in UTC: the hour that is left out in spring is the one after it, of the
    hour that comes twice in autumn the first counts."""
    return datetime.combine(day, clock.replace(fold=0), DUTCH).astimezone(UTC)
