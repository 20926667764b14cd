"""Dates and moments as Dutch sources write them: day, month, year; never month first.

Only ASCII digits count, and a year has four of them between 1900 and 2199: anything else is a typing error.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Europe/Amsterdam")

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "jan"),
            ("februari", "feb"),
            ("maart", "mrt"),
            ("april", "apr"),
            ("mei",),
            ("juni", "jun"),
            ("juli", "jul"),
            ("augustus", "aug"),
            ("september", "sept", "sep"),
            ("oktober", "okt"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}

_YEAR = r"(?P<year>(?:19|20|21)[0-9]{2})"
_ISO = rf"{_YEAR}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})"
_NUMERIC = rf"(?P<day>[0-9]{{1,2}})(?P<mark>[-/])(?P<month>[0-9]{{1,2}})(?P=mark){_YEAR}"
_WRITTEN = rf"(?P<day>[0-9]{{1,2}}) (?P<name>{'|'.join(MONTHS)})\.? {_YEAR}"
_CLOCK = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,6}))?)?"
_OFFSET = r"(?P<offset>[Zz]|(?P<sign>[+-])(?P<off_hour>[0-9]{2}):?(?P<off_minute>[0-9]{2}))?"

_DATE_FORMS = tuple(re.compile(form, re.IGNORECASE) for form in (_ISO, _NUMERIC, _WRITTEN))
_MOMENT_FORMS = (re.compile(rf"{_ISO}[Tt ]{_CLOCK}{_OFFSET}"), re.compile(rf"{_NUMERIC} {_CLOCK}"))

Reason = Literal["not_a_date", "no_such_local_time", "ambiguous_local_time"]


class Moment(NamedTuple):
    """A moment in UTC, or the reason why there is none; exactly one of the two is None."""

    at: datetime | None
    reason: Reason | None


def parse_date(text: str) -> date | None:
    """The date in `2018-08-01`, `1-8-2018`, `01/08/2018` or `1 augustus 2018` (spaces around it allowed), else None."""
    stripped = text.strip()
    for form in _DATE_FORMS:
        if found := form.fullmatch(stripped):
            return _calendar_date(found)
    return None


def parse_moment(text: str) -> Moment:
    """The moment in `2026-03-29T02:30+02:00`, `2026-03-29 02:30` or `29-3-2026 02:30`, as UTC.

    Without an offset it is Dutch local time. Refused: `no_such_local_time` for the hour skipped in March,
    `ambiguous_local_time` for the hour that comes twice in October, `not_a_date` for everything else.
    """
    stripped = text.strip()
    for form in _MOMENT_FORMS:
        if found := form.fullmatch(stripped):
            return _moment(found)
    return Moment(None, "not_a_date")


def _calendar_date(found: re.Match[str]) -> date | None:
    parts = found.groupdict()
    month = MONTHS[parts["name"].lower()] if parts.get("name") else int(parts["month"])
    try:
        return date(int(parts["year"]), month, int(parts["day"]))
    except ValueError:  # 31 april
        return None


def _moment(found: re.Match[str]) -> Moment:
    parts = found.groupdict()
    day = _calendar_date(found)
    hour, minute, second = int(parts["hour"]), int(parts["minute"]), int(parts["second"] or 0)
    if day is None or hour > 23 or minute > 59 or second > 59:
        return Moment(None, "not_a_date")
    micros = int((parts["fraction"] or "0").ljust(6, "0"))
    # Made naive on purpose: which zone it is in is decided below.
    clock = datetime(day.year, day.month, day.day, hour, minute, second, micros)  # noqa: DTZ001
    offset = parts.get("offset")
    if offset is None:
        return _from_local(clock)
    return _from_offset(clock, parts)


def _from_offset(clock: datetime, parts: dict[str, str]) -> Moment:
    hours, minutes = int(parts["off_hour"] or 0), int(parts["off_minute"] or 0)
    if hours > 14 or minutes > 59:
        return Moment(None, "not_a_date")
    ahead = timedelta(hours=hours, minutes=minutes) * (-1 if parts["sign"] == "-" else 1)
    return Moment(clock.replace(tzinfo=timezone(ahead)).astimezone(UTC), None)


def _from_local(clock: datetime) -> Moment:
    first, second = (clock.replace(tzinfo=LOCAL_ZONE, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return Moment(first.astimezone(UTC), None)
    if first.astimezone(UTC).astimezone(LOCAL_ZONE).replace(tzinfo=None) == clock:
        return Moment(None, "ambiguous_local_time")
    return Moment(None, "no_such_local_time")
