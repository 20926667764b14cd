"""Where benchmarks run: an embedded PostgreSQL of their own in a folder that goes away, one database a purpose."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine

from bench.statement import named, statement
from sql import database, embedded
from sql.cluster import SUPERUSER, socket_folder
from sql.migrate import migrate

EMPTY = "bench_empty"


@dataclass(frozen=True)
class Place:
    """A running server and its folder, which the server's user may read."""

    home: Path

    def url(self, name: str, user: str = embedded.OWNER) -> URL:
        """The address of a database for a user; the server trusts whoever reaches its socket."""
        query = {"host": str(socket_folder(self.home)), "port": "5432"}
        return URL.create("postgresql+psycopg", user, database=name, query=query)

    def address(self, name: str, user: str = embedded.OWNER) -> str:
        """The same as a text without the driver."""
        return self.url(name, user).set(drivername="postgresql").render_as_string(hide_password=False)

    def environment(self, name: str) -> dict[str, str]:
        """The whole environment for a process that works on this database."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "TRANSFERPUNT_"))}
        return {**kept, "DATABASE_URL": self.address(name), "TRANSFERPUNT_HOME": str(self.folder(name))}

    def folder(self, name: str) -> Path:
        """The home of what works on this database."""
        made = self.home / "homes" / name
        made.mkdir(parents=True, exist_ok=True, mode=0o700)
        return made

    def engine(self, name: str, role: str = "owner") -> Engine:
        """The product's own engine of a role on this database."""
        return database.engine(role, settings=database.Settings.from_env(self.environment(name)))

    @contextlib.contextmanager
    def asking(self, name: str, role: str) -> Iterator[Connection]:
        """A connection of a role, each question a transaction of its own, as a page asks."""
        with self.engine(name, role).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection

    @contextlib.contextmanager
    def superuser(self, name: str, *, autocommit: bool = False) -> Iterator[Connection]:
        """A connection without the checks of foreign keys: for making data that are right by construction."""
        options = {"options": "-c session_replication_role=replica"}
        engine = create_engine(self.url(name, SUPERUSER), connect_args=options)
        try:
            if autocommit:
                with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    yield connection
            else:
                with engine.begin() as connection:
                    yield connection
        finally:
            engine.dispose()

    def has(self, name: str) -> bool:
        """Whether there is a database of this name."""
        with psycopg.connect(self.address("postgres", SUPERUSER)) as connection:
            found = connection.execute(statement("has_database"), [name]).fetchone()
        return found is not None

    def copy(self, template: str, name: str) -> None:
        """Make a database anew as a copy of another, which nobody may be using."""
        database.dispose()
        self.drop(name)
        command = named("copy_database", name=name, template=template, owner=embedded.OWNER)
        with psycopg.connect(self.address("postgres", SUPERUSER), autocommit=True) as connection:
            connection.execute(command)

    def rename(self, name: str, new: str) -> None:
        """Give a database, which nobody may be using, its lasting name."""
        database.dispose()
        command = named("rename_database", name=name, new=new)
        with psycopg.connect(self.address("postgres", SUPERUSER), autocommit=True) as connection:
            connection.execute(command)

    def drop(self, name: str) -> None:
        """Throw a database away."""
        command = named("drop_database", name=name)
        with psycopg.connect(self.address("postgres", SUPERUSER), autocommit=True) as connection:
            connection.execute(command)


@contextlib.contextmanager
def opened(kept: Path | None) -> Iterator[Place]:
    """A server with a migrated database EMPTY; in a folder that is kept, or in one that is thrown away."""
    home = kept or Path(tempfile.mkdtemp(prefix="tp-bench-"))
    home.mkdir(exist_ok=True)
    embedded.start(home)
    place = Place(home)
    try:
        if not place.has(EMPTY):
            place.copy("template1", EMPTY)
            migrate(place.engine(EMPTY))
            database.dispose()
        yield place
    finally:
        database.dispose()
        embedded.let_go(home)
        if kept is None:
            shutil.rmtree(home)
