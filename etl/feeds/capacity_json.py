"""capacity_json: places as JSON with a published schema (sql/capacity_json.schema.json), pushed or pulled."""

from collections.abc import Iterator, Mapping
from datetime import datetime

import orjson
import polars as pl

from etl import capacity_cells
from etl.feed import Feed, Gates
from etl.records import CAPACITY, Parsed
from etl.text.table import TableError

FORM = "transferpunt/capacity/1"
_NAMES = {cell: cell for cell in (*capacity_cells.REQUIRED, *capacity_cells.OPTIONAL)}


def parse(chunk: pl.DataFrame, at: datetime) -> Parsed:  # noqa: ARG001 - what is in the future the database judges
    """Places as capacity records."""
    return capacity_cells.parse(chunk, _NAMES)


def rows(documents: list[object]) -> Iterator[Mapping[str, str | None]]:
    """One row per place, in order; a moment of counting told once holds for the places that tell none."""
    if len(documents) != 1:
        raise TableError("not_this_form", f"{len(documents)} documents")
    document = documents[0]
    if not isinstance(document, dict) or document.get("form") != FORM:
        raise TableError("not_this_form", f"no object with form {FORM}")
    places = document.get("places")
    if not isinstance(places, list):
        raise TableError("not_this_form", "no list of places")
    shared = {"counted_at": cell(document.get("counted_at"))}
    for place in places:
        told = {name: cell(value) for name, value in place.items()} if isinstance(place, dict) else {}
        yield shared | {name: value for name, value in told.items() if value is not None}


def cell(value: object) -> str | None:
    """A value as the text of a cell: a list of texts with | between them, an object as JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "|".join(value)
    return orjson.dumps(value).decode()


FEED = Feed(
    code="capacity_json",
    title="Places: JSON with a published schema",
    record=CAPACITY,
    required=capacity_cells.REQUIRED,
    optional=capacity_cells.OPTIONAL,
    parse=parse,
    gates=Gates(),
    headers=capacity_cells.headers(_NAMES),
    rows=rows,
)
