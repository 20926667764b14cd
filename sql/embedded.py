"""The embedded PostgreSQL of a home: started by whoever needs it first, stopped when nobody needs it any more.

Nothing is written down about who uses it: every user holds a shared lock, which the kernel takes back however the
user ends, and a keeper (sql/keeper.py) watches for the last one. The server listens on one socket in a private
folder and trusts who can reach it: for one machine only.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from sql.cluster import SUPERUSER, make_data, make_folders, programs, server_command, socket_folder
from sql.errors import DatabaseUnavailable
from sql.home import Account, prepare, server_account

DATABASE, OWNER = "transferpunt", "transferpunt"
START_SECONDS = 120.0  # recovery after a crash included
_held: dict[Path, int] = {}  # home -> descriptor of this process's lock on the users file
_guard = threading.Lock()


def start(home: Path) -> None:
    """Return when the server of this home answers. This process then counts as a user until it ends or lets go.

    Raises SettingsError or DatabaseUnavailable with a sentence.
    """
    with _guard:
        prepare(home)
        (home / "locks").mkdir(mode=0o700, exist_ok=True)
        with _locked(home / "locks" / "start"):
            if home not in _held:
                _held[home] = _use(home)
            state = _state(home)
            if state == "hanging":
                raise DatabaseUnavailable(f"The embedded PostgreSQL of {home} is there and gives no sign.")
            if state != "ready":
                _bring_up(home)


def let_go(home: Path, seconds: float = 60.0) -> bool:
    """Stop using the server and, when this was its last user, wait until it has stopped.

    Returns False when others still use it, or when it has not stopped in time.
    """
    with _guard:
        held = _held.pop(home, None)
    if held is not None:
        os.close(held)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not is_kept(home):
            return True
        if _used(home):
            return False
        time.sleep(0.02)
    return False


def is_kept(home: Path) -> bool:
    """Whether a server runs for this home (its keeper is there)."""
    return not _free(home / "locks" / "keeper", fcntl.LOCK_SH)


def keeper_pid(home: Path) -> int | None:
    """The process that keeps this home's server, or None without one."""
    written = (home / "locks" / "keeper").read_text().strip() if is_kept(home) else ""
    return int(written) if written else None


def stop(home: Path, seconds: float = 60.0) -> bool:
    """Stop the server of a home, whoever uses it. False when it has not stopped in time."""
    if (pid := keeper_pid(home)) is not None:
        os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + seconds
    while is_kept(home):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _use(home: Path) -> int:
    """Take the shared lock that marks this process as a user. Waits while a keeper is stopping its server."""
    lock = os.open(home / "locks" / "users", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_SH)
    return lock


def _free(path: Path, mode: int) -> bool:
    """Whether a lock of this mode could be had at this moment."""
    try:
        lock = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(lock, mode | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True


def _used(home: Path) -> bool:
    # A stopping keeper holds this lock exclusively, users share it.
    users = home / "locks" / "users"
    return not _free(users, fcntl.LOCK_EX) and _free(users, fcntl.LOCK_SH)


def _after_fork() -> None:
    """A forked child is a user of its own: the lock it inherits is its parent's, and goes with the parent."""
    global _guard  # noqa: PLW0603 - another thread may have held it at the moment of the fork
    _guard = threading.Lock()
    for home, inherited in list(_held.items()):
        _held[home] = _use(home)
        os.close(inherited)


os.register_at_fork(after_in_child=_after_fork)


def _state(home: Path) -> str:
    """`ready`, `empty` (answers, but has no database of ours yet), `silent`, or `hanging` (does not even refuse)."""
    try:
        with superuser(home) as connection:
            row = connection.execute(
                "select exists (select from pg_database where datname = %s)", [DATABASE]
            ).fetchone()
    except psycopg.OperationalError as error:
        return "hanging" if isinstance(error, psycopg.errors.ConnectionTimeout) else "silent"
    return "ready" if row == (True,) else "empty"


def superuser(home: Path) -> "psycopg.Connection[tuple[object, ...]]":
    """A connection past every rule, for what only the server's own superuser may: starting, backup, standby."""
    return psycopg.connect(
        host=str(socket_folder(home)),
        port=5432,
        user=SUPERUSER,
        dbname=SUPERUSER,
        connect_timeout=5,
        application_name="transferpunt upkeep",
        autocommit=True,
    )


def _bring_up(home: Path) -> None:
    log = home / "logs" / "postgres.log"
    if not is_kept(home):
        account = server_account(home)
        binaries = programs(home, account)
        make_folders(home, account)
        make_data(home, binaries, account)
        _start_keeper(home, binaries, account, log)
    until = time.monotonic() + START_SECONDS
    while (state := _state(home)) in {"silent", "hanging"}:
        if not is_kept(home) or time.monotonic() > until:
            last = " ".join(log.read_text(errors="replace").splitlines()[-3:])
            raise DatabaseUnavailable(f"The embedded PostgreSQL of {home} does not start. Its log ({log}) ends: {last}")
        time.sleep(0.02)
    if state == "empty":
        with superuser(home) as connection:
            if connection.execute("select from pg_roles where rolname = %s", [OWNER]).fetchone() is None:
                connection.execute("create role transferpunt login nosuperuser nocreatedb createrole nobypassrls")
            connection.execute("create database transferpunt owner transferpunt")


def _start_keeper(home: Path, binaries: Path, account: Account, log: Path) -> None:
    order = {
        "keeper": str(home / "locks" / "keeper"),
        "users": str(home / "locks" / "users"),
        "data": str(home / "postgres"),
        "command": server_command(home, binaries),
        "uid": account.uid,
        "gid": account.gid,
    }
    if log.exists() and log.stat().st_size > 10_000_000:
        log.replace(log.with_suffix(".log.old"))
    with log.open("ab") as lines:
        # Isolated and in a session of its own: neither this program's environment nor Ctrl-C reaches the server.
        subprocess.run(
            [sys.executable, "-I", "-S", Path(__file__).with_name("keeper.py"), json.dumps(order)],
            cwd="/",
            env={"TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=lines,
            stderr=lines,
            start_new_session=True,
            check=True,
        )
