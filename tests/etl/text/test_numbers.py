"""Only what is plainly a number is one."""

import polars as pl
import pytest

from etl.text.numbers import COUNT_PATTERN, DECIMAL_PATTERN, parse_count, parse_decimal

NEVER = [
    "", " ", "-1", "+1", "1e9", "1E3", "NaN", "inf", "1_000", "1 000", "1.000", "٣", "１", "²", "0x1", " 1", "1 ",
    "1\n", "één", "12345", "1,", ",5", "1,555", "1.234,5", "1,2,3", "½",
]  # fmt: skip


@pytest.mark.parametrize("text", NEVER)
def test_nothing_else_is_a_count(text: str) -> None:
    assert parse_count(text) is None


@pytest.mark.parametrize("text", NEVER)
def test_nothing_else_is_a_decimal(text: str) -> None:
    assert parse_decimal(text) is None


@pytest.mark.parametrize(("text", "expected"), [("0", 0), ("7", 7), ("007", 7), ("9999", 9999)])
def test_count_is_one_to_four_digits(text: str, expected: int) -> None:
    assert parse_count(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("0", 0.0), ("2,5", 2.5), ("2.5", 2.5), ("104,25", 104.25)])
def test_decimal_has_a_comma_or_a_point(text: str, expected: float) -> None:
    assert parse_decimal(text) == expected


def test_patterns_mean_the_same_for_a_whole_column() -> None:
    texts = [*NEVER, "0", "9999", "2,5", "104.25"]
    column = pl.Series(texts)
    assert column.str.contains(COUNT_PATTERN).to_list() == [parse_count(text) is not None for text in texts]
    assert column.str.contains(DECIMAL_PATTERN).to_list() == [parse_decimal(text) is not None for text in texts]
