"""The process that opens a workbook, so that a hostile one can only harm itself.

Run by file name in isolated mode: it imports nothing of this program. The workbook comes on standard input, options
as JSON in the first argument; on standard output one JSON value a line: the header, then `[line, [cell, ...]]` for
each row that has something in it. Or, instead, one object with `error` and `detail`. Exit code 3: out of memory.
"""

import ctypes
import io
import json
import re
import resource
import signal
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

_OUT_OF_MEMORY = 3
_XML_OUT_OF_MEMORY = 1  # expat's XML_ERROR_NO_MEMORY
_PR_SET_PDEATHSIG = 1
_PIECE = 1 << 20
_LONGEST_TAG = 1 << 12
_MAX_ROW = 1 << 20
_ROW = re.compile(rb"""<(?:[A-Za-z_][\w.-]*:)?row\s(?:[^<>]*\s)?r\s*=\s*["'](\d+)["']""")
_DOCTYPES = tuple("<!DOCTYPE".encode(codec) for codec in ("ascii", "utf-16-le", "utf-16-be"))


class RefusedError(Exception):
    """The workbook is refused: a code and a detail."""


def main() -> None:
    """Read, answer, leave."""
    options = json.loads(sys.argv[1])
    _limit(options["memory_bytes"], options["cpu_seconds"])
    payload = sys.stdin.buffer.read()
    try:
        for line in _lines(_answer(payload, options), options["output_characters"]):
            sys.stdout.write(line)
    except RefusedError as refused:
        code, detail = refused.args
        sys.stdout.write(json.dumps({"error": code, "detail": detail}) + "\n")
    except MemoryError:
        sys.exit(_OUT_OF_MEMORY)
    except ParseError as error:
        if error.code == _XML_OUT_OF_MEMORY:
            sys.exit(_OUT_OF_MEMORY)
        raise


def as_text(value: object) -> str:
    """A cell as text: dates ISO, whole numbers without a point, other numbers with one, true and false, nothing ''."""
    match value:
        case None:
            text = ""
        case bool():
            text = "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            text = str(int(value))
        case float():
            text = repr(value)
        case datetime() if value.time() == time():
            text = value.date().isoformat()
        case datetime() | date() | time():
            text = value.isoformat()
        case _:
            text = str(value)
    return text


def _lines(values: Iterable[object], max_characters: int) -> Iterator[str]:
    written = 0
    for value in values:
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
        written += len(line)
        if written > max_characters:
            raise RefusedError("workbook_limit", f"more than {max_characters} characters of text")
        yield line


def _limit(memory_bytes: int, cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # when the worker is killed, so is this


def _answer(payload: bytes, options: dict[str, Any]) -> Iterator[object]:
    _inspect(payload)
    # openpyxl takes numpy when it is there, for nothing that is needed here; its thread buffers would eat the limit.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    from openpyxl import load_workbook  # noqa: PLC0415 - within the limits, and after numpy is kept out

    book = load_workbook(io.BytesIO(payload), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        if options["sheet"] not in (None, sheet.title):
            continue
        sheet.reset_dimensions()  # what a sheet declares is not what it holds
        rows = _filled(sheet.iter_rows(values_only=True), options["filled_cells"])
        line, header = next(rows, (1, []))
        names = {name.strip() for name in header} if line == 1 else set()
        if options["sheet"] is not None or names.issuperset(options["required"]):
            if line != 1:
                raise RefusedError("not_a_table", "the first row of the sheet is empty")
            yield header
            yield from rows
            return
    raise RefusedError("sheet_missing", f"none of {len(book.worksheets)} sheets")


def _inspect(payload: bytes) -> None:
    """Refuse what the reader would take without a word: macros, document types, rows that it would drop."""
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        if b"macroEnabled" in archive.read("[Content_Types].xml"):
            raise RefusedError("not_a_workbook", "it is of a kind that can hold macros")
        for part in archive.namelist():
            with archive.open(part) as stream:
                _inspect_part(iter(lambda: stream.read(_PIECE), b""))


def _inspect_part(pieces: Iterable[bytes]) -> None:
    text, last_row = b"", 0
    for piece in pieces:
        text += piece
        if any(doctype in text for doctype in _DOCTYPES):
            raise RefusedError("not_a_workbook", "a part has a document type")
        done = 0
        for row in _ROW.finditer(text):
            done = row.end()
            number = int(row[1])
            # openpyxl skips a row that comes after a later one, and fills every gap, however wide.
            if not last_row < number <= _MAX_ROW:
                raise RefusedError("not_a_workbook", "its rows are out of order, or beyond the last row of a sheet")
            last_row = number
        text = text[max(done, len(text) - _LONGEST_TAG) :]


def _filled(rows: Iterable[tuple[object, ...]], max_cells: int) -> Iterator[tuple[int, list[str]]]:
    """The rows that have something in them, with their number in the sheet, without the empty cells at their end."""
    count = 0
    for line, row in enumerate(rows, start=1):
        cells = [as_text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        count += sum(map(bool, cells))
        if count > max_cells:
            raise RefusedError("workbook_limit", f"more than {max_cells} filled cells")
        yield line, cells


if __name__ == "__main__":
    main()
