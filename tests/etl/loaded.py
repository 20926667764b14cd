"""Loads of the capacity template on a real server, and what they show afterwards."""

from datetime import timedelta
from typing import Any

from sqlalchemy import text

from etl import pipeline
from etl.feed import all_feeds
from etl.outcome import Outcome
from tests.conftest import Database
from tests.etl.capacity_file import AT, csv_file

FEED = all_feeds()["capacity_csv"]
LATER = "2026-09-02T07:10+02:00"
NEXT_DAY = AT + timedelta(days=1)


def load(lines: list[dict[str, str]] | bytes, **more: Any) -> Outcome:
    payload = lines if isinstance(lines, bytes) else csv_file(lines)
    return pipeline.run(FEED, "capacity_csv", payload, "test.csv", at=more.pop("at", AT), **more)


def ask(database: Database, statement: str) -> list[tuple[Any, ...]]:
    with database.engine().connect() as connection:
        return [tuple(found) for found in connection.execute(text(statement))]


def current(database: Database) -> dict[str, tuple[int | None, str | None]]:
    """Location's AGB -> (free places, why it is unknown) for regular places."""
    found = ask(
        database,
        "select i.value, c.free_count, c.blank_code from core.capacity_current c join core.offer using (offer_id)"
        " join core.location_identifier i using (location_id) where urgency_code = 'regulier' order by 1",
    )
    return {agb: (free, blank) for agb, free, blank in found}
