"""The page of a location, the origin of a figure and the map beside free places, in a real browser."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

WIDE, NARROW = 1280, 360
MAP = "/vrije-plekken?klacht=wanen&postcode=3511&afstand=15&kaart=1"


@pytest.fixture
def opened(chromium: Browser, address: str, sign_in: Callable[[str], Any]) -> Iterator[Callable[..., Page]]:
    """opened(path, width, role): a page; afterwards nothing was wrong and nothing was asked of another address."""
    remarks: list[str] = []
    contexts = []

    def go(path: str, width: int = WIDE, role: str = "Huisarts", language: str = "nl") -> Page:
        size: Any = {"width": width, "height": 740}
        context = chromium.new_context(viewport=size, locale="nl-NL", storage_state=sign_in(role))
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: remarks.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: remarks.append(str(error)))
        page.on(
            "request", lambda asked: None if asked.url.startswith((address, "data:")) else remarks.append(asked.url)
        )
        page.goto(f"{address}{path}{'&' if '?' in path else '?'}taal={language}")
        page.wait_for_selector("h1")
        return page

    yield go
    for context in contexts:
        context.close()
    assert remarks == []


@pytest.fixture(scope="module")
def location(chromium: Browser, address: str, sign_in: Callable[[str], Any]) -> str:
    """The address of the location that stands first in the list, as its [Details] say it."""
    context = chromium.new_context(locale="nl-NL", storage_state=sign_in("Huisarts"))
    page = context.new_page()
    page.goto(f"{address}{MAP}")
    found = page.locator(".offer a[href^='/vestiging/']").first.get_attribute("href")
    context.close()
    assert found is not None
    return found


def look_over(page: Page, width: int) -> None:
    for _unfolded in (False, True):
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "scrolls sideways"
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]] == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize(
    ("role", "language"),
    [("Huisarts", "nl"), ("Huisarts", "en"), ("Zorgverzekeraar", "nl"), ("Zorgaanbieder", "nl"), ("Coördinator", "nl")],
)
def test_a_location_is_accessible_and_fits(
    opened: Callable[..., Page], location: str, role: str, language: str, width: int
) -> None:
    page = opened(location, width, role, language)
    assert page.evaluate("document.documentElement.lang") == language
    assert page.locator(".wait-chart").count() in {0, 2}
    look_over(page, width)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_figure_is_followed_to_its_line_by_keyboard(opened: Callable[..., Page], location: str, width: int) -> None:
    page = opened(location, width)
    page.locator("a.origin").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/herkomst?**")
    page.wait_for_selector("h1 >> text=Herkomst van een cijfer")
    assert page.title() == "Herkomst – Transferpunt"
    cells = page.locator(".plain-table tbody th").all_inner_texts()
    assert "vrij" in cells
    assert not {"totaal", "gereserveerd"} & set(cells)
    look_over(page, width)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_map_is_reached_by_keyboard_and_leads_to_a_location(opened: Callable[..., Page], width: int) -> None:
    page = opened(MAP, width)
    spots = page.locator(".place-map a")
    listed = {one.get_attribute("href") for one in page.locator(".offer a[href^='/vestiging/']").all()}
    assert {one.get_attribute("href") for one in spots.all()} <= listed
    assert spots.count() > 1
    for spot in spots.all():
        box = spot.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= (24 if width == WIDE else 14)
    look_over(page, width)
    spots.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/vestiging/\d+$"))
    page.wait_for_selector(".contacts")


def test_the_list_stands_without_a_map_until_it_is_asked_for(opened: Callable[..., Page]) -> None:
    page = opened(MAP.removesuffix("&kaart=1"))
    assert page.locator(".place-map").count() == 0
    page.get_by_role("link", name="Toon deze vestigingen op een kaart").click()
    page.wait_for_selector(".place-map")
    assert page.url.endswith("kaart=1#kaart")


def test_a_location_that_is_not_there_says_so(chromium: Browser, address: str, sign_in: Callable[[str], Any]) -> None:
    context = chromium.new_context(locale="nl-NL", storage_state=sign_in("Huisarts"))
    page = context.new_page()
    answer = page.goto(f"{address}/vestiging/999999")
    assert answer is not None
    assert answer.status == 404
    page.wait_for_selector("h1 >> text=Deze vestiging is hier niet bekend")
    assert page.locator("main .call-main, main details").count() > 0
    look_over(page, WIDE)
    context.close()
