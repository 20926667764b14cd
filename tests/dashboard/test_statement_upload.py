"""A file of places sent on the page: a workbook corrected in place as a CSV file is, a large file, and its bounds."""

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from dashboard.statement.file_page import MOST_BYTES
from etl import pipeline, progress, worker
from sql.call import driver
from tests.conftest import Database
from tests.dashboard.test_statement_file import FILE, provider, send
from tests.dashboard.visit import Browser
from tests.etl.capacity_file import csv_file, row

__all__ = ["provider"]
CORRECT = f"{FILE}/verbeter"
_EDGE = "a-line-between-parts"


def send_large(one: Browser, payload: bytes, name: str = "mijn-plekken.csv") -> TestResponse:
    """As `send`, with a body made here: the test client would leave a file open that it makes of a large one."""
    parts = [
        f'--{_EDGE}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{one.cookie("csrf")}\r\n',
        f'--{_EDGE}\r\nContent-Disposition: form-data; name="bestand"; filename="{name}"\r\n\r\n',
    ]
    body = "".join(parts).encode() + payload + f"\r\n--{_EDGE}--\r\n".encode()
    sent = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    kind = f"multipart/form-data; boundary={_EDGE}"
    return one.client.post(FILE, data=body, headers=sent, content_type=kind, environ_base={"REMOTE_ADDR": one.address})


def workbook(one: Browser, changes: dict[str, str]) -> bytes:
    """The template as a workbook, with other texts in some cells, as a spreadsheet program saves it."""
    book = openpyxl.load_workbook(io.BytesIO(one.get("/opgave/sjabloon.xlsx").data))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    for place, value in changes.items():
        line, column = place.split(".")
        sheet.cell(int(line), heads.index(column) + 1).value = value
    sheet.insert_rows(3)  # an empty row: what stands below it keeps its own number
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def lineage(database: Database) -> list[tuple[Any, ...]]:
    """Of each current count: its source, the line and file it is from, and the cells that say so."""
    query = """
        select d.source_code, c.line, d.file_name, d.state_code, r.delivery_id = d.delivery_id,
               (select jsonb_object_agg(x.column_name, x.cell) from functions.delivered_row(d.delivery_id, c.line) x
                 where x.column_name in ('agb_vestiging', 'vrij', 'totaal', 'criteria_grond')),
               c.free_count, c.total_count
          from core.capacity_current c
          join raw.delivery d on d.delivery_id = c.delivery_id
          left join raw.receipt r on r.delivery_id = d.delivery_id
         order by c.line
    """
    with database.engine().begin() as connection:
        return driver(connection).execute(query).fetchall()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_refused_row_is_corrected_in_place_whatever_the_file(
    provider: Browser, database: Database, ending: str
) -> None:
    if ending == "csv":
        text_of = provider.get("/opgave/sjabloon.csv").get_data(as_text=True).replace('"3";"8"', '"9";"8"', 1)
        head, first, second = text_of.removesuffix("\r\n").split("\r\n")
        payload = f"{head}\r\n{first}\r\n\r\n{second}\r\n".encode()
    else:
        payload = workbook(provider, {"2.vrij": "9", "3.criteria_grond": "in overleg"})
    location = send(provider, payload, f"mijn-plekken.{ending}").headers["Location"]
    worker.round_(database.home)
    page = provider.get(location).text
    assert ("1 afgekeurd" in page, "9 &gt; 8" in page) == (True, True)
    assert re.findall(r'name="(cel\.[^"]*)" value="([^"]*)"', page) == [("cel.2.vrij", "9")]
    (receipt,) = re.findall(r"ontvangst=(\d+)", location)
    again = provider.submit(CORRECT, {"ontvangst": receipt, "cel.2.vrij": "4"})
    worker.round_(database.home)
    after = provider.get(again.headers["Location"]).text
    assert ("0 afgekeurd" in after, "lezers zien het nu" in after) == (True, True)
    told = {"agb_vestiging": "09000001", "vrij": "4", "totaal": "8"}
    first, second = lineage(database)
    assert first[:5] == ("bestand-09000002", 2, "mijn-plekken.csv", "applied", True)
    assert {name: first[5][name] for name in told} == told
    assert first[6:] == (4, 8)
    assert (second[1], second[5]["agb_vestiging"], second[6]) == (4, "09000002", 3), "its own line, below the empty one"


def test_the_table_of_a_workbook_goes_with_its_bytes(provider: Browser, database: Database) -> None:
    location = send(provider, workbook(provider, {"2.vrij": "9"}), "a.xlsx").headers["Location"]
    worker.round_(database.home)
    assert "cel.2.vrij" in provider.get(location).text
    with database.engine().begin() as connection:
        connection.execute(text("delete from core.source_state"))
        connection.execute(text("select load.tidy_deliveries(now() + interval '9 years')"))
        assert connection.execute(text("select count(table_csv) from raw.receipt")).scalar_one() == 0
    assert "cel.2.vrij" not in provider.get(location).text
    (receipt,) = re.findall(r"ontvangst=(\d+)", location)
    assert provider.submit(CORRECT, {"ontvangst": receipt, "cel.2.vrij": "4"}).status_code == 404


def test_a_number_as_of_a_person_stands_nowhere_in_the_table_that_is_kept(
    provider: Browser, database: Database
) -> None:
    payload = workbook(provider, {"2.criteria_grond": "van 111222333"})
    location = send(provider, payload, "a.xlsx").headers["Location"]
    worker.round_(database.home)
    page = provider.get(location).text
    assert ("111222333" in page, "1 afgekeurd" in page) == (False, True)
    with database.engine().begin() as connection:
        kept = connection.execute(text("select table_csv from raw.receipt")).scalar_one()
    assert b"111222333" not in bytes(kept)


def test_a_large_file_tells_how_far_it_is_and_then_the_first_rows_and_all_of_them(
    provider: Browser, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {"agb_onderneming": "09000002", "leeftijd_van": "150"}
    lines = [row(**wrong, naam_vestiging=f"Praktijk {number}") for number in range(30_000)]
    payload = csv_file(lines)
    assert 2 << 20 < len(payload) < MOST_BYTES, "more than any form of ours"
    location = send_large(provider, payload).headers["Location"]
    waiting = provider.get(location).text
    assert ("data-follow" in waiting, "Kijk opnieuw hoe ver het is" in waiting) == (True, True)
    (receipt,) = re.findall(r"ontvangst=(\d+)", location)
    begun(database, int(receipt), monkeypatch)
    half = provider.get(location).text
    assert "20.000 van 30.000 regels gelezen" in half
    assert 'value="20000" max="90000"' in half
    worker.round_(database.home)
    page = provider.get(location).text
    assert "30.000 regels gelezen, 0 overgenomen" in page
    assert re.search(r"Hier staan de eerste \d+ van 30\.000 afgekeurde regels", page)
    assert "data-follow" not in page
    (address,) = re.findall(r'href="(/aanlevering/afgekeurd\.csv[^"]*)"', page)
    refused = provider.get(address).get_data(as_text=True)
    assert {line.split(";")[0] for line in refused.splitlines()[1:]} == {f'"{line}"' for line in range(2, 30_002)}
    assert "kloppen niet met elkaar" in refused


def begun(database: Database, receipt: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker takes a file up, tells how far it is, and is killed."""

    def killed(*_given: object, **_named: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "resume", killed)
        with pytest.raises(SystemExit):
            worker.round_(database.home)
    with database.engine().begin() as connection:
        delivery = connection.execute(
            text("select delivery_id from raw.receipt where receipt_id = :receipt"), {"receipt": receipt}
        ).scalar_one()
    progress.tell_of(delivery)("reading", 20_000, 30_000)


def test_only_this_address_takes_more_than_a_form(provider: Browser, browser: Callable[[], Any]) -> None:
    large = b"x" * (300 * 1024)
    assert send_large(provider, large, "a.exe").status_code == 422, "it was read, and is no template"
    assert send_large(provider, b"x" * (MOST_BYTES + 1)).status_code == 422
    assert send_large(provider, b"x" * (MOST_BYTES + (1 << 20)), "a.csv").status_code == 413
    assert provider.submit("/opgave", {"sleutel": large.decode()}).status_code == 413
    assert provider.submit(CORRECT, {"ontvangst": large.decode()}).status_code == 413
    stranger = browser()
    stranger.get("/aanmelden")
    assert send_large(stranger, large).status_code == 413, "who may not ask it sends no more than a form"
    assert send_large(browser().sign_in("gp"), large).status_code == 413


def test_files_are_sent_now_and_then(provider: Browser) -> None:
    answers = [send(provider, f"een;twee\r\n{number};2\r\n".encode()) for number in range(31)]
    assert {answer.status_code for answer in answers[:-1]} == {303}
    assert (answers[-1].status_code, answers[-1].headers["Retry-After"]) == (429, "20")
