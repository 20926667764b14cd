"""Keeping the write-ahead log: whole or not at all, never over another, and only what is still needed."""

import gzip
import subprocess
from pathlib import Path

import pytest

from sql.backup import archive
from sql.backup.seal import Keys
from sql.backup.stored import BackupBroken, read, write
from sql.cluster import archive_command

SEGMENT = "00000001000000000000000A"


def keep(home: Path, content: bytes, segment: str = SEGMENT) -> int:
    """What the server does with a finished segment; the exit code."""
    (home / "pg_wal").mkdir(parents=True, exist_ok=True)
    (home / "pg_wal" / segment).write_bytes(content)
    command = archive_command(home).replace("%p", f"pg_wal/{segment}").replace("%f", segment).replace("%%", "%")
    return subprocess.run(["/bin/sh", "-c", command], cwd=home, stderr=subprocess.DEVNULL, check=False).returncode


def test_a_segment_is_kept_once_and_never_written_over(tmp_path: Path) -> None:
    home = tmp_path / "a home 100%"
    assert keep(home, b"one") == 0
    assert not (home / "wal").exists(), "before the first backup nothing is kept"
    (home / "wal").mkdir()
    (home / "wal" / f".{SEGMENT}.part").write_bytes(b"of a server that died half-way")
    assert keep(home, b"one") == 0
    assert [path.name for path in (home / "wal").iterdir()] == [f"{SEGMENT}.gz"]
    assert keep(home, b"one") == 0, "the server may ask twice when it died in between"
    assert keep(home, b"two") != 0
    assert gzip.decompress((home / "wal" / f"{SEGMENT}.gz").read_bytes()) == b"one"


def test_what_is_older_than_needed_goes(tmp_path: Path) -> None:
    names = [f"00000001000000000000000{digit}" for digit in "8ABC"] + ["00000002000000000000000A"]
    for name in (*names, "00000002.history"):
        (tmp_path / f"{name}.gz").touch()
    assert archive.forget(tmp_path, SEGMENT) == 1
    assert sorted(path.name.removesuffix(".gz") for path in tmp_path.iterdir()) == sorted(
        [*names[1:], "00000002.history"]
    )


def test_a_stored_file_is_never_written_over_and_leaves_no_draft(tmp_path: Path) -> None:
    write(tmp_path / "one", [b"first"], Keys(), "one")
    with pytest.raises(FileExistsError):
        write(tmp_path / "one", [b"second"], Keys(), "one")

    def broken() -> object:
        yield b"half"
        raise BackupBroken("the program failed")

    with pytest.raises(BackupBroken):
        write(tmp_path / "two", broken(), Keys(), "two")  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["one"]
    with pytest.raises(BackupBroken, match="is not what was written"):
        b"".join(read(tmp_path / "one", Keys(), "one", is_sealed=False, sha256="0" * 64))
    with pytest.raises(BackupBroken, match="is missing"):
        b"".join(read(tmp_path / "three", Keys(), "three", is_sealed=False))
