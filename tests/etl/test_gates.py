"""The gates as a table of cases: facts in, verdict and both numbers out."""

from dataclasses import replace

import pytest

from etl.feed import Gates
from etl.gates import Facts, Gate, judge, worst

GATES = Gates()
GOOD = Facts(
    read=1000,
    refused=0,
    accepted=1000,
    offers_before=1000,
    offers_kept=1000,
    locations_before=200,
    locations_gone=0,
    free_before=400,
    free_after=410,
)


def deciding(**changes: int | None) -> Gate | None:
    return worst(judge(replace(GOOD, **changes), GATES))


def test_a_normal_night_passes_every_gate() -> None:
    assert deciding() is None
    assert [gate.code for gate in judge(GOOD, GATES)] == [
        "too_many_refused",
        "offers_gone",
        "locations_gone",
        "free_jump",
    ]


def test_a_feed_that_stands_still_is_warned_of_and_used() -> None:
    """Both numbers are kept; a small sender can stand still by itself."""
    still = replace(GOOD, frozen_days=7)
    assert judge(still, GATES)[-1] == Gate("frozen_feed", 7, 7, "warn")
    assert worst(judge(still, GATES)) is None
    assert judge(replace(still, frozen_days=6), GATES)[-1] == Gate("frozen_feed", 7, 6, "pass")
    assert "frozen_feed" not in {gate.code for gate in judge(replace(still, accepted=19), GATES)}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"refused": 20, "accepted": 980}, None),
        ({"refused": 21, "accepted": 979}, Gate("too_many_refused", 20, 21, "reject")),
        ({"read": 10, "refused": 4, "accepted": 6}, None),
        ({"read": 10, "refused": 5, "accepted": 5}, Gate("too_many_refused", 4, 5, "reject")),
        ({"read": 2, "refused": 2, "accepted": 0}, Gate("too_many_refused", 4, 2, "reject")),
        ({"offers_kept": 800}, None),
        ({"offers_kept": 799}, Gate("offers_gone", 800, 799, "hold")),
        ({"locations_gone": 1}, Gate("locations_gone", 0, 1, "hold")),
        ({"locations_gone": 1, "refused": 1, "accepted": 999}, None),
        ({"locations_gone": 2, "refused": 1, "accepted": 999}, Gate("locations_gone", 1, 2, "hold")),
        ({"locations_before": 2, "locations_gone": 1}, None),
        ({"free_before": 10, "free_after": 30}, None),
        ({"free_before": 10, "free_after": 31}, Gate("free_jump", 10, 31, "hold")),
        ({"free_before": 90, "free_after": 29}, Gate("free_jump", 90, 29, "hold")),
        ({"free_before": 29, "free_after": 0}, None),
        ({"free_before": 30, "free_after": 0}, Gate("free_jump", 30, 0, "hold")),
        ({"free_before": 1, "free_after": 4}, None),
        ({"free_before": None, "free_after": None}, None),
    ],
)
def test_each_gate_at_its_edge(changes: dict[str, int | None], expected: Gate | None) -> None:
    assert deciding(**changes) == expected


def test_a_rejection_decides_before_a_hold() -> None:
    gate = deciding(refused=500, accepted=500, offers_kept=1)
    assert gate is not None
    assert gate.verdict == "reject"


def test_a_first_delivery_is_judged_by_its_refusals_only() -> None:
    first = replace(GOOD, offers_before=0, offers_kept=0, locations_before=0, free_before=None)
    assert [gate.code for gate in judge(first, GATES)] == ["too_many_refused"]
