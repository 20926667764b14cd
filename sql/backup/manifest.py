"""The manifest of a backup: what it holds, with the sha256 of each file. A folder without one was never finished."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sql.backup import seal, stored
from sql.backup.stored import BackupBroken

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class File:
    """One stored file: its name in the folder, sha256 (hex) and size in bytes as it is stored."""

    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True)
class Manifest:
    """One backup. kind: embedded (base backup and write-ahead log) or server (dump alone).

    wal_stream, wal_first: which archive carries on from here, and with which segment; empty for a server. revision: of
    the schema. seconds: how long making and checking took.
    """

    kind: str
    made_at: datetime
    finished_at: datetime
    seconds: float
    postgres: str
    revision: str
    is_sealed: bool
    wal_stream: str
    wal_first: str
    files: tuple[File, ...]

    def file(self, name: str) -> File | None:
        """The file whose name begins so; None when the backup has none."""
        return next((one for one in self.files if one.name.startswith(name)), None)


def write(folder: Path, manifest: Manifest, keys: seal.Keys) -> None:
    """Store it; with a key it is marked too, so that nobody without the key can make another."""
    text = _text(manifest)
    whole = {"format": FORMAT, "manifest": json.loads(text), "mark": seal.mark(text, keys)}
    stored.write(folder / NAME, [json.dumps(whole, indent=1).encode()], seal.Keys(), NAME)


def read(folder: Path, keys: seal.Keys) -> Manifest:
    """Raises BackupBroken when it is none, or was made by somebody without the key."""
    try:
        whole = json.loads((folder / NAME).read_bytes())
        if whole["format"] != FORMAT:
            raise BackupBroken(f"{folder} was made by another version of this product (format {whole['format']}).")
        held = dict(whole["manifest"])
        files = tuple(File(**one) for one in held.pop("files"))
        made_at, finished_at = (datetime.fromisoformat(held.pop(name)) for name in ("made_at", "finished_at"))
        found = Manifest(files=files, made_at=made_at, finished_at=finished_at, **held)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupBroken(f"{folder} holds no backup that was finished.") from error
    if (found.is_sealed or keys.texts) and not seal.is_marked(_text(found), whole.get("mark", ""), keys):
        raise BackupBroken(f"The manifest of {folder} does not fit the key in TRANSFERPUNT_BACKUP_KEY.")
    return found


def finished(folder: Path) -> list[Path]:
    """The folders of finished backups in a folder, oldest first."""
    return sorted(path.parent for path in folder.glob(f"*/{NAME}"))


def _text(manifest: Manifest) -> bytes:
    return json.dumps(asdict(manifest), default=lambda at: at.isoformat(), sort_keys=True).encode()


def streams(folder: Path, manifest: Manifest, keys: seal.Keys) -> Iterator[tuple[File, Iterator[bytes]]]:
    """Each file with its clear stream."""
    for one in manifest.files:
        yield one, stream(folder, manifest, one, keys)


def stream(folder: Path, manifest: Manifest, file: File, keys: seal.Keys) -> Iterator[bytes]:
    """The clear stream of one file; its sha256 is compared at the end."""
    name = f"{folder.name}/{file.name}"
    return stored.read(folder / file.name, keys, name, is_sealed=manifest.is_sealed, sha256=file.sha256)
