"""When a phone is answered, from texts such as `ma-vr 08:30-17:00; za 09:00-12:00` (local time; 24:00 ends the day)."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
_PART = re.compile(r"(?P<first>[a-z]{2})(?:-(?P<last>[a-z]{2}))? (?P<opens>\d\d:\d\d)-(?P<closes>\d\d:\d\d)")


@dataclass(frozen=True)
class Span:
    """One part: the weekdays (Monday is 0), and the minutes of the day between which the phone is answered."""

    weekdays: frozenset[int]
    opens: int
    closes: int


@dataclass(frozen=True)
class Answering:
    """Whether the phone is answered at a moment; `changes_at` is when that turns, None when it never does."""

    is_open: bool
    changes_at: datetime | None


def parse(text: str | None) -> tuple[Span, ...]:
    """The parts of a text of hours. Empty when there is none, or one is not understood: half an answer misleads."""
    spans = []
    for part in (text or "").split("; "):
        match = _PART.fullmatch(part)
        if match is None or match["first"] not in _DAYS or (match["last"] or "ma") not in _DAYS:
            return ()
        first, last = _DAYS.index(match["first"]), _DAYS.index(match["last"] or match["first"])
        run = range(first, first + (last - first) % 7 + 1)
        spans.append(Span(frozenset(day % 7 for day in run), _minutes(match["opens"]), _minutes(match["closes"])))
    return tuple(spans)


def answering(text: str | None, at: datetime) -> Answering | None:
    """Whether the phone is answered at a moment, and until when that holds. None when the hours are not known.

    Spans that touch at midnight count as one. Public holidays are not known here.
    """
    spans = parse(text)
    if not spans:
        return None
    now = at.astimezone(AMSTERDAM)
    is_open = _is_open(spans, now.weekday(), now.hour * 60 + now.minute)
    for ahead in range(8):
        day = now.date() + timedelta(days=ahead)
        for minute in sorted({edge for span in spans for edge in (span.opens, span.closes % (24 * 60))}):
            moment = _moment(day, minute)
            if moment > now and _is_open(spans, day.weekday(), minute) != is_open:
                return Answering(is_open, moment)
    return Answering(is_open, None)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _is_open(spans: tuple[Span, ...], weekday: int, minute: int) -> bool:
    return any(weekday in span.weekdays and span.opens <= minute < span.closes for span in spans)


def _moment(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), tzinfo=AMSTERDAM)
