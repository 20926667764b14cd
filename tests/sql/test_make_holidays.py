"""The holidays that the count of working days knows."""

from datetime import date

import pytest
from dateutil.easter import easter as easter_of_dateutil

from sql import make_holidays, reference


def test_easter_falls_where_another_program_puts_it() -> None:
    years = range(1900, 2200)
    assert [make_holidays.easter(year) for year in years] == [easter_of_dateutil(year) for year in years]


def test_the_committed_list_is_the_computed_one() -> None:
    committed = (reference.OWN_FOLDER / "holiday.csv").read_text(encoding="utf-8").splitlines()
    assert committed == ["holiday_on,name_nl,source", *map(",".join, make_holidays.rows(2016, 2035))]


@pytest.mark.parametrize(
    ("day", "is_holiday"),
    [
        (date(2025, 4, 26), True),  # the birthday on a Sunday is kept on the Saturday
        (date(2025, 4, 27), False),
        (date(2026, 4, 27), True),
        (date(2025, 5, 5), True),  # a fifth year
        (date(2026, 5, 5), False),
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), True),
        (date(2026, 5, 14), True),
        (date(2026, 5, 25), True),
        (date(2026, 12, 26), True),
    ],
)
def test_what_counts_as_a_holiday(day: date, *, is_holiday: bool) -> None:
    assert (day in dict(make_holidays.holidays(day.year))) is is_holiday


def test_two_feasts_on_one_day_share_a_row() -> None:
    days = [day for day, _, _ in make_holidays.rows(2008, 2008)]
    assert len(days) == len(set(days))
    assert ("2008-05-01", "Hemelvaartsdag", "ours: computed by sql/make_holidays.py") in list(
        make_holidays.rows(2008, 2008)
    )
