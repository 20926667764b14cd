"""Keeping what came in: the bytes in chunks, before anything is read from them."""

import hashlib
from datetime import datetime

from sqlalchemy import Connection

from etl.feed import Feed
from etl.read import UnreadableError, mask
from sql import call

_CHUNK = 1 << 20  # one large value costs twice the whole load


def keep(
    connection: Connection,
    feed: Feed,
    source: str,
    payload: bytes,
    *,
    file_name: str,
    at: datetime,
    delivered_at: datetime,
) -> int:
    """Store a payload, BSN-like numbers masked, and give back its delivery number. The hash is of the original.

    Of a workbook that cannot be opened no bytes are kept, for nobody can say what is in them; loading it says why.
    """
    try:
        kept, masked_count = mask(feed, payload)
        unreadable = None
    except UnreadableError as error:
        kept, masked_count, unreadable = b"", 0, error.code
    delivery: int = call.value(
        connection,
        "load.receive",
        source=source,
        feed=feed.code,
        file_name=file_name,
        received_at=at,
        delivered_at=delivered_at,
        sha256=hashlib.sha256(payload).hexdigest(),
        size_bytes=len(payload),
        masked_count=masked_count,
        unreadable=unreadable,
    )
    for number, start in enumerate(range(0, len(kept), _CHUNK)):
        call.rows(
            connection,
            "load.keep_chunk",
            delivery=delivery,
            chunk_number=number,
            payload=kept[start : start + _CHUNK],
        )
    return delivery


def kept_payload(connection: Connection, delivery: int) -> bytes:
    """The bytes of a delivery as they were kept; a replay's are those of the delivery it replays."""
    return b"".join(bytes(row["payload"]) for row in call.rows(connection, "load.chunks", delivery=delivery))
