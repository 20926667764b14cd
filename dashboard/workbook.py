"""Tables as a workbook (XLSX): numbers as numbers, dates as dates, and texts that no spreadsheet runs. Pure."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

import xlsxwriter

from dashboard.opening_hours import AMSTERDAM

_WIDEST = 60  # characters


@dataclass(frozen=True)
class Sheet:
    """name: at most 31 characters. rows: a value for each head: text, number, date, yes or no, None."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[object]]


@dataclass(frozen=True)
class Workbook:
    """name: of the file, without an ending. what: the object in the audit trail."""

    name: str
    what: str
    sheets: Sequence[Sheet]
    made_at: datetime


class Forms(NamedTuple):
    """How texts and days are written."""

    text: xlsxwriter.format.Format
    day: xlsxwriter.format.Format


def workbook_bytes(book: Workbook) -> bytes:
    """The file. The same tables at the same moment give the same bytes."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as file:
        file.set_properties({"title": book.name, "created": book.made_at.astimezone(AMSTERDAM).replace(tzinfo=None)})
        head_form = file.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        forms = Forms(
            file.add_format({"text_wrap": True, "valign": "top"}),
            file.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        )
        for sheet in book.sheets:
            written = file.add_worksheet(sheet.name[:31])
            written.freeze_panes(1, 1)
            for column, head in enumerate(sheet.heads):
                written.write_string(0, column, head, head_form)
                widest = max([len(head) / 2, *(len(str(row[column] or "")) for row in sheet.rows)])
                written.set_column(column, column, min(_WIDEST, max(9, widest + 2)))
            for line, row in enumerate(sheet.rows, start=1):
                for column, value in enumerate(row):
                    _write(written, (line, column), value, forms)
    return made.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, at: tuple[int, int], value: object, forms: Forms) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(*at, value)
        case int() | float() | Decimal():
            sheet.write_number(*at, float(value))
        case date():
            sheet.write_datetime(*at, datetime(value.year, value.month, value.day), forms.day)  # noqa: DTZ001 - a day
        case _other:
            sheet.write_string(*at, str(value), forms.text)
