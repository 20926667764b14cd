"""A hot standby of the embedded server: a second home that follows the first, and answers when that one is stopped.

It follows over the primary's own socket, so both are on one machine: it outlives the first server and its data folder,
not the machine. On more machines the servers are the operator's own (docs/backup.md).
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

from sql import database, embedded
from sql.backup import programs
from sql.cluster import DATA, SUPERUSER, socket_folder
from sql.errors import DatabaseUnavailable, SettingsError
from sql.home import prepare, server_account

_TOLD = {signal.SIGTERM, signal.SIGINT}


def make(primary: Path, home: Path) -> None:
    """Copy the running primary into a new home, such that a server there follows it. Raises SettingsError."""
    if home.exists() and any(home.iterdir()):
        raise SettingsError(f"The folder {home} is not empty, and holds no standby. Name a new one.")
    embedded.start(primary)
    prepare(home)
    account, new = server_account(home), home / f"{DATA}.new"
    new.mkdir(mode=0o700)
    os.chown(new, account.uid, account.gid)
    place = ["-h", str(socket_folder(primary)), "-p", "5432", "-U", SUPERUSER, "--no-password"]
    form = ["-D", str(new), "-X", "stream", "--write-recovery-conf", "--checkpoint=fast"]
    command: list[str | Path] = [programs.embedded_programs(home) / "pg_basebackup", *place, *form]
    done = subprocess.run(command, cwd="/", env={}, capture_output=True, text=True, check=False, **account.popen())
    if done.returncode != 0:
        shutil.rmtree(new)
        raise DatabaseUnavailable(f"The primary cannot be copied: {done.stderr.strip()}")
    for path in (new, *new.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
        os.chown(path, account.uid, account.gid)
    for name in ("postmaster.pid", ".s.PGSQL.5432.lock"):
        (new / name).unlink(missing_ok=True)
    new.rename(home / DATA)


def run(primary: Path, home: Path, say: Callable[[str], None]) -> None:
    """Make the standby if need be, start its server and keep it until SIGTERM or SIGINT. Raises SettingsError."""
    if not (home / DATA).exists():
        make(primary, home)
    if not (home / DATA / "standby.signal").exists():
        raise SettingsError(
            f"The database in {home} follows no other: it is a primary, or was promoted. Name a new home."
        )
    signal.pthread_sigmask(signal.SIG_BLOCK, _TOLD)  # from here on they are waited for
    embedded.start(home)
    say(f"DATABASE_READ_URL={address(home)}")
    signal.sigwait(_TOLD)
    database.dispose()
    embedded.let_go(home)


def address(home: Path) -> str:
    """What DATABASE_READ_URL must be to read from the standby in this home."""
    return f"postgresql:///{embedded.DATABASE}?host={socket_folder(home)}&port=5432"


def promote(home: Path) -> None:
    """Make the standby the primary. Only once the old one is stopped for good: two would both take changes."""
    if not (home / DATA / "standby.signal").exists():
        raise SettingsError(f"There is no standby in {home}.")
    embedded.start(home)
    with embedded.superuser(home) as connection:
        connection.execute("select pg_promote(wait => true, wait_seconds => 60)")
    embedded.let_go(home)
