"""Typing errors are forgiven, and no more than those."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.near_words import distance, near_words
from dashboard.vocabulary import Vocabulary

WORDS = ["paniek", "ptss", "eetbuien", "verward", "depressie", "dwang"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("panik", ["paniek"]),
        ("pnaiek", ["paniek"]),
        ("depresie", ["depressie"]),
        ("eetbuiem", ["eetbuien"]),
        ("ptsss", ["ptss"]),
        ("verwad", ["verward"]),
        ("fiets", []),
        ("pt", []),
    ],
)
def test_a_word_with_a_typing_error_is_found(typed: str, found: list[str]) -> None:
    assert near_words(typed, WORDS) == found


@settings(deadline=None)
@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_a_distance_is_the_same_both_ways_and_nothing_only_for_the_same(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, other) <= max(len(one), len(other))


def test_the_vocabulary_says_what_may_have_been_meant(known: Vocabulary) -> None:
    assert known.near("Pikeren") == ["piekeren"]
    assert known.near("bromfiets") == []
