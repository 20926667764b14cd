"""One delivery from bytes to published figures: keep, read, stage, check, judge, apply; all or nothing.

The bytes are kept and committed first. Everything after that is one transaction under the source's lock, so a run that
is killed leaves a delivery in state `received`, which the next run takes up again.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import psycopg
import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from etl import progress
from etl.errors import WrongUseError, fault
from etl.feed import Feed
from etl.keep import is_kept, keep
from etl.load import load
from etl.outcome import Outcome, outcome_of
from etl.text.pieces import Source
from sql import call
from sql.database import engine

_ROLE = "etl_writer"
_LOCK_WAIT = "30s"
# The server is away, or a release took a function away in the middle of the load.
_PASSING = (psycopg.OperationalError, psycopg.InternalError, psycopg.errors.UndefinedFunction)
_log = structlog.get_logger("etl")


Noted = Callable[[Connection, int], object]


def run(
    feed: Feed,
    source: str,
    payload: Source,
    file_name: str,
    *,
    at: datetime,
    delivered_at: datetime | None = None,
    noted: Noted | None = None,
) -> Outcome:
    """Load one payload of a source. `at` is the moment of the run (aware); `delivered_at` the sender's, if known.

    noted(connection, delivery) writes down that the payload was taken, in the transaction that keeps it.

    Raises WrongUseError when the source is unknown or of another feed.
    """
    with engine(_ROLE).begin() as connection:
        known = call.rows(connection, "load.source_facts", source=source)
        if not known:
            raise WrongUseError(f"There is no source {source!r}; `python -m etl list` names them.")
        if known[0]["feed_code"] != feed.code:
            raise WrongUseError(f"Source {source!r} sends {known[0]['feed_code']}, not {feed.code}.")
        delivery = keep(connection, feed, source, payload, file_name=file_name, at=at, delivered_at=delivered_at or at)
        if noted is not None:
            noted(connection, delivery)
    return resume(delivery, at=at)


def resume(delivery: int, *, at: datetime) -> Outcome:
    """Load a delivery that was received; what another worker made of it in the meantime stands."""

    def take_up(connection: Connection, facts: call.Row) -> Outcome:
        state = facts["state_code"]
        tell = progress.tell_of(delivery)
        return load(connection, facts, at, tell=tell) if state == "received" else outcome_of(facts, state)

    return _guarded(delivery, take_up)


def release(delivery: int, *, by: str, reason: str, at: datetime) -> Outcome:
    """Publish a held delivery after all: the gates that held it no longer do."""

    def publish(connection: Connection, facts: call.Row) -> Outcome:
        _decide(connection, facts, "release", by=by, reason=reason, at=at)
        return load(connection, facts, at, is_released=True)

    return _guarded(delivery, publish)


def load_released(delivery: int, *, at: datetime) -> Outcome:
    """Publish a held delivery that a person released on a page: who and why is written down already."""

    def publish(connection: Connection, facts: call.Row) -> Outcome:
        if facts["state_code"] != "held":  # another worker was first
            return outcome_of(facts, facts["state_code"])
        return load(connection, facts, at, is_released=True)

    return _guarded(delivery, publish)


def refuse(delivery: int, *, by: str, reason: str, at: datetime) -> Outcome:
    """Reject a held delivery; what it blanked shows again."""

    def reject(connection: Connection, facts: call.Row) -> Outcome:
        _decide(connection, facts, "refuse", by=by, reason=reason, at=at)
        sentence = call.value(connection, "load.sentence", code="refused_by_person")
        return outcome_of(facts, "rejected", reason="refused_by_person", sentence=sentence)

    return _guarded(delivery, reject)


def replay(delivery: int, *, at: datetime) -> Outcome:
    """Parse a kept delivery again with today's code. Only a different result becomes a new version.

    The answer is `duplicate` with reason `replay_unchanged` when nothing differs, else the outcome of the new version.
    """

    def again(connection: Connection, facts: call.Row) -> Outcome:
        if facts["state_code"] in ("received", "held"):
            raise WrongUseError(
                f"Delivery {delivery} is still {facts['state_code']}: load, release or refuse it first."
            )
        was_read = facts["state_code"] in ("applied", "superseded") and facts["size_bytes"]
        if was_read and not is_kept(connection, delivery):
            raise WrongUseError(
                f"The bytes of delivery {delivery} are no longer kept (TRANSFERPUNT_KEEP_DELIVERIES_DAYS)."
            )
        original = facts["replay_of"] or delivery
        attempt = connection.begin_nested()
        version = call.value(
            connection,
            "load.receive",
            source=facts["source_code"],
            feed=facts["feed_code"],
            file_name=facts["file_name"],
            received_at=at,
            delivered_at=facts["delivered_at"],
            sha256=facts["sha256"],
            size_bytes=facts["size_bytes"],
            masked_count=facts["masked_count"],
            replay_of=original,
        )
        result = load(
            connection,
            {**facts, "delivery_id": version},
            at,
            is_released=facts["state_code"] in ("applied", "superseded"),
            is_replay=True,
        )
        if result.reason == "replay_unchanged":
            attempt.rollback()
            return replace(result, delivery_id=delivery)
        attempt.commit()
        return result

    return _guarded(delivery, again)


def _demand_held(facts: call.Row) -> None:
    if facts["state_code"] != "held":
        raise WrongUseError(f"Delivery {facts['delivery_id']} is {facts['state_code']}, not held: nothing to decide.")


def _decide(connection: Connection, facts: call.Row, verdict: str, *, by: str, reason: str, at: datetime) -> None:
    _demand_held(facts)
    call.rows(
        connection,
        "load.decide",
        delivery=facts["delivery_id"],
        verdict=verdict,
        decided_by=by,
        reason=reason,
        decided_at=at,
    )


def _guarded(delivery: int, work: Callable[[Connection, call.Row], Outcome]) -> Outcome:
    """Do the work in one transaction under the source's lock; say `busy` when the lock is not had in time."""
    started = time.monotonic()
    with engine(_ROLE).connect() as connection:
        found = call.rows(connection, "load.delivery_facts", delivery=delivery)
        if not found:
            raise WrongUseError(f"There is no delivery {delivery}.")
        facts = found[0]
    try:
        with engine(_ROLE).begin() as connection:
            try:
                call.rows(connection, "load.lock_source", source=facts["source_code"], patience=_LOCK_WAIT)
            except psycopg.errors.LockNotAvailable:
                connection.rollback()
                return outcome_of(facts, "busy", reason="busy")
            facts = call.rows(connection, "load.delivery_facts", delivery=delivery)[0]
            outcome = work(connection, facts)
    except (WrongUseError, DBAPIError, *_PASSING):
        raise  # nothing is wrong with the delivery: it waits
    except Exception as error:
        with engine(_ROLE).begin() as connection:
            said = call.value(connection, "load.sentence", code="fault").format(value=type(error).__name__)
            call.rows(connection, "load.fail", delivery=delivery, sentence=said)
        raise fault(delivery, error) from error
    outcome = replace(outcome, seconds=round(time.monotonic() - started, 3))
    _log.info("delivery", **{key: value for key, value in outcome.as_dict().items() if key != "sentence"})
    return outcome
