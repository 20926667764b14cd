"""Getting a database back: the newest base backup before the moment, and the log from there up to it, in a new home."""

import os
import shutil
import signal
import subprocess
import tarfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from sql.backup import archive, base, make, manifest, programs
from sql.backup.manifest import Manifest
from sql.backup.seal import Keys, Pipe
from sql.backup.settings import Settings
from sql.backup.stored import BackupBroken
from sql.cluster import DATA, make_folders, server_command
from sql.embedded import superuser
from sql.errors import SettingsError
from sql.home import Account, prepare, server_account

_SECONDS = 3600.0  # a long log takes its time


@dataclass(frozen=True)
class Restored:
    """Which backup it came from, how many segments of log were at hand, and how long it took."""

    backup: str
    segments: int
    seconds: float


def choose(folder: Path, keys: Keys, to: datetime | None) -> tuple[Path, Manifest]:
    """The newest finished backup, or the newest that was finished before a moment. Raises BackupBroken."""
    places = manifest.finished(folder) or [folder]
    read = [(place, manifest.read(place, keys)) for place in places]
    fitting = [(place, one) for place, one in read if to is None or one.finished_at <= to]
    if not fitting:
        first = min(one.finished_at for _, one in read)
        raise BackupBroken(
            f"The first backup in {folder} was finished at {first:%Y-%m-%d %H:%M:%S %Z}, after that moment."
        )
    return max(fitting, key=lambda pair: pair[1].finished_at)


def restore(
    folder: Path, home: Path, keys: Keys, to: datetime | None = None, say: Callable[[str], None] = lambda _: None
) -> Restored:
    """Make a home from the backups in a folder, as it stood at `to` (with time zone), or at the last kept change.

    Raises SettingsError when the home is not empty; BackupBroken when the moment cannot be had. The home then stays
    without a database.
    """
    began = time.monotonic()
    if home.exists() and any(home.iterdir()):
        raise SettingsError(
            f"The folder {home} is not empty, and a database is never restored over another. Name a new one."
        )
    chosen, made = choose(folder, keys, to)
    file = made.file(make.BASE)
    if file is None:
        raise BackupBroken(f"{chosen} holds a dump of a server and no base backup: docs/backup.md says how to use it.")
    prepare(home)
    account = server_account(home)
    new, log = home / f"{DATA}.new", home / "wal.restored"
    try:
        say(f"unpack {chosen.name}")
        base.unpack(manifest.stream(chosen, made, file, keys), new, account)
        log.mkdir(mode=0o700)
        segments = archive.fetch(chosen.parent, made.wal_stream, made.wal_first, log, keys)
        for path in (log, *log.iterdir()):
            os.chown(path, account.uid, account.gid)
        if (small := made.file(make.HOME)) is not None:
            with tarfile.open(fileobj=Pipe(manifest.stream(chosen, made, small, keys)), mode="r|") as tar:
                tar.extractall(home, filter="data")
        say(f"replay the log: {segments} segments at hand")
        _recover(home, new, log, account, to)
        new.rename(home / DATA)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    finally:
        shutil.rmtree(log, ignore_errors=True)
    return Restored(chosen.name, segments, time.monotonic() - began)


def restore_server(folder: Path, settings: Settings) -> Restored:
    """Fill the empty database of DATABASE_URL from the newest backup. The roles of `roles.sql` must be there."""
    began = time.monotonic()
    chosen, made = choose(folder, settings.keys, None)
    file, url = made.file(make.DUMP), settings.database.database_url
    if file is None or url is None:
        raise BackupBroken(f"{chosen} holds no dump.")
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, connect_timeout=5) as connection:
        (version, is_used) = connection.execute(
            "select current_setting('server_version_num')::integer, to_regnamespace('core') is not null"
        ).fetchone() or (0, True)
    if is_used:
        raise SettingsError(f"The database {url.database} is not empty, and is never restored over. Make a new one.")
    found = programs.programs_for(settings.database.home, version // 10000)
    command: list[str | Path] = [
        found / "pg_restore",
        "--no-owner",
        "--single-transaction",
        "--exit-on-error",
        f"--dbname={url.database}",
    ]
    programs.feed(command, manifest.stream(chosen, made, file, settings.keys), programs.libpq(url))
    return Restored(chosen.name, 0, time.monotonic() - began)


def _recover(home: Path, data: Path, log: Path, account: Account, to: datetime | None) -> None:
    """Run the server on the new data until it has come to the moment, and stop it in order."""
    make_folders(home, account)
    (data / "recovery.signal").touch(mode=0o600)
    os.chown(data / "recovery.signal", account.uid, account.gid)
    fetching = f'gzip -dc "{log}/%f.gz" > "%p"'.replace(str(log), str(log).replace("%", "%%"))
    chosen = {"archive_mode": "off", "restore_command": f'test -f "{log}/%f.gz" && {fetching}'}
    if to is not None:
        moment = to.astimezone(UTC).isoformat(sep=" ")
        chosen |= {"recovery_target_time": moment, "recovery_target_action": "promote"}
    command = server_command(home, programs.embedded_programs(home), data)
    command += [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
    words = home / "logs" / "restore.log"
    with (
        words.open("ab") as lines,
        subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=lines, stderr=lines, cwd="/", env={"TZ": "UTC"}, **account.popen()
        ) as server,
    ):
        try:
            _when_recovered(home, server, words, to)
        finally:
            server.send_signal(signal.SIGINT)


def _when_recovered(home: Path, server: "subprocess.Popen[bytes]", words: Path, to: datetime | None) -> None:
    until = time.monotonic() + _SECONDS
    while True:
        if server.poll() is not None or time.monotonic() > until:
            said = words.read_text(errors="replace")
            if to is not None and "before configured recovery target was reached" in said:
                raise BackupBroken(
                    f"The kept log ends before {to.isoformat()}. Without --to all of it comes back; where the old "
                    "home is still there, `python -m sql backup --log` carries the rest of its log."
                )
            raise BackupBroken(f"The server does not come up on the restored data. {words} ends: {said[-300:]}")
        try:
            with superuser(home) as connection:
                row = connection.execute("select pg_is_in_recovery()").fetchone()
        except psycopg.OperationalError:
            row = None
        if row == (False,):
            return
        time.sleep(0.05)
