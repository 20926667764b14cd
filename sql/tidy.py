"""Taking away what has been kept long enough. How long is a setting for each kind; 0 keeps it for ever.

The periods of the audit trail and of sessions are not set here.
"""

import gzip
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from sql import call
from sql.backup import archive, manifest
from sql.backup.settings import Settings
from sql.cluster import archive_folder
from sql.errors import SettingsError

LARGE = 10_000_000  # bytes of a log that is still written to
NEWEST = 3  # backups that stay however old they are
_VARIABLES = {
    "deliveries_days": "TRANSFERPUNT_KEEP_DELIVERIES_DAYS",
    "closed_days": "TRANSFERPUNT_KEEP_CLOSED_DAYS",
    "counts_months": "TRANSFERPUNT_KEEP_COUNTS_MONTHS",
    "waits_months": "TRANSFERPUNT_KEEP_WAITS_MONTHS",
    "logs_days": "TRANSFERPUNT_KEEP_LOGS_DAYS",
    "backups_days": "TRANSFERPUNT_KEEP_BACKUPS_DAYS",
}
_DUTCH = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Retention:
    """Days or months that things are kept; 0 is for ever. .env.example says what each is."""

    deliveries_days: int = 400
    closed_days: int = 730
    counts_months: int = 60
    waits_months: int = 0
    logs_days: int = 90
    backups_days: int = 35

    @staticmethod
    def from_env(environ: Mapping[str, str]) -> "Retention":
        """Reads the variables of _VARIABLES. Raises SettingsError."""
        given = {name: _number(environ, variable) for name, variable in _VARIABLES.items()}
        return Retention(**{name: value for name, value in given.items() if value is not None})


def tidy(engine: Engine, settings: Settings, retention: Retention, at: datetime) -> dict[str, int]:
    """Take away what is over at this moment. What kind -> how many.

    engine: of the owner or of the pipeline. One transaction in the database; the files after it.
    """
    done: dict[str, int] = {}
    with engine.begin() as connection:
        if retention.deliveries_days:
            before = at - timedelta(days=retention.deliveries_days)
            done["deliveries emptied"] = call.value(connection, "load.tidy_deliveries", before=before)
        if retention.closed_days:
            before = at - timedelta(days=retention.closed_days)
            done["stops and calls"] = call.value(connection, "load.tidy_closed", before=before)
        for parent, months in (("capacity_count", retention.counts_months), ("waiting_time", retention.waits_months)):
            if months:
                first = _months_before(at.astimezone(_DUTCH).date(), months)
                gone = call.rows(connection, "load.drop_months", parent=parent, before=first)
                done[f"months of {parent}"] = len(gone)
    if retention.logs_days:
        before = at - timedelta(days=retention.logs_days)
        done["logs"] = tidy_logs(settings.database.home / "logs", before, f"{at:%Y%m%d}")
    if retention.backups_days:
        done["backups"] = tidy_backups(settings, at - timedelta(days=retention.backups_days))
        done["segments of log"] = tidy_archive(settings, at - timedelta(days=1))
    return done


def tidy_logs(folder: Path, before: datetime, day: str) -> int:
    """Pack a log that has grown large, and take away what was last written to before a moment. How many went."""
    for path in folder.glob("*.log"):
        packed = path.with_name(f"{path.name}.{day}.gz")
        if path.stat().st_size > LARGE and not packed.exists():
            with path.open("rb") as written, gzip.open(packed, "wb") as kept:
                shutil.copyfileobj(written, kept)
            with path.open("r+b") as written:
                written.truncate()  # who writes to it does so at its end, wherever that is
    old = [path for path in folder.glob("*.*") if path.suffix != ".log" and path.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink()
    return len(old)


def tidy_backups(settings: Settings, before: datetime) -> int:
    """Take away backups finished before a moment, but never the newest three, and the log that no kept one needs."""
    folders = manifest.finished(settings.folder)
    read = {folder: manifest.read(folder, settings.keys) for folder in folders}
    old = [folder for folder in folders[:-NEWEST] if read[folder].finished_at < before]
    unfinished = [path for path in settings.folder.glob("2*Z") if path not in read and _age(path) < before]
    for folder in (*old, *unfinished):
        (folder / manifest.NAME).unlink(missing_ok=True)  # first: without it, it is no backup any more
        shutil.rmtree(folder)
    kept = [made for folder, made in read.items() if folder not in old]
    for stream in settings.folder.glob("wal-*"):
        needed = [made.wal_first for made in kept if made.wal_stream == stream.name]
        if needed:
            archive.forget(stream, min(needed))
    return len(old) + len(unfinished)


def tidy_archive(settings: Settings, before: datetime) -> int:
    """Take segments out of the home that were carried to the folder of backups, once they are a day old. How many."""
    own = archive_folder(settings.database.home)
    if not own.exists():
        return 0
    carried = {path.name.removesuffix(".sealed") for path in settings.folder.glob("wal-*/*")}
    old = [path for path in own.glob("[0-9A-F]*.gz") if path.name in carried and _age(path) < before]
    for path in old:
        path.unlink()
    return len(old)


def _age(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, _DUTCH)


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _number(environ: Mapping[str, str], variable: str) -> int | None:
    given = environ.get(variable, "").strip()
    if given and not given.isdecimal():
        raise SettingsError(
            f"{variable} is {given!r}; it is a whole number; 0 keeps all. Set it in .env, for example {variable}=90."
        )
    return int(given) if given else None
