"""Dates, numbers and spans in words."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dashboard import language, wording

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)  # a Saturday, nine o'clock in Amsterdam
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("on", "dutch", "english"),
    [
        (date(2026, 11, 21), "vandaag, 21 nov", "today, 21 Nov"),
        (date(2026, 11, 20), "gisteren, 20 nov", "yesterday, 20 Nov"),
        (date(2026, 11, 19), "2 dagen geleden, 19 nov", "2 days ago, 19 Nov"),
    ],
)
def test_a_date_says_how_long_ago_first(on: date, dutch: str, english: str) -> None:
    assert wording.date_since(on, TODAY) == dutch
    language.choose("en")
    assert wording.date_since(on, TODAY) == english


def test_a_moment_is_on_the_clock_of_amsterdam() -> None:
    assert wording.moment_since(datetime(2026, 11, 20, 23, 30, tzinfo=UTC), NOW) == "vandaag 00:30"
    assert wording.moment_since(datetime(2026, 11, 20, 6, 10, tzinfo=UTC), NOW) == "gisteren 07:10"
    assert wording.moment_since(datetime(2026, 11, 18, 6, 10, tzinfo=UTC), NOW) == "3 dagen geleden, 18 nov 07:10"


def test_until_when_something_holds() -> None:
    assert wording.until(datetime(2026, 11, 21, 16, 0, tzinfo=UTC), NOW) == "vandaag 17:00"
    assert wording.until(datetime(2026, 11, 22, 6, 10, tzinfo=UTC), NOW) == "morgen 07:10"
    assert wording.until(datetime(2026, 11, 23, 6, 10, tzinfo=UTC), NOW) == "ma 23 nov 07:10"


@pytest.mark.parametrize(("weeks", "said"), [(Decimal("8.1"), 9), (9.0, 9), (Decimal("0.2"), 1), (0, 0)])
def test_weeks_are_never_told_nicer_than_they_are(weeks: float, said: int) -> None:
    assert wording.weeks_up(weeks) == said


def test_numbers_are_written_as_the_reader_writes_them() -> None:
    assert [wording.number(value) for value in (3, Decimal("4.50"), 1200, Decimal("8.25"))] == [
        "3",
        "4,5",
        "1.200",
        "8,3",
    ]
    language.choose("en")
    assert [wording.number(value) for value in (3, Decimal("4.50"), 1200)] == ["3", "4.5", "1,200"]


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (18, None, "18 jaar en ouder"),
        (0, None, "alle leeftijden"),
        (0, 17, "tot en met 17 jaar"),
        (12, 17, "12 tot en met 17 jaar"),
    ],
)
def test_ages(low: int, high: int | None, said: str) -> None:
    assert wording.ages(low, high) == said


def test_places_have_a_unit() -> None:
    units = ("intake_slot", "caseload_place", "bed", "group_place", "something_new")
    assert [wording.places(1, unit) for unit in units] == [
        "1 intakeplek",
        "1 plek in het team",
        "1 bed",
        "1 groepsplek",
        "1 plek",
    ]
    assert [wording.places(3, unit) for unit in units] == [
        "3 intakeplekken",
        "3 plekken in het team",
        "3 bedden",
        "3 groepsplekken",
        "3 plekken",
    ]


def test_distances_and_changes() -> None:
    assert [wording.distance(km) for km in (Decimal("0.0"), Decimal("4.4"), Decimal("27.6"))] == [
        "minder dan 1 km",
        "4 km",
        "28 km",
    ]
    assert [wording.change(number) for number in (3, 0, -2)] == ["+3", "gelijk", "−2"]
