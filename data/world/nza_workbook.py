"""Writing a workbook as NZa's was: two sheets, a first one that claims a million rows, and always the same bytes."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime

from openpyxl import Workbook

Value = str | int | float | datetime | None

SHEET = "GGZ Wachttijden Q1 2018"
OTHER_SHEET = "Blad1"
LAST_ROW = 1_046_188  # that the real sheet claims: its header and 1,046,187 rows below
_STAMP = (2018, 3, 9, 12, 0, 0)
_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_CLAIM = re.compile(rb'<dimension ref="A1:([A-Z]+)[0-9]+"')


def file(rows: Iterable[Sequence[Value]]) -> bytes:
    """The rows, header first, on the first sheet; the second is empty, as it is there."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(SHEET)
    for row in rows:
        sheet.append(list(row))
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, datetime):
                cell.number_format = "DD-MM-YYYY"
    book.create_sheet(OTHER_SHEET)
    buffer = io.BytesIO()
    book.save(buffer)
    return _settled(buffer)


def _settled(buffer: io.BytesIO) -> bytes:
    """The same workbook without the moment of saving, and with the claim and one empty row at the end of the sheet."""
    settled = io.BytesIO()
    with zipfile.ZipFile(buffer) as saved, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as written:
        for name in saved.namelist():
            part = saved.read(name)
            if name == "docProps/core.xml":
                part = _MOMENT.sub(rb"\g<1>2018-03-09T12:00:00Z", part)
            if name == "xl/worksheets/sheet1.xml":
                part = _CLAIM.sub(rf'<dimension ref="A1:\g<1>{LAST_ROW}"'.encode(), part, count=1)
                part = part.replace(b"</sheetData>", f'<row r="{LAST_ROW}"></row></sheetData>'.encode())
            written.writestr(zipfile.ZipInfo(name, _STAMP), part, zipfile.ZIP_DEFLATED)
    return settled.getvalue()
