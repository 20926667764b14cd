"""The pages as a reader meets them: wide and narrow, in two languages, by mouse and by keyboard."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

WIDE, NARROW = 1280, 360
QUESTIONS = {
    "start": "/vrije-plekken",
    "list": "/vrije-plekken?klacht=wanen&postcode=3511&afstand=15",
    "urgent": "/vrije-plekken?zorgpad=IHT&urgentie=spoed",
    "crisis": "/vrije-plekken?urgentie=crisis&postcode=3511",
    "nothing": "/vrije-plekken?zorgpad=HIC&leeftijd=0-5&postcode=3511&afstand=5",
    "country": "/regio",
    "region": "/regio?regio=ZK23&zorgpad=AMB",
    "totals": "/regiototalen?regio=ZK07",
    "waiting": "/wachtplekken",
    "own actions": "/mijn-handelingen",
    "hot spots": "/wachttijden",
    "one group": "/wachttijden?groep=D04",
}


@dataclass
class Looked:
    """A page, and what went wrong while it was looked at."""

    page: Page
    address: str
    remarks: list[str] = field(default_factory=list)

    def at(self, path: str) -> Page:
        """Go to an address and wait until the page is drawn."""
        self.page.goto(self.address + path)
        self.page.wait_for_selector("h1")
        return self.page


Look = Callable[..., Looked]


@pytest.fixture
def look(chromium: Browser, address: str, sign_in: Callable[[str], Any]) -> Iterator[Look]:
    """look(width): a fresh page of the coordinator, or of another role. After the test: no error in the console, and nothing asked of another address."""
    opened: list[Looked] = []

    def open_page(width: int, role: str = "Coördinator") -> Looked:
        size: Any = {"width": width, "height": 740}
        page = chromium.new_context(viewport=size, locale="nl-NL", storage_state=sign_in(role)).new_page()
        looked = Looked(page, address)
        page.on(
            "console", lambda said: looked.remarks.append(f"console: {said.text}") if said.type == "error" else None
        )
        page.on("pageerror", lambda error: looked.remarks.append(f"error: {error}"))
        page.on(
            "request",
            lambda asked: None if asked.url.startswith((address, "data:")) else looked.remarks.append(asked.url),
        )
        opened.append(looked)
        return looked

    yield open_page
    for looked in opened:
        looked.page.context.close()
        assert looked.remarks == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_page_is_accessible_and_fits_the_screen(look: Look, question: str, width: int) -> None:
    page = look(width).at(QUESTIONS[question])
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "scrolls sideways"
    assert page.evaluate("document.documentElement.lang") == "nl"
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "scrolls sideways when all is unfolded"
    assert _violations(page) == []


def _violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("path", ["/vrije-plekken?klacht=wanen&postcode=3511&afstand=15", "/regio"])
def test_english_is_a_switch_that_is_remembered(look: Look, path: str) -> None:
    looked = look(NARROW)
    page = looked.at(path)
    page.get_by_role("link", name="English").click()
    page.wait_for_selector("html[lang=en] h1")
    assert "klacht=wanen" in page.url or path == "/regio", "the question is kept"
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    assert _violations(page) == []
    looked.at("/regio")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.get_by_role("heading", level=1).inner_text() == "All regions"
    assert page.title() == "Region – Transferpunt"


def test_the_first_answer_stands_on_a_phone_without_scrolling_far(look: Look) -> None:
    page = look(NARROW).at(QUESTIONS["list"])
    place = page.locator(".offer").first.bounding_box()
    assert place is not None
    assert place["y"] < 740
    call = page.locator(".offer .call-main").first.bounding_box()
    assert call is not None
    assert call["width"] > 300, "the number is as wide as the screen"


def test_a_question_is_asked_by_keyboard_alone(look: Look) -> None:
    page = look(WIDE).at("/vrije-plekken")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.get_by_label("Klacht, diagnosegroep of zorgpad").focus()
    page.keyboard.type("somber")
    page.keyboard.press("Tab")
    page.keyboard.type("spoed")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("3511")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vrije-plekken?klacht=somber&urgentie=spoed&postcode=3511")
    page.wait_for_selector(".asked")
    assert page.locator(".asked").inner_text() == "somber · spoed, geen crisis (binnen 5 werkdagen) · vanaf 3511"
    page.go_back()
    page.wait_for_selector("form")
    assert "?" not in page.url


def test_crisis_shows_lines_to_phone_first_and_never_a_place(look: Look) -> None:
    page = look(NARROW).at(QUESTIONS["crisis"])
    first = page.locator(".crisis .call-main").first
    box = first.bounding_box()
    assert box is not None
    assert box["y"] < 740
    assert (first.get_attribute("href") or "").startswith("tel:0000")
    assert page.locator(".offer").count() == 0
    assert page.get_by_text("verzonnen nummer").count() > 0


def test_the_map_is_reached_by_keyboard_and_leads_to_a_region(look: Look) -> None:
    page = look(WIDE).at("/regio?zorgpad=AMB")
    assert page.locator(".map a").count() == 31
    region = page.locator(".map a[aria-label^='Utrecht:']")
    region.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/regio?zorgpad=AMB&regio=ZK23")
    page.wait_for_selector(".map a.is-chosen")
    assert page.get_by_role("heading", level=1).inner_text() == "Regio Utrecht"


def test_a_cell_of_the_matrix_leads_to_its_offers(look: Look) -> None:
    page = look(WIDE).at("/regio?regio=ZK23")
    page.locator(".matrix .cell").first.click()
    page.wait_for_selector(".asked")
    assert "/vrije-plekken?zorgpad=" in page.url
    assert "regio=ZK23" in page.url
    assert "Utrecht" in page.locator(".asked").inner_text()


def test_an_address_without_a_page_says_where_the_pages_are(look: Look) -> None:
    looked = look(WIDE)
    page = looked.at("/nergens")
    assert page.get_by_role("heading", level=1).inner_text() == "Hier is geen pagina"
    page.get_by_role("main").get_by_role("link", name="Vrije plekken").click()
    page.wait_for_selector("form")
    # The browser remarks on the status itself, which is right: the page is missing.
    assert [remark for remark in looked.remarks if "404" not in remark] == []
    looked.remarks.clear()


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("Huisarts", "/vrije-plekken"),
        ("Zorgverzekeraar", "/regiototalen"),
        ("Zorgaanbieder", "/vrije-plekken"),
        ("Coördinator", "/regio"),
        ("Beheerder", "/regio"),
        ("Auditor", "/audit"),
    ],
)
def test_the_start_leads_each_role_to_its_page(look: Look, role: str, path: str) -> None:
    assert look(WIDE, role).at("/").url.endswith(path)
