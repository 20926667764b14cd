"""Dates day first, and moments over the two nights on which the Dutch clock changes."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.text.dates import MONTHS, parse_date, parse_moment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018-08-01", date(2018, 8, 1)),
        ("1-8-2018", date(2018, 8, 1)),
        ("01/08/2018", date(2018, 8, 1)),
        ("3-4-2026", date(2026, 4, 3)),
        ("13-4-2026", date(2026, 4, 13)),
        ("1 augustus 2018", date(2018, 8, 1)),
        ("1 Aug. 2018", date(2018, 8, 1)),
        (" 29 februari 2028 ", date(2028, 2, 29)),
    ],
)
def test_declared_forms_are_read_day_first(text: str, expected: date) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "4-13-2026", "31-4-2026", "29-2-2026", "1-8-18", "2018-8-1", "1-8/2018", "1-8-2018 00:00", "sep-16",
        "augustus 2018", "1 augustus", "01.08.2018", "20180801", "0-8-2018", "1-8-0216", "1-8-2999", "١-٨-2018",
        "1-8-2018\n2", "morgen",
    ],
)  # fmt: skip
def test_anything_else_is_no_date(text: str) -> None:
    assert parse_date(text) is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)), st.sampled_from(sorted(MONTHS)))
def test_every_form_of_a_date_gives_that_date(day: date, name: str) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.day}-{day.month}-{day.year}") == day
    assert parse_date(f"{day.day:02}/{day.month:02}/{day.year}") == day
    assert parse_date(f"1 {name} {day.year}") == date(day.year, MONTHS[name], 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-15T07:10:00+01:00", datetime(2026, 1, 15, 6, 10, tzinfo=UTC)),
        ("2026-01-15T07:10Z", datetime(2026, 1, 15, 7, 10, tzinfo=UTC)),
        ("2026-01-15 07:10:05.25-0530", datetime(2026, 1, 15, 12, 40, 5, 250_000, tzinfo=UTC)),
        ("2026-01-15 07:10", datetime(2026, 1, 15, 6, 10, tzinfo=UTC)),
        ("2026-07-15T07:10:59", datetime(2026, 7, 15, 5, 10, 59, tzinfo=UTC)),
        ("15-7-2026 07:10", datetime(2026, 7, 15, 5, 10, tzinfo=UTC)),
        (" 03/04/2026 07:10:00 ", datetime(2026, 4, 3, 5, 10, tzinfo=UTC)),
        ("29-3-2026 01:59", datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        ("29-3-2026 03:00", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        ("25-10-2026 01:59", datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        ("25-10-2026 03:00", datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
        ("2026-10-25T02:30+02:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T02:30+01:00", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("2026-03-29T02:30+02:00", datetime(2026, 3, 29, 0, 30, tzinfo=UTC)),
    ],
)
def test_moment_is_read_as_utc(text: str, expected: datetime) -> None:
    at, reason = parse_moment(text)
    assert reason is None
    assert at == expected
    assert at is not None
    assert at.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("29-03-2026 02:30", "no_such_local_time"),
        ("2026-03-29T02:00", "no_such_local_time"),
        ("2026-03-29T02:59:59", "no_such_local_time"),
        ("25-10-2026 02:30", "ambiguous_local_time"),
        ("2026-10-25T02:00", "ambiguous_local_time"),
        ("2026-10-25 02:59:59", "ambiguous_local_time"),
        ("2026-01-15", "not_a_date"),
        ("15-13-2026 07:10", "not_a_date"),
        ("2026-01-15T24:00", "not_a_date"),
        ("2026-01-15T07:60", "not_a_date"),
        ("2026-01-15T07:10:60", "not_a_date"),
        ("2026-01-15T07:10+25:00", "not_a_date"),
        ("15-1-2026 7:10", "not_a_date"),
        ("15-1-2026 07:10+01:00", "not_a_date"),
        ("", "not_a_date"),
        ("gisteren", "not_a_date"),
    ],
)
def test_refused_moment_says_why(text: str, reason: str) -> None:
    assert parse_moment(text) == (None, reason)


@given(st.text())
def test_any_text_is_a_moment_or_has_a_reason(text: str) -> None:
    at, reason = parse_moment(text)
    assert (at is None) != (reason is None)


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2199, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_iso_moment_with_offset_comes_back(moment: datetime) -> None:
    assert parse_moment(moment.isoformat()).at == moment
