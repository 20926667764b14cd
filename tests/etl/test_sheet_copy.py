"""The table of a workbook as CSV: read as the workbook was, row by row and line by line."""

import polars as pl

from etl import sheet_copy
from etl.sheet_copy import SheetCopy
from etl.text import table
from etl.text.table import Chunk, Ragged

NAMES = ("vrij", "naam;vestiging", "opmerking")


def chunk(*rows: tuple[int, str, str, str], ragged: list[Ragged] | None = None) -> Chunk:
    cells = [{"line": line, **dict(zip(NAMES, texts, strict=True))} for line, *texts in rows]
    schema = {**dict.fromkeys(NAMES, pl.String()), "line": pl.Int64()}
    return Chunk(pl.DataFrame(cells, schema=schema, orient="row"), ragged or [])


def test_it_is_read_as_the_workbook_was() -> None:
    copy = SheetCopy()
    first = chunk((2, "3", 'De "Linde"; noord', ""), (5, "", "Één", "twee\nregels"), ragged=[Ragged(3, "a;b;c;d")])
    second = chunk((9, "1", "x,y", "z"))
    assert list(copy.passing([first, second])) == [first, second]
    assert copy.payload is not None
    read = table.read_csv(copy.payload)
    (told,) = list(read.chunks)
    assert read.header == NAMES
    assert told.rows.select("line", *NAMES).rows() == [
        (2, "3", 'De "Linde"; noord', ""),
        (5, "", "Één", "twee regels"),
        (9, "1", "x,y", "z"),
    ]
    assert [row.line for row in told.ragged] == [3], "what did not fit still does not"


def test_nothing_and_too_much_are_no_file() -> None:
    assert SheetCopy().payload is None
    copy = SheetCopy()
    long = "x" * (sheet_copy.MAX_BYTES // 2)
    list(copy.passing([chunk((2, long, "", ""), (3, long, "", ""), (4, long, "", ""))]))
    assert copy.payload is None
