"""Capacity told in English cells, as the JSON forms flatten to: one set of columns and rules for all of them.

A form says under which of its own names each cell stands (`names`: cell -> column of the form). What it does not have
is null. Status outweighs counts in the safe direction: what is unknown is never free.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import orjson
import polars as pl

from etl.columns import Column, Rule, by_value, cleaned, number, parse_columns, read_column, text, word, words
from etl.records import CAPACITY, Parsed
from etl.template import POSTCODE_PATTERN, agb, with_dates
from etl.text.dates import parse_moment
from etl.text.numbers import COUNT_PATTERN

NOTHING: Mapping[str, str] = MappingProxyType({})
STATUSES = ("available", "full", "stop", "unknown")
NOTES = ("ceiling", "staff", "holiday", "capacity", "renovation", "other", "unknown")  # core.closure_reason
SIZES = ("solo", "small", "mid", "large")
RESPONSIBLE = ("gp", "provider", "referrer")
ANSWERS = ("excluded", "by_consultation", "no_obstacle", "unknown")
CONTRACTS = ("yes", "no", "ceiling", "unknown")
COUNTS = ("total_count", "reserved_count", "expected_7_count", "expected_14_count", "expected_28_count")
REQUIRED = (
    "agb_location",
    "agb_provider",
    "provider_name",
    "location_name",
    "care_pathway_code",
    "segment_code",
    "urgency_code",
    "counted_at",
)
OPTIONAL = (
    *("status", "free_count", *COUNTS, "first_on", "valid_until"),
    *("note_code", "stop_concern_codes", "stop_from", "stop_until"),
    *("size_code", "postcode", "place_name", "phone", "consult_phone", "consult_hours"),
    *("diagnosis_group_code", "age_from", "age_to", "entry_route_codes", "responsible_code", "waiting_phone"),
    *("languages", "is_remote", "referral_product_name"),
    *("exclusions", "exclusion_reason", "exclusion_valid_to", "contracts"),
)
_DATES = ("first_on", "exclusion_valid_to", "stop_from", "stop_until")
_MOMENTS = ("counted_at", "valid_until")
_MOMENT_CODES = ["not_a_date", "no_such_local_time", "ambiguous_local_time"]
_AGE_PATTERN = r"^[0-9]{1,3}$"
_OF_RECORD = {"postcode4": "postcode", "stop_reason_code": "note_code", "valid_until_at": "valid_until"}


def parse(
    chunk: pl.DataFrame, names: Mapping[str, str], *, fixed: Mapping[str, str] = NOTHING, rules: Sequence[Rule] = ()
) -> Parsed:
    """Rows of a form as capacity records; refusals name the form's own columns.

    fixed: cells that are the same in every row of the form. rules: further rules, on cells by their own names.
    """
    cells = [
        pl.col(names[cell]).alias(cell) if cell in names else pl.lit(fixed.get(cell), pl.String).alias(cell)
        for cell in dict.fromkeys((*REQUIRED, *OPTIONAL, *names))
    ]
    frame = with_dates(cleaned(chunk.select("line", *cells)), _DATES)
    for cell in _MOMENTS:
        frame = by_value(frame, cell, parse_moment, CAPACITY.columns["counted_at"])
    frame = by_value(frame, "exclusions", lambda told: _answers(told, ANSWERS), pl.String())
    frame = by_value(frame, "contracts", lambda told: _answers(told, CONTRACTS), pl.String())
    found = parse_columns(frame, _COLUMNS, [*_RULES, *rules])
    first = next(iter(names.values()))
    return Parsed(found.rows, [replace(row, column=names.get(row.column, first)) for row in found.rejected])


def headers(names: Mapping[str, str]) -> dict[str, str]:
    """FEED.headers: the form's name of each column of the record that the database judges."""
    cells = {column: _OF_RECORD.get(column, column) for column in CAPACITY.columns}
    return {column: names[cell] for column, cell in cells.items() if cell in names}


def _answers(told: str, allowed: tuple[str, ...]) -> tuple[object, str | None]:
    """A JSON object of texts as such, when each answer is one we know."""
    try:
        found = orjson.loads(told)
    except orjson.JSONDecodeError:
        return None, "invalid_value"
    if not isinstance(found, dict) or not all(answer in allowed for answer in found.values()):
        return None, "invalid_value"
    return orjson.dumps(found).decode(), None


_STATUS = pl.col("status").str.to_lowercase()
_IS_KNOWN = _STATUS.is_null() | (_STATUS.is_in(STATUSES) & (_STATUS != "unknown"))
_IS_STOP = (_STATUS == "stop").fill_null(value=False)
_FREE = pl.col("free_count").cast(CAPACITY.columns["free_count"], strict=False)


def _count(name: str) -> Column:
    return number(name, name, COUNT_PATTERN, "not_a_count", CAPACITY.columns[name])


def _age(name: str) -> Column:
    return number(name, name, _AGE_PATTERN, "age_range", CAPACITY.columns[name])


def _choice(name: str, allowed: tuple[str, ...]) -> Column:
    return word(name, name, {one: one for one in allowed})


def _code(name: str, value: pl.Expr) -> Column:
    return Column(name, value, (Rule(name, "required", pl.col(name).is_null()),))


def _free() -> Column:
    """Full is zero, also when no count is told; an unknown status, or one we do not know, is no count at all."""
    told = pl.coalesce(_FREE, pl.when(_STATUS == "full").then(pl.lit(0, pl.Int16)))
    wrong = Rule("free_count", "not_a_count", ~pl.col("free_count").str.contains(COUNT_PATTERN))
    return Column("free_count", pl.when(_IS_KNOWN).then(told), (wrong,))


def _postcodes() -> list[Column]:
    cell = pl.col("postcode").str.replace(" ", "").str.to_uppercase()
    malformed = Rule("postcode", "postcode_malformed", ~pl.col("postcode").str.contains(POSTCODE_PATTERN))
    return [
        Column("postcode4", cell.str.slice(0, 4), (malformed,)),
        Column("postcode6", pl.when(cell.str.len_chars() == 6).then(cell)),
    ]


_COLUMNS = [
    agb("agb_location", "agb_location"),
    agb("agb_provider", "agb_provider"),
    text("provider_name", "provider_name", is_required=True),
    text("location_name", "location_name", is_required=True),
    _choice("size_code", SIZES),
    *_postcodes(),
    *(text(name, name) for name in ("place_name", "phone", "consult_phone", "consult_hours")),
    _code("care_pathway_code", pl.col("care_pathway_code").str.to_uppercase()),
    Column("diagnosis_group_code", pl.col("diagnosis_group_code").str.to_uppercase().fill_null("D00")),
    replace(_age("age_from"), value=_age("age_from").value.fill_null(0)),
    _age("age_to"),
    _code("segment_code", pl.col("segment_code").str.to_lowercase()),
    words("entry_route_codes", "entry_route_codes", None, ""),
    _choice("responsible_code", RESPONSIBLE),
    text("waiting_phone", "waiting_phone"),
    words("languages", "languages", None, ""),
    word("is_remote", "is_remote", {"true": True, "false": False}),
    text("referral_product_name", "referral_product_name"),
    Column(
        "exclusions",
        pl.col("exclusions.value").fill_null("{}"),
        (Rule("exclusions", "unknown_exclusion_value", pl.col("exclusions.code").is_not_null()),),
    ),
    text("exclusion_reason", "exclusion_reason"),
    read_column("exclusion_valid_to", "exclusion_valid_to", ["not_a_date"]),
    Column(
        "contracts",
        pl.col("contracts.value").fill_null("{}"),
        (Rule("contracts", "invalid_value", pl.col("contracts.code").is_not_null()),),
    ),
    _code("urgency_code", pl.col("urgency_code").str.to_lowercase()),
    _free(),
    *(_count(name) for name in COUNTS),
    read_column("first_on", "first_on", ["not_a_date"]),
    read_column("counted_at", "counted_at", _MOMENT_CODES, is_required=True),
    read_column("valid_until_at", "valid_until", _MOMENT_CODES),
    Column("is_stop", _IS_STOP),
    Column(
        "stop_reason_code",
        pl.when(_IS_STOP).then(
            pl.when(pl.col("note_code").str.to_lowercase().is_in(NOTES))
            .then(pl.col("note_code").str.to_lowercase())
            .otherwise(pl.lit("unknown"))
        ),
    ),
    words("stop_concern_codes", "stop_concern_codes", None, ""),
    read_column("stop_from", "stop_from", ["not_a_date"]),
    read_column("stop_until", "stop_until", ["not_a_date"]),
]
_RULES = [
    Rule("status", "status_conflict", ((_STATUS == "full") & (_FREE > 0)) | ((_STATUS == "available") & (_FREE == 0))),
    Rule("valid_until", "valid_before_count", pl.col("valid_until.value") <= pl.col("counted_at.value")),
]
