"""Workbooks for tests, written for real and then damaged as a test needs."""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"


def workbook(rows: Iterable[Sequence[object]], *, title: str = "Blad1") -> bytes:
    """An XLSX with one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed(payload: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same workbook with one part rewritten (made from nothing when it is not there)."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(payload)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()}
        parts[part] = change(parts.get(part, b""))
        for name, content in parts.items():
            new.writestr(name, content)
    return packed.getvalue()
