"""A provider states its places in a real browser, on a phone, with the worker that loads them: taps and seconds."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.end_to_end.conftest import CHECKOUT
from tests.end_to_end.seen import accessibility, fits

pytestmark = pytest.mark.browser

WIDE, NARROW = 1280, 360


# The pages' clock stands at the anchor of the samples, the worker's does not: its day's work would end their sessions.
WORKER = """
from pathlib import Path
from etl import log, maintenance, worker
log.set_up()
maintenance.daily = lambda home, done_on, at: done_on
worker.work(Path({home!r}))
"""


@pytest.fixture(scope="module")
def worker(filled: dict[str, str]) -> Iterator[None]:
    """The worker itself but for its day's work, from when it has started; it ends with this run."""
    program = WORKER.format(home=filled["TRANSFERPUNT_HOME"])
    command = ["setpriv", "--pdeathsig", "TERM", sys.executable, "-c", program]
    with subprocess.Popen(command, cwd=CHECKOUT, env=filled, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "started" in line:
                break
        yield
        process.send_signal(signal.SIGTERM)
        process.communicate()


@pytest.fixture
def opened(chromium: Browser, address: str, sign_in: Callable[[str], Any]) -> Iterator[Callable[..., Page]]:
    """opened(width): the form of the provider; afterwards nothing was wrong."""
    remarks: list[str] = []
    contexts = []

    def go(width: int = NARROW, language: str = "nl") -> Page:
        size: Any = {"width": width, "height": 740}
        context = chromium.new_context(viewport=size, locale="nl-NL", storage_state=sign_in("Zorgaanbieder"))
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: remarks.append(str(error)))
        page.goto(f"{address}/opgave?taal={language}")
        page.wait_for_selector(".stated")
        return page

    yield go
    for context in contexts:
        context.close()
    assert remarks == []


def look_over(page: Page, width: int, name: str) -> None:
    if folder := os.environ.get("TRANSFERPUNT_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"opgave-{name}-{width}.png"))
    page.evaluate("document.querySelectorAll('.stated:first-of-type details').forEach(one => { one.open = true })")
    if folder:
        page.screenshot(path=str(Path(folder) / f"opgave-{name}-{width}-open.png"))
    assert fits(page, width)
    assert list(accessibility(page)) == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_form_is_accessible_and_fits(opened: Callable[..., Page], width: int, language: str) -> None:
    page = opened(width, language)
    look_over(page, width, language)
    small = page.evaluate(
        "[...document.querySelectorAll('.stated button, .save-bar button, .stated input[type=number]')]"
        ".filter(one => one.offsetParent && one.getBoundingClientRect().height < 44).map(one => one.outerHTML)"
    )
    assert small == []


@pytest.mark.usefixtures("worker")
def test_one_number_is_told_in_few_taps_and_readers_see_it_at_once(opened: Callable[..., Page]) -> None:
    page = opened()
    line = page.locator(".stated").first
    before = int(line.locator("input[name$='.vrij']").input_value() or "0")
    taps = [
        line.get_by_role("button", name="Eén meer: Plekken vrij nu"),
        page.locator(".save-bar").get_by_role("button", name="Opslaan"),
        page.get_by_role("button", name="Bevestigen en opslaan"),
    ]
    for tap in taps:
        tap.click()
    page.wait_for_selector("text=lezers zien het nu")
    assert len(taps) <= 6
    look_over(page, NARROW, "opgeslagen")
    assert line.locator("input[name$='.vrij']").input_value() == str(before + 1)
    page.get_by_role("button", name="Ongedaan maken").click()
    page.wait_for_selector("text=Ongedaan gemaakt: lezers zien het nu")
    page.reload()
    assert line.locator("input[name$='.vrij']").input_value() == str(before)


def test_what_is_wrong_is_said_beside_it_and_all_goes_by_keyboard(opened: Callable[..., Page]) -> None:
    page = opened(WIDE)
    free = page.locator(".stated input[name$='.vrij']").first
    free.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("999")
    page.keyboard.press("Enter")
    page.wait_for_selector(".is-wrong")
    assert page.evaluate("document.activeElement.name").endswith(".vrij"), "the first that is wrong has the focus"
    assert free.input_value() == "999"
    look_over(page, WIDE, "fout")
    free.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    page.wait_for_selector(".summary")
    look_over(page, WIDE, "samenvatting")
    page.get_by_role("button", name="Terug naar het formulier").press("Enter")
    page.wait_for_selector(".stated")
    assert free.input_value() == "1"


def test_nothing_typed_is_lost_when_the_network_drops_or_the_session_ends(opened: Callable[..., Page]) -> None:
    page = opened()
    line = page.locator(".stated").nth(1)
    free, save = line.locator("input[name$='.vrij']"), page.locator(".save-bar").get_by_role("button", name="Opslaan")
    line.get_by_role("button", name="Eén meer: Plekken vrij nu").click()
    typed = free.input_value()
    page.context.set_offline(True)
    save.click()
    page.wait_for_selector("text=Er is even geen verbinding")
    page.context.set_offline(False)
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
