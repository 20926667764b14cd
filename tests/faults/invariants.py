"""What must hold after every fault, asked of the database itself: nine sentences, each with a name."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from sql import audit
from sql.call import rows
from tests.conftest import Database

_LONG = timedelta(days=30)  # no count holds as long


def broken(database: Database, at: datetime) -> list[str]:
    """The sentences that do not hold at this moment, with what was found. Empty when all is well."""
    found = []
    with database.engine().connect() as connection:
        for number, (sentence, ask) in enumerate(_SENTENCES.items(), start=1):
            found += [f"O{number} {sentence}: {wrong}" for wrong in ask(connection, at)]
    return found


def working(database: Database) -> int:
    """How many connections of the pipeline still do something: what a killed process left, until it is rolled back."""
    with database.engine().connect() as connection:
        return int(connection.execute(text(_AT_WORK)).scalar_one())


def _asked(statement: str) -> Callable[[Connection, datetime], list[Any]]:
    return lambda connection, _at: [tuple(row) for row in connection.execute(text(statement))]


def _audit(connection: Connection, _at: datetime) -> list[Any]:
    verdict = audit.verify(connection.engine)
    return [] if verdict.broken_at is None else [(verdict.broken_at, verdict.reason)]


def _stale_is_said(connection: Connection, at: datetime) -> list[Any]:
    later = at + _LONG
    late = rows(connection, "read.late_deliveries", as_of=later)
    free = rows(connection, "read.free_places", as_of=later, care_pathway="AMB", urgency="regulier")
    silent = _asked(
        "select source_code from core.source_state join core.source using (source_code) where not is_historic"
    )
    told = {row["source_code"] for row in late}
    return [
        *(source for (source,) in silent(connection, at) if source not in told),
        *(row["offer_id"] for row in free if row["status_code"] != "unknown"),
    ]


_AT_WORK = (
    "select count(*) from pg_stat_activity"
    " where datname = current_database() and application_name = 'transferpunt etl_writer' and state <> 'idle'"
)
_SENTENCES: dict[str, Callable[[Connection, datetime], list[Any]]] = {
    "what is shown of a source comes from one accepted delivery, or is unknown": _asked(
        "select c.source_code, c.delivery_id from core.capacity_current c"
        " join raw.delivery d using (delivery_id) left join core.source_state s on s.source_code = c.source_code"
        " where c.blank_code is null and (d.state_code <> 'applied' or c.delivery_id is distinct from s.delivery_id)"
    ),
    "no delivery is applied twice": _asked(
        "select source_code, sha256 from raw.delivery where state_code = 'applied' and replay_of is null"
        " group by 1, 2 having count(*) > 1"
    ),
    "counts are possible: 0 <= free <= total": _asked(
        "select offer_id from core.capacity_current where free_count < 0 or free_count > total_count"
    ),
    "what was taken in is there, byte for byte in its number": _asked(
        "select d.delivery_id from raw.delivery d left join raw.delivery_chunk c using (delivery_id)"
        " where d.replay_of is null and d.masked_count = 0 and d.reason_code is null"
        " group by 1 having d.size_bytes <> coalesce(sum(length(c.payload)), 0)"
        " union all select receipt_id from raw.receipt where delivery_id is null and payload is null"
    ),
    "each row read is accepted, refused or a duplicate": _asked(
        "select delivery_id from raw.delivery where finished_at is not null and state_code <> 'failed'"
        " and read_count <> accepted_count + refused_count + duplicate_count"
    ),
    "the audit trail is whole": _audit,
    "no delivery waits that the next round would not find": _asked(
        "select delivery_id from raw.delivery where state_code = 'received'"
        " except select delivery_id from load.waiting_deliveries()"
    ),
    "a source that is silent is late, and its counts are unknown": _stale_is_said,
    "no lock, no job and no staged row is left behind": _asked(
        "select 'staged', delivery_id::text from raw.staged_capacity"
        " union all select 'lock', objid::text from pg_locks l join pg_database d on d.oid = l.database"
        " where locktype = 'advisory' and datname = current_database()"
        " union all select 'job', j.id::text from queue.procrastinate_jobs j"
        " left join queue.procrastinate_workers w on w.id = j.worker_id where j.status = 'doing' and w.id is null"
    ),
}
