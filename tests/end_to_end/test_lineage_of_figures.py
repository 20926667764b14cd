"""A hundred figures of the sample world, each followed back to the bytes it came from and computed from them again."""

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
from sqlalchemy import Connection

from etl.feed import all_feeds
from etl.read import read
from sql import database as databases
from sql.call import driver, rows
from tests.end_to_end.served import ANCHOR

FIGURES, SEED = 100, 20260901
Row = dict[str, Any]


@pytest.fixture(scope="module")
def connection(filled: dict[str, str]) -> Iterator[Connection]:
    with databases.engine(settings=databases.Settings.from_env(filled)).connect() as opened:
        yield opened


@pytest.fixture(scope="module")
def record(connection: Connection) -> Callable[[int, int], Row]:
    """record(delivery, line): what the feed's own parser makes of that line of the bytes that were kept."""
    parsed: dict[int, dict[int, Row]] = {}

    def parse(delivery: int) -> dict[int, Row]:
        statement = (
            "select d.feed_code, c.payload from raw.delivery d join raw.delivery_chunk c on c.delivery_id = "
            "coalesce(d.replay_of, d.delivery_id) where d.delivery_id = %s order by c.chunk_number"
        )
        pieces = driver(connection).execute(statement, [delivery]).fetchall()
        feed, payload = all_feeds()[pieces[0][0]], b"".join(bytes(piece) for _feed, piece in pieces)
        with read(feed, payload) as chunks:
            frames = []
            for chunk in chunks:
                absent = [name for name in feed.optional if name not in chunk.rows.columns]
                text = chunk.rows.with_columns(*(pl.lit(None, dtype=pl.String).alias(name) for name in absent))
                frames.append(feed.parse(text, ANCHOR).rows)
        return {row["line"]: row for frame in frames for row in frame.to_dicts()}

    def find(delivery: int, line: int) -> Row:
        if delivery not in parsed:
            parsed[delivery] = parse(delivery)
        return parsed[delivery][line]

    return find


def asked(connection: Connection, question: str, **arguments: Any) -> list[Row]:
    return rows(connection, f"read.{question}", as_of=ANCHOR, **arguments)


def figures(connection: Connection) -> list[tuple[str, Row]]:
    """Every figure that a page of a location shows to a GP, with what kind it is."""
    found: list[tuple[str, Row]] = []
    locations = driver(connection).execute("select location_id from core.location order by 1").fetchall()
    for (location,) in locations:
        for row in asked(connection, "location_offers", location=location):
            if row["delivery_id"] is not None:
                found.append(("places", row))
            found += [("exclusion", {**one, "offer_id": row["offer_id"]}) for one in row["exclusions"]]
        found += [("closure", row) for row in asked(connection, "location_closures", location=location)]
        waits = asked(connection, "location_wait_history", location=location)
        found += [("wait", {**row, "location_id": location}) for row in waits]
    return found


def test_a_hundred_figures_are_equal_to_what_their_lineage_gives(
    connection: Connection, record: Callable[[int, int], Row]
) -> None:
    by_kind: dict[str, list[Row]] = {}
    for kind, row in figures(connection):
        by_kind.setdefault(kind, []).append(row)
    assert set(by_kind) == {"places", "exclusion", "closure", "wait"}
    chance = random.Random(SEED)
    chosen = [(kind, row) for kind in sorted(by_kind) for row in chance.sample(by_kind[kind], FIGURES // 4)]
    assert len(chosen) == FIGURES
    told = 0
    for kind, row in chosen:
        lineage = CHECKS[kind](connection, row, record)
        assert lineage["file_name"], kind
        cells = {one["column"]: one["cell"] for one in lineage["cells"]}
        assert cells, (kind, row)
        assert not {"totaal", "gereserveerd", "wachtend_intake", "naam_aanbieder"} & set(cells)
        told += len(cells)
    assert told > FIGURES


def _places(connection: Connection, row: Row, record: Callable[[int, int], Row]) -> Row:
    key = {"offer": row["offer_id"], "urgency": row["urgency_code"]}
    (lineage,) = asked(connection, "capacity_lineage", **key)
    source = record(lineage["delivery_id"], lineage["line"])
    cells = {one["column"]: one["cell"] for one in lineage["cells"]}
    counted = source["counted_at"]
    assert (source["urgency_code"], source["care_pathway_code"]) == (row["urgency_code"], row["care_pathway_code"])
    assert counted == row["counted_at"] == lineage["counted_at"]
    holds = row["status_code"] in {"free", "expected", "full"}
    assert row["free_count"] == (source["free_count"] if holds else None)
    assert (cells["vrij"] or None) == (None if source["free_count"] is None else str(source["free_count"]))
    if holds:
        age = (ANCHOR.date() - counted.astimezone(ANCHOR.tzinfo).date()).days
        running = [source[f"expected_{days}_count"] for days in (7, 14, 28) if age <= days]
        assert row["expected_count"] == max((count for count in running if count is not None), default=None)
    return lineage


def _exclusion(connection: Connection, row: Row, record: Callable[[int, int], Row]) -> Row:
    (lineage,) = asked(connection, "exclusion_lineage", offer=row["offer_id"], criterion=row["criterion_code"])
    source = record(lineage["delivery_id"], lineage["line"])
    assert f'"{row["criterion_code"]}":"{row["value_code"]}"' in source["exclusions"]
    assert source["exclusion_reason"] == row["reason"]
    assert source["exclusion_valid_to"] == (row["valid_to"] and date.fromisoformat(row["valid_to"]))
    return lineage


def _closure(connection: Connection, row: Row, record: Callable[[int, int], Row]) -> Row:
    (lineage,) = asked(connection, "closure_lineage", closure=row["closure_id"])
    source = record(lineage["delivery_id"], lineage["line"])
    assert source["is_stop"] is True
    concerns = [one.lower() for one in source["stop_concern_codes"] or []]
    assert row["concern_code"] in (concerns or [None])
    assert source["stop_until"] == row["until_on"]
    counted: datetime = source["counted_at"]
    assert row["from_on"] == (source["stop_from"] or counted.astimezone(ANCHOR.tzinfo).date())
    return lineage


def _wait(connection: Connection, row: Row, record: Callable[[int, int], Row]) -> Row:
    key = {"location": row["location_id"], "delivery": row["delivery_id"], "line": row["line"]}
    (lineage,) = asked(connection, "wait_lineage", **key)
    source = record(lineage["delivery_id"], lineage["line"])
    assert source["reference_on"] == row["reference_on"]
    for step in ("intake", "treatment"):
        assert source[f"{step}_state"] == row[f"{step}_state"]
        weeks = row[f"{step}_weeks"]
        assert (None if weeks is None else float(weeks)) == pytest.approx(source[f"{step}_weeks"], abs=0.0005)
    return lineage


CHECKS: dict[str, Callable[[Connection, Row, Callable[[int, int], Row]], Row]] = {
    "places": _places,
    "exclusion": _exclusion,
    "closure": _closure,
    "wait": _wait,
}
