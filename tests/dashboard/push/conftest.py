"""A provider with two locations, a connection of its own, a program that pushes with its token, and a worker."""

import threading
from collections.abc import Callable, Iterator

import flask
import pytest
from psycopg import sql
from sqlalchemy import Connection

from dashboard.push import waiting
from dashboard.push.token import Token, new_token
from etl import pipeline, worker
from etl.feed import all_feeds
from sql.call import act, driver
from tests.conftest import Database
from tests.dashboard.push.supplier import Program
from tests.dashboard.visit import START
from tests.etl.capacity_file import csv_file
from tests.etl.capacity_file import rows as csv_rows
from tests.sql.access.people import account

AGB = ("09000001", "09000002")  # its locations; the second is its own code in the demo too


@pytest.fixture
def provider(database: Database) -> int:
    """Somebody of a provider (09000000) with locations 09000001 and 09000002, counted by an operator's source."""
    night = csv_file(csv_rows(2, geteld_op=START.isoformat(timespec="minutes")))
    assert pipeline.run(all_feeds()["capacity_csv"], "capacity_csv", night, "a.csv", at=START).outcome == "applied"
    with database.engine().begin() as connection:
        return account(connection, "provider", at=START, scopes={"agb": ["09000000"]})


@pytest.fixture
def token(provider: int) -> Token:
    """Of a connection for the first location only."""
    made = new_token()
    told = {"connection_name": "EPD Voorbeeld", "agb_codes": [AGB[0]], "token_prefix": made.prefix, "valid_days": 90}
    (row,) = act("act.make_push_token", role="app_provider", asker=provider, token_sha256=made.sha256, at=START, **told)
    assert row["outcome_code"] == "done"
    return made


@pytest.fixture
def web(web: flask.Flask) -> flask.Flask:
    """No worker is waited for: a test that has one says how long (`patient`)."""
    web.extensions[waiting.EXTENSION] = waiting.Patience(seconds=0)
    return web


@pytest.fixture
def program(web: flask.Flask, token: Token) -> Program:
    return Program(web.test_client(use_cookies=False), token.text)


@pytest.fixture
def patient(web: flask.Flask, database: Database) -> Iterator[None]:
    """A worker that looks all the time, and a server that waits for it."""
    web.extensions[waiting.EXTENSION] = waiting.Patience(seconds=20)
    done = threading.Event()

    def work() -> None:
        while not done.wait(0.02):
            worker.round_(database.home)

    beside = threading.Thread(target=work)
    beside.start()
    yield
    done.set()
    beside.join()


@pytest.fixture
def load(database: Database) -> Callable[[], None]:
    """One round of the worker."""
    return lambda: worker.round_(database.home)


def _count(connection: Connection, table: str) -> int:
    counting = sql.SQL("select count(*) from {}").format(sql.Identifier(*table.split(".")))
    (found,) = driver(connection).execute(counting).fetchone() or (0,)
    return int(found)


@pytest.fixture
def counts(database: Database) -> Callable[[], dict[str, int]]:
    """How many rows every table has, but for the buckets that count requests."""

    def read() -> dict[str, int]:
        with database.engine().begin() as connection:
            tables = connection.exec_driver_sql(
                "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                " where c.relkind = 'r' and n.nspname in ('raw', 'core', 'ops', 'audit', 'board', 'queue')"
            ).scalars()
            return {name: _count(connection, name) for name in list(tables) if name != "ops.token_bucket"}

    return read
