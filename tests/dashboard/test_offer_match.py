"""What a row says of criteria, contract and the last call, and the text for a referral letter."""

from datetime import timedelta
from typing import Any

import pytest

from dashboard.components.call_form import call_form
from dashboard.components.higher import higher
from dashboard.components.lines_now import open_lines
from dashboard.components.offer import Reader, offer
from dashboard.components.offer_match import contract_text
from dashboard.filters import Filters
from dashboard.vocabulary import Vocabulary
from tests.dashboard.rows import NOW, place
from tests.dashboard.seen import links, of_kind, text

CONCERN = {"concern_code": "menzis", "name": "Menzis"}


def answer(value: str, **overrides: object) -> dict[str, Any]:
    return {
        "criterion_code": "X_SUI",
        "name_nl": "suïcidaliteit",
        "name_en": "suicidality",
        "value_code": value,
        "ground_code": "not_told" if value == "unknown" else "told",
        "reason": None,
        "valid_to": None,
        **overrides,
    }


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (answer("excluded"), "van uw criteria: suïcidaliteit uitgesloten"),
        (
            answer("by_consultation", reason="geen avonddienst", valid_to="2026-12-31"),
            "suïcidaliteit in overleg ( geen avonddienst ; geldt tot 31 dec )",
        ),
        (answer("no_obstacle", reason="iets"), "suïcidaliteit geen belemmering"),
        (answer("unknown"), "suïcidaliteit onbekend, bellen"),
        (answer("unknown", ground_code="lapsed"), "suïcidaliteit onbekend, bellen (de opgave is verlopen)"),
    ],
)
def test_each_criterion_that_was_asked_has_its_answer(known: Vocabulary, asked: dict[str, Any], said: str) -> None:
    row = place(criterion_answers=[asked])
    assert said in text(offer(row, known, NOW))


def test_what_else_is_excluded_stands_beside_the_answers(known: Vocabulary) -> None:
    told = [{"criterion_code": "X_AGR", "name_nl": "agressie", "name_en": "aggression", "value_code": "excluded"}]
    assert "sluit ook uit: agressie" in text(
        offer(place(exclusions=told, criterion_answers=[answer("no_obstacle")]), known, NOW)
    )


@pytest.mark.parametrize(
    ("code", "is_reached", "said"),
    [
        ("yes", False, "Menzis: gecontracteerd"),
        ("no", False, "Menzis: geen contract"),
        ("unknown", False, "Menzis: contract onbekend, vraag het na"),
        ("yes", True, "Menzis: plafond van het contract bereikt"),
        (None, None, "contract niet getoetst"),
    ],
)
def test_a_contract_is_said_only_where_it_was_tested(code: str | None, is_reached: bool | None, said: str) -> None:  # noqa: FBT001
    assert contract_text(place(contract_code=code, is_ceiling_reached=is_reached), CONCERN) == said
    assert contract_text(place(contract_code=code), None) == "contract niet getoetst"


def test_the_text_for_the_letter_has_whole_dates_and_no_person(known: Vocabulary) -> None:
    (button,) = of_kind(offer(place(criterion_answers=[answer("by_consultation")]), known, NOW), "CopyButton")
    for line in (
        "Aan: GGZ De Voorbeeldlinde, Voorbeeldhuis, Voorbeeldstad",
        "AGB-code: 09000001",
        "Product in het verwijssysteem: Depressie poli",
        "Start behandeling: ± 9 weken tot start behandeling (3 + 6; norm 14)",
        "Geteld: 20 nov 2026 07:00, geldig tot 23 nov 2026 10:00",
        "suïcidaliteit: in overleg",
        "Contract: contract niet getoetst",
        "Opgezocht: 20 nov 2026 10:00, Transferpunt",
    ):
        assert line in button.text.splitlines(), button.text


def test_the_last_call_is_told_to_who_may_know(known: Vocabulary) -> None:
    row = place(last_call_code="not_as_shown", last_call_at=NOW - timedelta(hours=1))
    assert "laatst gebeld vandaag 09:00: klopte niet" in text(offer(row, known, NOW))
    assert "laatst gebeld" not in text(offer(place(), known, NOW))


def test_a_call_is_told_with_one_tap_by_who_may_and_comes_back_to_this_view(known: Vocabulary) -> None:
    filters = Filters(complaint="somber", criteria=("X_SUI",))
    row = place(offer_id=7)
    assert of_kind(offer(row, known, NOW, filters=filters), "Form") == []
    (form,) = of_kind(offer(row, known, NOW, filters=filters, reader=Reader("t", lambda _row: True)), "Form")
    buttons = of_kind(form, "Button")
    assert {button.value for button in buttons} == {"t"}
    sent = "/gebeld?aanbod=7&urgentie=regulier&uitkomst={}&naar=klacht%3Dsomber#criteria=X_SUI"
    assert [button.formAction for button in buttons] == [sent.format("klopte"), sent.format("klopte-niet")]
    assert text(call_form(row, filters, "t")) == "Gebeld? GGZ De Voorbeeldlinde, Voorbeeldhuis klopte klopte niet"


def test_what_would_bring_an_offer_first_is_said_in_words(known: Vocabulary) -> None:
    changes = [
        {"change_code": "counted_today", "criterion_code": None, "place_now": 4, "place_then": 1},
        {"change_code": "contract", "criterion_code": None, "place_now": 4, "place_then": 2},
    ]
    said = higher(changes, place(), 4, Filters(complaint="somber", explained=1), known)
    assert "GGZ De Voorbeeldlinde, Voorbeeldhuis staat op plaats 4." in text(said)
    assert "zou 1e staan als het vandaag geteld was, met dezelfde aantallen" in text(said)
    assert "zou op plaats 2 staan met een contract met" in text(said)
    assert links(said)["Sluiten"] == "/vrije-plekken?klacht=somber"
    assert "niet hoger komen" in text(higher([], place(), 1, Filters(), known))


def test_only_lines_that_answer_now_count_each_once_and_nearest_first() -> None:
    rows = [
        place(offer_id=1, consult_phone="1", distance_km=9),
        place(offer_id=2, consult_phone="2", distance_km=2),
        place(offer_id=3, consult_phone="2", distance_km=2),
        place(offer_id=4, consult_phone="3", consult_hours="za 09:00-10:00"),
        place(offer_id=5, consult_phone="4", consult_hours=None),
        place(offer_id=6, consult_phone=None),
    ]
    assert [row["offer_id"] for row in open_lines(rows, NOW)] == [2, 1]
