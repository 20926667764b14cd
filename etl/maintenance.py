"""What the worker does beside loading: once a day forget what ended, prove the audit trail, copy its head out; and
whenever waits changed, make the totals of their months ready.
"""

import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import structlog

from sql import audit, call
from sql.database import engine

_ROLE = "etl_writer"
_log = structlog.get_logger("etl.maintenance")


def daily(home: Path, done_on: date | None, at: datetime) -> date:
    """Do the day's work at the moment `at`, unless it was done on that day (UTC); the day on which it was done last.

    A broken audit trail, or a head that could not be written, ends in a critical log line, and loading goes on.
    """
    today = at.astimezone(UTC).date()
    if done_on == today:
        return today
    ((left,),) = (row.values() for row in call.act("act.forget_ended", role=_ROLE, at=at))
    file = audit.heads_file(home)
    began, is_well, told = time.monotonic(), False, ""
    try:
        verdict = audit.verify(engine(_ROLE), file)
        is_well, told = verdict.broken_at is None, f"{verdict.event_count} events"
        if verdict.broken_at is not None:
            _log.critical("audit trail broken", broken_at=verdict.broken_at, reason=verdict.reason)
            told += f", broken at {verdict.broken_at}"
        head = audit.export(engine(_ROLE), file, at)
    except (OSError, audit.UnreadableHeadsError) as error:
        _log.critical("audit heads out of reach", reason=str(error))
        is_well, told = False, type(error).__name__
    else:
        _log.info("day", sessions=left, audit_events=verdict.event_count, audit_head=head.event_id)
    seconds = Decimal(f"{time.monotonic() - began:.3f}")
    noting = {"is_well": is_well, "seconds": seconds, "detail": told}
    call.act("load.note_upkeep", role=_ROLE, upkeep="audit", at=at, **noting)
    return today


def total_waits(at: datetime) -> bool:
    """Make the totals of one month of waits ready, the newest that lacks them; whether there was one."""
    ((month,),) = (row.values() for row in call.act("load.total_wait_month", role=_ROLE, as_of=at))
    if month is not None:
        _log.info("waits totalled", month=str(month))
    return month is not None
