"""python -m sql migrate | status | select | audit | backup | restore | standby | tidy."""

import argparse
import csv
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import psycopg
from sqlalchemy.exc import DBAPIError

from sql import audit, database, upkeep
from sql.call import Row, UnknownNameError, select
from sql.errors import DatabaseError, sentence
from sql.logic import BadLogicFileError
from sql.migrate import migrate
from sql.reference import ReferenceRefusedError
from sql.status import status


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 is well, 1 a fault of ours, 2 wrong use."""
    parser = argparse.ArgumentParser(prog="python -m sql", description="The database of Transferpunt.")
    commands = parser.add_subparsers(dest="command", required=True)
    migrating = commands.add_parser("migrate", help="bring the database to this version; twice changes nothing")
    migrating.set_defaults(do=_migrate)
    commands.add_parser("status", help="versions, sizes and roles").set_defaults(do=_status)
    reading = commands.add_parser("select", help="print a view or a read function")
    reading.add_argument("name", help="schema.name, such as metrics.nza_2018_mean_wait_by_group")
    reading.add_argument("arguments", nargs="*", metavar="argument=value")
    reading.set_defaults(do=_select)
    form = reading.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true")
    form.add_argument("--json", action="store_true", help="the default")
    trail = commands.add_parser(
        "audit", help="prove the audit trail whole, copy its head out, or let go of what is older than five years"
    )
    trail.add_argument("deed", choices=["verify", "export", "drop-old"])
    trail.add_argument("--file", type=Path, help="the exported heads (default: audit/heads.csv in the home)")
    trail.set_defaults(do=_audit)
    upkeep.add_commands(commands)
    chosen = parser.parse_args(arguments)
    try:
        code: int = chosen.do(chosen)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (DatabaseError, ReferenceRefusedError, BadLogicFileError, audit.UnreadableHeadsError) as error:
        print(error, file=sys.stderr)
        return 1
    except (DBAPIError, psycopg.Error) as error:
        print(sentence(error), file=sys.stderr)
        return 1
    else:
        return code
    finally:
        database.dispose()


def _migrate(_: argparse.Namespace) -> int:
    settings = database.Settings.from_env(os.environ)
    release = migrate(
        database.engine(), passwords=database.role_passwords(settings), operator_folder=settings.home / "reference"
    )
    print(f"revision {release.revision}" + ("" if release.revision_before else " (new database)"))
    print("logic rebuilt" if release.is_logic_rebuilt else "logic unchanged")
    if release.roles_made:
        print("roles made: " + ", ".join(release.roles_made))
    for table, count in release.reference_rows.items():
        if count:
            print(f"{table}: {count} rows changed")
    return 0


def _status(_: argparse.Namespace) -> int:
    for line in status(database.engine()):
        print(line)
    return 0


def _select(chosen: argparse.Namespace) -> int:
    pairs = [pair.partition("=") for pair in chosen.arguments]
    if wrong := [name for name, equals, _ in pairs if not equals]:
        print(f"Write argument=value; got {', '.join(wrong)}", file=sys.stderr)
        return 2
    try:
        found = select(chosen.name, **{name: value for name, _, value in pairs})
    except (UnknownNameError, psycopg.ProgrammingError, psycopg.DataError) as error:
        print(error, file=sys.stderr)
        return 2
    if chosen.csv:
        _print_csv(found)
    else:
        print(json.dumps(found, default=_plain, ensure_ascii=False, indent=1))
    return 0


def _audit(chosen: argparse.Namespace) -> int:
    file = chosen.file or audit.heads_file(database.Settings.from_env(os.environ).home)
    if chosen.deed == "drop-old":
        for month, count in audit.drop_old(database.engine(), datetime.now(UTC)).items():
            print(f"{month}: {count} events let go")
        return 0
    if chosen.deed == "export":
        head = audit.export(database.engine(), file, datetime.now(UTC))
        print(f"event {head.event_id}, hash {head.event_hash}, added to {file}")
        return 0
    with upkeep.noted("audit", database.Settings.from_env(os.environ)) as said:
        verdict = audit.verify(database.engine(), file)
        said.append(f"{verdict.event_count} events" + (f", broken at {verdict.broken_at}" if verdict.broken_at else ""))
        if verdict.broken_at is not None:
            raise audit.ChainBroken(f"the audit trail is broken at event {verdict.broken_at}: {verdict.reason}")
    print(f"the audit trail is whole: {verdict.event_count} events")
    return 0


def _print_csv(found: list[Row]) -> None:
    if found:
        writer = csv.DictWriter(sys.stdout, fieldnames=list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return str(value)


if __name__ == "__main__":
    sys.exit(main())
