"""The pages on a real database: from an address to what stands on screen."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import dash
import flask
import pytest
from dash import html
from sqlalchemy import Connection

from dashboard import language, sessions
from dashboard.app import create_app
from dashboard.queries import accounts
from dashboard.settings import Settings
from tests import factories as make
from tests.conftest import Database
from tests.dashboard.seen import links, of_kind, text
from tests.factories import AS_OF

Show = Callable[..., html.Div]
LISTED = {"source": "fictional", "valid_from": date(2016, 1, 1), "maintained_by": "operator"}


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """To fill the database with; the pages see what is committed."""
    with database.engine().connect() as opened:
        opened.begin()
        yield opened


@pytest.fixture
def show(database: Database) -> Iterator[Show]:  # noqa: ARG001 - the pages ask it
    """show(path, **query): the page at an address, as the router of Dash has it drawn for a coordinator."""
    applications = {is_demo: create_app(Settings(is_demo=is_demo), clock=lambda: AS_OF) for is_demo in (False, True)}
    scopes: dict[str, list[str]] = {"region": ["ZK23"], "agb": [], "concern": []}

    def draw(path: str, *, is_demo: bool = False, **query: object) -> html.Div:
        layout = next(page["layout"] for page in dash.page_registry.values() if page["path"] == path)
        with applications[is_demo].server.test_request_context(path):
            flask.g.request_id = "a test"
            account = accounts.save(AS_OF, role="coordinator", display_name="Co", scopes=scopes, login="co")
            flask.g.viewer = sessions.start(account, "test")
            drawn: html.Div = layout(**query)
            return drawn

    yield draw
    language.choose("nl")


def desk(connection: Connection, **overrides: object) -> None:
    """A transfer point for the region of Utrecht."""
    values = {"region_code": "ZK23", "name": "Transferpunt Utrecht", "phone": "0000-108020", "is_fictional": False}
    make.insert(
        connection, "core.transfer_point", **{**values, "opening_hours": "ma-vr 09:00-17:00", **LISTED, **overrides}
    )


def crisis_line(connection: Connection, **overrides: object) -> None:
    """A crisis line for grown-ups in the acute region that holds the city of Utrecht."""
    make.insert(
        connection, "core.region", region_code="AC01", layer_code="acute", name="Acute regio Voorbeeld", **LISTED
    )
    make.insert(
        connection,
        "core.municipality_region",
        municipality_code="GM0344",
        layer_code="acute",
        region_code="AC01",
        share=1,
        **LISTED,
    )
    values = {"region_code": "AC01", "age_group_code": "adult", "part_of_day_code": "all", "phone": "0000-109001"}
    make.insert(connection, "core.crisis_line", **{**values, "is_fictional": False, **LISTED, **overrides})


def free_place(connection: Connection, **overrides: object) -> int:
    """One place free for depression in Utrecht, treatment in nine weeks."""
    location = make.location(connection)
    make.wait(connection, location)
    offer_id = make.offer(connection, location_id=location, **overrides)
    make.count(connection, offer_id)
    return offer_id


def test_a_complaint_near_a_postcode_gives_the_place_and_the_desk(connection: Connection, show: Show) -> None:
    free_place(connection)
    desk(connection)
    make.publish(connection)
    connection.commit()
    page = show("/vrije-plekken", klacht="somber", postcode="3511", afstand="15")
    said = text(page)
    assert "± 9 weken tot start behandeling (3 + 6; norm 14)" in said
    assert "1 keer plek vrij" in said
    assert "Plek vrij, behandeling start binnen de norm (1)" in said
    assert "Bel transferpunt Utrecht 0000-108020" in links(page)
    assert "Stand van vandaag, 18 nov 08:00" in said
    assert "contract niet getoetst" in said


def test_without_a_question_there_is_a_form_and_the_pathways(connection: Connection, show: Show) -> None:
    free_place(connection)
    connection.commit()
    page = show("/vrije-plekken")
    assert of_kind(page, "Article") == []
    assert links(page)["Intensieve thuisbehandeling (IHT)"] == "/vrije-plekken?zorgpad=IHT"
    assert links(page)["Crisis? Naar de crisislijnen"] == "/vrije-plekken?urgentie=crisis"


def test_several_kinds_of_care_stand_in_one_list_and_an_offer_once(connection: Connection, show: Show) -> None:
    """Verslaving leads to a diagnosis group and to a pathway; an offer that is in both answers stands there once."""
    free_place(connection, care_pathway_code="VERS", diagnosis_group_code="D00")
    free_place(connection, care_pathway_code="AMB", diagnosis_group_code="D10")
    connection.commit()
    page = show("/vrije-plekken", klacht="verslaving")
    assert len(of_kind(page, "Article")) == 2


def test_an_expired_count_is_unknown_and_says_no_number(connection: Connection, show: Show) -> None:
    offer_id = make.offer(connection)
    make.count(connection, offer_id, free_count=4, counted_at=AS_OF - timedelta(days=9), expires_at=AS_OF)
    connection.commit()
    page = show("/vrije-plekken", klacht="somber")
    said = text(page)
    assert "Geen plek vrij · 1 onbekend" in said
    assert "onbekend: verouderd, bel om het te weten" in said
    assert "4 intakeplekken" not in said


def test_nothing_found_says_what_to_loosen_with_links_that_loosen_it(connection: Connection, show: Show) -> None:
    free_place(connection)
    desk(connection)
    connection.commit()
    page = show("/vrije-plekken", klacht="somber", postcode="3511", afstand="5", leeftijd="12-15")
    found = links(page)
    assert found["voor alle leeftijden"] == "/vrije-plekken?klacht=somber&postcode=3511&afstand=5"
    assert "op elke afstand" not in found, "this alone does not help"
    assert "Bel transferpunt Utrecht 0000-108020" in found
    assert "Onder de 18 betaalt de gemeente de zorg" in text(page)


def test_under_18_the_desk_of_the_municipality_stands_first(connection: Connection, show: Show) -> None:
    route = {"municipality_code": "GM0344", "name": "Buurtteam", "phone": "0000-108030", "is_fictional": False}
    make.insert(connection, "core.youth_route", **route, **LISTED)
    connection.commit()
    page = show("/vrije-plekken", klacht="somber", postcode="3511", leeftijd="12-15")
    assert "Bel Buurtteam, Utrecht 0000-108030" in links(page)
    without = show("/vrije-plekken", klacht="somber", regio="ZK23", leeftijd="12-15")
    assert "Vul een postcode in om het nummer te zien." in text(without)
    elsewhere = show("/vrije-plekken", klacht="somber", postcode="7311", leeftijd="12-15")
    assert "het algemene nummer van de gemeente wijst de weg" in text(elsewhere)
    assert "Buurtteam" not in text(show("/vrije-plekken", klacht="somber", postcode="3511", leeftijd="26-54"))


def test_spoed_without_a_pool_is_never_a_blank(connection: Connection, show: Show) -> None:
    free_place(connection)
    desk(connection)
    connection.commit()
    page = show("/vrije-plekken", klacht="somber", postcode="3511", urgentie="spoed")
    said = text(page)
    assert "spoed, geen crisis (binnen 5 werkdagen)" in said
    assert "Hier is geen spoedplek bekend." in said
    assert "Reguliere zorg die het snelst start ± 9 weken" in said
    assert "Bel transferpunt Utrecht 0000-108020" in links(page)


def test_spoed_with_a_place_says_its_reaction_time(connection: Connection, show: Show) -> None:
    offer_id = make.offer(connection)
    make.count(connection, offer_id, urgency_code="spoed")
    connection.commit()
    said = text(show("/vrije-plekken", klacht="somber", urgentie="spoed"))
    assert "Plek vrij, binnen 5 werkdagen (1) binnen 5 werkdagen eerste reactie" in said
    assert "Hier is geen spoedplek bekend." not in said


def test_crisis_shows_the_line_of_the_postcode_and_no_place(connection: Connection, show: Show) -> None:
    free_place(connection)
    crisis_line(connection)
    connection.commit()
    page = show("/vrije-plekken", klacht="somber", postcode="3511", urgentie="crisis")
    assert text(of_kind(page, "Main")[0]).startswith("Vrije plekken Crisis: bel nu Acute regio Voorbeeld")
    assert "tel:0000109001" in links(page).values()
    assert of_kind(page, "Article") == []


def test_a_complaint_that_may_be_a_crisis_shows_the_lines_before_the_places(connection: Connection, show: Show) -> None:
    crisis_line(connection)
    offer_id = make.offer(connection, care_pathway_code="SPOED", diagnosis_group_code="D00")
    make.count(connection, offer_id, urgency_code="spoed")
    connection.commit()
    page = show("/vrije-plekken", klacht="suïcidaal", postcode="3511", urgentie="spoed")
    assert text(of_kind(page, "Main")[0]).startswith("Vrije plekken Crisis: bel nu")
    assert len(of_kind(page, "Article")) == 1


def test_made_up_numbers_never_leave_the_demo(connection: Connection, show: Show) -> None:
    crisis_line(connection, is_fictional=True)
    desk(connection, is_fictional=True)
    connection.commit()
    question = {"urgentie": "crisis", "postcode": "3511"}
    real = text(show("/vrije-plekken", **question))
    assert "0000-10" not in real
    assert "Voor deze regio is hier geen crisislijn bekend." in real
    assert "Voor deze regio is geen transferpunt bekend." in real
    shown = text(show("/vrije-plekken", is_demo=True, **question))
    assert "0000-109001" in shown
    assert "verzonnen nummer" in shown
    assert "Voorbeeldwereld: alles is verzonnen." in shown


def test_a_postcode_that_does_not_exist_is_left_out_with_a_sentence(show: Show) -> None:
    page = show("/vrije-plekken", klacht="somber", postcode="1000", afstand="5")
    assert "De postcode 1000 staat niet in de lijst van postcodes." in text(page)
    assert links(page)["English"] == "/vrije-plekken?klacht=somber&taal=en"


def test_a_word_that_is_not_known_is_said_and_the_form_stays(show: Show) -> None:
    page = show("/vrije-plekken", klacht="bromfiets")
    assert "“bromfiets” is hier niet bekend" in text(page)
    assert of_kind(page, "WordField")[0].value == "bromfiets"
    assert of_kind(page, "Article") == []


def test_english_is_asked_for_in_the_address(show: Show) -> None:
    page = show("/vrije-plekken", taal="en", klacht="somber")
    assert [part.lang for part in of_kind(page, "Div") if getattr(part, "className", "") == "page"] == ["en"]
    assert "No place free" in text(page)


def test_an_address_that_makes_no_sense_is_no_error(show: Show) -> None:
    query = {"taal": ["en", "nl"], "zorgpad": ["a", "b"], "self": "x", "layout": "y", "postcode": "", "klacht": "\x00"}
    assert "Vrije plekken" in text(show("/vrije-plekken", **query))


def test_the_region_page_counts_what_is_free_and_what_changed(connection: Connection, show: Show) -> None:
    offer_id = make.offer(connection)
    make.count(connection, offer_id, free_count=3)
    make.past_count(connection, offer_id, free_count=1)
    connection.commit()
    page = show("/regio", regio="ZK23")
    said = text(page)
    assert text(of_kind(page, "H1")[0]) == "Regio Utrecht"
    assert "3 plekken vrij +2 sinds gisteren · +3 sinds vorige week · 0 keer onbekend · 0 met aanmeldstop" in said
    cell = "Depressie; regulier; 3 plekken vrij (+2 sinds gisteren, +3 sinds vorige week)"
    assert links(page)[cell] == "/vrije-plekken?zorgpad=AMB&groep=D04&regio=ZK23"
    assert "3 plekken vrij" not in text(show("/regio", regio="ZK01"))


def test_the_region_page_names_who_is_late_and_what_that_hides(connection: Connection, show: Show) -> None:
    offer_id = make.offer(connection)
    make.count(
        connection, offer_id, free_count=5, expires_at=AS_OF - timedelta(hours=1), counted_at=AS_OF - timedelta(days=9)
    )
    make.publish(connection, applied_at=AS_OF - timedelta(days=3))
    connection.commit()
    said = text(show("/regio"))
    assert "Te late aanleveringen (1) Bron lindebron : 5 plekken uit beeld laatst aangeleverd 3 dagen geleden" in said
    assert "1 van de 1 bronnen is te laat" in said


def test_the_late_list_begins_with_whom_to_phone_first(connection: Connection, show: Show) -> None:
    for code, free in (("weinig", 2), ("veel", 7), ("oud", 4)):
        make.source(connection, code, contact_name=f"Loket {code}", contact_phone=f"0000-00000{free}")
        applied_at = AS_OF - (timedelta(hours=1) if code == "oud" else timedelta(days=3))
        make.publish(connection, source_code=code, applied_at=applied_at)
        offer_id = make.offer(connection, source_code=code)
        make.count(connection, offer_id, source_code=code, free_count=free, expires_at=AS_OF - timedelta(hours=2))
    connection.commit()
    page = show("/regio", regio="ZK23")
    said = text(page)
    places = [said.index(f"Bron {code} :") for code in ("veel", "oud", "weinig")]
    assert places == sorted(places), "the source that hides most places stands first"
    phones = {name: to for name, to in links(page).items() if name.startswith("Loket")}
    assert phones == {
        f"Loket {code} 0000-00000{free}": f"tel:000000000{free}"
        for code, free in (("veel", 7), ("oud", 4), ("weinig", 2))
    }
    assert "laatst aangeleverd vandaag 07:00; maar met cijfers die te oud waren" in said


def test_care_that_is_hardly_ever_full_does_not_drown_the_rest(connection: Connection, show: Show) -> None:
    online = make.offer(connection, care_pathway_code="EH", diagnosis_group_code="D00")
    make.count(connection, online, free_count=900)
    make.count(connection, make.offer(connection), free_count=2)
    connection.commit()
    said = text(show("/regio"))
    assert "2 plekken vrij +2 sinds gisteren" in said
    assert "zonder zorg die bijna nooit vol is" in said


def test_the_map_keeps_what_was_chosen(show: Show) -> None:
    page = show("/regio", zorgpad="IHT", urgentie="spoed")
    drawn = of_kind(page, "Drawing")[-1].drawn
    hrefs = [link["attributes"]["href"] for link in drawn["children"] if link["tag"] == "a"]
    assert "/regio?zorgpad=IHT&urgentie=spoed&regio=ZK23" in hrefs
    assert len(hrefs) == 31
    assert "Plekken vrij per regio: Intensieve thuisbehandeling (IHT) · spoed, geen crisis" in text(page)


def test_a_crisis_without_a_place_asks_for_it_at_once(connection: Connection, show: Show) -> None:
    crisis_line(connection)
    connection.commit()
    asked = of_kind(show("/vrije-plekken", urgentie="crisis"), "Details")
    assert not [one for one in asked if "Wijzig" in text(one)], "the form stands open"
    known = of_kind(show("/vrije-plekken", urgentie="crisis", postcode="3511"), "Details")
    assert [one for one in known if "Wijzig" in text(one)]


def test_the_region_of_the_reader_is_opened_until_another_is_asked_for(show: Show) -> None:
    def heading(**query: str) -> str:
        (found,) = of_kind(show("/regio", **query), "H1")
        return text(found)

    assert heading() == "Regio Utrecht"
    assert heading(regio="ZK07") == "Regio Flevoland"
    whole = show("/regio", regio="alle", zorgpad="AMB")
    assert text(of_kind(whole, "H1")[0]) == "Alle regio’s"
    assert "zorgpad=AMB&regio=alle" in links(whole)["English"]
