"""What a feed is: a form in which data come. One file in etl/feeds per feed, found by its name; nothing to register."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from etl import feeds
from etl.records import Parsed, RecordKind
from etl.text.table import MAX_BYTES


@dataclass(frozen=True)
class Dialect:
    """How a CSV form is written when the form says so; a None is found out from the bytes."""

    encoding: str | None = None
    separator: str | None = None


@dataclass(frozen=True)
class Gates:
    """Thresholds of a feed, as shares of 1. Over `max_refused` it is rejected; the others hold it for a person."""

    max_refused: float = 0.02
    min_refused_rows: int = 5  # fewer refused rows than this never reject a delivery that has good rows
    min_offers_kept: float = 0.8
    max_locations_gone: int | None = 0  # None: a delivery says nothing of the one before it, as of a historic source
    min_locations_for_gone: int = 3
    free_jump: float = 3.0
    free_jump_floor: int = 30
    frozen_days: int = 7  # the very same figures for so long are no count of anything
    frozen_floor: int = 20  # offers; the figures of a small sender can stand still by themselves


@dataclass(frozen=True)
class Feed:
    """One form of delivery.

    parse(chunk, at) gets up to some thousands of rows as text: the columns of `required` and `optional` (absent ones
    null) plus `line`; `at` is the moment of the run (aware, UTC). It never raises for a bad row, never touches the
    database, and returns each line either parsed or rejected. `headers` says by which of its own names the sender knows
    a column of the record, for the refusals that the database finds. In `identifiers` (register codes) a number that
    looks like a BSN is a broken code: masked as everywhere, but no reason to refuse the row. `max_bytes`: of delimited
    text, which is read in pieces; a workbook or JSON stands in memory and has its own, lower limit.

    A form of JSON has `rows`: it makes of the documents of a payload (one, or one a line) the rows of such a table,
    each a text by column; what it leaves out is null, and the line is the place of the row. It raises TableError
    `not_this_form` for another document, and for nothing else.
    """

    code: str
    title: str
    record: RecordKind
    required: tuple[str, ...]
    optional: tuple[str, ...]
    parse: Callable[[pl.DataFrame, datetime], Parsed]
    gates: Gates = Gates()
    dialect: Dialect = Dialect()
    sheet: str | None = None
    max_bytes: int = MAX_BYTES
    identifiers: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    rows: Callable[[list[object]], Iterable[Mapping[str, str | None]]] | None = None


def all_feeds() -> dict[str, Feed]:
    """Every feed by its code, in alphabetical order."""
    modules = (importlib.import_module(f"etl.feeds.{name}") for _, name, _ in pkgutil.iter_modules(feeds.__path__))
    found: list[Feed] = [module.FEED for module in modules]
    return {feed.code: feed for feed in sorted(found, key=lambda feed: feed.code)}
