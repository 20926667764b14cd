"""How long is the wait? Reads the texts with which Dutch providers publish it.

Five states are kept apart, because a reader decides on them: a number of weeks (`value`), no wait (`no_wait`), nobody
is taken on (`stop`), nothing was filled in (`not_published`) and a text from which no number surely follows
(`unknown`). The whole text must be understood before it becomes a number: a word too many makes it unknown.

The rules are those of the people who coded NZa's 2018 collection (docs/data-sources.md): days / 7, working days / 5,
a month is 4 weeks, a range is its midpoint, "max", "binnen" and "minder dan X" are X, "vanaf" and "meer dan X" are X,
a date counts from the reference date. Theirs to count no wait as one week is not followed: here it is zero.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from etl.text import weeks_words as words
from etl.text.dates import MONTHS, parse_date
from etl.text.numbers import parse_decimal

State = Literal["value", "no_wait", "stop", "not_published", "unknown"]
Unit = Literal["weeks", "days", "workdays", "months", "date", "none"]

MAX_WEEKS = 260.0  # five years: more is a typing error or a postcode
_IN_A_WEEK: dict[Unit, float] = {"weeks": 1, "days": 7, "workdays": 5, "months": 0.25}


@dataclass(frozen=True)
class Wait:
    """One wait as published.

    weeks: the midpoint, in weeks; 0.0 for `no_wait`; None in every other state but `value`.
    low, high: the bounds, None where weeks is None. "max 6 weken" is 0 to 6 with 6 as its weeks. Of "meer dan 6 weken"
        only the lower bound is known: all three are 6 and the rule is `at_least`.
    unit: what the text counts in; `none` where there is no number.
    rule: `number` (without a unit), `amount`, `range`, `about`, `at_most`, `at_least`, `date`, `week_number`; for
        the states without a number `no_wait`, `zero`, `stop`, `stop_lifted`, `empty`, `missing_mark`, `said_unknown`,
        `date_passed`, `too_long`, `not_understood`.
    literal: the text as it was given, untouched.
    """

    weeks: float | None
    low: float | None
    high: float | None
    unit: Unit
    state: State
    rule: str
    literal: str | None


@dataclass(frozen=True)
class _Span:
    low: float
    weeks: float
    high: float
    unit: Unit
    rule: str


def parse(text: str | None, reference_on: date) -> Wait:
    """Read one published wait. Never raises: what is not understood is `unknown`.

    reference_on: the day on which the text was true; "per 1 augustus" is the next 1 August from that day on.
    not_published: None, an empty text, a text of only dashes, dots, slashes or question marks, `-99` (the mark of
        NZa's coders) and the words of `weeks_words` (NA, n.v.t., niet vermeld, geen opgave, ...). "Onbekend" is an
        answer: `unknown`.
    no_wait: "geen", "geen wachttijd", "geen wachtlijst", "direct", "meteen", "start direct na intake", and a zero.
    stop: a stop for all, for a group, for one insurer or until a day; also beside a number. "Geen aanmeldstop" is not.
    """
    plain = words.plain(text or "")
    if words.NO_WAIT.fullmatch(plain):
        return Wait(0.0, 0.0, 0.0, "none", "no_wait", "no_wait", text)
    if said := _said(plain):
        state, rule = said
        return _without_number(state, rule, text)
    return _number(plain, reference_on, text)


def _said(plain: str) -> tuple[State, str] | None:
    """The state and rule of a text that tells there is no number to be had; None when there may be one."""
    if not plain:
        return "not_published", "empty"
    if words.is_missing(plain):
        return "not_published", "missing_mark"
    if plain in words.SAID_UNKNOWN:
        return "unknown", "said_unknown"
    stop = words.find_stop(plain)
    if stop == "stop":
        return "stop", "stop"
    return ("unknown", "stop_lifted") if stop == "lifted" else None


def _number(plain: str, reference_on: date, literal: str | None) -> Wait:
    core = words.bare(plain)
    if (until := _date(core, reference_on)) is not None:
        day, rule = until
        if day < reference_on:
            return _without_number("unknown", "date_passed", literal)
        weeks = (day - reference_on).days / 7
        return _bounded(_Span(weeks, weeks, weeks, "date", rule), literal)
    span = _amount(core)
    if span is None:
        return _without_number("unknown", "not_understood", literal)
    if span.high == 0:
        return Wait(0.0, 0.0, 0.0, span.unit, "no_wait", "zero", literal)
    return _bounded(span, literal)


def _bounded(span: _Span, literal: str | None) -> Wait:
    if span.high > MAX_WEEKS:
        return _without_number("unknown", "too_long", literal)
    return Wait(span.weeks, span.low, span.high, span.unit, "value", span.rule, literal)


def _without_number(state: State, rule: str, literal: str | None) -> Wait:
    return Wait(None, None, None, "none", state, rule, literal)


def _amount(core: str) -> _Span | None:
    found = words.AMOUNT.fullmatch(core)
    if found is None or (found["between"] and not found["first"]):
        return None
    if not found["unit"]:  # "18-65" and "18+" are ages; only a plain number counts weeks by itself
        return _plain_number(core)
    unit = words.unit(found["unit"])
    high = words.number(found["last"]) / _IN_A_WEEK[unit]
    at_most = found["at_most"] or found["or_less"]
    at_least = found["at_least"] or found["or_more"] or found["or_longer"]
    if found["first"]:
        return None if at_most or at_least else _range(found, high, unit)  # "max 2-4 weken" says two things
    if at_most or at_least:
        if (at_most and at_least) or high == 0:
            return None
        return _Span(0.0 if at_most else high, high, high, unit, "at_most" if at_most else "at_least")
    return _Span(high, high, high, unit, "about" if found["about"] else "amount")


def _plain_number(core: str) -> _Span | None:
    weeks = parse_decimal(core)
    return None if weeks is None else _Span(weeks, weeks, weeks, "weeks", "number")


def _range(found: re.Match[str], high: float, unit: Unit) -> _Span | None:
    first_unit = words.unit(found["first_unit"]) if found["first_unit"] else unit
    low = words.number(found["first"]) / _IN_A_WEEK[first_unit]
    return None if low > high else _Span(low, (low + high) / 2, high, unit, "range")


def _date(core: str, reference_on: date) -> tuple[date, str] | None:
    """The day until which one waits, and the rule; None when the text names no day or week."""
    found = words.DATE.fullmatch(core)
    if found is None:
        return None
    week = int(found["week"]) if found["week"] else None
    if written := found["full"] or found["in_week"]:
        day = parse_date(words.spaced(written))
        if day is None or week not in (None, day.isocalendar().week):
            return None
        return day, "date"
    if week:
        monday = _next_week(week, reference_on)
        return None if monday is None else (monday, "week_number")
    if found["day"] is None:  # week 0
        return None
    day = _next_day(int(found["day"]), MONTHS[found["month"]], reference_on)
    return None if day is None else (day, "date")


def _next_day(day: int, month: int, reference_on: date) -> date | None:
    for year in (reference_on.year, reference_on.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:  # 31 april; 29 februari in most years
            continue
        if found >= reference_on:
            return found
    return None


def _next_week(week: int, reference_on: date) -> date | None:
    """Monday of the next ISO week with this number; of the week that is now, the reference date itself."""
    now = reference_on.isocalendar()
    for year in (now.year, now.year + 1):
        try:
            monday = date.fromisocalendar(year, week, 1)
        except ValueError:  # week 53 in most years
            continue
        if (year, week) >= (now.year, now.week):
            return max(monday, reference_on)
    return None
