"""A file of places sent in a real browser: how much is sent, how far its loading is, and what became of it."""

import csv
import io
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page

from etl.feeds.capacity_csv import FEED
from tests.end_to_end.seen import NARROW, Look, at_both_widths, faults

pytestmark = pytest.mark.browser
ROWS = 30_000
COLUMNS = [*FEED.required, "diagnosegroep"]
# Every text that the place of how much is sent ever showed: it is gone before anybody could ask the page for it.
WATCH = """() => {
  window.shown = [];
  const place = document.querySelector("[data-sent]");
  const bar = place.querySelector("progress");
  new MutationObserver(() => window.shown.push([place.hidden, bar.value, place.textContent.trim()]))
    .observe(place, {attributes: true, childList: true, subtree: true});
}"""


def large(page: Page, folder: Path) -> Path:
    """The template with many rows, of which every one is refused, so that it changes nothing for others."""
    template = page.request.get(f"{page.url}/../sjabloon.csv").text().lstrip("\ufeff")
    head, first, *_others = csv.reader(io.StringIO(template), delimiter=";")
    place = {name: cell for name, cell in zip(head, first, strict=True) if name in COLUMNS}
    file = folder / "alle-plekken.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, delimiter=";")
        writer.writeheader()
        writer.writerows(place | {"diagnosegroep": "D99", "naam_vestiging": f"Praktijk {one}"} for one in range(ROWS))
    return file


@pytest.mark.usefixtures("worker")
def test_a_large_file_shows_how_far_it_is_until_it_says_what_became_of_it(
    look: Look, filled: dict[str, str], tmp_path: Path
) -> None:
    page = look("Zorgaanbieder", NARROW).at("/opgave/bestand")
    page.wait_for_selector("form[data-upload]")
    page.set_input_files("#bestand", large(page, tmp_path))
    page.evaluate(WATCH)
    with psycopg.connect(filled["DATABASE_URL"]) as connection:
        # Nobody can note a refusal now, so the load stands where all rows were read and none is judged.
        connection.execute("lock table core.refusal in exclusive mode")
        page.get_by_role("button", name="Versturen").click()
        page.wait_for_selector("#how-far >> text=30.000 van 30.000 regels gelezen, 0 gecontroleerd, 0 overgenomen")
        assert page.locator("#how-far progress").get_attribute("value") == "30000"
        assert faults(page) == []
        connection.rollback()
    shown = page.evaluate("window.shown")
    assert [one for one in shown if not one[0] and "MB verstuurd" in one[2]], shown
    assert max(one[1] for one in shown) == 1, "all of it was sent"
    page.wait_for_selector("#result table")
    assert page.locator("#result progress").count() == 0
    said = page.locator("#result .saved").inner_text()
    assert "30.000 regels gelezen, 0 overgenomen, 30.000 afgekeurd" in said
    assert "ontvangst=" in page.url
    assert faults(page) == []
    with page.expect_download() as saved:
        page.get_by_role("link", name="Alle afgekeurde regels als bestand").click()
    assert saved.value.path().read_text(encoding="utf-8-sig").count("\n") > ROWS
    assert at_both_widths(page) == []
    assert page.locator("#result input[name^='cel.']").count() > 0, "what is shown can be corrected"
