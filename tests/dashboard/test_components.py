"""Crisis lines, transfer points, the list and its tiers, the matrix, late deliveries, the frame of a page."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import flask
import pytest
from dash import html

from dashboard import language
from dashboard.access import Permission
from dashboard.app import create_app
from dashboard.components.crisis import crisis_panel
from dashboard.components.late_list import late_list
from dashboard.components.matrix import cell_text, matrix
from dashboard.components.page import page
from dashboard.components.places_list import FIRST_ROWS, loosened, nothing_found, places_list, summary
from dashboard.components.region_overview import region_overview
from dashboard.components.search import asked, search
from dashboard.components.transfer_point import transfer_points
from dashboard.figures.matrix import lines
from dashboard.filters import Filters
from dashboard.settings import Settings
from dashboard.viewer import Viewer
from dashboard.vocabulary import Vocabulary
from tests.dashboard.rows import NOW, crisis_line, desk, place
from tests.dashboard.seen import links, of_kind, text
from tests.dashboard.test_figures import counted, region

GP = Viewer(
    account_id=1,
    session_id=1,
    display_name="Praktijk Voorbeeld",
    role="gp",
    database_role="app_gp",
    permissions=frozenset({Permission.SEE_PLACES_EXACT}),
    scopes=(),
    asked_at=NOW,
    proved_at=NOW,
)
MOMENT = {
    "stands_at": NOW - timedelta(hours=3),
    "source_count": 13,
    "late_source_count": 0,
    "held_delivery_count": 0,
}


def test_crisis_lines_stand_by_region_with_whom_they_are_for() -> None:
    rows = [
        crisis_line(age_group_code="youth", part_of_day_code="all", phone="0000-109000"),
        crisis_line(backup_phone="0000-109501", wording_nl="Crisis: vandaag zien."),
    ]
    panel = crisis_panel(rows, is_minor=None)
    said = text(panel)
    assert said.startswith("Crisis: bel nu Acute regio Voorbeeld")
    assert "onder de 18, dag en nacht Bel 0000-109000" in said
    assert "18 jaar en ouder, overdag Bel 0000-109001 geen gehoor: 0000-109501" in said
    assert "Crisis: vandaag zien." in said
    assert "verzonnen" not in said


@pytest.mark.parametrize(("is_minor", "shown"), [(True, "0000-109000"), (False, "0000-109001")])
def test_with_an_age_only_its_crisis_lines_are_shown(is_minor: bool, shown: str) -> None:  # noqa: FBT001
    rows = [crisis_line(age_group_code="youth", phone="0000-109000"), crisis_line()]
    numbers = [href for href in links(crisis_panel(rows, is_minor=is_minor)).values() if href != "tel:112"]
    assert numbers == [f"tel:{shown.replace('-', '')}"]


def test_without_a_crisis_line_there_is_112_and_it_is_said_to_be_ours() -> None:
    said = text(crisis_panel([], is_minor=None))
    assert "Voor deze regio is hier geen crisislijn bekend." in said
    assert "Direct levensgevaar: 112" in said
    assert "huisartsenpost" in said
    assert "een algemeen advies van ons" in said


def test_made_up_numbers_are_marked() -> None:
    assert "verzonnen nummer" in text(crisis_panel([crisis_line(is_fictional=True)], is_minor=None))
    assert "verzonnen nummer" in text(transfer_points([desk(is_fictional=True)], NOW))
    assert "verzonnen nummer" not in text(transfer_points([desk()], NOW))


def test_many_regions_of_crisis_lines_are_folded() -> None:
    rows = [crisis_line(region_code=f"AC{number:02}") for number in range(29)]
    panel = crisis_panel(rows, is_minor=None)
    assert text(of_kind(panel, "Summary")[0]) == "De crisislijnen van alle 29 regio’s"


def test_a_transfer_point_is_a_number_with_hours() -> None:
    section = transfer_points([desk()], NOW)
    assert links(section) == {"Bel transferpunt Utrecht 0000-108020": "tel:0000108020"}
    assert "nu open tot 17:00 (ma-vr 09:00-17:00)" in text(section)


def test_without_a_region_all_transfer_points_are_folded_and_none_is_said() -> None:
    many = transfer_points([desk(), desk(region_name="Drenthe")], NOW)
    assert "Vul een postcode of regio in" in text(many)
    assert text(of_kind(many, "Summary")[0]) == "Alle transferpunten (2)"
    assert text(transfer_points([], NOW)) == "Voor deze regio is geen transferpunt bekend."


def test_the_list_has_a_heading_with_a_number_for_every_tier(known: Vocabulary) -> None:
    rows = [
        place(tier=1),
        place(tier=1),
        place(tier=6, status_code="unknown", unknown_code="stale"),
        place(tier=7, status_code="stop"),
    ]
    listed = places_list(rows, known, Filters(), NOW)
    assert [text(heading) for heading in of_kind(listed, "H3")] == [
        "Plek vrij, behandeling start binnen de norm (2)",
        "Onbekend of er plek is: bel om het te weten (1)",
        "Past niet: aanmeldstop, uitsluiting of een andere verwijsroute (1)",
    ]
    (folded,) = [one for one in of_kind(listed, "Details") if getattr(one, "className", "") == "tier folded"]
    assert len(of_kind(folded, "Article")) == 1, "only what does not fit is folded"


def test_for_spoed_the_headings_say_the_reaction_time(known: Vocabulary) -> None:
    row = place(urgency_code="spoed", reaction_working_days=5)
    listed = places_list([row], known, Filters(urgency="spoed"), NOW)
    assert text(of_kind(listed, "H3")[0]) == "Plek vrij, binnen 5 werkdagen (1)"


def test_a_long_tier_shows_its_first_rows_its_number_and_the_way_to_all(known: Vocabulary) -> None:
    rows = [place(offer_id=number) for number in range(FIRST_ROWS + 1)]
    filters = Filters(region="ZK23")
    listed = places_list(rows, known, filters, NOW)
    assert len(of_kind(listed, "Article")) == FIRST_ROWS
    assert links(listed)[f"Toon alle {FIRST_ROWS + 1}"] == "/vrije-plekken?regio=ZK23&alles=ja"
    all_of_them = places_list(rows, known, replace(filters, shows_all=True), NOW)
    assert len(of_kind(all_of_them, "Article")) == FIRST_ROWS + 1


def test_the_summary_counts_what_fits() -> None:
    rows = [place(), place(status_code="expected", tier=3), place(status_code="unknown", tier=6), place(tier=7)]
    assert summary(rows) == "1 keer plek vrij · 1 verwacht · 1 onbekend"
    assert summary([place(status_code="full", tier=5)]) == "Geen plek vrij · 1 vol"
    assert summary([]) == "Geen plek vrij"


def test_each_way_to_loosen_takes_one_thing_away() -> None:
    filters = Filters(complaint="somber", postcode="3511", max_km=5, age_band="12-15", shows_all=True)
    ways = dict(loosened(filters))
    assert ways["op elke afstand"] == replace(filters, max_km=None, shows_all=False)
    assert ways["voor alle leeftijden"] == replace(filters, age_band=None, shows_all=False)
    assert ways["voor alle zorg"].complaint is None
    assert ways["als spoed"].urgency == "spoed"
    assert ways["overal en voor alle leeftijden"] == Filters(complaint="somber", postcode="3511")
    assert dict(loosened(Filters(care_pathway="IHT", urgency="spoed"))) == {
        "als reguliere zorg": Filters(care_pathway="IHT")
    }


def test_an_empty_list_offers_only_what_helps() -> None:
    empty = nothing_found([("op elke afstand", Filters(postcode="3511"), 4), ("voor alle zorg", Filters(), 0)])
    assert links(empty) == {"op elke afstand": "/vrije-plekken?postcode=3511&afstand=elke"}
    assert "4 mogelijkheden" in text(empty)
    assert "Dat zegt niet dat het er niet is." in text(empty)


def test_the_question_is_said_back(known: Vocabulary) -> None:
    filters = Filters(complaint="somber", urgency="spoed", age_band="65+", postcode="3511", max_km=15, region="ZK23")
    said = "somber · spoed, geen crisis (binnen 5 werkdagen) · 65 jaar en ouder · binnen 15 km van 3511 · Utrecht"
    assert asked(filters, known) == said
    assert asked(Filters(), known) == "alle zorg · regulier"


def test_the_form_holds_what_was_asked(known: Vocabulary) -> None:
    filters = Filters(care_pathway="AMB", diagnosis_group="D04", urgency="spoed", region="ZK23")
    form = search(filters, known, is_answered=False)
    chosen = {option.value for option in of_kind(form, "Option") if getattr(option, "selected", False)}
    assert chosen == {"spoed", "ZK23"}
    (words,), (postcode,) = of_kind(form, "WordField"), of_kind(form, "Input")
    assert (words.value, postcode.value) == ("Depressie, polikliniek", "")
    labels = {label.htmlFor for label in of_kind(form, "Label")}
    fields = {field.id for kind in ("Input", "Select", "WordField") for field in of_kind(form, kind)}
    assert labels == fields, "every field has its label"


def test_a_cell_says_its_counts_and_leads_to_its_offers(known: Vocabulary) -> None:
    rows = [
        counted(
            group="D04",
            offer_count=9,
            free_count=14,
            free_count_yesterday=12,
            free_count_last_week=14,
            expected_count=6,
            unknown_offer_count=3,
        ),
        counted("spoed", pathway="IHT", offer_count=3, full_offer_count=3),
    ]
    table = matrix(lines(rows, ["regulier", "spoed"]), ["regulier", "spoed"], known, "ZK23")
    found = links(table)
    said = "Depressie; regulier; 14 plekken vrij (+2 sinds gisteren, gelijk sinds vorige week), 6 verwacht, 3 onbekend"
    assert found[said] == "/vrije-plekken?zorgpad=AMB&groep=D04&regio=ZK23"
    full = "Intensieve thuisbehandeling (IHT); spoed, geen crisis; 0 plekken vrij, 3 vol"
    assert found[full] == "/vrije-plekken?zorgpad=IHT&urgentie=spoed&regio=ZK23"
    assert "(+2 / 0)" in text(table)
    assert "vol (3)" in text(table)
    assert text(table).count("niemand biedt dit aan") == 3
    assert "spoed, geen crisis (binnen 5 werkdagen)" in text(table)


def test_a_cell_counts_stops_and_says_when_less_is_free() -> None:
    counts = counted(free_count=1, free_count_yesterday=4, stop_offer_count=2)
    assert cell_text(counts) == "1 plek vrij (−3 sinds gisteren, +1 sinds vorige week), 2 met aanmeldstop"


def late(**overrides: object) -> dict[str, Any]:
    """A row of read.late_deliveries."""
    row = {
        "source_name": "Bron",
        "contact_name": "Loket",
        "contact_phone": "0000-100001",
        "is_never": False,
        "has_old_counts": False,
    }
    return {**row, "last_applied_at": NOW - timedelta(days=2), "hidden_place_count": 7, "locations": [], **overrides}


def test_who_delivers_old_counts_is_told_so() -> None:
    said = text(late_list([late(has_old_counts=True)], NOW))
    assert "maar met cijfers die te oud waren" in said


def test_who_is_late_is_told_with_a_number_to_phone() -> None:
    rows = [late(), late(source_name="Nooit", is_never=True, last_applied_at=None, contact_phone=None)]
    listed = late_list(rows, NOW)
    assert text(of_kind(listed, "H2")[0]) == "Te late aanleveringen (2)"
    assert "Bron : 7 plekken uit beeld laatst aangeleverd 2 dagen geleden, 18 nov 10:00 Loket 0000-100001" in text(
        listed
    )
    assert text(of_kind(listed, "Li")[1]) == "Nooit nooit aangeleverd geen nummer bekend"
    assert text(late_list([], NOW)).endswith("Iedereen heeft op tijd aangeleverd.")


def test_the_table_says_what_the_map_says() -> None:
    rows = [
        {**region(code, free), "expected_count": 2, "unknown_offer_count": 3}
        for code, free in (("ZK23", 4), ("ZK07", 0))
    ]
    overview = region_overview(rows, Filters(region="ZK23", care_pathway="AMB"), "Plekken vrij")
    table = of_kind(overview, "Table")[0]
    assert text(table) == "Regio vrij verwacht onbekend Regio ZK07 0 2 3 Regio ZK23 4 2 3"
    assert links(table)["Regio ZK07"] == "/regio?zorgpad=AMB&regio=ZK07"
    assert "CBS" in text(of_kind(overview, "Figcaption")[0]), "the source of the shapes"


@pytest.fixture
def asked_by_gp() -> Iterator[None]:
    """The parts around a page know who asks from the request."""
    with create_app(Settings()).server.test_request_context("/vrije-plekken"):
        flask.g.viewer = GP
        yield


@pytest.mark.usefixtures("asked_by_gp")
def test_a_page_says_when_its_data_are_from() -> None:
    whole = page("Titel", path="/regio", viewer=GP, moment=MOMENT)
    assert "Stand van vandaag, 20 nov 07:00" in text(whole)
    assert "verzonnen" not in text(whole)
    assert (
        text(page("Titel", path="", viewer=GP, moment={**MOMENT, "stands_at": None})).count("nog niets aangeleverd")
        == 1
    )


@pytest.mark.usefixtures("asked_by_gp")
def test_a_page_warns_when_sources_are_late_or_a_delivery_is_held() -> None:
    moment = {**MOMENT, "late_source_count": 5, "held_delivery_count": 1}
    whole = page("Titel", path="/regio", viewer=replace(GP, is_demo=True), moment=moment)
    said = text(whole)
    assert "Stand van vandaag, 20 nov 07:00 · 5 van de 13 bronnen zijn te laat · 1 aanlevering wordt nagekeken" in said
    assert "Voorbeeldwereld: alles is verzonnen." in said


@pytest.mark.usefixtures("asked_by_gp")
def test_a_page_has_its_landmarks_its_place_in_the_menu_and_the_other_language() -> None:
    whole = page("Titel", html.P("inhoud"), path="/vrije-plekken", query="regio=ZK23")
    for landmark in ("Header", "Nav", "Main", "Footer", "H1"):
        assert len(of_kind(whole, landmark)) == 1
    (here,) = [link for link in of_kind(whole, "A") if getattr(link, "aria-current", None) == "page"]
    assert here.href == "/vrije-plekken"
    assert links(whole)["English"] == "/vrije-plekken?regio=ZK23&taal=en"
    language.choose("en")
    assert links(page("Title", path="/vrije-plekken"))["Nederlands"] == "/vrije-plekken?taal=nl"


@pytest.mark.usefixtures("asked_by_gp")
def test_a_page_says_who_is_signed_in_and_offers_the_way_out_and_only_pages_of_its_own() -> None:
    whole = page("Titel", path="/vrije-plekken", viewer=GP)
    (form,) = of_kind(whole, "Form")
    assert (form.action, form.method, text(form)) == ("/aanmelden/uit", "POST", "Praktijk Voorbeeld Afmelden")
    (button,) = of_kind(form, "Button")
    assert (button.name, button.value) == ("csrf", GP.csrf)
    (menu,) = of_kind(whole, "Nav")
    assert list(links(menu).values()) == ["/vrije-plekken"]
