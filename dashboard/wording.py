"""How moments, numbers and spans are said, in the reader's language. Dates say how long ago first, the date second."""

import math
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from dashboard.language import _, locale, ngettext
from dashboard.opening_hours import AMSTERDAM


def number(value: float | Decimal) -> str:
    """At most one decimal, none that is zero: 3, 4,5, 1.200."""
    return _number(Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP) + 0, locale())  # + 0: no minus zero


@lru_cache(maxsize=4096)
def _number(rounded: Decimal, spoken: Locale) -> str:
    return format_decimal(rounded, format="#,##0.#", locale=spoken)


def day(on: date) -> str:
    """20 nov"""
    return format_skeleton("MMMd", on, locale=locale())


def weekday(on: date) -> str:
    """ma 23 nov"""
    return format_date(on, "EEE d MMM", locale=locale())


def full_day(on: date) -> str:
    """20 nov 2026"""
    return format_date(on, "d MMM y", locale=locale())


def week_name(monday: date) -> str:
    """week 47"""
    return _("week {number}").format(number=monday.isocalendar().week)


def clock(at: datetime) -> str:
    """07:10, as a clock in Amsterdam says it."""
    return at.astimezone(AMSTERDAM).strftime("%H:%M")


def days_ago(on: date, today: date) -> str:
    """vandaag, gisteren, 3 dagen geleden"""
    days = (today - on).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return ngettext("{number} day ago", "{number} days ago", days).format(number=number(days))


def date_since(on: date, today: date) -> str:
    """gisteren, 20 nov"""
    return f"{days_ago(on, today)}, {day(on)}"


def moment_since(at: datetime, now: datetime) -> str:
    """vandaag 07:10 or gisteren 07:10; from two days on with the date: 3 dagen geleden, 18 nov 07:10"""
    on, today = local_day(at), local_day(now)
    said = days_ago(on, today)
    return f"{said}, {day(on)} {clock(at)}" if (today - on).days > 1 else f"{said} {clock(at)}"


def dated_moment(at: datetime, now: datetime) -> str:
    """gisteren, 20 nov 07:10: with the date whenever it was, for what may be printed"""
    return f"{date_since(local_day(at), local_day(now))} {clock(at)}"


def until(at: datetime, now: datetime) -> str:
    """vandaag 17:00, morgen 09:10, ma 23 nov 07:10"""
    on, today = local_day(at), local_day(now)
    near = {0: _("today"), 1: _("tomorrow")}
    return f"{near.get((on - today).days) or weekday(on)} {clock(at)}"


def until_today(at: datetime, now: datetime) -> str:
    """The same, of which only the hour when it is today: 17:00, morgen 09:10"""
    return clock(at) if local_day(at) == local_day(now) else until(at, now)


def local_day(at: datetime) -> date:
    """The day it is in Amsterdam."""
    return at.astimezone(AMSTERDAM).date()


def weeks_up(value: float | Decimal) -> int:
    """Whole weeks, rounded up: an estimate is never told nicer than it is."""
    return math.ceil(value)


def ages(low: int, high: int | None) -> str:
    """18 jaar en ouder; 12 tot en met 17 jaar; alle leeftijden"""
    if high is None:
        return _("{low} years and older").format(low=low) if low > 0 else _("all ages")
    if low == 0:
        return _("up to and including {high} years").format(high=high)
    return _("{low} up to and including {high} years").format(low=low, high=high)


def distance(km: float | Decimal) -> str:
    """4 km; under one kilometre that, since centres of postcode areas are compared."""
    return _("under 1 km") if km < 1 else f"{number(round(km))} km"


def places(count: int, unit_code: str) -> str:
    """3 intakeplekken"""
    match unit_code:
        case "intake_slot":
            text = ngettext("{number} intake slot", "{number} intake slots", count)
        case "caseload_place":
            text = ngettext("{number} place in the team", "{number} places in the team", count)
        case "bed":
            text = ngettext("{number} bed", "{number} beds", count)
        case "group_place":
            text = ngettext("{number} group place", "{number} group places", count)
        case _other:
            text = ngettext("{number} place", "{number} places", count)
    return text.format(number=number(count))


def change(difference: int) -> str:
    """+3, −2, or gelijk"""
    if difference == 0:
        return _("no change")
    return f"+{number(difference)}" if difference > 0 else f"−{number(-difference)}"
