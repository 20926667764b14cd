"""The operator's pages in a real browser: wide and narrow, and a source that is connected and fetched by keyboard."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

WIDE, NARROW = 1280, 360
PAGES = [
    *("/beheer", "/beheer/bronnen", "/beheer/bronnen?bron=capacity_csv", "/beheer/gebruikers?nieuw=ja"),
    *("/beheer/gebruikers?account=1", "/beheer/stamgegevens"),
]


@pytest.fixture
def opened(chromium: Browser, address: str, sign_in: Callable[[str], Any]) -> Iterator[Callable[..., Page]]:
    """opened(path, width): a page for the operator; afterwards nothing was wrong on the console."""
    remarks: list[str] = []
    contexts = []

    def go(path: str, width: int) -> Page:
        size: Any = {"width": width, "height": 740}
        context = chromium.new_context(viewport=size, locale="nl-NL", storage_state=sign_in("Beheerder"))
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: remarks.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: remarks.append(str(error)))
        page.goto(f"{address}{path}")
        page.wait_for_selector("h1")
        return page

    yield go
    for context in contexts:
        context.close()
    assert remarks == []


def look_over(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "scrolls sideways"
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]] == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_pages_are_accessible_and_fit_the_screen(opened: Callable[..., Page], width: int) -> None:
    page = opened(PAGES[0], width)
    assert page.get_by_role("heading", level=1).inner_text() == "Ging de nacht goed?"
    look_over(page, width)
    for path in PAGES[1:]:
        page.goto(page.url.partition("/beheer")[0] + path)
        page.get_by_role("navigation", name="Pagina's van de beheerder").wait_for()
        look_over(page, width)


def test_a_source_is_connected_and_fetched_by_keyboard_alone(opened: Callable[..., Page]) -> None:
    page = opened("/beheer", WIDE)
    page.get_by_role("link", name="Bronnen en ophalen").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Bronnen en ophalen", level=1).wait_for()
    page.get_by_role("link", name="Capaciteit: met de hand ingelezen").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Adres (https").focus()
    page.keyboard.type("https://files.example.org/places.csv")
    page.keyboard.press("Tab")
    page.keyboard.type("Bearer canary-e2e")
    while not page.evaluate("document.activeElement.matches('button')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Opgeslagen waar deze bron wordt opgehaald.").wait_for()
    assert "canary" not in page.content() + page.url
    page.get_by_role("button", name="Nu ophalen").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Een worker haalt het binnen een minuut op").wait_for()
    assert page.get_by_text("gevraagd, wacht op een worker").is_visible()
    look_over(page, WIDE)
    page.get_by_text("Deze bron niet meer ophalen").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Weet u het zeker?").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Stoppen").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Deze bron wordt niet meer opgehaald").wait_for()
