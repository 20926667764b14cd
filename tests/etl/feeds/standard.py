"""What a feed makes of a document; whatever it makes of it, every line is a record or is refused by name."""

import csv
import json
from datetime import UTC, datetime
from typing import Any

from etl.feed import Feed
from etl.read import read
from tests import repository

CODES = {row["refusal_code"] for row in csv.DictReader(repository.text("sql/reference/refusal.csv").splitlines())}
AT = datetime(2026, 9, 1, 6, tzinfo=UTC)


def parsed(feed: Feed, *documents: Any) -> tuple[list[dict[str, Any]], list[tuple[int, str, str]]]:
    """Records, and (line, column, code) of the refusals; several documents go as NDJSON.

    No line is lost or told twice, and each refusal names a column of the form and a reason that has a sentence.
    """
    payload = b"\n".join(json.dumps(one).encode() for one in documents)
    with read(feed, payload) as chunks:
        made = [(chunk.rows["line"].to_list(), feed.parse(chunk.rows, AT)) for chunk in chunks]
    rejected = [(row.line, row.column, row.code) for _, one in made for row in one.rejected]
    rows = [row for _, one in made for row in one.rows.to_dicts()]
    refused = {line for line, _, _ in rejected}
    assert sorted([row["line"] for row in rows] + list(refused)) == [line for lines, _ in made for line in lines]
    assert {column for _, column, _ in rejected} <= {*feed.required, *feed.optional, *feed.headers.values()}
    assert {code for _, _, code in rejected} <= CODES
    return rows, rejected
