"""A provider states its places in a real browser, on a phone, with the worker that loads them: taps and seconds."""

import psycopg
import pytest
from playwright.sync_api import Page, Route

from bench.statement_taps import one_number, tap
from tests.end_to_end.seen import NARROW, WIDE, Look, Looked, at_both_widths, faults

pytestmark = pytest.mark.browser


def form(looked: Looked, language: str = "nl") -> Page:
    """The provider's form, drawn."""
    page = looked.at(f"/opgave?taal={language}")
    page.wait_for_selector(".stated")
    return page


def stored(filled: dict[str, str]) -> int:
    """How many statements there are."""
    with psycopg.connect(filled["DATABASE_URL"]) as connection:
        ((count,),) = connection.execute("select count(*) from core.statement").fetchall()
        return int(count)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_form_is_accessible_and_fits(look: Look, language: str) -> None:
    page = form(look("Zorgaanbieder"), language)
    assert at_both_widths(page) == []
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 740})
        small = page.evaluate(
            "[...document.querySelectorAll('.stated button, .save-bar button, .stated input[type=number]')]"
            ".filter(one => one.offsetParent && one.getBoundingClientRect().height < 44).map(one => one.outerHTML)"
        )
        assert small == []


@pytest.mark.usefixtures("worker")
def test_one_number_is_told_in_few_taps_and_readers_see_it_at_once(look: Look) -> None:
    page = form(look("Zorgaanbieder", NARROW))
    line = page.locator(".stated").first
    before = int(line.locator("input[name$='.vrij']").input_value() or "0")
    taps = tap(one_number(page))
    page.wait_for_selector("text=lezers zien het nu")
    assert taps <= 6
    assert faults(page) == []
    assert line.locator("input[name$='.vrij']").input_value() == str(before + 1)
    page.get_by_role("button", name="Ongedaan maken").click()
    page.wait_for_selector("text=Ongedaan gemaakt: lezers zien het nu")
    page.reload()
    assert line.locator("input[name$='.vrij']").input_value() == str(before)


def test_what_is_wrong_is_said_beside_it_and_all_goes_by_keyboard(look: Look) -> None:
    looked = look("Zorgaanbieder")
    page = form(looked)
    free = page.locator(".stated input[name$='.vrij']").first
    free.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("999")
    page.keyboard.press("Enter")
    page.wait_for_selector(".is-wrong")
    looked.expect("status of 422")
    assert page.evaluate("document.activeElement.name").endswith(".vrij"), "the first that is wrong has the focus"
    assert free.input_value() == "999"
    assert faults(page) == []
    free.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    page.wait_for_selector(".summary")
    assert faults(page) == []
    page.get_by_role("button", name="Terug naar het formulier").press("Enter")
    page.wait_for_selector(".stated")
    assert free.input_value() == "1"


def test_a_link_within_the_page_leaves_what_was_typed(look: Look) -> None:
    page = form(look("Zorgaanbieder"))
    free = page.locator(".stated input[name$='.vrij']").first
    free.fill("7")
    page.locator("a.skip").press("Enter")
    page.wait_for_url("**#content")
    page.go_back()
    page.wait_for_url("**/opgave?taal=nl")
    assert free.input_value() == "7"


def test_nothing_typed_is_lost_when_the_network_drops_or_the_session_ends(look: Look) -> None:
    looked = look("Zorgaanbieder", NARROW)
    page = form(looked)
    line = page.locator(".stated").nth(1)
    free, save = line.locator("input[name$='.vrij']"), page.locator(".save-bar").get_by_role("button", name="Opslaan")
    line.get_by_role("button", name="Eén meer: Plekken vrij nu").click()
    typed = free.input_value()
    page.context.set_offline(True)
    save.click()
    page.wait_for_selector("text=Er is even geen verbinding")
    page.context.set_offline(False)
    page.wait_for_selector(f".summary >> text=→ {typed}")  # sent by itself
    page.get_by_role("button", name="Terug naar het formulier").click()
    page.wait_for_selector(".stated")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    save.click()
    page.wait_for_selector("text=Uw sessie is afgelopen")
    assert free.input_value() == typed
    page.context.add_cookies(cookies)  # signed in again in another tab

    def broken(route: Route) -> None:
        route.fulfill(status=503, content_type="text/html", body="away")

    page.route("**/opgave", broken)
    save.click()
    page.wait_for_selector("text=Dat is niet gelukt")
    page.unroute("**/opgave")
    assert free.input_value() == typed
    save.click()
    page.wait_for_selector(f".summary >> text=→ {typed}")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    looked.expect("/opgave")  # what was broken here


def test_a_minute_without_a_connection_loses_nothing_and_ends_by_itself(look: Look, filled: dict[str, str]) -> None:
    looked = look("Zorgaanbieder", NARROW)
    page = looked.page
    page.clock.install()
    form(looked)
    line = page.locator(".stated").nth(3)
    free = line.locator("input[name$='.vrij']")
    line.get_by_role("button", name="Eén meer: Plekken vrij nu").click()
    typed = free.input_value()
    page.locator(".save-bar").get_by_role("button", name="Opslaan").click()
    page.wait_for_selector(f".summary >> text=→ {typed}")
    before = stored(filled)
    page.context.set_offline(True)
    page.get_by_role("button", name="Bevestigen en opslaan").click()
    page.wait_for_selector("text=Er is even geen verbinding")
    page.clock.run_for("01:00")  # every timer of a minute, without its minute
    assert page.get_by_text("wordt verstuurd zodra die er weer is").is_visible()
    assert page.get_by_text(f"→ {typed}").is_visible(), "what was typed is still there"
    assert stored(filled) == before
    assert faults(page) == []
    page.context.set_offline(False)
    page.wait_for_selector(".saved")
    assert stored(filled) == before + 1, "sent by itself, once"
    assert line.locator("input[name$='.vrij']").input_value() == typed
    looked.expect("ERR_INTERNET_DISCONNECTED")
