"""Cells of a refused row, corrected in the CSV file they came in. Pure."""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

_SIGNS = (";", "\t", ",", "|")
_QUOTED = re.compile(r'"[^"]*"')
_BOM = "\ufeff"


class _Table(NamedTuple):
    """lines: (line of the file on which it starts, cells), walked once."""

    sign: str
    lines: Iterator[tuple[int, list[str]]]


def told(payload: bytes, places: Collection[tuple[int, str]]) -> dict[tuple[int, str], str]:
    """(line, name of the column) -> the text there, of the cells that are there. The head is line 1."""
    wanted: dict[int, list[str]] = {}
    for number, column in places:
        wanted.setdefault(number, []).append(column)
    table, found = _read(payload), {}
    heads = _heads(table)
    for number, row in table.lines:
        if number > max(wanted, default=0):
            break  # the rest of a large file tells nothing
        for column in wanted.get(number, []):
            at = heads.get(column.lower())
            if at is not None and row:
                found[number, column] = next(iter(row[at : at + 1]), "")
    return found


def corrected(payload: bytes, cells: Mapping[tuple[int, str], str]) -> bytes:
    """The file with other texts in some cells, of those that are there.

    Line ends and quotes may change, which mean nothing.
    """
    table, written = _read(payload), io.StringIO(newline="")
    writer = csv.writer(written, delimiter=table.sign, lineterminator="\r\n")
    heads = _heads(table, writer.writerow)
    wanted: dict[int, dict[int, str]] = {}
    for (number, column), text in cells.items():
        if column.lower() in heads:
            wanted.setdefault(number, {})[heads[column.lower()]] = text
    for number, row in table.lines:
        changed = wanted.get(number, {}) if row else {}
        length = max(len(row), *(at + 1 for at in changed), 0)
        filled = [*row, *[""] * (length - len(row))]
        writer.writerow([changed.get(at, cell) for at, cell in enumerate(filled)])
    return (_BOM + written.getvalue()).encode()


def _heads(table: _Table, see: Callable[[list[str]], object] = list) -> Mapping[str, int]:
    """Takes the head off: name of a column -> its place. see: is shown the head as it stands."""
    _number, head = next(table.lines, (1, []))
    if head:
        see(head)
    return {name.strip().lower(): at for at, name in enumerate(head)}


def _read(payload: bytes) -> _Table:
    try:
        text = payload.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = payload.decode("cp1252", errors="replace")
    sign = max(_SIGNS, key=_QUOTED.sub("", text.partition("\n")[0]).count)
    return _Table(sign, _numbered(text, sign))


def _numbered(text: str, sign: str) -> Iterator[tuple[int, list[str]]]:
    """A cell can hold a line end, so the next row does not always start on the next line."""
    reader, start = csv.reader(io.StringIO(text, newline=""), delimiter=sign), 1
    for row in reader:
        yield start, row
        start = reader.line_num + 1
