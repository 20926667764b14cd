"""The upkeep of each night, from the database's state: a backup where one is wanted, then tidying up.

So nothing is forgotten: what no worker did while none ran is done once, at the first look afterwards. What a timer did
that night already is not done again, and of several workers one does it.
"""

import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal

import psycopg
import structlog
from sqlalchemy.exc import DBAPIError

from etl.schedule import DUTCH, moment_of
from sql import call, tidy
from sql.backup import make
from sql.backup.settings import Settings
from sql.backup.stored import BackupBroken
from sql.database import engine
from sql.errors import DatabaseError, SettingsError

_ROLE = "etl_writer"
_AWAY = (DBAPIError, DatabaseError, psycopg.OperationalError)
_log = structlog.get_logger("etl.upkeep")


def demand_settings(environ: Mapping[str, str]) -> None:
    """Raises SettingsError when what this file reads is not right."""
    due_at(datetime.fromtimestamp(0, DUTCH), environ)
    tidy.Retention.from_env(environ)
    Settings.from_env(environ)


def due_at(at: datetime, environ: Mapping[str, str]) -> datetime:
    """The last moment at which upkeep was due: TRANSFERPUNT_UPKEEP_TIME, on the Dutch clock, today or yesterday."""
    given = environ.get("TRANSFERPUNT_UPKEEP_TIME", "").strip() or "02:30"
    try:
        clock = datetime.strptime(given, "%H:%M").time()  # noqa: DTZ007 - a time of day
    except ValueError as error:
        raise SettingsError(
            f"TRANSFERPUNT_UPKEEP_TIME is {given!r}; it is a time on the Dutch clock. Set it in .env, for example "
            "TRANSFERPUNT_UPKEEP_TIME=02:30."
        ) from error
    day = at.astimezone(DUTCH).date()
    today = moment_of(day, clock)
    return today if today <= at else moment_of(day - timedelta(days=1), clock)


def nightly(at: datetime, environ: Mapping[str, str]) -> dict[str, bool]:
    """Do what is due at this moment: kind -> whether it went well. Nothing is tidied away after a backup that failed.

    Backups are made where TRANSFERPUNT_BACKUPS names a folder.
    """
    due = due_at(at, environ)
    done: dict[str, bool] = {}
    if environ.get("TRANSFERPUNT_BACKUPS", "").strip():
        if _taken("backup", due, at):
            done["backup"] = _noted("backup", at, lambda: _back_up(environ))
        if not _is_done("backup", due):
            return done
    if _taken("tidy", due, at):
        done["tidy"] = _noted("tidy", at, lambda: _tidy(at, environ))
    return done


def _taken(kind: str, due: datetime, at: datetime) -> bool:
    with engine(_ROLE).begin() as connection:
        return bool(call.value(connection, "load.take_upkeep", upkeep=kind, due_at=due, at=at))


def _is_done(kind: str, due: datetime) -> bool:
    return any(
        row["upkeep_code"] == kind and row["well_at"] is not None and row["well_at"] >= due
        for row in call.select("load.upkeep_done", role=_ROLE)
    )


def _noted(kind: str, at: datetime, work: Callable[[], str]) -> bool:
    began = time.monotonic()
    try:
        detail, is_well = work(), True
    except (OSError, BackupBroken, SettingsError, *_AWAY) as error:
        detail, is_well = f"{type(error).__name__}: {error}", False
        _log.critical("upkeep failed", upkeep=kind, error=type(error).__name__)
    seconds = Decimal(f"{time.monotonic() - began:.3f}")
    noting = {"is_well": is_well, "seconds": seconds, "detail": detail[:1000]}
    call.act("load.note_upkeep", role=_ROLE, upkeep=kind, at=at, **noting)
    _log.info("upkeep", upkeep=kind, is_well=is_well, seconds=float(seconds))
    return is_well


def _back_up(environ: Mapping[str, str]) -> str:
    folder, made = make.backup(Settings.from_env(environ))
    return f"{folder.name}, {sum(file.size_bytes for file in made.files)} bytes"


def _tidy(at: datetime, environ: Mapping[str, str]) -> str:
    done = tidy.tidy(engine(_ROLE), Settings.from_env(environ), tidy.Retention.from_env(environ), at)
    return "; ".join(f"{many} {what}" for what, many in done.items())
