"""python -m etl list, run, status, deliveries, rejected, release, refuse, replay, load-drop, connect, fetch, worker."""

import argparse
import csv
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from sqlalchemy.exc import DBAPIError

from etl import jobs, log, maintenance, pipeline, schedule, status, worker
from etl.errors import EtlError, FaultError, FetchError, WrongUseError
from etl.feed import Feed, all_feeds
from etl.outcome import Outcome
from etl.text.dates import parse_moment
from etl.transports import drop_folder, pull
from sql import call, credentials, database
from sql.errors import DatabaseError, sentence

_WELL, _FAULT, _WRONG_USE, _NOT_APPLIED = 0, 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0: done; 3: held, rejected, busy, late or not fetched; 2: wrong use; 1: a fault of ours."""
    chosen = _parser().parse_args(arguments)
    log.set_up()
    try:
        command: Callable[[argparse.Namespace], int] = chosen.run
        code = command(chosen)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _WELL
    except EtlError as error:
        print(error, file=sys.stderr)
        return _FAULT if isinstance(error, FaultError) else _WRONG_USE
    except DatabaseError as error:
        print(error, file=sys.stderr)
        return _FAULT
    except (DBAPIError, psycopg.Error) as error:
        print(sentence(error), file=sys.stderr)
        return _FAULT
    else:
        return code
    finally:
        database.dispose()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m etl", description="Deliveries: from a source's bytes to the figures."
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, run: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=about, description=about)
        made.set_defaults(run=run)
        return made

    command("list", _list, "the feeds and their sources")
    run = command("run", _run, "load one delivery of a feed, or fetch every source that is due")
    run.add_argument("feed", nargs="?")
    run.add_argument("--due", action="store_true", help="fetch every source whose time has come, as the worker does")
    run.add_argument("--source", help="who sent it; by default the source named as the feed")
    run.add_argument("--file", type=Path, help="the delivery; by default the oldest file in the source's drop folder")
    command("status", _status, "each source: last delivery, age against its rhythm, next fetch, queue, trouble")
    deliveries = command("deliveries", _deliveries, "the newest deliveries and how they ended")
    deliveries.add_argument("--source")
    rejected = command("rejected", _rejected, "the refused rows of a delivery, with what to do")
    rejected.add_argument("--csv", action="store_true")
    release = command("release", _release, "publish a held delivery")
    refuse = command("refuse", _refuse, "reject a held delivery")
    replay = command("replay", _replay, "parse a kept delivery again with today's code")
    for one in (rejected, release, refuse, replay):
        one.add_argument("delivery", type=int)
    for one in (release, refuse):
        one.add_argument("--reason", required=True, help="written down in the audit trail")
        one.add_argument("--by", default="beheerder", help="the role that decides")
    drop = command("load-drop", _load_drop, "load everything that waits in the drop folders")
    drop.add_argument("--progress", action="store_true", help="a line per delivery: i/n source outcome")
    drop.add_argument("--totals", action="store_true", help="and make the totals of waits ready, as the worker does")
    for one in (run, release, refuse, replay, drop):
        one.add_argument("--as-of", type=_moment, help="the moment of the run, such as 2026-09-01T07:00+02:00")
        one.add_argument("--json", action="store_true")
    connect = command(
        "connect", _connect, "say from where a source is fetched; the credential is read from standard input"
    )
    connect.add_argument("source")
    connect.add_argument("url", help="https://host/path or sftp://host/folder")
    connect.add_argument("--user", help="the name to sign in with, for SFTP")
    connect.add_argument("--host-key", help="the SFTP server's public key, told by the source by another way")
    connect.add_argument(
        "--allow-host", action="append", default=[], help="a further host to which a redirect may lead"
    )
    connect.add_argument("--allow-private", action="store_true", help="the address may be one of your own network")
    connect.add_argument("--ca-file", help="authorities to trust instead of the system's")
    connect.add_argument("--no-credential", action="store_true", help="the source asks for none")
    fetch = command("fetch", _fetch, "fetch a source, or all that are fetched, and load what is new")
    fetch.add_argument("source", nargs="?")
    fetch.add_argument("--as-of", type=_moment, help="the moment of the run")
    fetch.add_argument("--json", action="store_true")
    command("worker", _worker, "load what comes in until stopped")
    return parser


def _moment(text: str) -> datetime:
    found = parse_moment(text)
    if found.at is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no moment: {found.reason}")
    return found.at


def _at(chosen: argparse.Namespace) -> datetime:
    return chosen.as_of or datetime.now(UTC)


def _feed(code: str) -> Feed:
    try:
        return all_feeds()[code]
    except KeyError:
        raise WrongUseError(f"There is no feed {code!r}; there are: {', '.join(all_feeds())}.") from None


def _list(_: argparse.Namespace) -> int:
    sources = call.select("read.sources", as_of=datetime.now(UTC))
    for feed in all_feeds().values():
        print(f"{feed.code:22} {feed.title}")
        for source in sources:
            if source["feed_code"] == feed.code:
                print(f"    {source['source_code']:30} {source['name']}")
    return _WELL


def _run(chosen: argparse.Namespace) -> int:
    if chosen.due == (chosen.feed is not None):
        raise WrongUseError("Name a feed, or say --due.")
    if chosen.due:
        return _fetch_each(chosen, schedule.due(jobs.states(), _at(chosen)))
    feed = _feed(chosen.feed)
    source = chosen.source or feed.code
    file = chosen.file or drop_folder.oldest(_home(), source)
    if file is None:
        raise WrongUseError(f"Nothing waits in {drop_folder.folder(_home(), source)}; name a file with --file.")
    try:
        payload = file.open("rb")
    except OSError as error:
        raise WrongUseError(f"{file} cannot be read: {error.strerror}.") from error
    with payload:
        delivered_at = min(datetime.fromtimestamp(file.stat().st_mtime, UTC), _at(chosen))
        return _tell(chosen, pipeline.run(feed, source, payload, file.name, at=_at(chosen), delivered_at=delivered_at))


def _tell(chosen: argparse.Namespace, outcome: Outcome) -> int:
    if chosen.json:
        print(json.dumps(outcome.as_dict(), ensure_ascii=False))
    else:
        print(
            f"delivery {outcome.delivery_id} of {outcome.source}: {outcome.outcome}; read {outcome.read}, accepted "
            f"{outcome.accepted}, refused {outcome.refused}, duplicates {outcome.duplicates}, {outcome.seconds:.1f} s"
        )
        if outcome.sentence:
            print(outcome.sentence)
        for code, count in sorted(outcome.refusals.items(), key=lambda item: -item[1]):
            print(f"  {count:6} x {code}")
        if outcome.refusals:
            print(f"  python -m etl rejected {outcome.delivery_id}   names each row and what to do")
    return _WELL if outcome.is_well else _NOT_APPLIED


def _deliveries(chosen: argparse.Namespace) -> int:
    for row in call.select(
        "load.deliveries", as_of=datetime.now(UTC), sources=[chosen.source] if chosen.source else None
    ):
        print(
            f"{row['delivery_id']:>7} {row['received_at']:%Y-%m-%d %H:%M} {row['source_code']:30} "
            f"{row['state_code']:11}"
            f" {row['accepted_count'] or 0:>8} accepted {row['refused_count'] or 0:>6} refused  {row['file_name']}"
        )
    return _WELL


def _rejected(chosen: argparse.Namespace) -> int:
    rows = call.select("load.refused_rows", delivery=chosen.delivery)
    if chosen.csv and rows:
        writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    elif not chosen.csv:
        for row in rows:
            print(
                f"{row['line']:>7} {row['column_name']:24} {row['refusal_code']:24} "
                f"{row['sentence_nl']} {row['advice_nl']}"
            )
    return _WELL


def _release(chosen: argparse.Namespace) -> int:
    return _tell(chosen, pipeline.release(chosen.delivery, by=chosen.by, reason=chosen.reason, at=_at(chosen)))


def _refuse(chosen: argparse.Namespace) -> int:
    outcome = pipeline.refuse(chosen.delivery, by=chosen.by, reason=chosen.reason, at=_at(chosen))
    _tell(chosen, outcome)
    return _WELL  # it was asked for


def _replay(chosen: argparse.Namespace) -> int:
    return _tell(chosen, pipeline.replay(chosen.delivery, at=_at(chosen)))


def _load_drop(chosen: argparse.Namespace) -> int:
    waiting = drop_folder.waiting(_home())
    code = _WELL
    for place, file in enumerate(waiting, start=1):
        try:
            outcome = drop_folder.load(file, at=_at(chosen))
        except WrongUseError as error:  # one that cannot be loaded must not stop the others
            print(error, file=sys.stderr)
            code = _WRONG_USE
            continue
        if chosen.json:
            print(json.dumps(outcome.as_dict(), ensure_ascii=False), flush=True)
        elif chosen.progress:
            print(f"{place}/{len(waiting)} {outcome.source} {outcome.outcome}", flush=True)
    while chosen.totals and waiting and maintenance.total_waits(_at(chosen)):
        pass  # one month each time
    return code


def _connect(chosen: argparse.Namespace) -> int:
    if not chosen.no_credential and sys.stdin.isatty():
        print("The credential (a header's value, a password or a private key), then Ctrl-D:", file=sys.stderr)
    credential = "" if chosen.no_credential else sys.stdin.read().strip()
    way = "sftp" if chosen.url.startswith("sftp://") else "mcsd" if _is_directory(chosen.source) else "https"
    call.act(
        "act.save_transport",
        role="app_session",
        at=datetime.now(UTC),
        source=chosen.source,
        way=way,
        url=chosen.url,
        user_name=chosen.user,
        credential_encrypted=credential and credentials.encrypt(credential, os.environ),
        host_key=chosen.host_key,
        allowed_hosts=chosen.allow_host,
        is_private_allowed=chosen.allow_private,
        ca_file=chosen.ca_file,
    )
    return _WELL


def _is_directory(source: str) -> bool:
    return any(
        row["feed_code"] == "lrza_directory"
        for row in call.select("load.source_facts", role="etl_writer", source=source)
    )


def _fetch(chosen: argparse.Namespace) -> int:
    return _fetch_each(chosen, [chosen.source] if chosen.source else pull.sources())


def _fetch_each(chosen: argparse.Namespace, sources: Sequence[str]) -> int:
    code = _WELL
    for source in sources:
        try:
            outcomes = pull.attempt(source, at=_at(chosen), environ=os.environ)
        except FetchError as error:  # one that cannot be fetched must not stop the others
            told = call.select("load.sentence", role="etl_writer", code=error.code)
            print(f"{source}: {error}. {next(iter(told[0].values()))}", file=sys.stderr)
            code = _NOT_APPLIED
            continue
        if not outcomes:
            print(f"{source}: nothing new")
        code = max([code, *(_tell(chosen, outcome) for outcome in outcomes)])
    return code


def _status(_: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    rows = call.select("load.status", role="etl_writer", as_of=now)
    print("\n".join(status.table(rows, jobs.states(), now)))
    return _WELL if status.is_well(rows, now) else _NOT_APPLIED


def _worker(_: argparse.Namespace) -> int:
    worker.work(_home())
    return _WELL


def _home() -> Path:
    return database.Settings.from_env(os.environ).home


if __name__ == "__main__":
    sys.exit(main())
