"""The page of deliveries in a real browser: wide and narrow, for each who looks after it; a decision by keyboard."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.end_to_end.conftest import CHECKOUT
from tests.end_to_end.served import ANCHOR
from tests.etl.capacity_file import csv_file, rows

pytestmark = pytest.mark.browser

WIDE, NARROW = 1280, 360
SOURCE = "capacity_csv"


@pytest.fixture
def opened(chromium: Browser, address: str, sign_in: Callable[[str], Any]) -> Iterator[Callable[..., Page]]:
    """opened(path, width, role): a page; afterwards nothing was wrong on the console."""
    remarks: list[str] = []
    contexts = []

    def go(path: str, width: int, role: str) -> Page:
        size: Any = {"width": width, "height": 740}
        context = chromium.new_context(viewport=size, locale="nl-NL", storage_state=sign_in(role))
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


@pytest.fixture(scope="module")
def held(filled: dict[str, str]) -> None:
    """A delivery that names almost nothing of what the one before it did: it waits for a person."""
    file = Path(filled["TRANSFERPUNT_HOME"]) / "half.csv"
    file.write_bytes(csv_file(rows(5)))
    command = [sys.executable, "-m", "etl", "run", SOURCE, "--file", str(file), "--as-of", ANCHOR.isoformat()]
    done = subprocess.run(command, cwd=CHECKOUT, env=filled, capture_output=True, text=True, check=False)
    assert "held" in done.stdout, done.stdout + done.stderr


def look_over(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "scrolls sideways"
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]] == []


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("role", ["Beheerder", "Coördinator", "Zorgaanbieder", "Auditor"])
def test_the_page_is_accessible_and_fits_the_screen(opened: Callable[..., Page], role: str, width: int) -> None:
    page = opened("/aanlevering", width, role)
    assert page.get_by_role("heading", level=1).inner_text() == "Aanleveringen"
    look_over(page, width)
    if role in {"Beheerder", "Auditor"}:
        page.goto(page.url + f"?bron={SOURCE}")
        page.get_by_role("heading", name="Geschiedenis").wait_for()
        look_over(page, width)


@pytest.mark.usefixtures("held")
def test_a_held_delivery_is_refused_by_keyboard_alone(opened: Callable[..., Page]) -> None:
    page = opened("/aanlevering", WIDE, "Beheerder")
    page.get_by_role("heading", name="Aangehouden aanleveringen").wait_for()
    work = page.locator(".work").last
    work.get_by_label("Besluit").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("gebeld: bestand was half")
    page.keyboard.press("Enter")
    page.get_by_text("Afgewezen. Wat er eerst stond, staat er weer.").wait_for()
    look_over(page, WIDE)
