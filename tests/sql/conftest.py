"""A connection as the owner, whose work is undone after the test: one database serves them all."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from sql import database as databases
from tests.conftest import Server

Env = dict[str, str]


@pytest.fixture(scope="session")
def shared_database(
    server: Server, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """The environment of a migrated database in which nothing is ever committed."""
    name = f"undone_{worker_id}"
    server.run("drop database if exists {name}", name=name)
    server.copy_template(name, worker_id)
    yield server.environment(name, tmp_path_factory.mktemp(name))
    databases.dispose()
    server.run("drop database {name} with (force)", name=name)


@pytest.fixture
def connection(shared_database: Env) -> Iterator[Connection]:
    """Everything the test writes stays in one transaction, which ends with it."""
    engine = databases.engine(settings=databases.Settings.from_env(shared_database))
    with engine.connect() as connection:
        connection.begin()
        yield connection
        connection.rollback()
