"""Files of a backup: written under another name, forced to the disk, then named; nothing is ever written over."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from sql.backup.seal import Keys, opened, sealed
from sql.errors import DatabaseError

_BLOCK = 1024 * 1024


class BackupBroken(DatabaseError):  # noqa: N818 - reads as what the user is told
    """A backup is not whole, or not what was written."""


def write(path: Path, clear: Iterable[bytes], keys: Keys, name: str) -> tuple[str, int]:
    """Store a stream; gives sha256 (hex) and size in bytes of what is stored. Raises FileExistsError.

    name: what the seal binds the content to, the path within the folder of backups.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for piece in sealed(clear, keys, name):
                file.write(piece)
                digest.update(piece)
                size += len(piece)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # unlike a rename, never takes the place of what is there
        sync_folder(path.parent)
    finally:
        draft.unlink()
    return digest.hexdigest(), size


def read(path: Path, keys: Keys, name: str, *, is_sealed: bool, sha256: str | None = None) -> Iterator[bytes]:
    """The clear stream of a stored file. Raises BackupBroken or SealBroken, at the latest at its end."""
    return opened(_blocks(path, sha256), keys, name, is_sealed=is_sealed)


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _blocks(path: Path, sha256: str | None) -> Iterator[bytes]:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                yield block
    except FileNotFoundError as error:
        raise BackupBroken(f"{path} is missing from the backup.") from error
    if sha256 is not None and digest.hexdigest() != sha256:
        raise BackupBroken(f"{path} is not what was written: its sha256 is {digest.hexdigest()}.")
