"""Own places as a file: downloaded, sent back as a delivery, with what was refused in the words of its sender."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from dashboard.statement import template_file
from data.world import capacity_csv as world
from data.world.lists import FOLDER
from etl import pipeline, worker
from etl.feed import all_feeds
from etl.feeds import capacity_csv
from sql.call import driver
from tests.conftest import Database
from tests.dashboard.visit import START, Browser
from tests.etl.capacity_file import csv_file
from tests.etl.capacity_file import rows as csv_rows

FILE = "/opgave/bestand"


def test_the_template_asks_every_criterion_there_is() -> None:
    with (FOLDER / "exclusion_criterion.csv").open(encoding="utf-8", newline="") as stream:
        codes = {row["criterion_code"] for row in csv.DictReader(stream)}
    assert set(capacity_csv.CRITERIA.values()) == codes
    assert template_file.CRITERIA == capacity_csv.CRITERIA == world.CRITERIA


@pytest.fixture
def provider(browser: Callable[[], Any], database: Database) -> Browser:  # noqa: ARG001 - is asked through the environment
    """The provider of the demo, with two locations that an operator's source counted this morning."""
    told = {
        "agb_onderneming": "09000002",
        "geteld_op": START.isoformat(timespec="minutes"),
        "agressie": "in overleg",
        "autisme": "geen belemmering",
        "verwijsroute": "huisarts|zelf",
        "contracten": "ACHMEA:ja|VGZ:plafond",
        "aanmeldstop": "ja",
        "stop_reden": "ceiling",
        "stop_verzekeraars": "VGZ",
        "op_afstand": "nee",
        "eerste_datum": "2026-12-03",
    }
    done = pipeline.run(all_feeds()["capacity_csv"], "capacity_csv", csv_file(csv_rows(2, **told)), "a.csv", at=START)
    assert done.outcome == "applied"
    one: Browser = browser().sign_in("provider")
    return one


def send(one: Browser, payload: bytes, name: str = "mijn-plekken.csv") -> Any:
    sent: dict[str, Any] = {"bestand": (io.BytesIO(payload), name)}  # a file is a field too
    return one.submit(FILE, sent)


def state(database: Database) -> list[tuple[Any, ...]]:
    query = "select source_code, free_count, blank_code from core.capacity_current order by offer_id"
    with database.engine().begin() as connection:
        return driver(connection).execute(query).fetchall()


def test_the_columns_and_words_are_those_of_the_feed() -> None:
    feed = capacity_csv.FEED
    assert set(template_file.HEADS) == {*feed.required, *feed.optional}
    assert template_file.CRITERIA == capacity_csv.CRITERIA


def test_what_is_downloaded_can_be_sent_back_and_changes_nothing_but_its_moment(
    provider: Browser, database: Database, clock: Any
) -> None:
    before = state(database)
    clock.forward(minutes=5)
    file = provider.get("/opgave/sjabloon.csv")
    assert (file.status_code, file.mimetype) == (200, "text/csv")
    assert file.get_data(as_text=True).count("\r\n") == 3
    answer = send(provider, file.data)
    assert answer.status_code == 303
    assert send(provider, file.data).headers["Location"] == answer.headers["Location"], "twice is once"
    assert "wordt binnen enkele seconden opgepakt" in provider.get(answer.headers["Location"]).text
    worker.round_(database.home)
    page = provider.get(answer.headers["Location"]).text
    assert "lezers zien het nu" in page
    assert "2 regels gelezen, 2 overgenomen, 0 afgekeurd" in page
    assert [row[1:] for row in state(database)] == [row[1:] for row in before]
    assert {row[0] for row in state(database)} == {"bestand-09000002"}
    again = provider.get("/opgave/sjabloon.csv")
    assert again.data == file.data, "nothing of an offer is lost on the way"


def test_the_workbook_says_the_same(provider: Browser) -> None:
    file = provider.get("/opgave/sjabloon.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(file.data)).worksheets[0]
    head, *rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert tuple(head) == template_file.HEADS
    found = dict(zip(head, rows[0], strict=True))
    assert (found["agb_vestiging"], found["vrij"], found["agressie"], found["autisme"]) == (
        "09000001", "3", "in overleg", "geen belemmering"
    )  # fmt: skip
    assert (found["contracten"], found["stop_verzekeraars"]) == ("achmea:ja|vgz:plafond", "vgz")


def test_a_refused_row_is_told_in_the_senders_own_words(provider: Browser, database: Database) -> None:
    text = provider.get("/opgave/sjabloon.csv").get_data(as_text=True).replace('"3";"8"', '"9";"8"', 1)
    location = send(provider, text.encode()).headers["Location"]
    worker.round_(database.home)
    page = provider.get(location).text
    assert "1 afgekeurd" in page
    assert "9 &gt; 8" in page
    assert "vrij</td>" in page
    (cell, value) = re.findall(r'name="(cel\.2\.vrij)" value="([^"]*)"', page)[0]
    assert value == "9", "what stands in the file"
    (receipt,) = re.findall(r"ontvangst=(\d+)", location)
    assert provider.submit(f"{FILE}/verbeter", {"ontvangst": "999999", cell: "1"}).status_code == 404
    again = provider.submit(f"{FILE}/verbeter", {"ontvangst": receipt, cell: "4"}).headers["Location"]
    worker.round_(database.home)
    after = provider.get(again).text
    assert ("0 afgekeurd" in after, "lezers zien het nu" in after) == (True, True)


def test_what_is_no_template_is_not_taken_in(provider: Browser, database: Database) -> None:
    for payload, name in ((b"", "a.csv"), (b"x", "a.exe")):
        assert send(provider, payload, name).status_code == 422
    assert provider.submit(FILE, {}).status_code == 422
    with database.engine().begin() as connection:
        assert driver(connection).execute("select count(*) from raw.receipt").fetchone() == (0,)


def test_a_file_of_somebody_else_is_not_shown(provider: Browser, browser: Callable[[], Any]) -> None:
    location = send(provider, b"een;twee\r\n1;2\r\n").headers["Location"]
    assert "a.csv" not in provider.get(location).text
    assert provider.get(f"{FILE}?ontvangst=999999").status_code == 404
    assert browser().sign_in("gp").get(location).status_code == 403
