"""A file opened in a spreadsheet runs nothing, and still says what it said."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.csv_text import cell, csv_text

HEADS = ["naam", "telefoon"]


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=";"))


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_no_cell_begins_a_formula_and_none_breaks_out_of_its_place(rows: list[tuple[str, str]]) -> None:
    found = read(csv_text(HEADS, rows))
    assert len(found) == 1 + len(rows)
    assert all(len(row) == len(HEADS) for row in found)
    for row in found:
        for one in row:
            assert one.strip()[:1] not in set("=+-@|%＝＋－＠\t\r\n")
            assert not set(one) & set("\t\r\n\0")


@given(st.sampled_from("=+-@|%＝＋－＠"), st.sampled_from(["", " ", "\t", "\r\n", "\u200b", '"', "'"]), st.text())
def test_whatever_stands_before_it_a_formula_gets_an_apostrophe(sign: str, before: str, after: str) -> None:
    assert cell(before + sign + after).startswith("'")


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Nd"]), min_size=1))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, ""), (-3, "-3"), (Decimal("4.5"), "4.5"), (True, "1"), ('=cmd|"/c calc"!A1', '\'=cmd|"/c calc"!A1')],
)
def test_numbers_are_numbers_and_nothing_is_empty(value: object, said: str) -> None:
    assert cell(value) == said
