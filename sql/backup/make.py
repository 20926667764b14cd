"""Making a backup, and looking through one that was made. It counts once its manifest is written: the last thing."""

import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from sql import database
from sql.backup import archive, base, manifest, programs, stored
from sql.backup.manifest import File, Manifest
from sql.backup.seal import Keys
from sql.backup.settings import Settings
from sql.backup.stored import BackupBroken
from sql.call import driver
from sql.cluster import SUPERUSER, archive_folder, socket_folder
from sql.embedded import DATABASE
from sql.errors import SettingsError
from sql.migrate import revision_of

BASE, DUMP, ROLES, HOME = "base.tar.gz", "transferpunt.dump", "roles.sql", "home.tar"
_OF_THE_HOME = ("VERSION", "reference", "audit")
_SECRETS = ("secret_key", "role_passwords.json")  # go along only where they are sealed
_POWER = """
select current_setting('server_version_num')::integer, rolsuper or rolbypassrls
  from pg_roles where rolname = current_user
"""


def backup(settings: Settings, say: Callable[[str], None] = lambda _: None) -> tuple[Path, Manifest]:
    """Make a backup, look through it, and give its folder and manifest. `say` is told what is being done.

    Raises BackupBroken, SettingsError or DatabaseUnavailable; what was begun then stays without a manifest.
    """
    began, made_at = time.monotonic(), datetime.now(UTC)
    settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = settings.folder / f"{made_at:%Y%m%dT%H%M%S%f}Z"
    folder.mkdir(mode=0o700)
    is_embedded = database.is_embedded(settings.database)
    with database.engine(settings=settings.database).connect() as connection:  # starts the embedded server
        revision = revision_of(connection) or ""
        version = driver(connection).info.parameter_status("server_version")
    stream = archive.begin(settings.database.home) if is_embedded else ""
    files = []
    for name, content in _contents(settings, is_embedded=is_embedded):
        say(f"write {name}")
        stored_as = name + (".sealed" if settings.keys.texts else "")
        sha256, size = stored.write(folder / stored_as, content, settings.keys, f"{folder.name}/{stored_as}")
        files.append(File(stored_as, sha256, size))
    if is_embedded:
        archive.finish_segment(settings.database.home)
        archive.carry(settings.database.home, settings.folder, settings.keys)
    kind = "embedded" if is_embedded else "server"
    done = Manifest(
        kind, made_at, made_at, 0.0, str(version), revision, bool(settings.keys.texts), stream, "", tuple(files)
    )
    say("read it back")
    first = look_through(folder, done, settings)
    done = Manifest(
        **{
            **vars(done),
            "wal_first": first,
            "finished_at": datetime.now(UTC),
            "seconds": round(time.monotonic() - began, 3),
        }
    )
    manifest.write(folder, done, settings.keys)
    stored.sync_folder(settings.folder)
    return folder, done


def carry_log(settings: Settings) -> int:
    """Carry the write-ahead log of up to now to the folder of backups. How many segments went."""
    if not database.is_embedded(settings.database):
        raise SettingsError("DATABASE_URL is set: the write-ahead log of that server is kept by its own tools.")
    if (archive_folder(settings.database.home) / "stream").exists():
        database.ensure_embedded(settings.database)
        archive.finish_segment(settings.database.home)
    return archive.carry(settings.database.home, settings.folder, settings.keys)


def check(folder: Path, settings: Settings) -> Manifest:
    """Look through a finished backup again. Raises BackupBroken or SealBroken."""
    found = manifest.read(folder, settings.keys)
    first = look_through(folder, found, settings)
    if first != found.wal_first:
        raise BackupBroken(f"{folder} does not begin where its manifest says.")
    return found


def look_through(folder: Path, made: Manifest, settings: Settings) -> str:
    """Read all of it back: sums, seals, the list of the base backup, every block of the dump. Its first segment."""
    first = ""
    readers = _programs(settings, int(made.postgres.partition(".")[0]))
    for file, content in manifest.streams(folder, made, settings.keys):
        name = file.name.removesuffix(".sealed")
        if name == BASE:
            first = base.check(content)
        elif name == DUMP:
            programs.feed([readers / "pg_restore", "--file=/dev/null"], content)
        for _rest in content:
            pass  # to its end, where the sum is compared
    return first


def _contents(settings: Settings, *, is_embedded: bool) -> Iterator[tuple[str, Iterator[bytes]]]:
    if is_embedded:
        yield BASE, base.make(settings.database.home)
        found = programs.embedded_programs(settings.database.home)
        place = {
            "PGHOST": str(socket_folder(settings.database.home)),
            "PGPORT": "5432",
            "PGUSER": SUPERUSER,
            "PGDATABASE": DATABASE,
        }
    else:
        found, place = _server(settings)
    yield DUMP, programs.run([found / "pg_dump", "--format=custom", "--no-password"], place)
    roles: list[str | Path] = [found / "pg_dumpall", "--roles-only", "--no-role-passwords", "--no-password"]
    yield ROLES, programs.run(roles, {**place, "PGDATABASE": place["PGDATABASE"]})
    yield HOME, _home(settings.database.home, settings.keys)


def _server(settings: Settings) -> tuple[Path, dict[str, str]]:
    """Programs and place for a server of the operator's, asked as somebody whom no row security holds back."""
    url = settings.url or settings.database.database_url
    assert url is not None  # noqa: S101 - else it is the embedded server
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, connect_timeout=5) as connection:
        version, is_free = connection.execute(_POWER).fetchone() or (0, False)
    if not is_free:
        raise SettingsError(
            f"{url.username} may not read every row (row security is forced on accounts and the audit trail), so its "
            "dump would not be whole. Make a role: create role transferpunt_backup login bypassrls password '...'; "
            "grant pg_read_all_data to transferpunt_backup; and set TRANSFERPUNT_BACKUP_URL to its address."
        )
    return programs.programs_for(settings.database.home, version // 10000), programs.libpq(url)


def _programs(settings: Settings, major: int) -> Path:
    if database.is_embedded(settings.database):
        return programs.embedded_programs(settings.database.home)
    return programs.programs_for(settings.database.home, major)


def _home(home: Path, keys: Keys) -> Iterator[bytes]:
    """The small files of the home as one tar; the secrets among them only where the tar is sealed."""
    names = [name for name in (*_OF_THE_HOME, *(_SECRETS if keys.texts else ())) if (home / name).exists()]
    with tempfile.TemporaryFile() as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            for name in names:
                tar.add(home / name, arcname=name)
        file.seek(0)
        while block := file.read(1024 * 1024):
            yield block
