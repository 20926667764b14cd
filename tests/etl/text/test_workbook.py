"""Workbooks are read in a process of their own: rightly, and without harm when they are hostile."""

import resource
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook

from etl.text import workbook_child
from etl.text.archive import ArchiveLimits
from etl.text.table import CHUNK_ROWS, Table, TableError
from etl.text.workbook import Limits, read_workbook
from etl.text.workbook_child import as_text
from tests.etl.text.workbooks import SHEET, changed, saved, workbook

_moment = datetime.fromisoformat  # a cell has no zone
PLAIN = workbook([["a", "b"], [1, 2], [3, 4]])
BOMB_ROWS = 2_500_000
DEFAULT = Limits()


def _rows(table: Table) -> list[tuple[object, ...]]:
    return [row for chunk in table.chunks for row in chunk.rows.rows()]


def _refusal(payload: bytes, limits: Limits = DEFAULT, sheet: str | None = None, required: tuple[str, ...] = ()) -> str:
    with pytest.raises(TableError) as refused:
        list(read_workbook(payload, sheet=sheet, required=required, limits=limits).chunks)
    return refused.value.code


def _children_cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), ("", ""), (" 06290832 ", " 06290832 "), (0, "0"), (6290832, "6290832"), (3.0, "3"), (2.5, "2.5"),
        (-0.25, "-0.25"), (1e20, "1e+20"), (True, "true"), (False, "false"), (date(2018, 4, 1), "2018-04-01"),
        (_moment("2018-04-01"), "2018-04-01"), (_moment("2018-04-01T07:10"), "2018-04-01T07:10:00"),
        (time(7, 10), "07:10:00"),
    ],
)  # fmt: skip
def test_cell_becomes_text(value: object, text: str) -> None:
    assert as_text(value) == text


def test_sheet_is_read_as_text_with_its_row_numbers() -> None:
    payload = workbook(
        [
            [" naam ", "wachttijd", None, "op", "stop"],
            ["Zorg één €", 2.5, None, _moment("2018-04-01"), True],
            [],
            [None, None, None, None, None],
            ["regel\nomloop", 3, "x", date(2018, 2, 1), False],
        ]
    )
    table = read_workbook(payload)
    assert (table.header, table.encoding, table.separator) == (
        ("naam", "wachttijd", "column_3", "op", "stop"),
        None,
        None,
    )
    (chunk,) = table.chunks
    assert chunk.rows.schema == {**dict.fromkeys(table.header, pl.String), "line": pl.Int64}
    assert chunk.rows.rows() == [
        ("Zorg één €", "2.5", "", "2018-04-01", "true", 2),
        ("regel\nomloop", "3", "x", "2018-02-01", "false", 5),
    ]
    assert chunk.ragged == []


def test_row_wider_than_the_header_stands_apart() -> None:
    (chunk,) = read_workbook(workbook([["a", "b"], [1, 2, "bsn 123456782"], [3, 4]])).chunks
    assert chunk.rows.rows() == [("3", "4", 3)]
    assert chunk.ragged == [(2, "1;2;bsn *********")]


def test_formula_gives_the_value_it_was_saved_with() -> None:
    payload = changed(PLAIN, SHEET, lambda xml: xml.replace(b"<v>2</v>", b"<f>1+1</f><v>2</v>"))
    assert _rows(read_workbook(payload)) == [("1", "2", 2), ("3", "4", 3)]


def test_sheet_is_chosen_by_name_or_by_its_headers() -> None:
    book = Workbook()
    book.active.append(["uitleg", "niets"])
    book.create_sheet("Data").append(["a", "b"])
    book["Data"].append([1, 2])
    payload = saved(book)
    assert _rows(read_workbook(payload, sheet="Data")) == [("1", "2", 2)]
    assert _rows(read_workbook(payload, required=("b",))) == [("1", "2", 2)]
    assert _refusal(payload, sheet="data") == "sheet_missing"
    assert _refusal(payload, required=("a", "c")) == "sheet_missing"
    assert _refusal(payload) == "no_rows"


def test_many_rows_come_in_chunks() -> None:
    table = read_workbook(workbook([["a", "b"], *([n, "x"] for n in range(CHUNK_ROWS + 1))]))
    heights = [chunk.rows.height for chunk in table.chunks]
    assert heights == [CHUNK_ROWS, 1]


def test_declared_size_of_a_sheet_is_not_believed() -> None:
    """As NZa's workbook of 2018: a million rows declared, few filled; and one row far below is not lost."""

    def change(xml: bytes) -> bytes:
        far = b'<row r="1046188"><c r="A1046188"><v>5</v></c></row></sheetData>'
        return xml.replace(b"<sheetData>", b'<dimension ref="A1:AZ1046188"/><sheetData>').replace(b"</sheetData>", far)

    assert _rows(read_workbook(changed(PLAIN, SHEET, change))) == [("1", "2", 2), ("3", "4", 3), ("5", "", 1046188)]


def test_single_far_cell_is_refused_at_once() -> None:
    book = Workbook()
    book.active["XFD1048576"] = 1
    before = _children_cpu_seconds()
    assert _refusal(saved(book)) == "not_a_table"
    assert _children_cpu_seconds() - before < 5


def test_far_cell_below_a_table_is_one_bad_row() -> None:
    book = Workbook()
    book.active.append(["a", "b"])
    book.active.append([1, 2])
    book.active["XFD1048576"] = "ver"
    before = _children_cpu_seconds()
    (chunk,) = read_workbook(saved(book)).chunks
    assert _children_cpu_seconds() - before < 10
    assert chunk.rows.rows() == [("1", "2", 2)]
    assert chunk.ragged == [(1048576, "ver")]


def _with_empty_rows(count: int) -> bytes:
    return changed(PLAIN, SHEET, lambda xml: xml.replace(b"</sheetData>", b"<row/>" * count + b"</sheetData>"))


def test_bomb_is_refused_before_it_is_unpacked() -> None:
    before = _children_cpu_seconds()
    assert _refusal(_with_empty_rows(BOMB_ROWS)) == "workbook_too_large"
    assert _children_cpu_seconds() == before  # no child was started


def test_bomb_that_passes_the_first_check_dies_alone() -> None:
    """As dense as it likes, so that the limits of the child are what stops it; this process feels nothing."""
    dense = ArchiveLimits(max_ratio=100_000)
    payload = _with_empty_rows(BOMB_ROWS)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert _refusal(payload, Limits(archive=dense, memory_bytes=128 << 20)) == "workbook_limit"
    assert _refusal(payload, Limits(archive=dense, cpu_seconds=1)) == "workbook_limit"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - own < 64 << 10  # kilobytes


@pytest.mark.parametrize(
    "limits",
    [Limits(wall_seconds=0.001), Limits(filled_cells=5), Limits(output_characters=20)],
)
def test_every_limit_refuses_with_its_code(limits: Limits) -> None:
    assert _refusal(PLAIN, limits) == "workbook_limit"


def test_limits_count_what_is_filled() -> None:
    assert len(_rows(read_workbook(PLAIN, limits=Limits(filled_cells=6)))) == 2


def _doctype(xml: bytes) -> bytes:
    return b'<?xml version="1.0"?>\n<!DOCTYPE worksheet [<!ENTITY a "1">]>\n' + xml.partition(b"?>")[2]


def _utf16_doctype(_: bytes) -> bytes:
    return '\ufeff<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16-le")


@pytest.mark.parametrize(
    ("part", "change"),
    [
        (SHEET, _doctype),
        ("xl/workbook.xml", _doctype),
        ("xl/styles.xml", _utf16_doctype),
        ("xl/vbaProject.bin", lambda _: b"macro"),
        ("xl/macrosheets/sheet1.xml", lambda xml: xml),
        ("[Content_Types].xml", lambda xml: xml.replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")),
        (SHEET, lambda xml: xml[:-30]),
        (SHEET, lambda _: b"geen xml"),
        ("xl/workbook.xml", lambda _: b"<workbook/>"),
        (SHEET, lambda xml: xml.replace(b"<v>4</v>", b"<v>vier</v>")),
        (SHEET, lambda xml: xml.replace(b'<row r="3"', b'<row r="2"')),
        (SHEET, lambda xml: xml.replace(b'<row r="3"', b'<row spans="1:2" r="1048577"')),
        (SHEET, lambda xml: xml.replace(b'<row r="3"', b'<row r="999999999999"')),
    ],
)
def test_macros_document_types_and_broken_parts_are_refused(part: str, change: Callable[[bytes], bytes]) -> None:
    assert _refusal(changed(PLAIN, part, change)) in ("not_a_workbook", "sheet_missing")


def test_order_of_rows_is_seen_over_the_whole_of_a_large_part() -> None:
    payload = workbook([["a", "b"], *([n, f"tekst {n} " * 20] for n in range(8_000))])
    assert len(_rows(read_workbook(payload))) == 8_000
    assert (
        _refusal(changed(payload, SHEET, lambda xml: xml.replace(b'<row r="7999"', b'<row r="7997"')))
        == "not_a_workbook"
    )


def test_document_type_is_named_as_the_reason() -> None:
    with pytest.raises(TableError, match="document type"):
        read_workbook(changed(PLAIN, SHEET, _doctype))


def test_message_of_a_broken_workbook_holds_no_cell() -> None:
    payload = changed(PLAIN, SHEET, lambda xml: xml.replace(b"<v>4</v>", b"<v>geheim</v>"))
    with pytest.raises(TableError) as refused:
        read_workbook(payload)
    assert (refused.value.code, refused.value.detail) == ("not_a_workbook", "ValueError")


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["a", "b"]], "no_rows"),
        ([["a", "a"], [1, 2]], "not_a_table"),
        ([["a"], [1]], "not_a_table"),
        ([[], ["a", "b"], [1, 2]], "not_a_table"),
        ([], "not_a_table"),
    ],
)
def test_sheet_that_is_no_table_is_refused(rows: list[list[object]], code: str) -> None:
    assert _refusal(workbook(rows)) == code


def test_child_imports_nothing_of_this_folder() -> None:
    """numbers.py and codes.py stand beside it, and must not take the place of those of Python."""
    answer = subprocess.run(
        [sys.executable, "-I", str(Path(workbook_child.__file__)), "{}"], input=b"", capture_output=True, check=False
    )
    assert answer.stderr.strip().endswith(b"KeyError: 'memory_bytes'")
