"""The distribution of waits as a plain dict: every location in one bar, the norm and the marks where they belong."""

from itertools import pairwise
from typing import Any

from dashboard.figures.drawn import Drawn
from dashboard.figures.wait_spread import HEIGHT, WIDTH, bars, span_of, wait_spread


def of_class(drawn: Drawn, name: str) -> list[Drawn]:
    inside = [one for one in drawn["children"] if isinstance(one, dict)]
    return [one for one in inside if name in str(one["attributes"].get("className", "")).split()]


def draw(weeks: list[float], norm: float | None = 14, marks: dict[str, float] | None = None) -> Drawn:
    return wait_spread(weeks, norm, marks or {}, title="Verdeling")


def test_every_location_stands_in_one_bar() -> None:
    weeks = [0, 0.5, 1, 3.9, 4, 30]
    assert span_of(weeks) == 2
    counts = bars(weeks, 2)
    assert (sum(counts), counts[0], counts[1], counts[2], counts[-1]) == (6, 3, 1, 1, 1)
    assert [one["children"] for one in of_class(draw(weeks), "at-middle")][:4] == [["3"], ["1"], ["1"], ["1"]]


def test_what_lies_over_the_norm_is_told_from_what_does_not() -> None:
    drawn = draw([3, 13, 14.5, 20])
    assert (len(of_class(drawn, "spread-bar")), len(of_class(drawn, "is-over"))) == (4, 2)
    assert len(of_class(drawn, "norm-line")) == 1
    assert of_class(draw([3], norm=None), "norm-line") == []


def test_all_of_it_lies_inside_the_picture() -> None:
    drawn = draw([1, 2, 180], marks={"mediaan": 2, "P80": 120, "P90": 175})
    for one in drawn["children"]:
        at: dict[str, Any] = one["attributes"]
        assert 0 <= at.get("x", 0) <= WIDTH
        assert 0 <= at.get("y", 0) <= HEIGHT
        assert at.get("x", 0) + at.get("width", 0) <= WIDTH
    assert len(of_class(drawn, "spread-line")) == 3
    assert drawn["attributes"]["aria-label"] == "Verdeling"


def test_marks_of_one_place_share_a_line_and_no_two_words_touch() -> None:
    alone = draw([22], marks={"mediaan": 22, "P80": 22, "P90": 22})
    assert len(of_class(alone, "spread-line")) == 1
    texts = [one for one in alone["children"] if isinstance(one, dict) and one["tag"] == "text"]
    assert ["mediaan, P80, P90"] in [one["children"] for one in texts]
    close = draw([22, 22.1, 22.2], marks={"mediaan": 22.1, "P80": 22.15, "P90": 22.18})
    names = [
        one for one in close["children"] if isinstance(one, dict) and one["children"] in (["mediaan"], ["P80"], ["P90"])
    ]
    counts = of_class(close, "at-middle")[:1]
    heights = sorted(one["attributes"]["y"] for one in [*names, *counts])
    assert len(heights) == 4
    assert min(later - earlier for earlier, later in pairwise(heights)) >= 15, "the size of the letters"
