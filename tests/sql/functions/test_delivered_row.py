"""The cells of one line, read again from the bytes that were kept: as Python's reader reads them, whatever the form."""

import io
import zipfile
from typing import Any

import pytest
from sqlalchemy import Connection

from etl.text.table import read_csv
from sql.call import rows
from tests import factories as make

HEADER = "naam,vrij,criteria_grond\n"


def kept(connection: Connection, payload: bytes, **overrides: Any) -> int:
    """A delivery of these bytes, in pieces of seven so that characters and lines are cut."""
    delivery = make.delivery(connection, **overrides)
    for number, start in enumerate(range(0, len(payload), 7)):
        piece = {"chunk_number": number, "payload": payload[start : start + 7]}
        make.insert(connection, "raw.delivery_chunk", delivery_id=delivery, **piece)
    return delivery


def cells(connection: Connection, delivery: int, line: int) -> dict[str, str]:
    found = rows(connection, "functions.delivered_row", delivery=delivery, line=line)
    assert [row["place"] for row in found] == list(range(1, len(found) + 1))
    return {row["column_name"]: row["cell"] for row in found}


@pytest.mark.parametrize(
    "payload",
    [
        b"naam;vrij;grond\nLinde;3;geen\nBerk;;'\n",
        b"\xef\xbb\xbfnaam;vrij\r\nLinde;3\r\nBerk;4\r\n",
        b"naam\tvrij,of niet\tgrond\nLinde\t1\t2,5\n",
        b'naam,vrij,grond\n"Linde, en ""Berk""",3,"a;b"\n"",0,""\n',
        b'\n\nnaam,"vrij, nu",grond\n"twee\nregels",3,x\nBerk,4,y\n',
        "naam,vrij\nPatiënt é,3\n".encode(),
        "naam,vrij\nPatiënt – €,3\n".encode("cp1252"),
        b"naam,vrij\nL\x81nde,3\n",
        b"naam,vrij\rLinde,3\rBerk,4",
        b"naam,,vrij\nLinde,x,3\n",
    ],
)
def test_a_line_reads_as_the_loader_read_it(connection: Connection, payload: bytes) -> None:
    delivery = kept(connection, payload)
    read = [row for chunk in read_csv(payload).chunks for row in chunk.rows.to_dicts()]
    assert read
    for row in read:
        line = row.pop("line")
        told = {name: cell.replace("\r\n", "\n") for name, cell in row.items()}
        assert cells(connection, delivery, line) == told


def test_what_is_no_text_or_no_line_has_no_cells(connection: Connection) -> None:
    workbook = io.BytesIO()
    with zipfile.ZipFile(workbook, "w") as archive:
        archive.writestr("xl/workbook.xml", "x")
    for payload in (workbook.getvalue(), "naam,vrij\nLinde,3\n".encode("utf-16")):
        assert cells(connection, kept(connection, payload), 2) == {}
    delivery = kept(connection, b"naam,vrij\nLinde,3\n")
    for line in (0, -1, 4, 10**9):
        assert cells(connection, delivery, line) == {}
    assert cells(connection, make.delivery(connection), 2) == {}


def test_a_replay_reads_the_bytes_it_replays(connection: Connection) -> None:
    first = kept(connection, b"naam,vrij\nLinde,3\n")
    again = make.delivery(connection, replay_of=first)
    assert cells(connection, again, 2) == {"naam": "Linde", "vrij": "3"}


def test_places_never_tell_total_or_reserved_and_waits_no_counts(connection: Connection) -> None:
    payload = b"zorgpad,vrij,totaal,gereserveerd,stop_verzekeraars,naam_aanbieder\nAMB,3,8191,77,cz,Linde\n"
    delivery = kept(connection, payload)

    def told(feed: str, kind: str) -> set[str]:
        (row,) = rows(connection, "functions.lineage_cells", feed=feed, kind=kind, delivery=delivery, line=2)
        return {one["column"] for one in row["lineage_cells"]}

    assert told("capacity_csv", "places") == {"zorgpad", "vrij"}
    assert told("capacity_csv", "exclusion") == {"zorgpad"}
    assert told("capacity_csv", "closure") == {"zorgpad", "stop_verzekeraars"}
    assert told("capacity_csv", "own") == set(payload.decode().splitlines()[0].split(","))
    assert told("another_feed", "places") == set()
    waits = kept(connection, b"peildatum;aanmeld_weken;wachtend_intake;stop_verzekeraars\n2026-08-01;4;7;cz\n")
    (row,) = rows(connection, "functions.lineage_cells", feed="waiting_times_csv", kind="wait", delivery=waits, line=2)
    assert [one["column"] for one in row["lineage_cells"]] == ["peildatum", "aanmeld_weken"]
