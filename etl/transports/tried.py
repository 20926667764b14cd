"""Dry runs: what somebody pushes to see what it would become. Loaded as every delivery is, and taken back whole."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg
import structlog
from psycopg.types.json import Jsonb
from sqlalchemy.exc import DBAPIError

from etl.feed import all_feeds
from etl.keep import keep
from etl.load import load
from sql import call
from sql.database import engine

BUSY = {"state_code": "busy"}  # the source is being loaded just now: to be asked again
_ROLE = "etl_writer"
_LOCK_WAIT = "5s"  # somebody waits for the answer
_FILE_NAME = "dry-run.json"
_log = structlog.get_logger("etl")


@dataclass(frozen=True)
class Trial:
    """A payload to try: for which source, by the form of which feed."""

    trial_id: str
    source: str
    feed: str
    payload: bytes = field(repr=False)


def waiting(at: datetime) -> list[Trial]:
    """Every dry run that somebody waits for, oldest first."""
    rows = call.act("load.waiting_trials", role=_ROLE, at=at)
    return [Trial(row["trial_id"], row["source_code"], row["feed_code"], bytes(row["payload"])) for row in rows]


def answer(trial: Trial, *, at: datetime) -> None:
    """Find out what a payload would become, and write that for who waits. Nothing else of it stays.

    A fault of ours is answered too, and then raised: whoever waits must not ask for it again and again.
    """
    try:
        told = tried(trial, at=at)
    except (DBAPIError, psycopg.OperationalError):
        raise  # the database is away, so there is nobody to tell
    except Exception:
        _tell(trial, {"state_code": "failed"})
        raise
    _tell(trial, told)
    _log.info("dry run", source=trial.source, outcome=told["state_code"], read=told.get("read_count"))


def tried(trial: Trial, *, at: datetime) -> dict[str, Any]:
    """What the payload would become, as load.told_delivery tells it, or BUSY."""
    with engine(_ROLE).connect() as connection, connection.begin() as work:
        try:
            call.rows(connection, "load.lock_source", source=trial.source, patience=_LOCK_WAIT)
            delivery = keep(
                connection,
                all_feeds()[trial.feed],
                trial.source,
                trial.payload,
                file_name=_FILE_NAME,
                at=at,
                delivered_at=at,
            )
            load(connection, call.rows(connection, "load.delivery_facts", delivery=delivery)[0], at)
            told: dict[str, Any] = call.value(connection, "load.told_delivery", delivery=delivery)
        except psycopg.errors.LockNotAvailable:
            told = BUSY
        finally:
            work.rollback()
    return told


def _tell(trial: Trial, told: dict[str, Any]) -> None:
    call.act("load.answer_trial", role=_ROLE, trial=trial.trial_id, answer=Jsonb(told))
