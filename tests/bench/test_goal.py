"""Ratios, their verdicts, and the refusal to time two sides that do not do the same."""

import pytest

from bench.goal import DifferentAnswersError, Finding, Side, alternate, same


def finding(ratio: float, aim: str, limit: float | None) -> Finding:
    return Finding("what", Side("ours", "s", (ratio,)), None, ratio, aim, limit)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ratio", "aim", "limit", "verdict"),
    [
        (0.15, "at most", 0.15, "met"),
        (0.16, "at most", 0.15, "missed"),
        (0.25, "at least", 0.25, "met"),
        (0.24, "at least", 0.25, "missed"),
        (9.0, "at least", None, "told"),
    ],
)
def test_a_ratio_is_met_missed_or_only_told(ratio: float, aim: str, limit: float | None, verdict: str) -> None:
    assert finding(ratio, aim, limit).verdict == verdict
    assert finding(ratio, aim, limit).as_dict()["verdict"] == verdict


def test_sides_take_turns_after_one_round_that_is_not_told() -> None:
    done: list[str] = []
    ours, other = alternate([lambda: done.append("ours"), lambda: done.append("other")], rounds=3)
    assert done == ["ours", "other"] * 4
    assert (len(ours), len(other)) == (3, 3)


def test_sides_that_answer_differently_are_not_timed() -> None:
    assert same([1, 2], [1, 2], "numbers") == [1, 2]
    with pytest.raises(DifferentAnswersError, match="numbers"):
        same([1, 2], [1, 3], "numbers")


def test_a_side_tells_its_middle_its_ends_and_its_slow_end() -> None:
    side = Side("ours", "ms", tuple(float(value) for value in range(100, 0, -1)))
    assert (side.median, side.spread, side.at(0.95)) == (50.5, (1.0, 100.0), 96.0)
