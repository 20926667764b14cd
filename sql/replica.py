"""Reading from a server that follows the primary, for as long as it is near enough.

Near enough is DATABASE_READ_LAG_SECONDS. A replica that has all its primary ever sent, and is connected to it, lags
by nothing; any other by the time since the last change it has seen.
"""

import os
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg
import sqlalchemy.exc
from sqlalchemy import Connection

from sql.call import Row, driver, rows, select
from sql.database import Settings, engine
from sql.errors import DatabaseError

KNOWN_FOR = 2.0  # seconds: so often each process asks how far the replica is
_STATE = """
select pg_is_in_recovery(),
       exists (select from pg_stat_wal_receiver) and pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn(),
       pg_last_xact_replay_timestamp(), clock_timestamp()
"""
_UNREACHED = (DatabaseError, psycopg.OperationalError, sqlalchemy.exc.OperationalError, sqlalchemy.exc.TimeoutError)
_NOT_THERE = (psycopg.errors.UndefinedFunction, psycopg.errors.InvalidSchemaName, psycopg.errors.UndefinedTable)


@dataclass(frozen=True)
class Position:
    """How far a replica is. stands_at: the moment up to which it has every change; None when that is now."""

    lag: timedelta
    stands_at: datetime | None = None


@dataclass(frozen=True)
class Answer:
    """rows: of the question. place: the server that gave them. stands_at: the moment they are of, None for now."""

    rows: list[Row]
    place: str
    stands_at: datetime | None = None


_known: dict[tuple[str, Settings], tuple[float, Position | None]] = {}
_guard = threading.Lock()


def select_near(name: str, *, role: str, **arguments: object) -> Answer:
    """The rows of a read function that writes nothing: of the replica while it is near enough, else of the primary.

    When the primary does not answer the replica does, however far behind: the answer then tells of which moment it is.
    Raises what connecting to the primary raises when neither answers.
    """
    settings = Settings.from_env(os.environ)
    found = position(role, settings)
    if found is not None and found.lag <= settings.read_lag:
        try:
            return Answer(_select(name, role, settings, arguments), "replica")
        except (*_UNREACHED, *_NOT_THERE):
            found = None  # gone in this moment, or not yet at this release
    try:
        return Answer(select(name, role=role, **arguments), "primary")
    except _UNREACHED:
        if found is None:
            raise
        return Answer(_select(name, role, settings, arguments), "replica alone", found.stands_at)


def position(role: str, settings: Settings) -> Position | None:
    """How far the replica of DATABASE_READ_URL is; None when there is none or it does not answer.

    Asked of the server every two seconds at most.
    """
    if settings.read_url is None:
        return None
    key = (role, settings)
    with _guard:
        known = _known.get(key)
    if known is not None and time.monotonic() - known[0] < KNOWN_FOR:
        return known[1]
    try:
        with engine(role, read=True, settings=settings).connect() as connection:
            found = _of(connection)
    except _UNREACHED:
        found = None
    with _guard:
        _known[key] = (time.monotonic(), found)
    return found


def forget() -> None:
    """Ask the server anew at the next question."""
    with _guard:
        _known.clear()


def _select(name: str, role: str, settings: Settings, arguments: dict[str, object]) -> list[Row]:
    with engine(role, read=True, settings=settings).connect() as connection:
        return rows(connection, name, **arguments)


def _of(connection: Connection) -> Position:
    row = driver(connection).execute(_STATE).fetchone()
    assert row is not None  # noqa: S101 - a select without from
    is_replica, has_all, seen_at, now = row
    if not is_replica or has_all:
        return Position(timedelta(0))
    if seen_at is None:  # nothing has changed since it was copied
        return Position(timedelta.max)
    return Position(now - seen_at, seen_at)
