"""This week's counts beside those of the week before; weeks as they stand in an address."""

from datetime import date
from typing import Any

import pytest

from dashboard.figures.agenda import compare, free_places, monday_of, week_code


def row(pathway: str, free: int, urgency: str = "regulier", **counts: int) -> dict[str, Any]:
    rest = {"offer_count": 1, "expected_count": 0, "unknown_count": 0, "stop_count": 0}
    return {"care_pathway_code": pathway, "urgency_code": urgency, "free_count": free, **rest, **counts}


def test_each_line_stands_beside_the_same_one_before() -> None:
    before = {"matrix": [row("AMB", 4), row("IHT", 2), row("AMB", 1, "spoed")]}
    now = {"matrix": [row("AMB", 6, unknown_count=1), row("VERS", 3), row("AMB", 1, "spoed")]}
    lines = compare(now, before)
    told = [(line.care_pathway_code, line.urgency_code, line.difference("free_count")) for line in lines]
    assert told == [("AMB", "regulier", 2), ("VERS", "regulier", 3), ("IHT", "regulier", -2), ("AMB", "spoed", 0)]
    assert [line.is_changed for line in lines] == [True, True, True, False]
    assert lines[0].difference("unknown_count") == 1
    assert free_places(lines, ["VERS"]) == (7, 0)


def test_a_change_of_any_count_is_a_change() -> None:
    for name in ("expected_count", "unknown_count", "stop_count"):
        (line,) = compare({"matrix": [row("AMB", 4, **{name: 1})]}, {"matrix": [row("AMB", 4)]})
        assert line.is_changed


def test_without_an_agenda_before_there_is_no_difference() -> None:
    (line,) = compare({"matrix": [row("AMB", 4)]}, None)
    assert (line.before, line.difference("free_count"), line.is_changed) == (None, None, False)
    assert free_places([line], []) == (4, None)
    assert compare({"matrix": []}, {"matrix": []}) == []


@pytest.mark.parametrize(
    ("code", "monday"),
    [
        ("2026-W47", date(2026, 11, 16)),
        ("2026-W53", date(2026, 12, 28)),  # lies in two years
        ("2027-W01", date(2027, 1, 4)),
        ("2020-W01", date(2019, 12, 30)),
    ],
)
def test_a_week_is_written_and_read(code: str, monday: date) -> None:
    assert week_code(monday) == code
    assert monday_of(code) == monday


@pytest.mark.parametrize(
    "text", ["", "2026-W54", "2027-W53", "2026-W00", "2026-47", "0000-W01", "²026-W01", "2026-W٣", "x"]
)
def test_what_is_no_week_is_none(text: str) -> None:
    assert monday_of(text) is None
