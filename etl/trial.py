"""Trying a source that somebody asked about on a page: fetched once and loaded, all of it rolled back, and told."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import psycopg
import structlog
from sqlalchemy.exc import DBAPIError

from etl.errors import FetchError, WrongUseError
from etl.feed import Feed, all_feeds
from etl.keep import keep
from etl.load import load
from etl.outcome import Outcome
from etl.text import pieces
from etl.transports import pull
from etl.transports.address import Resolve, resolve
from sql import call
from sql.database import engine
from sql.errors import DatabaseError, SettingsError

_ROLE = "etl_writer"
_LOCK_WAIT = "30s"
_log = structlog.get_logger("etl.trial")


def try_next(*, at: datetime, environ: Mapping[str, str], ask: Resolve = resolve) -> bool:
    """Try the source that waits longest for it and write down what was found; whether one waited."""
    waiting = call.act("load.begin_trial", role=_ROLE, at=at)
    if not waiting:
        return False
    source = waiting[0]["source_code"]
    found = _found(source, at, environ, ask)
    call.act("load.end_trial", role=_ROLE, source=source, at=max(at, datetime.now(UTC)), **found)
    _log.info("tried", source=source, outcome=found.get("outcome"), failure=found.get("failure"))
    return True


def rehearse(feed: Feed, source: str, payload: pieces.Source, file_name: str, *, at: datetime) -> Outcome:
    """What would become of a payload: it is kept and loaded as pipeline.run does, and all of that is rolled back.

    The number of the delivery in the outcome is nobody's.
    """
    with engine(_ROLE).connect() as connection, connection.begin() as whole:
        try:
            call.rows(connection, "load.lock_source", source=source, patience=_LOCK_WAIT)
        except psycopg.errors.LockNotAvailable:
            return Outcome(feed.code, source, 0, "", "busy", reason="busy")
        delivery = keep(connection, feed, source, payload, file_name=file_name, at=at, delivered_at=at)
        facts = call.rows(connection, "load.delivery_facts", delivery=delivery)[0]
        outcome = load(connection, facts, at)
        whole.rollback()
    return outcome


def _found(source: str, at: datetime, environ: Mapping[str, str], ask: Resolve) -> dict[str, Any]:
    """What load.end_trial writes down."""
    try:
        came = pull.peek(source, environ=environ, ask=ask)
        if came is None:
            return {"outcome": "nothing"}
        feed, file_name, payload = came
        outcome = rehearse(all_feeds()[feed], source, payload, file_name, at=at)
    except FetchError as error:
        return {"failure": error.code}
    except WrongUseError:  # it is fetched no more since it was asked
        return {"failure": "fetch_refused"}
    except SettingsError:  # its credential cannot be opened
        return {"failure": "fetch_no_key"}
    except (DBAPIError, DatabaseError, psycopg.OperationalError):
        raise  # the database is away: it is tried anew
    except Exception as error:  # noqa: BLE001 - a fault of ours; the page says so and the worker goes on
        _log.error("not tried", source=source, error=type(error).__name__)
        return {"failure": "fault"}
    return {
        "outcome": outcome.outcome,
        "file_name": file_name,
        "size_bytes": pieces.size(payload),
        "read_count": outcome.read,
        "accepted_count": outcome.accepted,
        "refused_count": outcome.refused,
        "duplicate_count": outcome.duplicates,
        "refusals": outcome.refusals,
        "sentence": outcome.sentence,
    }
