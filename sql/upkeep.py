"""The commands of whoever keeps a database running: backup, restore, tidy. What they did is written down in it."""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import psycopg
from sqlalchemy.exc import DBAPIError

from sql import audit, call, database, standby
from sql.backup import make, restore
from sql.backup.settings import Settings
from sql.errors import DatabaseError, SettingsError
from sql.migrate import code_revision, revision_of
from sql.tidy import Retention, tidy


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add them; each says with `do` which function runs it."""
    making = commands.add_parser("backup", help="make a backup and read it back; the embedded server's log goes along")
    making.add_argument("--to", type=Path, help="folder of the backups (default: TRANSFERPUNT_BACKUPS, or the home's)")
    other = making.add_mutually_exclusive_group()
    other.add_argument("--check", type=Path, metavar="FOLDER", help="read one backup back, and make none")
    other.add_argument("--log", action="store_true", help="only carry the write-ahead log of the embedded server")
    making.set_defaults(do=_backup)
    restoring = commands.add_parser("restore", help="make a new home from a backup, as it stood at a moment")
    restoring.add_argument(
        "--from", dest="folder", type=Path, required=True, help="folder of the backups, or one of them"
    )
    restoring.add_argument(
        "--to", type=_moment, metavar="TIME", help="such as 2026-11-20T09:30+01:00; without: the last"
    )
    restoring.add_argument("--home", type=Path, help="a folder that is empty or not there; without: fill DATABASE_URL")
    restoring.set_defaults(do=_restore)
    tidying = commands.add_parser("tidy", help="take away what has been kept long enough (TRANSFERPUNT_KEEP_...)")
    tidying.add_argument("--as-of", type=_moment, metavar="TIME", help="as if it were this moment")
    tidying.set_defaults(do=_tidy)
    following = commands.add_parser("standby", help="a second server on this machine that follows the first")
    following.add_argument(
        "deed", choices=["start", "promote"], help="start: make it if need be, run until told to stop"
    )
    following.add_argument("--home", type=Path, required=True, help="the home of the standby")
    following.set_defaults(do=_standby)


@contextmanager
def noted(upkeep: str, settings: database.Settings) -> Iterator[list[str]]:
    """Write down when it ran and how it ended; what is put into the list is the detail. A failure goes on its way.

    upkeep: backup, log, tidy or audit. Nothing is written in a database of another release.
    """
    began, at, said = time.monotonic(), datetime.now(UTC), list[str]()
    is_well = False
    try:
        yield said
        is_well = True
    except Exception as error:
        said.append(f"{type(error).__name__}: {error}")
        raise
    finally:
        _note(upkeep, settings, at, is_well=is_well, seconds=time.monotonic() - began, detail="; ".join(said))


def _backup(chosen: argparse.Namespace) -> int:
    settings = _settings(chosen.to)
    if chosen.check is not None:
        made = make.check(chosen.check.resolve(), settings)
        at = f"{made.finished_at:%Y-%m-%d %H:%M:%S %Z}"
        print(f"whole: {len(made.files)} files, schema revision {made.revision}, finished {at}")
        return 0
    if chosen.log:
        with noted("log", settings.database) as said:
            said.append(f"{make.carry_log(settings)} segments carried to {settings.folder}")
        print(said[0])
        return 0
    with noted("backup", settings.database) as said:
        folder, made = make.backup(settings, say=lambda step: print(f"{step} ...", flush=True))
        said.append(f"{folder.name}, {sum(file.size_bytes for file in made.files)} bytes")
    for file in made.files:
        print(f"{file.name:28} {file.size_bytes:>14} bytes  sha256 {file.sha256[:16]}")
    print(f"{folder}: made and read back in {made.seconds:.1f} s" + ("" if made.is_sealed else "; NOT encrypted"))
    return 0


def _restore(chosen: argparse.Namespace) -> int:
    settings = _settings(None)
    if chosen.home is None:
        if database.is_embedded(settings.database):
            raise SettingsError("Where to? Name a new home with --home, or an empty database with DATABASE_URL.")
        if chosen.to is not None:
            raise SettingsError(
                "A dump is of one moment: restore a server to another one with its own tools (docs/backup.md)."
            )
        done = restore.restore_server(chosen.folder.resolve(), settings)
        print(f"{done.backup} is in the database, in {done.seconds:.1f} s. Now: python -m sql migrate")
        return 0
    home = chosen.home.expanduser().resolve()
    done = restore.restore(
        chosen.folder.resolve(), home, settings.keys, chosen.to, say=lambda step: print(f"{step} ...", flush=True)
    )
    print(f"{done.backup} and {done.segments} segments of log, in {done.seconds:.1f} s, are in {home}")
    verdict = audit.verify(database.engine(settings=database.Settings(home=home)), home / "audit" / "heads.csv")
    if verdict.broken_at is not None:
        print(f"the audit trail is broken at event {verdict.broken_at}: {verdict.reason}", file=sys.stderr)
        return 1
    print(f"the audit trail is whole: {verdict.event_count} events")
    return 0


def _tidy(chosen: argparse.Namespace) -> int:
    settings, retention = _settings(None), Retention.from_env(os.environ)
    with noted("tidy", settings.database) as said:
        done = tidy(database.engine(settings=settings.database), settings, retention, chosen.as_of or datetime.now(UTC))
        said += [f"{many} {what}" for what, many in done.items()]
    print("taken away: " + (", ".join(said) or "nothing is ever"))
    return 0


def _standby(chosen: argparse.Namespace) -> int:
    settings, home = database.Settings.from_env(os.environ), chosen.home.expanduser().resolve()
    if chosen.deed == "promote":
        standby.promote(home)
        print(f"The database in {home} is the primary now: TRANSFERPUNT_HOME={home}")
        return 0
    if not database.is_embedded(settings):
        raise SettingsError(
            "DATABASE_URL is set: a standby of that server is made with its own tools (docs/backup.md)."
        )
    standby.run(settings.home, home, say=lambda line: print(line, flush=True))
    return 0


def _note(
    upkeep: str, settings: database.Settings, at: datetime, *, is_well: bool, seconds: float, detail: str
) -> None:
    try:
        with database.engine(settings=settings).begin() as connection:
            if revision_of(connection) == code_revision():
                noting = {"is_well": is_well, "seconds": Decimal(f"{seconds:.3f}"), "detail": detail}
                call.value(connection, "load.note_upkeep", upkeep=upkeep, at=at, **noting)
    except (DatabaseError, DBAPIError, psycopg.Error) as error:
        print(f"It could not be written down in the database: {error}", file=sys.stderr)


def _settings(folder: Path | None) -> Settings:
    environ = dict(os.environ)
    if folder is not None:
        environ["TRANSFERPUNT_BACKUPS"] = str(folder)
    return Settings.from_env(environ)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError("say the time zone too, such as 2026-11-20T09:30+01:00")
    return moment
