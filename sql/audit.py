"""The audit trail from outside: is the chain of hashes whole, and what was its head on each day.

Whoever can change everything in the database can also make a new chain. So its head is copied out of the database each
day, to a file that is best kept on another machine: `verify` compares the chain with every head that was exported.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine

from sql.call import rows, value
from sql.errors import DatabaseError

_CHUNK = 20_000
_COLUMNS = ("exported_at", "event_id", "event_hash")
_BEGIN = "0" * 64
# A month goes when it ended five years ago; a head is exported the day after its event, or some days later.
_KEPT = timedelta(days=5 * 365 - 31)


class OutOfSightError(DatabaseError):
    """The audit trail is there and its owner does not see it."""


class UnreadableHeadsError(ValueError):
    """A line of the file of exported heads is none."""


class ChainBroken(DatabaseError):  # noqa: N818 - reads as what the user is told
    """The audit trail is not what was written; the sentence names the first event that does not fit."""


@dataclass(frozen=True)
class Head:
    """A link of the chain: number and hash of an event; 0 and zeros before the first."""

    event_id: int
    event_hash: str


@dataclass(frozen=True)
class Verdict:
    """event_count: how many links hold. broken_at: number of the first that does not, None when all do. reason: why."""

    event_count: int
    broken_at: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class _Run:
    """Numbers that went with their month, the hash of the last of them, and when: as the trail itself tells."""

    first_id: int
    last_id: int
    last_hash: str
    dropped_at: datetime


def heads_file(home: Path) -> Path:
    """Where the heads are exported to, unless another file is named."""
    return home / "audit" / "heads.csv"


def head(connection: Connection) -> Head:
    """The head as the database holds it. Raises OutOfSightError when row security hides it."""
    found = rows(connection, "load.audit_head")
    if not found:
        raise OutOfSightError(
            "The audit trail cannot be seen: the owner of its functions is not the role that its row security names. "
            "Was it restored under another owner? See docs/operations.md, Backup and restore."
        )
    return Head(**found[0])


def verify(engine: Engine, exported: Path | None = None) -> Verdict:
    """Walk the chain from its first row to its head, and compare it with the heads in the file `exported`.

    Names the first row that was changed, taken away or put in. A month that went after five years is stepped over,
    where the trail says so. Asked as the owner or the pipeline, who get numbers and hashes only.
    """
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        dropped = [_Run(**run) for run in rows(connection, "load.audit_dropped")]
        last, walked, count = head(connection), Head(0, _BEGIN), 0
        gone: list[_Run] = []  # what was stepped over: the numbers between two links, and when they went
        while True:
            (found,) = rows(
                connection,
                "load.audit_links",
                after_id=walked.event_id,
                after_hash=walked.event_hash,
                row_limit=_CHUNK,
            )
            count += found["held_count"]
            if found["last_id"] is None:
                break
            broken_at, next_id = found["broken_at"], found["found_id"]
            if broken_at is None:
                walked = Head(found["last_id"], found["last_hash"])
                continue
            gap = _gap(dropped, broken_at, next_id - 1)
            if gap is None:
                first = _told_until(dropped, broken_at) if broken_at < next_id else broken_at
                return Verdict(count, first, "its hash is not that of its content and the row before")
            gone.append(gap)
            walked = Head(gap.last_id, gap.last_hash)
        if walked != last:
            return Verdict(count, walked.event_id + 1, f"the head says that the newest event is {last.event_id}")
        for exported_at, known in _exported(exported):
            gap = next((run for run in gone if run.first_id <= known.event_id <= run.last_id), None)
            if gap is not None and exported_at > gap.dropped_at - _KEPT:
                return Verdict(count, known.event_id, "it went before five years were over")
            if gap is None and _hash_of(connection, known.event_id) != known.event_hash:
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


def drop_old(engine: Engine, at: datetime) -> dict[str, int]:
    """Let go of the months that ended five years before `at`, each as a whole: partition -> events. For the owner only.

    Raises psycopg.errors.LockNotAvailable, with nothing dropped, when somebody uses the trail at that moment.
    """
    with engine.begin() as connection:
        found = rows(connection, "functions.drop_audit_months", at=at)
    return {month["month_name"]: month["event_count"] for month in found}


def _gap(dropped: list[_Run], first_id: int, last_id: int) -> _Run | None:
    """The numbers first_id..last_id as one run, when the trail says that all of them went; else None.

    Before the first row that is left the runs of long ago are no longer told: there the last one is enough.
    """
    ending = next((run for run in dropped if run.last_id == last_id), None)
    if first_id > last_id or ending is None or (first_id > 1 and _told_until(dropped, first_id) <= last_id):
        return None
    return _Run(first_id, last_id, ending.last_hash, ending.dropped_at)


def _told_until(dropped: list[_Run], first_id: int) -> int:
    """The first number from first_id on of which the trail does not say that it went."""
    number = first_id
    while covering := next((run for run in dropped if run.first_id <= number <= run.last_id), None):
        number = covering.last_id + 1
    return number


def _exported(file: Path | None) -> Iterator[tuple[datetime, Head]]:
    """Each head that was exported, with the first moment at which it was."""
    seen: set[Head] = set()
    if file is not None and file.exists():
        with file.open(encoding="utf-8", newline="") as stream:
            for number, row in enumerate(csv.DictReader(stream), start=2):
                try:
                    known = Head(int(row["event_id"]), row["event_hash"])
                    exported_at = datetime.fromisoformat(row["exported_at"])
                except (KeyError, TypeError, ValueError) as error:
                    raise UnreadableHeadsError(f"{file}, line {number}, is no exported head") from error
                if known not in seen:
                    seen.add(known)
                    yield exported_at, known


def _hash_of(connection: Connection, event_id: int) -> str:
    return _BEGIN if event_id == 0 else str(value(connection, "load.audit_hash", event_id=event_id))
