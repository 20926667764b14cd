"""The page of a location, the origin of a figure and the map beside free places, in a real browser."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.end_to_end.seen import NARROW, WIDE, Look, at_both_widths, faults

pytestmark = pytest.mark.browser

MAP = "/vrije-plekken?klacht=wanen&postcode=3511&afstand=15&kaart=1"


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


@pytest.mark.parametrize(
    ("role", "language"),
    [("Huisarts", "nl"), ("Huisarts", "en"), ("Zorgverzekeraar", "nl"), ("Zorgaanbieder", "nl"), ("Coördinator", "nl")],
)
def test_a_location_is_accessible_and_fits(look: Look, location: str, role: str, language: str) -> None:
    page = look(role).at(f"{location}?taal={language}")
    assert page.evaluate("document.documentElement.lang") == language
    assert page.locator(".wait-chart").count() in {0, 2}
    assert at_both_widths(page) == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_figure_is_followed_to_its_line_by_keyboard(look: Look, location: str, width: int) -> None:
    page = look("Huisarts", width).at(location)
    page.locator("a.origin").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/herkomst?**")
    page.wait_for_selector("h1 >> text=Herkomst van een cijfer")
    assert page.title() == "Herkomst – Transferpunt"
    cells = page.locator(".plain-table tbody th").all_inner_texts()
    assert "vrij" in cells
    assert not {"totaal", "gereserveerd"} & set(cells)
    assert faults(page) == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_map_is_reached_by_keyboard_and_leads_to_a_location(look: Look, width: int) -> None:
    page = look("Huisarts", width).at(MAP)
    spots = page.locator(".place-map a")
    listed = {one.get_attribute("href") for one in page.locator(".offer a[href^='/vestiging/']").all()}
    assert {one.get_attribute("href") for one in spots.all()} <= listed
    assert spots.count() > 1
    for spot in spots.all():
        box = spot.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= (24 if width == WIDE else 14)
    assert faults(page) == []
    spots.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/vestiging/\d+$"))
    page.wait_for_selector(".contacts")


def test_the_list_stands_without_a_map_until_it_is_asked_for(look: Look) -> None:
    page = look("Huisarts").at(MAP.removesuffix("&kaart=1"))
    assert page.locator(".place-map").count() == 0
    page.get_by_role("link", name="Toon deze vestigingen op een kaart").click()
    page.wait_for_selector(".place-map")
    assert page.url.endswith("kaart=1#kaart")


def test_a_location_that_is_not_there_says_so(look: Look) -> None:
    looked = look("Huisarts")
    page = looked.at("/vestiging/999999")
    page.wait_for_selector("h1 >> text=Deze vestiging is hier niet bekend")
    assert page.locator("main .call-main, main details").count() > 0
    assert faults(page) == []
    looked.expect("status of 404")
