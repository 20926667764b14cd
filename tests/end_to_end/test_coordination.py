"""The coordinator's work in a real browser: the region, calls, held deliveries, and the telephone by keyboard alone."""

import subprocess
import sys

import pytest

from tests.end_to_end.conftest import CHECKOUT
from tests.end_to_end.seen import NARROW, WIDE, Look, at_both_widths, faults

pytestmark = pytest.mark.browser

PAGES = (
    "/regio?regio=ZK07",
    "/regio/bellen",
    "/regio/telefonisch?zoek=polikliniek",
    "/regio/aangehouden",
    "/regio/witte-vlekken",
)


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_of_the_coordinator_are_accessible_and_fit(look: Look, path: str) -> None:
    page = look().at(path)
    assert page.get_by_role("heading", level=1).count() == 1
    assert at_both_widths(page) == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_what_is_heard_is_entered_by_keyboard_and_comes_to_be_shown(
    look: Look, filled: dict[str, str], width: int
) -> None:
    page = look(width=width).at("/regio/telefonisch?zoek=polikliniek")
    page.locator(".offers-found a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#gehoord-vrij")
    page.locator("#gehoord-vrij").focus()
    page.keyboard.type("veel")
    page.keyboard.press("Enter")
    page.wait_for_selector(".banner >> text=een heel getal")
    assert page.locator("#gehoord-vrij").input_value() == "veel", "what was typed stays"
    assert faults(page) == []
    page.locator("#gehoord-vrij").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("3" if width == WIDE else "4")  # the clock stands still: the same would be the same delivery
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "gehoord-eerste"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".banner >> text=Opgeslagen")
    assert "wordt binnen enkele seconden opgepakt" in page.locator("main").inner_text()
    load = "from pathlib import Path; from etl import worker; worker.round_(Path({!r}))"
    command = [sys.executable, "-c", load.format(filled["TRANSFERPUNT_HOME"])]
    subprocess.run(command, cwd=CHECKOUT, env=filled, check=True)
    page.reload()
    page.wait_for_selector("text=staat in de lijst")
    assert faults(page) == []
