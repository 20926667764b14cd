"""The GP's page in a real browser: by keyboard alone, with criteria that no log sees, on paper, and what it loads."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.end_to_end.seen import NARROW, WIDE, Look, accessibility, at_both_widths

pytestmark = pytest.mark.browser

LIST = "/vrije-plekken?klacht=wanen&postcode=3511&afstand=30"
CRITERIA = "#criteria=X_SUI,X_VERS"
UNWANTED = ("plotly", "dash_ag_grid", "dash_table", "async-graph", "async-datepicker")


def drawn(page: Page) -> Page:
    """Wait for a list that was drawn with its criteria."""
    page.wait_for_selector(".asked:has-text('suïcidaliteit')")
    return page


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("role", ["Huisarts", "Zorgaanbieder", "Coördinator"])
def test_the_list_with_criteria_is_accessible_for_each_role(look: Look, role: str, language: str) -> None:
    page = look(role).at(f"{LIST}&verzekeraar=menzis&taal={language}{CRITERIA}")
    page.wait_for_selector(".with-criteria", state="attached")
    assert at_both_widths(page) == []


def test_the_whole_task_is_done_by_keyboard_alone(look: Look) -> None:
    page = look("Huisarts", NARROW).at("/vrije-plekken")
    page.get_by_label("Klacht, diagnosegroep of zorgpad").focus()
    page.keyboard.type("wannen")  # with a typing error
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.get_by_role("combobox", name="Klacht").input_value() == "wanen"
    for _field in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # what comes beside it unfolds
    for key in ("Tab", "Tab", "Space"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.dataset.criterion") == "X_VERS"
    page.get_by_label("Postcode").focus()
    page.keyboard.type("3511")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vrije-plekken?klacht=wanen&urgentie=regulier&postcode=3511#criteria=X_VERS")
    page.wait_for_selector(".asked:has-text('verslaving')")
    page.wait_for_selector(".with-criteria", state="attached")
    number = page.locator(".offer .call-main").first
    number.focus()
    assert (number.get_attribute("href") or "").startswith("tel:")
    copy = page.get_by_role("button", name=re.compile("^Kopieer voor verwijsbrief")).first
    copy.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".copied:not(:empty)")
    assert copy.evaluate("one => one === document.activeElement"), "the focus stays where it was"


def test_criteria_are_in_no_address_that_is_asked(look: Look) -> None:
    looked = look("Huisarts")
    asked: list[str] = []
    looked.page.on("request", lambda request: asked.append(request.url.split("#")[0]))
    page = drawn(looked.at(LIST + CRITERIA))
    page.get_by_role("button", name="klopte", exact=True).first.click()
    page.wait_for_url("**gemeld=*")
    thanked = drawn(page).get_by_role("main").inner_text()
    assert "Genoteerd" in thanked, "it is still said when the list was drawn with its criteria"
    assert asked
    assert not [url for url in asked if "X_SUI" in url]
    mail = page.get_by_role("link", name="Mail deze weergave").get_attribute("href") or ""
    assert mail.startswith("mailto:?subject=")
    assert "X_SUI" not in mail
    assert "klacht%3Dwanen" in mail
    assert "zonder de criteria" in page.get_by_role("main").inner_text()
    page.get_by_role("link", name="English").click()
    page.wait_for_selector(".asked:has-text('suicidality')")


def test_criteria_behind_the_address_outlive_signing_in_and_are_never_sent(chromium: Any, address: str) -> None:
    context = chromium.new_context(viewport={"width": WIDE, "height": 740}, locale="nl-NL")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.split("#")[0]))
    page.goto(f"{address}{LIST}{CRITERIA}")
    page.wait_for_url("**/aanmelden**")
    page.get_by_role("button", name="Huisarts").click()
    page.wait_for_url(f"**{LIST}{CRITERIA}")
    assert asked
    assert not [url for url in asked if "X_SUI" in url]
    context.close()


def test_the_list_is_printed_on_at_most_two_pages_with_a_date_on_every_row(look: Look) -> None:
    page = look("Huisarts").at("/vrije-plekken?klacht=somber&postcode=3511&afstand=15&leeftijd=26-54")
    paper = page.pdf(prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 2
    page.emulate_media(media="print")
    rows = page.locator(".offer:visible")
    assert rows.count() > 0
    for row in rows.all():
        assert re.search(r"geteld .* (geldt|gold) tot|nooit geteld", row.inner_text()), row.inner_text()
    assert "Bronnen:" in page.locator(".for-print").inner_text()
    assert not page.get_by_role("button", name=re.compile("Kopieer")).first.is_visible()


def test_what_would_bring_an_offer_higher_and_who_answers_now_are_one_click_away(look: Look) -> None:
    looked = look("Huisarts", NARROW)
    page = looked.at(LIST)
    page.get_by_role("link", name="Wie kan ik nu bellen?").click()
    page.wait_for_selector(".lines-now")
    assert page.locator(".offer").count() == 0
    assert accessibility(page) == []
    looked.at(LIST)
    page.get_by_role("link", name=re.compile("^wat brengt het hoger")).last.click()
    page.wait_for_selector(".higher")
    assert "staat op plaats" in page.locator(".higher").inner_text()
    assert accessibility(page) == []


def test_a_word_that_is_nearly_known_is_offered(look: Look) -> None:
    page = look("Huisarts").at("/vrije-plekken?klacht=depresie")
    page.get_by_role("link", name="depressie", exact=True).click()
    page.wait_for_selector(".offer")
    assert page.get_by_label("Klacht, diagnosegroep of zorgpad").input_value() == "depressie"
    assert page.locator(".asked").inner_text().startswith("depressie")


def test_no_graph_and_no_grid_is_loaded_and_what_is_loaded_is_kept(
    chromium: Any, address: str, sign_in: Callable[[str], Any]
) -> None:
    context = chromium.new_context(storage_state=sign_in("Huisarts"), locale="nl-NL")
    page = context.new_page()
    answers: list[Any] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  # the driver marks what it is given
    page.goto(address + LIST)
    page.wait_for_selector(".offer")
    loaded = {answer.url: answer for answer in answers}
    assert not [url for url in loaded if any(name in url for name in UNWANTED)]
    scripts = [answer for url, answer in loaded.items() if url.split("?")[0].endswith((".js", ".css"))]
    assert len(scripts) > 5
    for answer in scripts:
        assert "immutable" in answer.headers["cache-control"], answer.url
        assert answer.headers.get("content-encoding") == "gzip", answer.url
    context.close()
