"""The page of deliveries in a real browser: wide and narrow, for each who looks after it; a decision by keyboard."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.conftest import CHECKOUT
from tests.end_to_end.seen import Look, at_both_widths, faults
from tests.end_to_end.served import ANCHOR
from tests.etl.capacity_file import csv_file, rows

pytestmark = pytest.mark.browser

SOURCE = "capacity_csv"


@pytest.fixture(scope="module")
def held(filled: dict[str, str]) -> None:
    """A delivery that names almost nothing of what the one before it did: it waits for a person."""
    file = Path(filled["TRANSFERPUNT_HOME"]) / "half.csv"
    file.write_bytes(csv_file(rows(5)))
    command = [sys.executable, "-m", "etl", "run", SOURCE, "--file", str(file), "--as-of", ANCHOR.isoformat()]
    done = subprocess.run(command, cwd=CHECKOUT, env=filled, capture_output=True, text=True, check=False)
    assert "held" in done.stdout, done.stdout + done.stderr


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("role", ["Beheerder", "Coördinator", "Zorgaanbieder", "Auditor"])
def test_the_page_is_accessible_and_fits_the_screen(look: Look, role: str) -> None:
    page = look(role).at("/aanlevering")
    assert page.get_by_role("heading", level=1).inner_text() == "Aanleveringen"
    assert at_both_widths(page) == []
    if role in {"Beheerder", "Auditor"}:
        page.goto(page.url + f"?bron={SOURCE}")
        page.get_by_role("heading", name="Geschiedenis").wait_for()
        assert at_both_widths(page) == []


@pytest.mark.usefixtures("held")
def test_a_held_delivery_is_refused_by_keyboard_alone(look: Look) -> None:
    page = look("Beheerder").at("/aanlevering")
    page.get_by_role("heading", name="Aangehouden aanleveringen").wait_for()
    work = page.locator(".work").last
    work.get_by_label("Besluit").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("gebeld: bestand was half")
    page.keyboard.press("Enter")
    page.get_by_text("Afgewezen. Wat er eerst stond, staat er weer.").wait_for()
    assert page.locator(".work").filter(has_text="half.csv").count() == 0, "nobody has to decide on it again"
    assert faults(page) == []
