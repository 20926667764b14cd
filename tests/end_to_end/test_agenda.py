"""The agenda of the regional table in a real browser: accessible, and on paper on two pages at most."""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from psycopg.types.json import Jsonb
from pypdf import PdfReader
from sqlalchemy import Connection

from sql import database
from sql.call import driver, value
from tests import factories as make
from tests.end_to_end.seen import NARROW, WIDE, Look, faults
from tests.end_to_end.served import ANCHOR

pytestmark = pytest.mark.browser

PATH = "/regio/agenda"
REGION = "ZK07"  # of the demo's coordinator
WEEK = timedelta(days=7)
MANY = 20
FULL = datetime.fromisoformat("2026-08-10T08:00+02:00")


@pytest.fixture(scope="module")
def frozen(filled: dict[str, str]) -> Iterator[None]:
    """An agenda of this week beside one of the week before, and one on which more stands than any region will have."""
    settings = database.Settings.from_env(filled)
    with database.engine(settings=settings).begin() as connection:
        for weeks in (1, 0):
            assert value(connection, "act.freeze_agenda", region=REGION, at=ANCHOR - weeks * WEEK)
        pathways = [code for (code,) in driver(connection).execute("select care_pathway_code from core.care_pathway")]
        for weeks in (1, 0):
            _full(connection, FULL - weeks * WEEK, pathways, count=weeks)
    yield
    with database.engine(settings=settings).begin() as connection:
        driver(connection).execute("delete from core.agenda")


def _full(connection: Connection, at: datetime, pathways: list[str], count: int) -> None:
    counts = dict.fromkeys(("free_count", "expected_count", "unknown_count", "stop_count"), count)
    long = "Een bron met een lange naam in een kleine plaats in de polder"
    phone = {"contact_name": "Loket capaciteit en wachttijden", "contact_phone": "0000-000001"}
    beside = [
        {"name": "Apeldoorn Zutphen e.o.", "free_count": 1, "expected_count": 2, "phone": None, "is_fictional": True}
    ]
    care = {"care_pathway_code": "AMB", "diagnosis_group_code": "D04", "urgency_code": "regulier"}
    place = {"provider_name": long, "location_name": long, "phone": "0000-000001", "phoned_count": 3}
    content = {
        "matrix": [
            {"care_pathway_code": code, "urgency_code": urgency, "offer_count": 9, **counts}
            for urgency in ("regulier", "spoed")
            for code in pathways
        ],
        "white_spots": [{**care, "kind_code": "unknown", "unknown_count": 4, "neighbours": beside * 9}] * MANY,
        "criterion_count": MANY,
        "late": [
            {
                "source_name": long,
                "last_applied_at": at.isoformat(),
                "is_never": False,
                "hidden_place_count": 12,
                **phone,
            }
        ]
        * MANY,
        "calls": [{**care, **place, "called_at": at.isoformat()}] * MANY,
        "held": [{"source_name": long, "received_at": at.isoformat(), "sentence_nl": long, **phone}] * MANY,
        "moment": {"stands_at": at.isoformat(), "source_count": 9, "late_source_count": 3, "held_delivery_count": 1},
    }
    kept = {"due_at": at, "frozen_at": at, "content": Jsonb(content)}
    make.insert(connection, "core.agenda", region_code=REGION, week_on=at.date(), **kept)


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize(("width", "language"), [(WIDE, "nl"), (NARROW, "en")])
def test_it_fits_and_is_accessible_unfolded(look: Look, width: int, language: str) -> None:
    page = look(width=width).at(f"{PATH}?week=2026-W33&taal={language}")
    page.wait_for_selector(".agenda")
    assert faults(page) == []


@pytest.mark.usefixtures("frozen")
def test_it_is_printed_on_at_most_two_pages_whatever_stands_on_it(look: Look) -> None:
    for query, least in (("", "Agenda Flevoland, week 36"), ("?week=2026-W33", "En nog 12")):
        page = look().at(PATH + query)
        page.wait_for_selector(".agenda")
        paper = page.pdf(prefer_css_page_size=True)
        pages = PdfReader(io.BytesIO(paper)).pages
        assert 1 <= len(pages) <= 2
        printed = " ".join(" ".join(sheet.extract_text() for sheet in pages).split())
        assert least in printed
        assert "Vastgelegd op" in printed
        assert "Bronnen:" in printed, "how the sources stood when it was frozen"
        assert "Telefonisch invoeren" not in printed, "the links stay on the screen"


@pytest.mark.usefixtures("frozen")
def test_an_earlier_week_is_chosen_by_keyboard(look: Look) -> None:
    page = look().at(PATH)
    assert "Veranderd sinds week 35" in page.inner_text("main")
    field = page.get_by_label("Week")
    field.focus()
    field.select_option("2026-W33")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{PATH}?week=2026-W33")
    page.wait_for_selector("h1:has-text('week 33')")
    assert "Veranderd sinds week 32" in page.inner_text("main")
