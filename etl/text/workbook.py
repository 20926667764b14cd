"""An XLSX workbook as the same table a CSV gives: text cells, with the row number of the sheet as the line."""

import io
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from etl.text import table
from etl.text.archive import ArchiveLimits, check
from etl.text.table import Chunk, Ragged, Table, TableError

_CHILD = Path(__file__).with_name("workbook_child.py")
_OUT_OF_MEMORY = 3


@dataclass(frozen=True)
class Limits:
    """What the process that reads a workbook may use. A filled cell is one with something in it."""

    archive: ArchiveLimits = field(default_factory=ArchiveLimits)
    memory_bytes: int = 512 << 20
    cpu_seconds: int = 60
    wall_seconds: float = 120
    filled_cells: int = 2_000_000
    output_characters: int = 128 << 20


def read_workbook(
    payload: bytes, *, sheet: str | None = None, required: Sequence[str] = (), limits: Limits = Limits()
) -> Table:
    """Read one sheet: the one named, or else the first whose first row has all the required headers.

    Dates become `2018-04-01` (with `T07:10:00` when they have a time), numbers `3` and `2.5`, booleans `true` and
    `false`, an empty cell ''. Formulas give the value they were saved with. Rows with nothing in them are no rows,
    wherever they stand; rows after a gap are read.

    Raises TableError: `not_a_workbook` (also macros and document types), `workbook_too_large` (before unpacking),
    `workbook_limit` (memory, time, cells, text), `sheet_missing`, `not_a_table`, `no_rows`.
    """
    check(payload, limits.archive)
    lines = io.BytesIO(_run(payload, sheet, required, limits))
    first = orjson.loads(next(lines, b"[]"))
    if isinstance(first, dict):
        raise TableError(first["error"], first["detail"])
    names = table.header(first)
    return Table(names, None, None, table.started(_chunks(lines, names)))


def _run(payload: bytes, sheet: str | None, required: Sequence[str], limits: Limits) -> bytes:
    """What the child answers. Raises TableError when it was stopped or fell over the workbook."""
    options = {
        "sheet": sheet,
        "required": list(required),
        "memory_bytes": limits.memory_bytes,
        "cpu_seconds": limits.cpu_seconds,
        "filled_cells": limits.filled_cells,
        "output_characters": limits.output_characters,
    }
    # Isolated, with nothing of our environment: this folder has a numbers.py, and the child needs no secrets.
    command = [sys.executable, "-I", "-X", "utf8", "-W", "ignore", str(_CHILD), json.dumps(options)]
    try:
        done = subprocess.run(
            command, input=payload, capture_output=True, timeout=limits.wall_seconds, env={}, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TableError("workbook_limit", f"not read in {limits.wall_seconds} seconds") from error
    if done.returncode < 0 or done.returncode == _OUT_OF_MEMORY:
        raise TableError("workbook_limit", f"the reader ended with {done.returncode}")
    if done.returncode:
        raise TableError("not_a_workbook", _error_name(done.stderr))
    return done.stdout


def _error_name(stderr: bytes) -> str:
    """The name of the exception on the last line of a traceback, without its text: that can hold a cell."""
    last = stderr.decode(errors="replace").strip().rpartition("\n")[2]
    return last.partition(":")[0]


def _chunks(lines: Iterable[bytes], names: tuple[str, ...]) -> Iterator[Chunk]:
    width = len(names)
    rows: list[list[str]] = []
    starts: list[int] = []
    misfits: list[Ragged] = []
    for answer in lines:
        if answer.startswith(b"{"):
            refused = orjson.loads(answer)
            raise TableError(refused["error"], refused["detail"])
        line, cells = orjson.loads(answer)
        if len(cells) > width:
            misfits.append(table.ragged(line, ";".join(filter(None, cells))))
        else:
            rows.append(cells + [""] * (width - len(cells)))
            starts.append(line)
        if len(rows) + len(misfits) >= table.CHUNK_ROWS:
            yield table.chunk(names, rows, starts, misfits)
            rows, starts, misfits = [], [], []
    if rows or misfits:
        yield table.chunk(names, rows, starts, misfits)
