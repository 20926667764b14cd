"""The pages as a reader meets them: wide and narrow, in two languages, by mouse and by keyboard."""

import pytest

from tests.end_to_end.seen import NARROW, Look, at_both_widths, fits

pytestmark = pytest.mark.browser

LIST = "/vrije-plekken?klacht=wanen&postcode=3511&afstand=15"
# Views that test_every_page.py does not open: it looks at each page once.
QUESTIONS = {
    "start": "/vrije-plekken",
    "urgent": "/vrije-plekken?zorgpad=IHT&urgentie=spoed",
    "crisis": "/vrije-plekken?urgentie=crisis&postcode=3511",
    "nothing": "/vrije-plekken?zorgpad=HIC&leeftijd=0-5&postcode=3511&afstand=5",
    "country": "/regio?regio=alle",
    "hot spots": "/wachttijden",
    "one group": "/wachttijden?groep=D04",
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_view_is_accessible_and_fits_the_screen(look: Look, question: str) -> None:
    page = look().at(QUESTIONS[question])
    assert at_both_widths(page) == []


def test_english_is_a_switch_that_is_remembered(look: Look) -> None:
    looked = look(width=NARROW)
    page = looked.at(LIST)
    page.get_by_role("link", name="English").click()
    page.wait_for_selector("html[lang=en] h1")
    assert "klacht=wanen" in page.url, "the question is kept"
    assert fits(page, NARROW)
    looked.at("/regio?regio=alle")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.get_by_role("heading", level=1).inner_text() == "All regions"
    assert page.title() == "Region – Transferpunt"


def test_the_first_answer_stands_on_a_phone_without_scrolling_far(look: Look) -> None:
    page = look(width=NARROW).at(LIST)
    place = page.locator(".offer").first.bounding_box()
    assert place is not None
    assert place["y"] < 740
    call = page.locator(".offer .call-main").first.bounding_box()
    assert call is not None
    assert call["width"] > 300, "the number is as wide as the screen"


def test_a_question_is_asked_by_keyboard_alone(look: Look) -> None:
    page = look().at("/vrije-plekken")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.get_by_label("Klacht, diagnosegroep of zorgpad").focus()
    page.keyboard.type("somber")
    page.keyboard.press("Tab")
    page.keyboard.type("spoed")
    for _field in ("what stands beside it", "age", "postcode"):
        page.keyboard.press("Tab")
    page.keyboard.type("3511")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vrije-plekken?klacht=somber&urgentie=spoed&postcode=3511")
    page.wait_for_selector(".asked")
    assert (
        page.locator(".asked").inner_text()
        == "somber · spoed, geen crisis (binnen 5 werkdagen) · binnen 30 km van 3511"
    )
    page.go_back()
    page.wait_for_selector("form")
    assert "?" not in page.url


def test_crisis_shows_lines_to_phone_first_and_never_a_place(look: Look) -> None:
    page = look(width=NARROW).at(QUESTIONS["crisis"])
    first = page.locator(".crisis .call-main").first
    box = first.bounding_box()
    assert box is not None
    assert box["y"] < 740
    assert (first.get_attribute("href") or "").startswith("tel:0000")
    assert page.locator(".offer").count() == 0
    assert page.get_by_text("verzonnen nummer").count() > 0


def test_the_map_is_reached_by_keyboard_and_leads_to_a_region(look: Look) -> None:
    page = look().at("/regio?regio=alle&zorgpad=AMB")
    assert page.locator(".map a").count() == 31
    region = page.locator(".map a[aria-label^='Utrecht:']")
    region.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/regio?zorgpad=AMB&regio=ZK23")
    page.wait_for_selector(".map a.is-chosen")
    assert page.get_by_role("heading", level=1).inner_text() == "Regio Utrecht"


def test_a_cell_of_the_matrix_leads_to_its_offers(look: Look) -> None:
    page = look().at("/regio?regio=ZK23")
    page.locator(".matrix .cell").first.click()
    page.wait_for_selector(".asked")
    assert "/vrije-plekken?zorgpad=" in page.url
    assert "regio=ZK23" in page.url
    assert "Utrecht" in page.locator(".asked").inner_text()


def test_an_address_without_a_page_says_where_the_pages_are(look: Look) -> None:
    looked = look()
    page = looked.at("/nergens")
    assert page.get_by_role("heading", level=1).inner_text() == "Hier is geen pagina"
    page.get_by_role("main").get_by_role("link", name="Vrije plekken").click()
    page.wait_for_selector("form")
    looked.expect("status of 404")  # the page is missing, and its answer says so
