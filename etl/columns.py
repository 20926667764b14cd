"""Whole-column parsing: rules that say which rows are wrong, and columns that hold what the right ones mean.

A feed lists its columns once; `parse_columns` gives back the rows without a broken rule and a reason for each other.
Pure; a million rows take seconds because no row is visited in Python, only distinct values where a value needs it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from etl.records import Parsed, Rejected

_MAX_TEXT = 200


@dataclass(frozen=True)
class Rule:
    """Rows where `is_broken` is true are refused for `code`; null is not broken."""

    column: str
    code: str
    is_broken: pl.Expr


@dataclass(frozen=True)
class Column:
    """A column of the record (`name`), how its value is had, and the rules its source column must keep."""

    name: str
    value: pl.Expr
    rules: tuple[Rule, ...] = ()


def cleaned(chunk: pl.DataFrame) -> pl.DataFrame:
    """Every text stripped; an empty one is null."""
    texts = pl.col(pl.String).str.strip_chars()
    return chunk.with_columns(pl.when(texts == "").then(None).otherwise(texts).name.keep())


def parse_columns(chunk: pl.DataFrame, columns: Sequence[Column], rules: Sequence[Rule] = ()) -> Parsed:
    """Rows that keep every rule, with the columns' values and `line`; for the others, each rule they break."""
    every = [*(rule for column in columns for rule in column.rules), *rules]
    verdicts = chunk.select(
        "line", *(rule.is_broken.fill_null(value=False).alias(str(place)) for place, rule in enumerate(every))
    )
    rejected: list[Rejected] = []
    for place, rule in enumerate(every):
        broken = verdicts[str(place)]
        if broken.any():
            values = chunk.filter(broken)
            cells = values[rule.column].cast(pl.String) if rule.column in values.columns else [None] * values.height
            rejected += [
                Rejected(line, rule.column, rule.code, cell or "")
                for line, cell in zip(values["line"], cells, strict=True)
            ]
    is_well = ~pl.any_horizontal(pl.col([str(place) for place in range(len(every))]))
    good = chunk.filter(verdicts.select(is_well).to_series())
    return Parsed(good.select("line", *(column.value.alias(column.name) for column in columns)), rejected)


def text(name: str, source: str, *, is_required: bool = False) -> Column:
    """Free text of a name or number: at most 200 characters, no control characters."""
    cell = pl.col(source)
    rules = [
        Rule(source, "text_too_long", cell.str.len_chars() > _MAX_TEXT),
        Rule(source, "control_character", cell.str.contains(r"[\x00-\x1f\x7f]")),
    ]
    return Column(name, cell, (*rules, *_required(source, is_required=is_required)))


def pattern(name: str, source: str, regex: str, code: str, *, is_required: bool = False) -> Column:
    """Text that must match a regular expression."""
    return Column(
        name,
        pl.col(source),
        (Rule(source, code, ~pl.col(source).str.contains(regex)), *_required(source, is_required=is_required)),
    )


def number(name: str, source: str, regex: str, code: str, dtype: pl.DataType) -> Column:
    """A number that is written as `regex` allows; empty is null, not zero."""
    return Column(
        name,
        pl.col(source).str.replace(",", ".").cast(dtype, strict=False),
        (Rule(source, code, ~pl.col(source).str.contains(regex)),),
    )


def word(name: str, source: str, words: Mapping[str, object], code: str = "invalid_value", **more: object) -> Column:
    """One of the sender's words (any case) as our code. more: default, is_required."""
    cell = pl.col(source).str.to_lowercase()
    value = cell.replace_strict(dict(words), default=None)
    is_required = bool(more.get("is_required"))
    return Column(
        name,
        value.fill_null(more["default"]) if "default" in more else value,
        (Rule(source, code, ~cell.is_in(list(words))), *_required(source, is_required=is_required)),
    )


def words(name: str, source: str, known: Mapping[str, str] | None, code: str) -> Column:
    """A list with | between the sender's words, as a list of our codes; with `known` None the words are the codes."""
    cell = pl.col(source).str.to_lowercase().str.replace_all(" ", "").str.strip_chars("|").str.split("|")
    if known is None:
        return Column(name, cell)
    element = pl.element()
    return Column(
        name,
        cell.list.eval(element.replace_strict(dict(known), default=None)),
        (Rule(source, code, ~cell.list.eval(element.is_in(list(known))).list.all()),),
    )


def by_value(
    chunk: pl.DataFrame, source: str, read: Callable[[str], tuple[object, str | None]], dtype: pl.DataType
) -> pl.DataFrame:
    """Add `<source>.value` and `<source>.code`: what `read` makes of each distinct text, and its refusal if any."""
    found = chunk[source].drop_nulls().unique()
    answers = [read(cell) for cell in found]
    table = pl.DataFrame(
        {
            source: found,
            f"{source}.value": pl.Series([value for value, _ in answers], dtype=dtype),
            f"{source}.code": pl.Series([code for _, code in answers], dtype=pl.String),
        }
    )
    return chunk.join(table, on=source, how="left", maintain_order="left")


def read_column(name: str, source: str, codes: Sequence[str], *, is_required: bool = False) -> Column:
    """A column that by_value() read; `codes` are the refusals that `read` can answer."""
    rules = [Rule(source, code, pl.col(f"{source}.code") == code) for code in codes]
    return Column(name, pl.col(f"{source}.value"), (*rules, *_required(source, is_required=is_required)))


def _required(source: str, *, is_required: bool) -> tuple[Rule, ...]:
    return (Rule(source, "required", pl.col(source).is_null()),) if is_required else ()
