"""The page of waiting times and its files, for each role on a real database."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import openpyxl
import pypdf
import pytest
from sqlalchemy import Connection

from dashboard.sign_in import demo
from sql import call
from tests import factories as make
from tests.factories import AS_OF

ROLES = ["gp", "mediator", "insurer", "provider", "clinician", "coordinator", "operator", "auditor"]
SEES = {"gp", "mediator", "insurer", "coordinator", "operator"}
ONE = "?regio=ZK23&groep=D04"


@pytest.fixture
def signed_in(browser: Callable[[], Any], clock: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    clock.at = AS_OF
    monkeypatch.setattr(demo, "ROLES", [(role, role) for role in ROLES])
    scopes = {"region": ["ZK07"], "agb": ["09000002"], "concern": ["cz"]}
    monkeypatch.setattr(demo, "_SCOPES", dict.fromkeys(ROLES, scopes))
    return lambda role: browser().sign_in(role)


@pytest.fixture(autouse=True)
def _filled(database: Any) -> None:
    """Three locations in Utrecht: one in stop since October, one that tells no inflow; 37 waiting places."""
    with database.engine().begin() as connection:
        fill(connection)


def fill(connection: Connection) -> None:
    places = [make.location(connection, name=name) for name in ("=Kanariehuis", "Merelhuis", "Kleinhuis")]
    for month, weeks in ((date(2026, 9, 1), (8, 30)), (date(2026, 10, 1), (10, None))):
        counts = {"waiting_intake_count": 37, "waiting_intake_over_norm_count": 20}
        make.told_wait(connection, places[0], reference_on=month, intake_weeks=weeks[0], treatment_weeks=8, **counts)
        state = {"intake_state": "stop"} if weeks[1] is None else {}
        make.told_wait(connection, places[1], reference_on=month, intake_weeks=weeks[1], treatment_weeks=None, **state)
        make.told_wait(connection, places[2], reference_on=month, intake_weeks=2, treatment_weeks=1, inflow=None)


def shown(browser: Any, search: str = "", path: str = "/wachttijden") -> str:
    answer = browser.page(path, search)
    assert answer.status_code == 200
    return " ".join(strings(answer.get_json()))


def strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for inner in part.values():
            yield from strings(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from strings(inner)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_of_waits_what_it_may(signed_in: Callable[[str], Any], role: str) -> None:
    one = signed_in(role)
    if role not in SEES:
        assert one.page("/wachttijden").status_code == 403
        return
    seen = shown(one, ONE)
    assert "oktober 2026" in seen
    assert "18 > 14" in seen
    assert "Kanariehuis" in seen
    assert ("wachtplekken: " in seen) is (role == "insurer"), "suppressed for the insurer; exact in own regions only"
    assert ("dat ziet uw rol niet" in seen) is (role in {"gp", "mediator", "operator"})
    assert ("alleen van uw eigen regio’s" in seen) is (role == "coordinator")


def test_the_stop_of_the_longest_wait_is_no_improvement(signed_in: Callable[[str], Any]) -> None:
    seen = shown(signed_in("insurer"), "?soort=aanmelding&groep=D04")
    assert "In 1 van 1 regio is de wachttijd voor" in seen
    assert "▲ +2" in seen
    assert "33 % in aanmeldstop" in seen
    assert "1 kleine apart: 2" in seen


def test_the_version_stands_on_screen_and_in_the_links(signed_in: Callable[[str], Any]) -> None:
    seen = shown(signed_in("insurer"), ONE)
    assert "definitief, versie 3" in seen
    assert "/wachttijden?maand=2026-10&vergelijk=2026-09&versie=3&regio=ZK23&groep=D04" in seen
    assert "/wachttijden.xlsx?maand=2026-10" in seen


def test_the_versions_of_a_month_are_listed_and_an_old_one_can_be_read(
    signed_in: Callable[[str], Any], database: Any
) -> None:
    with database.engine().begin() as connection:
        (place,) = call.driver(connection).execute(
            "select location_id from core.location where name = '=Kanariehuis'"
        ).fetchone()  # fmt: skip
        later = datetime(2026, 11, 12, 9, tzinfo=make.DUTCH)
        make.told_wait(connection, place, intake_weeks=2, treatment_weeks=2, version=2, known_at=later)
    one = signed_in("insurer")
    now = shown(one, ONE)
    assert "definitief, met 1 correctie, versie 4" in now
    assert "4 versies van oktober 2026" in now
    assert "correctie" in now
    assert "4 ≤ 14" in now
    then = shown(one, ONE + "&maand=2026-10&versie=3")
    assert "definitief, versie 3" in then
    assert "18 > 14" in then
    assert "oktober 2026: gemiddeld 18 weken" in then, "the line over time is of that version too"


def test_each_region_has_its_line_with_a_table_behind(signed_in: Callable[[str], Any]) -> None:
    seen = shown(signed_in("insurer"))
    assert "Twee jaar per regio: alle groepen" in seen
    assert "Utrecht: van 16 weken tot 18 weken in 2 maanden, nu 18 weken; norm 14" in seen
    assert "Niets opgegeven van: " in seen
    assert "Gemiddelde weken per maand en regio, nieuwste eerst" in seen
    assert "Twee jaar per regio" not in shown(signed_in("insurer"), "?laag=gemeente")


def test_what_is_too_much_to_count_at_once_is_made_and_then_shown(
    signed_in: Callable[[str], Any], database: Any
) -> None:
    few = "update core.wait_setting set value = 1 where setting_code = 'direct_figure_count'"
    with database.engine().begin() as connection:
        call.driver(connection).execute(few)
    one = signed_in("insurer")
    waiting = one.page("/wachttijden", "?segment=s-ggz")
    assert waiting.status_code == 200
    assert "data-again" in waiting.get_data(as_text=True)
    seen = " ".join(strings(waiting.get_json()))
    assert "De totalen van deze keuze worden gemaakt" in seen
    assert "0 van 2 maanden" in seen
    assert "oktober 2026" in seen, "what else can be chosen"
    with database.engine().begin() as connection:
        assert call.value(connection, "load.total_wait_month", as_of=AS_OF) == date(2026, 10, 1), "what was asked for"
    half = shown(one, "?segment=s-ggz")
    assert "18 > 14" in half
    assert "De lijnen over twee jaar van deze keuze worden gemaakt" in half
    with database.engine().begin() as connection:
        assert call.value(connection, "load.total_wait_month", as_of=AS_OF) == date(2026, 9, 1)
    whole = one.page("/wachttijden", "?segment=s-ggz")
    assert "data-again" not in whole.get_data(as_text=True)
    assert "worden gemaakt" not in " ".join(strings(whole.get_json()))


@pytest.mark.parametrize("asked", ["?regio=ZK23&maand=2026-10&vergelijk=2026-08", "?regio=ZK23&maand=2026-10&versie=1"])
def test_a_file_of_what_is_being_made_leads_to_the_page_that_says_so(
    signed_in: Callable[[str], Any], database: Any, asked: str
) -> None:
    with database.engine().begin() as connection:
        make.told_wait(connection, make.location(connection), reference_on=date(2026, 8, 1))
        call.driver(connection).execute(
            "update core.wait_setting set value = 1 where setting_code = 'direct_figure_count'"
        )
    one = signed_in("insurer")
    for ending in ("csv", "xlsx", "pdf"):
        refused = one.get(f"/wachttijden.{ending}{asked}")
        assert (refused.status_code, refused.location.partition("?")[0]) == (303, "/wachttijden")
    waiting = one.page("/wachttijden", "?" + refused.location.partition("?")[2])
    assert "data-again" in waiting.get_data(as_text=True)
    with database.engine().begin() as connection:
        while call.value(connection, "load.total_wait_month", as_of=AS_OF) is not None:
            pass
    assert "Gemiddelde weken tegen de norm" in shown(one, asked)
    for ending in ("csv", "xlsx", "pdf"):
        assert one.get(f"/wachttijden.{ending}{asked}").status_code == 200


def test_a_doubt_travels_with_its_figure_to_every_page(signed_in: Callable[[str], Any], database: Any) -> None:
    with database.engine().begin() as connection:
        place = make.location(connection, name="Twijfelhuis")
        make.count(connection, make.offer(connection, location_id=place))
        call.driver(connection).execute("update core.capacity_current set free_count = 0")
        told: dict[str, Any] = {"reference_on": date(2026, 11, 1), "intake_weeks": 21, "method_code": "current"}
        delivery = make.told_wait(connection, place, **told)
        make.wait(connection, place, delivery_id=delivery, **told)
        call.driver(connection).execute(
            "insert into core.wait_flag select source_location_id, reference_on, circuit_code, diagnosis_group_code,"
            " group_literal, insurer_literal, segment_code, setting_code, method_code, occurrence, version, 'unit', 21,"
            " 3, reference_on + 4 from core.waiting_time where intake_weeks = 21"
        )
    gp, insurer = signed_in("gp"), signed_in("insurer")
    words = "⚑ dagen als weken geschreven?"
    for seen in (
        shown(gp, path=f"/vestiging/{place}"),
        shown(gp, "?klacht=somber&postcode=3511&afstand=15", "/vrije-plekken"),
        shown(insurer, "?klok=actueel&regio=ZK23&groep=D04"),
        insurer.get("/wachttijden.csv?klok=actueel").text,
    ):
        assert words in seen
    with database.engine().begin() as connection:
        call.driver(connection).execute("update core.wait_flag set lifted_at = known_at + interval '1 hour'")
    assert words not in shown(gp, path=f"/vestiging/{place}")
    assert words not in shown(gp, "?klacht=somber&postcode=3511&afstand=15", "/vrije-plekken")
    assert words not in shown(insurer, "?klok=actueel&regio=ZK23&groep=D04")


def test_a_coordinator_sees_the_exact_counts_of_the_own_region(
    signed_in: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "_SCOPES", {"coordinator": {"region": ["ZK23"]}})
    seen = shown(signed_in("coordinator"), ONE)
    assert "37 wachtplekken: 30 tot 33 mensen" in seen
    assert "54 %" in seen, "20 of 37 wait over the norm"


def test_light_is_held_against_complex_when_asked(signed_in: Callable[[str], Any]) -> None:
    one = signed_in("insurer")
    assert "/wachttijden?regio=ZK23&groep=D04&selectie=ja#selectie" in shown(one, ONE)
    assert "Geen aanbieder behandelt hier beide soorten groepen" in shown(one, ONE + "&selectie=ja")


def test_what_is_not_known_is_dropped_with_a_sentence(signed_in: Callable[[str], Any]) -> None:
    seen = shown(signed_in("insurer"), "?regio=ZZ99&maand=1066-10&versie=2")
    assert seen.count("is hier niet bekend en is weggelaten") == 2
    assert "Een versie hoort bij een maand" in seen


def test_a_file_holds_what_is_seen_and_is_written_down(
    signed_in: Callable[[str], Any], events: Callable[[], list[dict[str, Any]]]
) -> None:
    file = signed_in("insurer").get("/wachttijden.csv" + ONE)
    told = list(csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff")), delimiter=";"))
    assert {(row["Code van de regio"], row["Code van de groep"]) for row in told} == {
        *(("", ""), ("ZK23", ""), ("", "D04"), ("ZK23", "D04")),
    }
    assert {row["Gemiddelde weken"] for row in told} == {"18.0000"}
    assert {row["Stand"] for row in told} == {"definitief, versie 3"}
    assert [one["object_type"] for one in events() if one["event_type"] == "exported"] == ["wait_hot_spots"]


def test_the_workbook_has_typed_cells_and_says_what_they_mean(
    signed_in: Callable[[str], Any], events: Callable[[], list[dict[str, Any]]]
) -> None:
    file = signed_in("insurer").get("/wachttijden.xlsx" + ONE)
    book = openpyxl.load_workbook(io.BytesIO(file.data))
    assert book.sheetnames == ["Uitleg", "Knelpunten", "Verloop", "Vestigingen", "Klokken", "Wachtplekken"]
    said = {row[1]: row[2] for row in book["Uitleg"].iter_rows(values_only=True)}
    assert said["Regio"] == "Utrecht"
    assert said["Versie"] == "definitief, versie 3"
    assert "Licht voor complex" in said
    heads, first = list(book["Knelpunten"].iter_rows(min_row=1, max_row=2, values_only=True))
    found = dict(zip(heads, first, strict=True))
    assert (found["Gemiddelde weken"], found["Maand"].date()) == (18, date(2026, 10, 1))
    names = [cell for cell in book["Vestigingen"]["B"] if cell.value == "=Kanariehuis"]
    assert [cell.data_type for cell in names] == ["s"], "a text, and no formula"
    assert [one["object_type"] for one in events() if one["event_type"] == "exported"] == ["wait_workbook"]


def test_a_coordinator_takes_only_the_own_regions_along(signed_in: Callable[[str], Any]) -> None:
    one = signed_in("coordinator")
    assert one.get("/wachttijden.csv").text.count("\r\n") == 1, "a head and no rows: Utrecht is not theirs"
    book = openpyxl.load_workbook(io.BytesIO(one.get("/wachttijden.xlsx" + ONE).data))
    assert book.sheetnames == ["Uitleg", "Knelpunten"]


def test_the_contracts_of_another_concern_cannot_be_asked(signed_in: Callable[[str], Any]) -> None:
    seen = shown(signed_in("insurer"), "?verzekeraar=vgz")
    assert "is hier niet bekend en is weggelaten" in seen


def test_a_break_is_told_and_crossed_only_when_asked(signed_in: Callable[[str], Any], database: Any) -> None:
    with database.engine().begin() as connection:
        place = make.location(connection, name="Vinkhuis")
        make.told_wait(connection, place, reference_on=date(2025, 12, 1), intake_weeks=4)
    one = signed_in("gp")
    assert "Niet vergeleken met december 2025" in shown(one, "?vergelijk=2025-12")
    assert "Over een breuk heen vergeleken" in shown(one, "?vergelijk=2025-12&breuken=ja")


def test_the_report_of_a_region_has_its_charts_and_fits_four_pages(
    signed_in: Callable[[str], Any], events: Callable[[], list[dict[str, Any]]]
) -> None:
    one = signed_in("insurer")
    file = one.get("/wachttijden.pdf?regio=ZK23")
    assert file.mimetype == "application/pdf"
    read = pypdf.PdfReader(io.BytesIO(file.data))
    said = " ".join(page.extract_text() for page in read.pages)
    assert 2 <= len(read.pages) <= 4
    assert "Wachttijden: Utrecht" in said
    assert "definitief, versie 3" in said
    assert "alle groepen: 18 weken bij een norm van 14 weken; ▲ +2 weken sinds september 2026" in " ".join(said.split())
    assert "Aantallen van wie wacht staan niet in dit verslag" in " ".join(said.split())
    assert "versie=3" in said, "the address in the foot is that of this version"
    assert "Verdeling over vestigingen" in said
    assert [row["object_type"] for row in events() if row["event_type"] == "exported"] == ["wait_report"]
    assert file.data == one.get("/wachttijden.pdf?regio=ZK23").data, "the same at the same moment"
