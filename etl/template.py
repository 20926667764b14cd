"""Columns that our own templates (docs/feeds.md) write alike: AGB codes, postcodes, dates, yes and no."""

from collections.abc import Iterable

import polars as pl

from etl.columns import Column, Rule, by_value
from etl.text.codes import AGB_PATTERN, LOST_ZERO_PATTERN
from etl.text.dates import parse_date

YES_NO = {"ja": True, "nee": False}
POSTCODE_PATTERN = r"^[1-9][0-9]{3}( ?[A-Za-z]{2})?$"


def agb(name: str, source: str, *, is_required: bool = True) -> Column:
    """An AGB code of eight digits. Seven are refused apart: the sender must mend the lost zero."""
    lost = pl.col(source).str.contains(LOST_ZERO_PATTERN)
    wrong = ~pl.col(source).str.contains(AGB_PATTERN) & ~lost
    rules = [Rule(source, "agb_lost_zero", lost), Rule(source, "agb_malformed", wrong)]
    if is_required:
        rules.append(Rule(source, "required", pl.col(source).is_null()))
    return Column(name, pl.col(source), tuple(rules))


def postcode4(source: str) -> Column:
    """The four digits of `1234`, `1234AB` or `1234 ab`."""
    malformed = Rule(source, "postcode_malformed", ~pl.col(source).str.contains(POSTCODE_PATTERN))
    return Column("postcode4", pl.col(source).str.slice(0, 4), (malformed,))


def with_dates(frame: pl.DataFrame, sources: Iterable[str]) -> pl.DataFrame:
    """The frame with `<source>.value` and `<source>.code` of each date column; the code is `not_a_date`."""
    for source in sources:
        frame = by_value(frame, source, _date, pl.Date())
    return frame


def _date(cell: str) -> tuple[object, str | None]:
    found = parse_date(cell)
    return found, None if found else "not_a_date"
