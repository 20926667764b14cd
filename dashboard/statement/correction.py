"""Cells of a refused row, corrected in the CSV file they came in. Pure."""

import csv
import io
from collections.abc import Collection, Mapping
from typing import NamedTuple

_SIGNS = ";,\t|"
_BOM = "\ufeff"


class _Table(NamedTuple):
    sign: str
    lines: list[list[str]]
    heads: Mapping[str, int]


def told(payload: bytes, places: Collection[tuple[int, str]]) -> dict[tuple[int, str], str]:
    """(line, name of the column) -> the text there, of the cells that are there. The head is line 1."""
    table = _read(payload)
    found = {}
    for number, column in places:
        at = table.heads.get(column.lower())
        if at is not None and 1 < number <= len(table.lines):
            found[number, column] = next(iter(table.lines[number - 1][at : at + 1]), "")
    return found


def corrected(payload: bytes, cells: Mapping[tuple[int, str], str]) -> bytes:
    """The file with other texts in some cells, of those that are there.

    Line ends and quotes may change, which mean nothing.
    """
    table = _read(payload)
    for number, column in told(payload, cells):
        at, row = table.heads[column.lower()], table.lines[number - 1]
        row += [""] * (at + 1 - len(row))
        row[at] = cells[number, column]
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=table.sign, lineterminator="\r\n").writerows(table.lines)
    return (_BOM + written.getvalue()).encode()


def _read(payload: bytes) -> _Table:
    try:
        text = payload.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = payload.decode("cp1252", errors="replace")
    sign = max(_SIGNS, key=text.partition("\n")[0].count)
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    return _Table(sign, lines, {name.strip().lower(): at for at, name in enumerate(lines[0])} if lines else {})
