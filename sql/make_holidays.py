"""Prints the Dutch public holidays as sql/reference/holiday.csv: python -m sql.make_holidays FIRST_YEAR LAST_YEAR.

A day in the list does not count as a working day. Where it is open whether a day counts, it is left out: a count then
expires a day sooner, which is the safe side. So Good Friday (many practices work) is never in it, and Liberation Day
only in the years that end in 0 or 5, when most employers close.
"""

import csv
import sys
from collections.abc import Iterator
from datetime import date, timedelta

_SOURCE = "ours: computed by sql/make_holidays.py"
_SUNDAY = 6


def easter(year: int) -> date:
    """Easter Sunday of a year of the Gregorian calendar, from the golden number and the ecclesiastical full moon."""
    golden = year % 19
    century = year // 100
    skipped_leap_days = century - century // 4
    moon_correction = (8 * century + 13) // 25
    epact = (skipped_leap_days - moon_correction + 19 * golden + 15) % 30
    full_moon_offset = epact - (1 if epact == 29 or (epact == 28 and golden > 10) else 0)
    full_moon = date(year, 3, 21) + timedelta(days=full_moon_offset)
    return full_moon + timedelta(days=_SUNDAY - full_moon.weekday() or 7)


def holidays(year: int) -> list[tuple[date, str]]:
    """The public holidays of a year, in order, with their Dutch names."""
    sunday = easter(year)
    birthday = date(year, 4, 27)
    days = [
        (date(year, 1, 1), "Nieuwjaarsdag"),
        (sunday, "Eerste paasdag"),
        (sunday + timedelta(days=1), "Tweede paasdag"),
        (birthday - timedelta(days=1) if birthday.weekday() == _SUNDAY else birthday, "Koningsdag"),
        (sunday + timedelta(days=39), "Hemelvaartsdag"),
        (sunday + timedelta(days=49), "Eerste pinksterdag"),
        (sunday + timedelta(days=50), "Tweede pinksterdag"),
        (date(year, 12, 25), "Eerste kerstdag"),
        (date(year, 12, 26), "Tweede kerstdag"),
    ]
    if year % 5 == 0:
        days.append((date(year, 5, 5), "Bevrijdingsdag"))
    return sorted(days)


def rows(first_year: int, last_year: int) -> Iterator[tuple[str, str, str]]:
    """The rows of holiday.csv. Two feasts on one day share a row."""
    for year in range(first_year, last_year + 1):
        names: dict[date, str] = {}
        for day, name in holidays(year):
            names[day] = f"{names[day]}, {name.lower()}" if day in names else name
        yield from ((day.isoformat(), name, _SOURCE) for day, name in names.items())


if __name__ == "__main__":
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("holiday_on", "name_nl", "source"))
    writer.writerows(rows(int(sys.argv[1]), int(sys.argv[2])))
