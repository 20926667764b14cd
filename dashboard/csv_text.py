"""Tables as CSV that a spreadsheet can open without running anything in them. Pure."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from dashboard.opening_hours import AMSTERDAM

# What makes a spreadsheet take a cell for a formula when it stands first; also in their wide forms.
_FORMULA = frozenset("=+-@|%＝＋－＠")
_BOM = "\ufeff"  # without it a spreadsheet reads the text in another encoding


@dataclass(frozen=True)
class Table:
    """name: of the file, without an ending. what: the object in the audit trail. rows: a value for each head.

    is_recorded: whether the question itself already wrote down that it was an export.
    """

    name: str
    what: str
    heads: Sequence[str]
    rows: Sequence[Sequence[object]]
    is_recorded: bool = False


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The table with semicolons and quotes, as Dutch spreadsheets expect it; every text cell made harmless."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([cell(head) for head in heads])
    writer.writerows([cell(value) for value in row] for row in rows)
    return _BOM + text.getvalue()


def cell(value: object) -> str:
    """A value as text. A text that a spreadsheet would run gets an apostrophe before it, which shows it as it is."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(AMSTERDAM).isoformat(timespec="seconds")
    return _harmless(str(value))


def _harmless(text: str) -> str:
    plain = "".join(" " if unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp", "Cs"} else sign for sign in text)
    first = plain.strip().lstrip("'\"").strip()[:1]
    return f"'{plain.strip()}" if first in _FORMULA and first else plain.strip()
