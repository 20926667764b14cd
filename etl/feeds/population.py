"""population: inhabitants by municipality and five-year age class, after CBS. One row per municipality and day."""

from datetime import datetime

import polars as pl

from etl.columns import Column, Rule, cleaned, parse_columns, read_column
from etl.feed import Feed, Gates
from etl.records import POPULATION, Parsed
from etl.template import with_dates

AGES = (*(f"{first}-{first + 4}" for first in range(0, 95, 5)), "95+")
_CODE_PATTERN = r"^GM[0-9]{4}$"
_COUNT_PATTERN = r"^[0-9]{1,7}$"


def parse(chunk: pl.DataFrame, at: datetime) -> Parsed:  # noqa: ARG001 - what is in the future the database judges
    """Rows as the inhabitants of a municipality. A row without one of its ages is refused: a total would lack it."""
    return parse_columns(with_dates(cleaned(chunk), ("peildatum",)), _COLUMNS)


def _counts() -> Column:
    pairs = [pl.concat_str(pl.lit(f'"{age}":'), pl.col(age).str.strip_chars_start("0")) for age in AGES]
    zeros = [
        pl.when(pl.col(age).str.contains("^0+$")).then(pl.lit(f'"{age}":0')).otherwise(pair)
        for age, pair in zip(AGES, pairs, strict=True)
    ]
    value = pl.concat_str(pl.lit("{"), pl.concat_str(zeros, separator=","), pl.lit("}"))
    malformed = [Rule(age, "not_a_count", ~pl.col(age).str.contains(_COUNT_PATTERN)) for age in AGES]
    lacking = [Rule(age, "required", pl.col(age).is_null()) for age in AGES]
    return Column("inhabitant_counts", value, (*malformed, *lacking))


_COLUMNS = [
    Column(
        "municipality_code",
        pl.col("gm_code"),
        (
            Rule("gm_code", "required", pl.col("gm_code").is_null()),
            Rule("gm_code", "unknown_municipality", ~pl.col("gm_code").str.contains(_CODE_PATTERN)),
        ),
    ),
    read_column("counted_on", "peildatum", ["not_a_date"], is_required=True),
    _counts(),
]

FEED = Feed(
    code="population",
    title="Inhabitants by municipality and age",
    record=POPULATION,
    required=("gm_code", "peildatum", *AGES),
    optional=(),
    parse=parse,
    gates=Gates(max_locations_gone=None),
    headers={"municipality_code": "gm_code", "counted_on": "peildatum"},
)
