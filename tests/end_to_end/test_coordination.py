"""The coordinator's work in a real browser: the region, calls, held deliveries, and the telephone by keyboard alone."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.end_to_end.conftest import CHECKOUT

pytestmark = pytest.mark.browser

WIDE, NARROW = 1280, 360
PAGES = (
    "/regio?regio=ZK07",
    "/regio/bellen",
    "/regio/telefonisch?zoek=polikliniek",
    "/regio/aangehouden",
    "/regio/witte-vlekken",
)


@pytest.fixture
def opened(chromium: Browser, address: str, sign_in: Callable[[str], Any]) -> Iterator[Callable[..., Page]]:
    """opened(path, width): a page of the coordinator; afterwards nothing was wrong."""
    remarks: list[str] = []
    contexts = []

    def go(path: str, width: int = WIDE) -> Page:
        size: Any = {"width": width, "height": 740}
        context = chromium.new_context(viewport=size, locale="nl-NL", storage_state=sign_in("Coördinator"))
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


def look_over(page: Page, width: int, name: str) -> None:
    if folder := os.environ.get("TRANSFERPUNT_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)
    for _unfolded in (False, True):
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "scrolls sideways"
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]] == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("path", PAGES)
def test_the_pages_of_the_coordinator_are_accessible_and_fit(
    opened: Callable[..., Page], path: str, width: int
) -> None:
    look_over(opened(path, width), width, path.partition("?")[0].strip("/").replace("/", "-"))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_what_is_heard_is_entered_by_keyboard_and_comes_to_be_shown(
    opened: Callable[..., Page], filled: dict[str, str], width: int
) -> None:
    page = opened("/regio/telefonisch?zoek=polikliniek", width)
    page.locator(".offers-found a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#gehoord-vrij")
    page.locator("#gehoord-vrij").focus()
    page.keyboard.type("veel")
    page.keyboard.press("Enter")
    page.wait_for_selector(".banner >> text=een heel getal")
    assert page.locator("#gehoord-vrij").input_value() == "veel", "what was typed stays"
    look_over(page, width, "telefonisch-fout")
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
    look_over(page, width, "telefonisch-klaar")
