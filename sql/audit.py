"""The audit trail from outside: is the chain of hashes whole, and what was its head on each day.

Whoever can change everything in the database can also make a new chain. So its head is copied out of the database each
day, to a file that is best kept on another machine: `verify` compares the chain with every head that was exported.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from sql.call import driver
from sql.errors import DatabaseError

_CHUNK = 20_000
_COLUMNS = ("exported_at", "event_id", "event_hash")
_BEGIN = "0" * 64
# The first row of the chunk that is not what the row before it and its own columns make it.
_BREAK = """
select count(*), max(event_id), (array_agg(event_hash order by event_id desc))[1],
       min(previous_id + 1) filter (
           where event_id <> previous_id + 1 or event_hash <> audit.hash_of(previous_hash, event))
  from (select event, event_id, event_hash,
               lag(event_id, 1, %(after)s::bigint) over (order by event_id) as previous_id,
               lag(event_hash, 1, %(hash)s::text) over (order by event_id) as previous_hash
          from (select e as event, e.event_id, e.event_hash
                  from audit.event e where e.event_id > %(after)s order by e.event_id limit %(chunk)s) chunk) chained
"""


class ChainBroken(DatabaseError):  # noqa: N818 - reads as what the user is told
    """The audit trail is not what was written; the sentence names the first event that does not fit."""


@dataclass(frozen=True)
class Head:
    """The last link of the chain: number and hash of the newest event, 0 and zeros when there is none."""

    event_id: int
    event_hash: str


@dataclass(frozen=True)
class Verdict:
    """event_count: how many links hold. broken_at: number of the first that does not, None when all do. reason: why."""

    event_count: int
    broken_at: int | None = None
    reason: str = ""


def head(connection: Connection) -> Head:
    """The head as the database holds it."""
    found = driver(connection).execute("select event_id, event_hash from audit.head").fetchone()
    assert found is not None  # noqa: S101 - a trigger keeps the one row
    return Head(*found)


def verify(engine: Engine, exported: Path | None = None) -> Verdict:
    """Walk the chain from its first row to its head, and compare it with the heads in the file `exported`.

    Names the first row that was changed, taken away or put in. Asked as the owner, who alone may read all of it.
    """
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        last = head(connection)
        walked = Head(0, _BEGIN)
        count = 0
        while True:
            found = (
                driver(connection)
                .execute(_BREAK, {"after": walked.event_id, "hash": walked.event_hash, "chunk": _CHUNK})
                .fetchone()
            )
            if found is None or found[0] == 0:
                break
            rows, newest, newest_hash, broken_at = found
            if broken_at is not None:
                return Verdict(broken_at - 1, broken_at, "its hash is not that of its content and the row before")
            walked = Head(newest, newest_hash)
            count += rows
        if walked != last:
            return Verdict(count, walked.event_id + 1, f"the head says that the newest event is {last.event_id}")
        for known in _exported(exported):
            if known.event_id > walked.event_id or _hash_of(connection, known.event_id) != known.event_hash:
                return Verdict(count, known.event_id, "it is not what was exported: the chain was made anew")
    return Verdict(count)


def export(engine: Engine, file: Path, at: datetime) -> Head:
    """Append the head to a CSV file (exported_at, event_id, event_hash) that only its owner can read; give it back."""
    with engine.connect() as connection:
        now = head(connection)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    is_new = not file.exists()
    file.touch(mode=0o600)
    with file.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        if is_new:
            writer.writerow(_COLUMNS)
        writer.writerow([at.isoformat(timespec="seconds"), now.event_id, now.event_hash])
    return now


def _exported(file: Path | None) -> Iterator[Head]:
    if file is not None and file.exists():
        with file.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                yield Head(int(row["event_id"]), row["event_hash"])


def _hash_of(connection: Connection, event_id: int) -> str:
    if event_id == 0:
        return _BEGIN
    found = driver(connection).execute("select event_hash from audit.event where event_id = %s", [event_id]).fetchone()
    return str(found[0]) if found else ""
