"""A base backup as a stream (tar, gzip): looked through piece by piece against its own list, and unpacked.

PostgreSQL's own pg_verifybackup does not run in the package that brings the server.
"""

import hashlib
import json
import os
import re
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from sql.backup import programs
from sql.backup.seal import PIECE, Pipe
from sql.backup.stored import BackupBroken
from sql.cluster import SUPERUSER, socket_folder
from sql.home import Account

_LIST = "backup_manifest"
_START = re.compile(r"^START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)$", re.MULTILINE)
# What is of the machine it came from, not of the data: with these a server would think another one runs.
_FOREIGN = ("postmaster.pid", ".s.PGSQL.5432.lock", "standby.signal", "recovery.signal")


def make(home: Path) -> Iterator[bytes]:
    """The running server of this home, whole in itself: the log written meanwhile is in it."""
    place = ["-h", str(socket_folder(home)), "-p", "5432", "-U", SUPERUSER]
    form = ["-D", "-", "-F", "tar", "-X", "fetch", "--compress=client-gzip:1", "--checkpoint=fast"]
    sums = ["--manifest-checksums=SHA256", "--no-password"]
    return programs.run([programs.embedded_programs(home) / "pg_basebackup", *place, *form, *sums])


def check(stream: Iterable[bytes]) -> str:
    """Compare every file with the list that the server made. Gives the first segment needed with it.

    Raises BackupBroken, which names the first file that is missing or differs.
    """
    found: dict[str, tuple[int, str]] = {}
    listed: dict[str, tuple[int, str]] = {}
    first = ""
    for member, content in _members(stream):
        digest, size, kept = hashlib.sha256(), 0, []
        for piece in content:
            digest.update(piece)
            size += len(piece)
            if member.name in {_LIST, "backup_label"}:
                kept.append(piece)
        found[member.name] = (size, digest.hexdigest())
        if member.name == "backup_label":
            start = _START.search(b"".join(kept).decode())
            first = start[1] if start else ""
        elif member.name == _LIST:
            files = json.loads(b"".join(kept))["Files"]
            listed = {one["Path"]: (one["Size"], one["Checksum"]) for one in files}
    if not listed or not first:
        raise BackupBroken("The base backup has no list of its files: it was cut off.")
    wrong = sorted(name for name, told in listed.items() if found.get(name) != told)
    if wrong:
        raise BackupBroken(
            f"The base backup is not what the server wrote: {wrong[0]} and {len(wrong) - 1} other files."
        )
    return first


def unpack(stream: Iterable[bytes], folder: Path, account: Account) -> None:
    """Write the files into a new folder, private to the server's user."""
    folder.mkdir(mode=0o700)
    with tarfile.open(fileobj=Pipe(stream), mode="r|gz", bufsize=PIECE) as tar:
        for member in tar:
            if member.name not in _FOREIGN:
                tar.extract(member, folder, filter="data")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
        os.chown(path, account.uid, account.gid)


def _members(stream: Iterable[bytes]) -> Iterator[tuple[tarfile.TarInfo, Iterator[bytes]]]:
    try:
        with tarfile.open(fileobj=Pipe(stream), mode="r|gz", bufsize=PIECE) as tar:
            for member in tar:
                if member.isfile():
                    yield member, _content(tar, member)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BackupBroken(f"The base backup cannot be read: {error}") from error


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Iterator[bytes]:
    file = tar.extractfile(member)
    while file is not None and (piece := file.read(PIECE)):
        yield piece
