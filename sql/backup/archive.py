"""The kept write-ahead log: every change since the first backup, so that any moment after it can be had back.

The server itself keeps each finished segment in the home (sql/cluster.py, archive_command). From there they are carried
to the folder of backups, best on another machine.
"""

import os
import secrets
import time
from pathlib import Path

from sql import embedded
from sql.backup import seal, stored
from sql.backup.stored import BackupBroken
from sql.cluster import archive_folder
from sql.home import server_account

_STREAM = "stream"
_WAIT = 60.0  # seconds for the server to keep a segment


def begin(home: Path) -> str:
    """Make the archive when there is none, and give the name of its stream: another one for each home."""
    folder, account = archive_folder(home), server_account(home)
    if not (folder / _STREAM).exists():
        new = home / "wal.new"
        new.mkdir(mode=0o700, exist_ok=True)
        (new / _STREAM).write_text(f"wal-{secrets.token_hex(6)}\n")
        os.chown(new, account.uid, account.gid)
        new.rename(folder)  # whole at once: from now on the server keeps what it finishes
        stored.sync_folder(home)
    return (folder / _STREAM).read_text().strip()


def finish_segment(home: Path) -> None:
    """Have the server keep what was written up to now. Raises BackupBroken when it does not in time."""
    with embedded.superuser(home) as connection:
        # A commit of its own: without one after it, a moment to restore to could not be told from the end.
        connection.execute("select pg_logical_emit_message(true, 'transferpunt', 'kept')")
        row = connection.execute("select pg_walfile_name(pg_current_wal_insert_lsn())").fetchone()
        connection.execute("select pg_switch_wal()")
    segment = str(row[0]) if row else ""
    until = time.monotonic() + _WAIT
    while not (archive_folder(home) / f"{segment}.gz").exists():
        if time.monotonic() > until:
            raise BackupBroken(
                f"The server does not keep its write-ahead log in {archive_folder(home)}: is the disk full? "
                f"Its own words are in {home / 'logs' / 'postgres.log'}."
            )
        time.sleep(0.02)


def carry(home: Path, folder: Path, keys: seal.Keys) -> int:
    """Copy the kept segments that are not yet in the folder of backups. How many there were."""
    if not (archive_folder(home) / _STREAM).exists():
        return 0
    stream = begin(home)
    target = folder / stream
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    carried = 0
    for path in sorted(archive_folder(home).glob("[0-9A-F]*.gz")):
        name = path.name + (".sealed" if keys.texts else "")
        if not (target / path.name).exists() and not (target / f"{path.name}.sealed").exists():
            stored.write(target / name, stored.read(path, keys, path.name, is_sealed=False), keys, f"{stream}/{name}")
            carried += 1
    return carried


def fetch(folder: Path, stream: str, first: str, to: Path, keys: seal.Keys) -> int:
    """Write the segments of a stream from `first` on to a folder, packed as they were kept. How many there were.

    History files of timelines come along whatever their name.
    """
    fetched = 0
    for path in sorted((folder / stream).glob("[0-9A-F]*.gz*")):
        segment = path.name.partition(".")[0]
        if segment[8:] >= first[8:] or len(segment) < len(first):
            clear = stored.read(path, keys, f"{stream}/{path.name}", is_sealed=path.suffix == ".sealed")
            stored.write(to / path.name.removesuffix(".sealed"), clear, seal.Keys(), path.name)
            fetched += 1
    return fetched


def forget(folder: Path, before: str) -> int:
    """Take away segments older than one that is still needed. How many."""
    old = [path for path in folder.glob("[0-9A-F]*.gz*") if len(path.name.partition(".")[0]) == len(before)]
    old = [path for path in old if path.name.partition(".")[0][8:] < before[8:]]
    for path in old:
        path.unlink()
    return len(old)
