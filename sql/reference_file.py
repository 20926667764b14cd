"""Reads one file of a reference list: UTF-8, comma, a header of column names, an empty cell for null."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class ReferenceList:
    """One reference table as the database describes it."""

    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]
    required: frozenset[str]
    key: tuple[str, ...]
    parents: frozenset[str]


@dataclass(frozen=True)
class ReferenceFile:
    """One file as read: (line, cells in the order of `columns`) for each sound row, and a sentence for each mistake."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str | None, ...]], ...]
    problems: tuple[str, ...]


def read(path: Path, table: ReferenceList) -> ReferenceFile:
    """Reads the file for the table. A mistake is told, not raised: it costs the row, in header or encoding the file."""
    problems: list[str] = []
    rows: list[tuple[int, tuple[str | None, ...]]] = []
    header: list[str] = []
    line_of_key: dict[tuple[str | None, ...], int] = {}
    dates = {name for name, kind in zip(table.columns, table.types, strict=True) if kind == "date"}
    try:
        lines = _numbered(path)
        header = next(lines, (1, []))[1]
        if wrong := _header_problems(header, table):
            return ReferenceFile(path.name, (), (), tuple(f"{path.name}:1: {problem}" for problem in wrong))
        for line, cells in lines:
            if len(cells) != len(header):
                problems.append(f"{path.name}:{line}: {len(cells)} cells where the header has {len(header)}")
                continue
            row = dict(zip(header, (cell.strip() or None for cell in cells), strict=True))
            wrong = [f"{name} may not be empty" for name in header if name in table.required and row[name] is None]
            wrong += [
                f"{name} is no date like 2026-01-31"
                for name in header
                if name in dates and not _ISO_DATE.fullmatch(row[name] or "2026-01-31")
            ]
            first = line_of_key.setdefault(tuple(row[name] for name in table.key), line)
            if first != line:
                wrong.append(f"the same key stands on line {first}")
            if wrong:
                problems += [f"{path.name}:{line}: {problem}" for problem in wrong]
            else:
                rows.append((line, tuple(row.values())))
    except (UnicodeDecodeError, csv.Error) as error:
        problems.append(f"{path.name}: is no CSV file in UTF-8 ({error})")
    return ReferenceFile(path.name, tuple(header), tuple(rows), tuple(problems))


def _header_problems(header: list[str], table: ReferenceList) -> list[str]:
    return [
        *(f"column {name!r} is not known" for name in header if name not in table.columns),
        *(f"column {name} is missing" for name in sorted(table.required.difference(header))),
        *(f"column {name} stands twice" for name in sorted({name for name in header if header.count(name) > 1})),
    ]


def _numbered(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yields (line on which the row begins, cells), without empty lines. A byte order mark is taken off."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        begin = 1
        for cells in reader:
            if cells:
                yield begin, cells
            begin = reader.line_num + 1
