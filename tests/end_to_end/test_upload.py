"""A file of places sent in a real browser: how much is sent, how far its loading is, and what became of it."""

from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page

from tests.end_to_end.seen import NARROW, WIDE, Look, at_both_widths, faults
from tests.etl.capacity_file import csv_file, rows

pytestmark = pytest.mark.browser
ROWS = 30_000
# Every text that the place of how much is sent ever showed: it is gone before anybody could ask the page for it.
WATCH = """() => {
  window.shown = [];
  const place = document.querySelector("[data-sent]");
  new MutationObserver(() => window.shown.push([place.hidden, place.querySelector("progress").value, place.textContent.trim()]))
    .observe(place, {attributes: true, childList: true, subtree: true});
}"""


def large(tmp_path: Path) -> Path:
    """A file of which every row is refused, so that it changes nothing for others."""
    file = tmp_path / "alle-plekken.csv"
    file.write_bytes(csv_file(rows(12, agb_onderneming="09000002", leeftijd_van="150") * (ROWS // 12)))
    return file


def opened(page: Page, file: Path) -> None:
    page.wait_for_selector("form[data-upload]")
    page.set_input_files("#bestand", file)


@pytest.mark.usefixtures("worker")
def test_a_large_file_shows_how_far_it_is_until_it_says_what_became_of_it(
    look: Look, filled: dict[str, str], tmp_path: Path
) -> None:
    page = look("Zorgaanbieder", NARROW).at("/opgave/bestand")
    opened(page, large(tmp_path))
    page.evaluate(WATCH)
    kept = page.evaluate("() => { window.isOldPage = true; return window.shown }")
    assert kept == []
    with psycopg.connect(filled["DATABASE_URL"]) as connection:
        # While others look at it, nobody may begin to judge it: then the load stands where all rows were read.
        connection.execute("lock table core.refusal in access exclusive mode")
        page.evaluate("window.before = document.getElementById('content')")
        page.get_by_role("button", name="Versturen").click()
        page.wait_for_selector("#how-far")
        shown = page.evaluate("window.shown")
        connection.rollback()
    assert [one for one in shown if not one[0] and "MB verstuurd" in one[2]], shown
    assert max(one[1] for one in shown) == 1, "all of it was sent"
    page.wait_for_selector("#result table")
    assert page.locator("#result progress").count() == 0
    assert page.evaluate("window.isOldPage"), "the page was never loaded anew"
    said = page.locator("#result .saved").inner_text()
    assert "30.000 regels gelezen, 0 overgenomen, 30.000 afgekeurd" in said
    assert "ontvangst=" in page.url
    assert faults(page) == []
    with page.expect_download() as saved:
        page.get_by_role("link", name="Alle afgekeurde regels als bestand").click()
    assert saved.value.path().read_text(encoding="utf-8-sig").count("\n") > ROWS
    assert at_both_widths(page) == []
