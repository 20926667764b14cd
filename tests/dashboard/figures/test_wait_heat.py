"""The steps of the matrix, its order, and what the sentence over it counts."""

from decimal import Decimal
from typing import Any

import pytest

from dashboard.figures.wait_heat import (
    changes,
    direction,
    groups_told,
    heat,
    most_changed,
    regions_in_order,
    told_weeks,
)
from dashboard.figures.wait_map import wait_map

NAMES = {"ZK23": "Utrecht", "ZK03": "Apeldoorn", "ZK07": "Groningen"}


def row(region: str | None, group: str | None, weeks: float | None = 10, change: float | None = 0) -> dict[str, Any]:
    return {
        "region_code": region,
        "diagnosis_group_code": group,
        "mean_weeks": weeks,
        "median_weeks": None,
        "norm_weeks": Decimal(14),
        "change_weeks": change,
    }


@pytest.mark.parametrize(
    ("weeks", "step"), [(10.5, 0), (10.6, 1), (14, 1), (14.1, 2), (17.5, 2), (18, 3), (21, 3), (21.1, 4), (None, None)]
)
def test_a_wait_on_the_norm_is_within_it(weeks: float | None, step: int | None) -> None:
    assert heat(weeks, Decimal(14)) == step
    assert heat(weeks, None) is None


def test_a_change_of_less_than_half_a_week_is_none_and_an_unknown_one_is_unknown() -> None:
    told = [Decimal("0.5"), Decimal("0.49"), Decimal("-0.49"), Decimal("-0.5"), None]
    assert [direction(one) for one in told] == [1, 0, 0, -1, None]


def test_the_longest_wait_comes_first_and_an_unknown_one_last() -> None:
    rows = [row(None, None), row("ZK23", None, 9), row("ZK03", None, None), row("ZK07", None, 20)]
    assert regions_in_order(rows, NAMES, None, by_name=False) == ["ZK07", "ZK23", "ZK03"]
    assert regions_in_order(rows, NAMES, None, by_name=True) == list(NAMES)


def test_the_group_that_grew_in_most_regions_is_named() -> None:
    rows = [
        *(row("ZK23", "D04", change=1), row("ZK03", "D04", change=-2), row("ZK07", "D04", change=None)),
        *(row("ZK23", "D05", change=1), row("ZK03", "D05", change=1), row(None, "D05", change=9)),
    ]
    assert changes(rows, "D04") == {1: 1, -1: 1, None: 1}
    assert groups_told(rows, ["D05", "D04", "D09"]) == ["D05", "D04"]
    assert most_changed(rows, ["D04", "D05"]) == "D05"
    assert most_changed([row("ZK23", "D04")], ["D04"]) is None


def test_the_map_says_in_words_what_it_shades() -> None:
    drawn = wait_map(
        [row("ZK23", None, 22), row("ZK07", None, None)],
        title="Kaart",
        label=lambda one: f"{one['region_code']}: {one['mean_weeks']}",
        link=lambda code: f"/wachttijden?regio={code}",
        chosen="ZK23",
    )
    links = [one["attributes"] for one in drawn["children"] if one["tag"] == "a"]
    assert [(one["aria-label"], one["className"]) for one in links] == [
        ("ZK07: None", "map-region heat-none"),
        ("ZK23: 22", "map-region heat-4 is-chosen"),
    ]
    assert [one["children"] for one in drawn["children"][-1]["children"]] == [["22"]]


def test_without_a_mean_the_median_stands_there() -> None:
    assert told_weeks({"mean_weeks": None, "median_weeks": Decimal(5)}) == 5
    assert told_weeks({"mean_weeks": Decimal(7), "median_weeks": Decimal(5)}) == 7
    assert told_weeks({"mean_weeks": None, "median_weeks": None}) is None
