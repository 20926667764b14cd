"""The chart of a wait over time, as a plain dict: what is joined, what is cut, and what never looks like a number."""

from datetime import date
from typing import Any

from dashboard.figures.drawn import Drawn
from dashboard.figures.wait_chart import HEIGHT, WIDTH, Point, breaks_within, changes, runs, wait_chart


def month(number: int) -> date:
    return date(2021 + (number - 1) // 12, (number - 1) % 12 + 1, 1)


def point(number: int, weeks: float | None = 4.0, **overrides: Any) -> Point:
    return Point(**{"on": month(number), "weeks": weeks, "is_stop": False, "norm": 4.0, "kind": "current"} | overrides)


def elements(drawn: Drawn | str) -> list[Drawn]:
    if isinstance(drawn, str):
        return []
    return [drawn, *(inner for child in drawn["children"] for inner in elements(child))]


def of_class(drawn: Drawn, name: str) -> list[dict[str, Any]]:
    found = [one["attributes"] for one in elements(drawn)]
    return [one for one in found if name in str(one.get("className", "")).split()]


def draw(points: list[Point], breaks: list[tuple[date, str]] | None = None) -> Drawn:
    return wait_chart(points, breaks or [], title="Wachttijd", day=date.isoformat)


def test_a_gap_is_no_line_and_no_zero() -> None:
    drawn = draw([point(1), point(2), point(3, None), point(4), point(5)])
    assert [line["d"].count("L") for line in of_class(drawn, "wait-line")] == [1, 1]
    assert len(of_class(drawn, "wait-mark")) == 4


def test_nothing_is_joined_across_a_break() -> None:
    told = [point(number) for number in range(11, 17)]
    cut = (date(2022, 2, 1), "andere lijst")
    assert [len(run) for run in runs(told, [cut[0]])] == [3, 3]
    drawn = draw(told, [cut, (date(2030, 1, 1), "later")])
    assert len(of_class(drawn, "break")) == 1
    assert len(of_class(drawn, "wait-line")) == 2
    assert breaks_within([cut], told[0].on, told[1].on) == []


def test_methods_are_never_one_line_and_their_change_is_a_break() -> None:
    told = [point(1, kind="a"), point(2, kind="a"), point(3, kind="b"), point(4, kind="b")]
    drawn = draw(told)
    assert {line["className"] for line in of_class(drawn, "wait-line")} == {"wait-line kind-0", "wait-line kind-1"}
    assert changes(told) == [(month(3), "b")]
    together = [point(1, kind="a"), point(1, kind="b"), point(2, kind="a"), point(2, kind="b")]
    assert changes(together) == []


def test_a_stop_is_a_bar_of_its_own() -> None:
    drawn = draw([point(1), point(2, None, is_stop=True), point(3)])
    assert len(of_class(drawn, "stop-mark")) == 1
    assert len(of_class(drawn, "wait-mark")) == 2


def test_the_norm_is_that_of_its_day() -> None:
    drawn = draw([point(1), point(2), point(3, norm=6.0), point(4, norm=6.0)])
    (first, second) = of_class(drawn, "norm-line")
    assert first["d"].split()[1] != second["d"].split()[1]
    assert of_class(draw([point(1, norm=None)]), "norm-line") == []


def test_all_of_it_lies_within_the_picture() -> None:
    drawn = draw([point(1, 103.7), point(2, 0.0), point(40, None)])
    assert drawn["attributes"]["viewBox"] == f"0 0 {WIDTH} {HEIGHT}"
    assert (drawn["attributes"]["role"], drawn["attributes"]["aria-label"]) == ("img", "Wachttijd")
    for mark in of_class(drawn, "wait-mark"):
        assert 0 < mark["cx"] < WIDTH
        assert 0 < mark["cy"] < HEIGHT


def test_a_single_date_and_nothing_told_are_drawn_too() -> None:
    assert len(of_class(draw([point(1)]), "wait-mark")) == 1
    assert of_class(draw([point(1, None, norm=None)]), "wait-mark") == []
