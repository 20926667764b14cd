"""A database of its own with the made-up country of the measurements."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from bench import fill
from bench.statement import statement
from bench.world import Size
from sql import database as databases
from sql.call import run_script
from tests.conftest import Server


@contextmanager
def filled_country(server: Server, worker_id: str, name: str, folder: Path, size: Size) -> Iterator[Connection]:
    """A connection as the owner to a new database with a country of this size; what is written there is undone."""
    server.run("drop database if exists {name}", name=name)
    server.copy_template(name, worker_id)
    engine = databases.engine(settings=databases.Settings.from_env(server.environment(name, folder)))
    with engine.begin() as connection:
        fill.fill(connection, size, size.nights)
        fill.total(connection)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        run_script(connection, statement("settle"))
    with engine.connect() as connection:
        connection.begin()
        yield connection
        connection.rollback()
    databases.dispose()
    server.run("drop database {name} with (force)", name=name)
