"""What the web took in (upload, push): stored by act.receive_delivery, taken up here, masked and kept as a delivery."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from etl import pipeline
from etl.feed import all_feeds
from etl.outcome import Outcome
from sql import call
from sql.database import engine

_SMALL = 256 << 10  # bytes; what a form tells is far smaller


class _TakenError(Exception):
    """Another worker took the payload up while this one read it."""


@dataclass(frozen=True)
class Receipt:
    """A payload that waits: its number, of which source. is_small: loaded within seconds, and somebody waits for it."""

    receipt_id: int
    source: str
    feed: str
    is_small: bool


def waiting() -> list[Receipt]:
    """Every payload that was not taken up yet, oldest first."""
    rows = call.select("load.waiting_receipts", role="etl_writer")
    return [
        Receipt(row["receipt_id"], row["source_code"], row["feed_code"], row["size_bytes"] <= _SMALL) for row in rows
    ]


def load(receipt: Receipt, *, at: datetime) -> Outcome | None:
    """Load one payload; None when another worker took it up in the meantime."""
    with engine("etl_writer").begin() as connection:
        found = call.rows(connection, "load.receipt", receipt=receipt.receipt_id)
    if not found:
        return None

    def taken(connection: Connection, delivery: int) -> None:
        if not call.value(connection, "load.take_receipt", receipt=receipt.receipt_id, delivery=delivery):
            raise _TakenError

    try:
        return pipeline.run(
            all_feeds()[receipt.feed],
            receipt.source,
            bytes(found[0]["payload"]),
            found[0]["file_name"],
            at=at,
            delivered_at=found[0]["received_at"],
            noted=taken,
        )
    except _TakenError:  # what was kept of it a second time is rolled back
        return None
