"""What a typed complaint leads to."""

import pytest

from dashboard import language
from dashboard.vocabulary import Care, Vocabulary, plain


@pytest.mark.parametrize(
    ("typed", "cares"),
    [
        ("somber", [(None, "D04")]),
        ("  Somber ", [(None, "D04")]),
        ("suicidaal", [("CRIS", None)]),
        ("piekeren", [(None, "D04"), (None, "D05")]),
        ("verslaving", [(None, "D10"), ("VERS", None)]),
        ("Verslavingszorg", [("VERS", None)]),
        ("Intensieve thuisbehandeling (IHT)", [("IHT", None)]),
        ("Depressie", [(None, "D04")]),
        ("Depressie, polikliniek", [("AMB", "D04")]),
        ("somber en verslaving", [(None, "D04"), (None, "D10"), ("VERS", None)]),
        ("pieke", [(None, "D04"), (None, "D05")]),
        ("pi", []),
        ("bromfiets", []),
        ("sombere", []),
    ],
)
def test_words_lead_to_kinds_of_care(known: Vocabulary, typed: str, cares: list[Care]) -> None:
    assert list(known.care_of(typed)) == cares


def test_the_name_of_care_leads_back_to_it(known: Vocabulary) -> None:
    assert known.care_name(("AMB", "D04")) == "Depressie, polikliniek"
    assert known.care_of(known.care_name(("AMB", "D04"))) == (("AMB", "D04"),)
    assert known.care_name(("AMB", "D00")) == "Polikliniek", "not split by group is no group"
    assert known.care_name((None, "D05")) == "Angst"
    assert known.care_name((None, None)) == ""


def test_names_are_in_the_readers_language(known: Vocabulary) -> None:
    language.choose("en")
    assert known.care_name(("AMB", "D04")) == "Depressie (en), polikliniek (en)"


def test_regions_stand_by_name(known: Vocabulary) -> None:
    assert [row["name"] for row in known.regions.values()] == ["Apeldoorn Zutphen e.o.", "Utrecht"]


def test_suggestions_are_what_can_be_typed(known: Vocabulary) -> None:
    assert "somber" in known.suggestions
    assert "Angst" in known.suggestions
    assert "Niet uitgesplitst" not in known.suggestions
    assert all(known.care_of(text) for text in known.suggestions)
    assert list(known.suggestions) == sorted(known.suggestions, key=plain)
