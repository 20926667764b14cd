"""One row of the list of free places, as a reader sees it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from dashboard import language
from dashboard.components.offer import offer
from dashboard.components.offer_words import counted_text, start_text, status_text
from dashboard.vocabulary import Vocabulary
from dashboard.wording import local_day
from tests.dashboard.rows import NOW, place
from tests.dashboard.seen import links, of_kind, text

TODAY = local_day(NOW)
IN_THE_PLACE = {"start_basis_code": "place", "intake_weeks": None, "treatment_weeks": None}


def test_a_row_says_all_that_a_gp_needs(known: Vocabulary) -> None:
    said = text(offer(place(), known, NOW))
    for part in (
        "± 9 weken tot start behandeling (3 + 6; norm 14)",
        "plek vrij: 3 intakeplekken · 2 verwacht uiterlijk 5 dec",
        "GGZ De Voorbeeldlinde, Voorbeeldhuis, Voorbeeldstad",
        "Depressie, polikliniek · s-ggz · 18 jaar en ouder",
        "4 km",
        "Overleg 0000-000001",
        "nu open tot 17:00 (ma-vr 08:30-17:00)",
        "geteld vandaag 07:00, geldt tot ma 23 nov 10:00",
        "tijdens wachten: huisarts",
        "verwijzing door huisarts",
        "waarom hier: plek vrij, binnen de norm, dichtbij",
        "AGB-code 09000001",
        "Depressie poli",
        "aanlevering 12, regel 34",
    ):
        assert part in said, said


def test_the_weeks_to_treatment_come_first(known: Vocabulary) -> None:
    assert text(offer(place(), known, NOW)).startswith("± 9 weken")


def test_the_number_to_consult_dials(known: Vocabulary) -> None:
    assert links(offer(place(), known, NOW))["Overleg 0000-000001"] == "tel:0000000001"


def test_without_a_number_to_consult_the_general_one_and_else_none(known: Vocabulary) -> None:
    assert "Bel 0000-000002" in links(offer(place(consult_phone=None), known, NOW))
    assert "geen nummer bekend" in text(offer(place(consult_phone=None, phone=None), known, NOW))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (place(expected_count=0), "plek vrij: 3 intakeplekken"),
        (place(free_count=1, unit_code="bed", expected_count=None), "plek vrij: 1 bed"),
        (place(expected_count=0, first_on=date(2026, 12, 1)), "plek vrij: 3 intakeplekken vanaf 1 dec"),
        (place(expected_count=0, first_on=TODAY), "plek vrij: 3 intakeplekken"),
        (place(status_code="expected", free_count=0), "2 intakeplekken verwacht uiterlijk 5 dec"),
        (place(status_code="full", free_count=0, expected_count=0), "vol"),
        (
            place(status_code="unknown", unknown_code="stale", free_count=None),
            "onbekend: verouderd, bel om het te weten",
        ),
        (place(status_code="unknown", unknown_code="never", free_count=None), "onbekend: nooit opgegeven"),
        (
            place(status_code="unknown", unknown_code="held_lower", free_count=None),
            "onbekend: aanbieder meldt minder, wordt nagekeken",
        ),
        (
            place(status_code="unknown", unknown_code="absent", free_count=None),
            "onbekend: staat niet meer in de laatste aanlevering",
        ),
        (place(status_code="stop", free_count=None, expected_count=None), "aanmeldstop"),
    ],
)
def test_a_state_is_a_word_with_its_numbers(row: dict[str, object], said: str) -> None:
    assert status_text(row, TODAY) == said


def test_what_is_unknown_never_shows_a_number_of_places(known: Vocabulary) -> None:
    row = place(status_code="unknown", unknown_code="stale", free_count=None, expected_count=None, expected_by=None)
    assert "intakeplek" not in text(offer(row, known, NOW))


@pytest.mark.parametrize(
    ("changes", "large", "small"),
    [
        ({}, "± 9 weken", "tot start behandeling (3 + 6; norm 14)"),
        ({"norm_weeks": None}, "± 9 weken", "tot start behandeling (3 + 6)"),
        (
            {"start_weeks": Decimal("8.1"), "intake_weeks": Decimal("3.4"), "treatment_weeks": Decimal("4.7")},
            "± 9 weken",
            "tot start behandeling (3,4 + 4,7; norm 14)",
        ),
        (
            {"start_weeks": Decimal(0), "intake_weeks": Decimal(0), "treatment_weeks": Decimal(0)},
            "geen wachttijd",
            "tot start behandeling (0 + 0; norm 14)",
        ),
        ({"start_weeks": None, "start_basis_code": "none"}, "start onbekend", "van de behandeling, vraag het na"),
        (
            {"start_basis_code": "unsplit"},
            "± 9 weken",
            "tot start behandeling (3 + 6; norm 14), cijfer van de hele vestiging",
        ),
        (
            {"wait_reference_on": date(2026, 9, 30)},
            "± 9 weken",
            "tot start behandeling (3 + 6; norm 14), opgegeven 51 dagen geleden, 30 sep",
        ),
        ({**IN_THE_PLACE, "start_weeks": Decimal(0)}, "direct", "tot start behandeling (op de plek zelf; norm 14)"),
        (
            {**IN_THE_PLACE, "start_weeks": Decimal("0.6")},
            "± 1 week",
            "tot start behandeling (op de plek zelf; norm 14)",
        ),
    ],
)
def test_the_start_of_treatment_says_what_it_is_made_of(changes: dict[str, object], large: str, small: str) -> None:
    assert start_text(place(**changes), TODAY) == (large, small)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason_codes": ["place_free", "within_norm"]}, ("binnen 5 werkdagen", "eerste reactie")),
        (
            {"reason_codes": ["expected_soon", "over_norm"]},
            ("vanaf 5 dec", "bij spoed hoort een eerste reactie binnen 5 werkdagen"),
        ),
        (
            {"reason_codes": ["full", "start_unknown"]},
            ("navragen", "bij spoed hoort een eerste reactie binnen 5 werkdagen"),
        ),
    ],
)
def test_spoed_always_says_its_reaction_time(changes: dict[str, object], said: tuple[str, str]) -> None:
    row = place(urgency_code="spoed", reaction_working_days=5, start_weeks=None, **changes)
    assert start_text(row, TODAY) == said


def test_when_a_count_was_made_and_how_long_it_holds() -> None:
    assert (
        counted_text(place(expires_at=NOW - timedelta(hours=1)), NOW) == "geteld vandaag 07:00, gold tot vandaag 09:00"
    )
    assert counted_text(place(counted_at=None, expires_at=None), NOW) == "nooit geteld"


def test_exclusions_are_told_the_hard_ones_by_name_and_the_rest_is_not_accepted(known: Vocabulary) -> None:
    told = [
        ("X_AGR", "agressie", "by_consultation"),
        ("X_EET", "eetstoornis", "no_obstacle"),
        ("X_SUI", "suïcidaliteit", "excluded"),
    ]
    rows = [{"criterion_code": code, "name_nl": name, "value_code": value} for code, name, value in told]
    said = text(offer(place(exclusions=rows), known, NOW))
    assert (
        "bijzonderheden: suïcidaliteit uitgesloten · agressie in overleg · 1 geen belemmering · rest niet opgegeven"
        in said
    )
    assert "uitsluitingen: niet opgegeven, vraag het na" in text(offer(place(), known, NOW))


def test_a_stop_names_whom_it_is_for_why_and_until_when(known: Vocabulary) -> None:
    stop = {
        "concern_name": "Voorbeeldpolis",
        "diagnosis_group_code": None,
        "reason_name_nl": "plafond bereikt",
        "until_on": "2027-01-31",
    }
    said = text(offer(place(stops=[stop]), known, NOW))
    assert "aanmeldstop voor verzekerden van Voorbeeldpolis : plafond bereikt , tot en met 31 jan 2027" in said
    open_end = {
        "concern_name": None,
        "diagnosis_group_code": "D04",
        "diagnosis_group_short_name_nl": "Depressie",
        "diagnosis_group_name_en": "Depressive disorders",
        "reason_name_nl": "vakantie",
        "reason_name_en": "holiday",
        "until_on": None,
    }
    said = text(offer(place(stops=[open_end]), known, NOW))
    assert "aanmeldstop ( Depressie ) : vakantie , tot nader bericht" in said
    language.choose("en")
    assert "( Depressive disorders ) : holiday ," in text(offer(place(stops=[open_end]), known, NOW))


def test_in_english_what_is_dutch_only_says_so(known: Vocabulary) -> None:
    language.choose("en")
    told = {"criterion_code": "X_SUI", "name_nl": "suïcidaliteit", "name_en": "suicidality", "value_code": "excluded"}
    answer = {**told, "ground_code": "told", "reason": "geen avonddienst", "valid_to": None}
    row = offer(place(exclusions=[told], criterion_answers=[answer]), known, NOW)
    assert "± 9 weeks until treatment starts (3 + 6; norm 14)" in text(row)
    assert "of your criteria: suicidality excluded" in text(row)
    assert [text(part) for part in of_kind(row, "Span") if getattr(part, "lang", "") == "nl"][-1] == "geen avonddienst"
