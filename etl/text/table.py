"""A delivered table as text: every cell a string, every row with the line on which it starts.

Nothing is typed here; what a cell means is the feed's business. A table is read in chunks, so that a large file
never stands in memory as Python objects. An error found at the end (a cut file) is raised after earlier chunks were
given out: the caller must hold them back until the last one came.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Literal, NamedTuple

import polars as pl

from etl.text import bsn, encoding, pieces

CHUNK_ROWS = 10_000
_BLOCK_ROWS = 2_000  # turned into columns at a time, while they are still in the processor's cache
MAX_BYTES = 256 << 20  # of a feed that says nothing else
MAX_COLUMNS = 1_000
MAX_CELL = 4 << 20  # characters; a longer cell is a quote that never closes
EXCERPT = 200

_SEPARATORS = (";", "\t", ",")
_QUOTED = re.compile(r'"[^"]*"')

TableCode = Literal[
    "empty_file", "html_page", "not_a_table", "no_rows", "cut_off", "unreadable_encoding", "too_large",
    "not_a_workbook", "workbook_too_large", "workbook_limit", "sheet_missing",
    "not_json", "json_limit", "not_this_form",
]  # fmt: skip


class TableError(ValueError):
    """The file as a whole cannot be read as a table.

    code: for the reader's sentence. detail: in English, for the log; never holds a cell.
    """

    permanent = True

    def __init__(self, code: TableCode, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class Ragged(NamedTuple):
    """A row that does not fit the header: the line on which it starts, and how it begins (BSN-like numbers masked)."""

    line: int
    excerpt: str


class Chunk(NamedTuple):
    """Some of a table's rows. rows: a String column per name of the header, and `line` (Int64), in order of line."""

    rows: pl.DataFrame
    ragged: list[Ragged]


@dataclass(frozen=True)
class Table:
    """A table being read. encoding and separator are None for a workbook; chunks can be walked once."""

    header: tuple[str, ...]
    encoding: str | None
    separator: str | None
    chunks: Iterator[Chunk]


def read_csv(
    payload: pieces.Source,
    *,
    declared_encoding: str | None = None,
    separator: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Table:
    """Read delimited text. What the feed declares of its dialect is believed, except against a byte order mark.

    Blank lines and rows of only empty cells are no rows. Cells are untouched; the header's names are stripped, and a
    column without a name is called `column_` and its place.

    Raises TableError: here for what the first rows show, and while the chunks are walked `cut_off`, when the last
    line has no newline and too few cells, or when a quote never closes.
    """
    if (size := pieces.size(payload)) > max_bytes:
        raise TableError("too_large", f"{size} bytes, at most {max_bytes}")
    codec, bom_length = _encoding(payload, declared_encoding)
    beginning = _Lines(payload, codec, bom_length)
    first_line = _first_line(beginning)
    beginning.let_go()
    separator = separator or _separator(first_line)
    csv.field_size_limit(MAX_CELL)  # of the whole process; nothing else here reads CSV by it
    lines = _Lines(payload, codec, bom_length)
    # Strict: text after a closing quote refuses that row instead of guessing where its cells end.
    reader = csv.reader(lines, delimiter=separator, strict=True)
    try:
        names = header(next(row for row in reader if row))
    except csv.Error as error:
        raise TableError("not_a_table", f"the header: {error}") from error
    return Table(names, codec, separator, started(_chunks(_blocks(reader, lines, names, separator))))


def header(cells: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns. Raises TableError `not_a_table`: fewer than two, too many, or one name twice."""
    names = tuple(cell.strip() or f"column_{place}" for place, cell in enumerate(cells, start=1))
    if not 2 <= len(names) <= MAX_COLUMNS:
        raise TableError("not_a_table", f"{len(names)} columns")
    if len({*names, "line"}) <= len(names):
        raise TableError("not_a_table", "a column name stands twice in the header, or is 'line'")
    return names


def chunk(names: tuple[str, ...], rows: list[list[str]], lines: list[int], ragged: list[Ragged]) -> Chunk:
    """Rows of equal width as columns."""
    columns: Iterable[Sequence[str]] = zip(*rows, strict=True) if rows else [() for _ in names]
    series = [pl.Series(name, column, dtype=pl.String) for name, column in zip(names, columns, strict=True)]
    return Chunk(pl.DataFrame([*series, pl.Series("line", lines, dtype=pl.Int64)]), ragged)


def ragged(line: int, text: str) -> Ragged:
    """A row that does not fit; masked before it is cut, so that no half of a number is left."""
    return Ragged(line, bsn.mask(text[: 2 * EXCERPT])[0][:EXCERPT])


def started(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """The same chunks, the first one already read. Raises TableError `no_rows` when there is none."""
    first = next(chunks, None)
    if first is None:
        raise TableError("no_rows", "there is nothing below the header")
    return chain((first,), chunks)


class _Lines:
    """The physical lines of a payload, decoded one by one; knows how many were read, and the last."""

    def __init__(self, payload: pieces.Source, codec: str, start: int) -> None:
        stream = pieces.as_file(payload)
        stream.seek(start)
        self._text = io.TextIOWrapper(stream, codec, newline="")
        self.read = 0
        self.last = ""

    def __iter__(self) -> Iterator[str]:
        for line in self._text:
            self.read += 1
            self.last = line
            yield line

    def let_go(self) -> None:
        """Leave the payload open for who reads it next."""
        self._text.detach()


def _encoding(payload: pieces.Source, declared: str | None) -> encoding.Encoding:
    try:
        return encoding.detect(payload, declared)
    except encoding.CutCharacterError as error:
        raise TableError("cut_off", "the last character is incomplete") from error
    except UnicodeDecodeError as error:
        raise TableError("unreadable_encoding", f"not all of it is {error.encoding}") from error
    except encoding.UnreadableEncodingError as error:
        raise TableError("unreadable_encoding", str(error)) from error


def _first_line(lines: _Lines) -> str:
    first = next((line for line in lines if line.strip()), None)
    if first is None:
        raise TableError("empty_file", "no line with anything in it")
    if first.lstrip().startswith("<"):
        raise TableError("html_page", "it starts as a web page or XML does")
    return first


def _separator(first_line: str) -> str:
    unquoted = _QUOTED.sub("", first_line)
    best = max(_SEPARATORS, key=unquoted.count)
    if best not in unquoted:
        raise TableError("not_a_table", "no comma, semicolon or tab in the first line")
    return best


def _chunks(blocks: Iterator[Chunk]) -> Iterator[Chunk]:
    while some := list(islice(blocks, CHUNK_ROWS // _BLOCK_ROWS)):
        yield Chunk(
            pl.concat([block.rows for block in some], rechunk=True), [row for block in some for row in block.ragged]
        )


def _blocks(reader: Iterator[list[str]], lines: _Lines, names: tuple[str, ...], separator: str) -> Iterator[Chunk]:
    width = len(names)
    rows: list[list[str]] = []
    starts: list[int] = []
    misfits: list[Ragged] = []
    row: list[str] = []
    while True:
        start = lines.read + 1
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            row = []
            misfits.append(_misread(error, start, lines.last))
        if len(row) == width and any(row):
            rows.append(row)
            starts.append(start)
        elif any(row):
            misfits.append(ragged(start, separator.join(row)))
        if len(rows) + len(misfits) >= _BLOCK_ROWS:
            yield chunk(names, rows, starts, misfits)
            rows, starts, misfits = [], [], []
    if len(row) < width and not lines.last.endswith(("\n", "\r")):
        raise TableError("cut_off", "the last line has too few cells and no end")
    if rows or misfits:
        yield chunk(names, rows, starts, misfits)


def _misread(error: csv.Error, start: int, last_line: str) -> Ragged:
    """The row after which reading goes on at the next line, unless a quote swallowed the rest of the file."""
    if "expected after" in str(error):
        return ragged(start, last_line)
    raise TableError("cut_off", f"a quote opened on line {start} or below never closes") from error
