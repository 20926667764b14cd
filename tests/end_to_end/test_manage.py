"""The operator's pages in a real browser: wide and narrow, and a source that is connected and fetched by keyboard."""

import pytest

from tests.end_to_end.seen import NARROW, Look, at_both_widths, faults

pytestmark = pytest.mark.browser

PAGES = [
    *("/beheer", "/beheer/bronnen", "/beheer/bronnen?bron=capacity_csv", "/beheer/gebruikers?nieuw=ja"),
    *("/beheer/gebruikers?account=1", "/beheer/stamgegevens"),
]


def test_the_pages_are_accessible_and_fit_the_screen(look: Look) -> None:
    page = look("Beheerder").at(PAGES[0])
    assert page.get_by_role("heading", level=1).inner_text() == "Ging de nacht goed?"
    assert at_both_widths(page) == []
    for path in PAGES[1:]:
        page.goto(page.url.partition("/beheer")[0] + path)
        page.get_by_role("navigation", name="Pagina's van de beheerder").wait_for()
        assert at_both_widths(page) == []


def test_a_source_is_connected_and_fetched_by_keyboard_alone(look: Look) -> None:
    page = look("Beheerder").at("/beheer")
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
    assert faults(look("Beheerder", NARROW).at("/aanlevering")) == [], "where it is told how this source comes in"
    page.get_by_text("Deze bron niet meer ophalen").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Weet u het zeker?").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Stoppen").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Deze bron wordt niet meer opgehaald").wait_for()
    assert faults(page) == []
