"""The rules of matching as tables: four values of a criterion, all pairs of them, contracts, tiers and steps."""

import itertools
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from sql.call import rows, value
from tests import factories as make

WORST_FIRST = ["excluded", "unknown", "by_consultation", "no_obstacle"]


@pytest.mark.parametrize(("first", "second"), list(itertools.product(WORST_FIRST, repeat=2)))
def test_of_two_answers_the_worse_counts(connection: Connection, first: str, second: str) -> None:
    worse = min(first, second, key=WORST_FIRST.index)
    assert value(connection, "functions.match_exclusions", answers=[first, second]) == worse
    assert value(connection, "functions.match_exclusions", answers=[first]) == first


@pytest.mark.parametrize("answers", [None, []])
def test_what_was_not_asked_has_no_answer(connection: Connection, answers: list[str] | None) -> None:
    assert value(connection, "functions.match_exclusions", answers=answers) is None


@pytest.mark.parametrize(
    ("exclusion", "contract", "is_ceiling_reached", "step"),
    [
        (None, None, None, 0),
        ("no_obstacle", "yes", False, 0),
        ("no_obstacle", "unknown", False, 0),
        ("by_consultation", "yes", False, 1),
        ("unknown", "yes", False, 2),
        ("unknown", "unknown", False, 2),
        ("by_consultation", "no", False, 3),
        ("no_obstacle", "no", False, 3),
        ("no_obstacle", "yes", True, 3),
        (None, "no", False, 3),
    ],
)
def test_what_must_be_asked_by_phone_first(
    connection: Connection, exclusion: str | None, contract: str | None, step: int, *, is_ceiling_reached: bool | None
) -> None:
    given = {"exclusion_code": exclusion, "contract_code": contract, "is_ceiling_reached": is_ceiling_reached}
    assert value(connection, "functions.call_first", **given) == step


TIERS = {
    ("free", True): 1,
    ("free", False): 4,
    ("free", None): 4,
    ("expected", True): 3,
    ("expected", False): 5,
    ("full", True): 3,
    ("full", None): 5,
    ("unknown", True): 6,
    ("stop", True): 7,
}


@pytest.mark.parametrize("call_first", [0, 1, 2, 3])
@pytest.mark.parametrize(("said", "tier"), list(TIERS.items()))
def test_calling_first_parts_the_first_tier_only_and_a_bar_folds_all(
    connection: Connection, said: tuple[str, bool | None], tier: int, call_first: int
) -> None:
    given: dict[str, Any] = {"status_code": said[0], "is_within_norm": said[1], "call_first": call_first}
    expected = 2 if tier == 1 and call_first else tier
    assert value(connection, "functions.tier", is_barred=False, **given) == expected
    assert value(connection, "functions.tier", is_barred=True, **given) == 7


def test_steps_inside_tiers(connection: Connection) -> None:
    def step(tier: int, status_code: str, call_first: int = 0, *, is_excluded: bool = False) -> int:
        given = {"status_code": status_code, "call_first": call_first, "is_excluded": is_excluded}
        return int(value(connection, "functions.tier_step", tier=tier, **given))

    assert [step(2, "free", call_first) for call_first in (1, 2, 3)] == [1, 2, 3]
    assert step(3, "expected") < step(3, "full")
    assert {step(tier, "free", 3) for tier in (1, 4, 5, 6)} == {0}
    folded = [
        *(step(7, status) for status in ("free", "expected", "full", "unknown")),
        *(step(7, status, is_excluded=True) for status in ("free", "expected", "full", "unknown")),
        step(7, "stop"),
    ]
    assert folded == sorted(set(folded))


@pytest.mark.parametrize(
    ("row", "answer"),
    [
        (None, ("unknown", "not_told")),
        *(({"value_code": code}, (code, "told")) for code in WORST_FIRST),
        ({"value_code": "no_obstacle", "valid_to": date(2026, 11, 19)}, ("no_obstacle", "told")),
        ({"value_code": "no_obstacle", "valid_to": date(2026, 11, 18)}, ("unknown", "lapsed")),
        ({"value_code": "no_obstacle", "valid_from": date(2026, 11, 18)}, ("no_obstacle", "told")),
        ({"value_code": "excluded", "valid_from": date(2026, 11, 19)}, ("unknown", "not_yet")),
    ],
)
def test_an_answer_holds_for_its_time_and_what_is_not_told_is_unknown(
    connection: Connection, row: dict[str, object] | None, answer: tuple[str, str]
) -> None:
    offer = make.offer(connection)
    if row is not None:
        make.exclusion(connection, offer, **row)
    given = {"offer": offer, "criterion": "X_SUI", "on_date": date(2026, 11, 18)}
    (found,) = rows(connection, "functions.exclusion_answer", **given)
    assert (found["value_code"], found["ground_code"]) == answer


@pytest.mark.parametrize(
    ("within", "on_date", "first"),
    [
        ((1, 1, 2), date(2026, 11, 18), date(2026, 11, 18)),
        ((0, 1, 2), date(2026, 11, 18), date(2026, 11, 25)),
        ((1, 1, 2), date(2026, 11, 19), date(2026, 11, 25)),
        ((0, 0, 2), date(2026, 12, 9), date(2026, 12, 9)),
        ((0, 0, 2), date(2026, 12, 10), None),
        ((None, None, None), date(2026, 11, 18), None),
        ((0, 0, 0), date(2026, 11, 18), None),
    ],
)
def test_the_first_expected_place(
    connection: Connection, within: tuple[int | None, int | None, int | None], on_date: date, first: date | None
) -> None:
    given = dict(zip(("within_7", "within_14", "within_28"), within, strict=True))
    found = value(connection, "functions.expected_from", counted_on=date(2026, 11, 11), on_date=on_date, **given)
    assert found == first
