"""What a feed makes of a document, and the folder of official examples."""

import json
from datetime import UTC, datetime
from typing import Any

from etl.feed import Feed
from etl.read import read

AT = datetime(2026, 9, 1, 6, tzinfo=UTC)


def parsed(feed: Feed, *documents: Any) -> tuple[list[dict[str, Any]], list[tuple[int, str, str]]]:
    """Records, and (line, column, code) of the refusals; several documents go as NDJSON."""
    payload = b"\n".join(json.dumps(one).encode() for one in documents)
    with read(feed, payload) as chunks:
        made = [feed.parse(chunk.rows, AT) for chunk in chunks]
    rejected = [(row.line, row.column, row.code) for one in made for row in one.rejected]
    return [row for one in made for row in one.rows.to_dicts()], rejected
