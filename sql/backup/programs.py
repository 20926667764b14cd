"""The programs of PostgreSQL that make and read a backup, as streams of bytes."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sqlalchemy import URL

from sql.backup.stored import BackupBroken
from sql.cluster import MAJOR, programs
from sql.home import server_account

_BLOCK = 1024 * 1024
_DEBIAN = "/usr/lib/postgresql"


def run(command: Sequence[str | Path], environ: Mapping[str, str] | None = None) -> Iterator[bytes]:
    """What a program writes to its standard output. Raises BackupBroken with its last words when it fails."""
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=said, stdin=subprocess.DEVNULL, env=dict(environ or {}), cwd="/"
        ) as process:
            assert process.stdout is not None  # noqa: S101 - it was asked for
            try:
                while block := process.stdout.read(_BLOCK):
                    yield block
            except GeneratorExit:
                process.kill()
                raise
        if process.returncode != 0:
            said.seek(0)
            last = " ".join(said.read().decode(errors="replace").strip().splitlines()[-3:])
            raise BackupBroken(f"{Path(command[0]).name} failed: {last or f'code {process.returncode}'}")


def feed(command: Sequence[str | Path], stream: Iterator[bytes], environ: Mapping[str, str] | None = None) -> None:
    """Give a stream to a program. Raises BackupBroken with its last words when it fails."""
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said, env=dict(environ or {}), cwd="/"
        ) as process:
            assert process.stdin is not None  # noqa: S101 - it was asked for
            try:
                for block in stream:
                    process.stdin.write(block)
                process.stdin.close()
            except BrokenPipeError:
                pass  # it ended: its code and its words tell why
        if process.returncode != 0:
            said.seek(0)
            last = " ".join(said.read().decode(errors="replace").strip().splitlines()[-3:])
            raise BackupBroken(f"{Path(command[0]).name} failed: {last or f'code {process.returncode}'}")


def embedded_programs(home: Path) -> Path:
    """The folder of the embedded server's own programs."""
    return programs(home, server_account(home))


def programs_for(home: Path, major: int) -> Path:
    """Programs that fit a server of this major version: Debian's of that version, those on the path, or our own.

    A newer pg_dump writes what an older server does not understand, so a version that fits goes first.
    """
    on_path = shutil.which("pg_dump")
    candidates = [Path(_DEBIAN) / str(major) / "bin", *([Path(on_path).parent] if on_path else [])]
    for folder in candidates:
        if (folder / "pg_dump").exists() and _major(folder / "pg_dump") == major:
            return folder
    if major == MAJOR:
        return embedded_programs(home)
    raise BackupBroken(
        f"There is no pg_dump of PostgreSQL {major} on this machine. Debian: apt-get install postgresql-client-{major}"
    )


def libpq(url: URL) -> dict[str, str]:
    """An address as the variables that PostgreSQL's programs read: a password in the arguments all could see."""
    given = {
        "PGHOST": url.host or url.query.get("host"),
        "PGPORT": str(url.port) if url.port else url.query.get("port"),
        "PGUSER": url.username,
        "PGPASSWORD": str(url.password) if url.password else None,
        "PGDATABASE": url.database,
        "PGSSLMODE": url.query.get("sslmode"),
        "PGSSLROOTCERT": url.query.get("sslrootcert"),
    }
    return {name: str(value) for name, value in given.items() if value}


def _major(program: Path) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.split()[2].partition(".")[0])
