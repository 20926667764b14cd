"""A statement where things go crosswise in a real browser: two people, tabs, clicks, the way back, a mail."""

import subprocess
import sys

import pytest
from playwright.sync_api import Page

from bench.statement_taps import SOURCE, tap, unchanged
from tests.end_to_end.conftest import CHECKOUT
from tests.end_to_end.seen import NARROW, Look, Looked, at_both_widths, faults
from tests.end_to_end.served import ANCHOR
from tests.end_to_end.test_statement import stored

pytestmark = pytest.mark.browser
FREE = ".stated >> nth={number} >> input[name$='.vrij']"


def form(looked: Looked) -> Page:
    """The provider's form, drawn."""
    page = looked.at("/opgave")
    page.wait_for_selector(".stated")
    return page


def typed(page: Page, number: int, value: str) -> None:
    page.locator(FREE.format(number=number)).fill(value)


def save(page: Page) -> None:
    page.locator(".save-bar").get_by_role("button", name="Opslaan").click()
    page.wait_for_selector(".summary")


def confirm(page: Page) -> None:
    page.get_by_role("button", name="Bevestigen en opslaan").click()


def test_the_second_of_two_people_sees_both_values_and_loses_nothing(look: Look) -> None:
    first, second_look = form(look("Zorgaanbieder")), look("Zorgaanbieder", NARROW)
    second = form(second_look)
    free = int(second.locator(FREE.format(number=4)).input_value() or "0")
    typed(first, 4, str(free + 1))
    typed(second, 4, str(free + 2))
    save(first)
    save(second)
    confirm(first)
    first.wait_for_selector(".saved")
    confirm(second)
    second.wait_for_selector("text=Iemand anders gaf intussen dit op")
    assert second.locator(FREE.format(number=4)).input_value() == str(free + 2), "what was typed is still there"
    line = second.locator(".stated").nth(4)
    assert f"Plekken vrij nu: {free + 1}" in line.inner_text(), "and what the first told stands beside it"
    assert faults(second) == []
    second_look.expect("409")
    save(second)
    confirm(second)
    second.wait_for_selector(".saved")
    assert first.goto(first.url.split("?")[0]) is not None
    assert first.locator(FREE.format(number=4)).input_value() == str(free + 2)


def test_two_clicks_a_retry_and_the_way_back_store_once(look: Look, filled: dict[str, str]) -> None:
    looked = look("Zorgaanbieder", NARROW)
    page = form(looked)
    free = int(page.locator(FREE.format(number=5)).input_value() or "0")
    typed(page, 5, str(free + 1))
    save(page)
    before = stored(filled)
    button = page.get_by_role("button", name="Bevestigen en opslaan")
    page.route("**/opgave", lambda route: route.abort("connectionreset"), times=1)
    button.click()
    page.wait_for_selector("text=Er is even geen verbinding")
    looked.expect("ERR_CONNECTION_RESET")
    button.dblclick()
    page.wait_for_selector(".saved")
    assert stored(filled) == before + 1
    page.go_back()
    page.wait_for_selector(".stated")
    assert page.locator(FREE.format(number=5)).input_value() == str(free + 1), "back shows what was told, not before it"
    assert page.get_by_text("Nog niets gewijzigd").is_visible()
    page.reload()
    assert stored(filled) == before + 1


def test_of_two_tabs_the_older_is_told(look: Look) -> None:
    looked = look("Zorgaanbieder")
    one = form(looked)
    other = one.context.new_page()
    other.goto(one.url)
    free = int(one.locator(FREE.format(number=6)).input_value() or "0")
    typed(one, 6, str(free + 1))
    save(one)
    confirm(one)
    one.wait_for_selector(".saved")
    typed(other, 6, str(free + 3))
    save(other)
    confirm(other)
    other.wait_for_selector("text=Iemand anders gaf intussen dit op")
    assert other.locator(FREE.format(number=6)).input_value() == str(free + 3)
    assert other.locator(".stated").nth(6).get_by_text(f"Plekken vrij nu: {free + 1}").is_visible()


def test_unchanged_is_two_taps_from_the_mail_as_it_is_shown(look: Look, filled: dict[str, str], address: str) -> None:
    page = form(look("Zorgaanbieder"))
    page.locator(".stated").nth(7).get_by_role("button", name="Ongewijzigd").click()  # from now on it has a source
    page.wait_for_selector(".saved")
    assert SOURCE == "opgave-09000002"
    command = [sys.executable, "-m", "bench.statement_taps", address, "--mail", "--at", ANCHOR.isoformat()]
    sent = subprocess.run(command, cwd=CHECKOUT, env=filled, capture_output=True, text=True, check=False)
    assert sent.returncode == 0, sent.stderr
    looked = look("Zorgaanbieder", NARROW)
    stranger = looked.page
    stranger.context.clear_cookies()
    stranger.set_content(sent.stdout)
    assert stranger.get_by_text("Do not forward this mail").is_visible(), "the same mail is in English too"
    assert faults(stranger) == []
    before = stored(filled)
    assert tap(unchanged(stranger)) == 2
    stranger.wait_for_selector("text=Dank u wel")
    assert stored(filled) == before + 1
    assert at_both_widths(stranger) == []
    stranger.set_content(sent.stdout)
    unchanged(stranger)[0].click()
    stranger.wait_for_selector("text=al gebruikt")
    looked.expect("410")
    assert stored(filled) == before + 1
