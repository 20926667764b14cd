"""The words of NZa's files, and that no cell of theirs makes the reader fall over."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.text import nza

ON = date(2018, 2, 15)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Volwassenen", "adults"),
        (" verslavingszorg ", "addiction"),
        ("Adolescenten 18-25", "adolescents"),
        ("Adolescenten 18-23", "adolescents"),
        ("Onbekend", "unknown"),
        ("Volwassenen/ouderen", None),
        ("", None),
        (None, None),
    ],
)
def test_circuits(text: str | None, code: str | None) -> None:
    assert nza.circuit(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SGGZ ", "s-ggz"),
        ("bggz", "gb-ggz"),
        ("Combi", "combined"),
        ("BGGZ/SGGZ", "combined"),
        ("GGZ", None),
        ("", None),
    ],
)
def test_segments(text: str, code: str | None) -> None:
    assert nza.segment(text) == code


def test_a_providers_words_are_a_group_only_as_its_full_name() -> None:
    assert nza.named_group("ANGSTSTOORNISSEN") == "IV04"
    assert nza.named_group("Angst") is None
    assert nza.named_group("") is None


def test_a_coders_label_points_at_one_group_at_none_or_says_there_is_none() -> None:
    assert nza.coded_group("Aan alcohol gebonden stoornissen") == "IV03"
    assert nza.coded_group("Alcohol en andere middelen") is None
    assert nza.coded_group("Psychische klachten") is None
    assert nza.coded_group("Niet uitgesplitst") == nza.coded_group("N.v.t.") == nza.coded_group("") == "IV00"


@given(st.text() | st.floats(allow_nan=True).map(str) | st.integers().map(str))
def test_any_cell_is_a_wait_with_weeks_or_a_state_or_a_number_that_none_can_be(cell: str) -> None:
    found = nza.wait(cell, ON)
    if found is not None:
        assert (found.weeks is not None) == (found.state in ("value", "no_wait"))
        assert found.weeks is None or 0 <= found.weeks <= 260
