"""An embedded database with the sample of places in it, loaded through the pipeline, and an audit trail."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from sql import database, embedded
from sql.call import value
from sql.cluster import SUPERUSER, socket_folder
from sql.database import Settings
from sql.migrate import migrate
from tests import factories
from tests.repository import ROOT

KEY = "only-for-this-test-" + "k" * 32


def as_superuser(home: Path) -> "psycopg.Connection[Any]":
    """Past every rule: to compare, and to break."""
    place = {"host": str(socket_folder(home)), "port": 5432, "user": SUPERUSER, "dbname": embedded.DATABASE}
    return psycopg.connect(**place, autocommit=True)


def environ(home: Path, **more: str) -> dict[str, str]:
    """The environment of a program that works on this home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "TRANSFERPUNT_"))}
    return {**kept, "TRANSFERPUNT_HOME": str(home), **more}


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run() -> Run:
    """run("sql", "backup", home=home): the command, with its exit code and what it said."""

    def call(*arguments: str | Path, home: Path, **more: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, env=environ(home, **more), capture_output=True, text=True, check=False)

    return call


@pytest.fixture
def filled(empty_home: Path, run: Run) -> Iterator[Path]:
    """A home with the sample of places loaded and thirty events in its trail; its server runs."""
    settings = Settings(home=empty_home)
    migrate(database.engine(settings=settings))
    with database.engine(settings=settings).begin() as connection:
        for number in range(30):
            more = {"event_type": "page_shown", "action": "R", "object_id": f"/{number}"}
            value(connection, "act.record_event", account=None, at=factories.AS_OF, **more)
    sample = ROOT / "data" / "sample" / "capacity_csv.csv"
    at = factories.AS_OF.isoformat()
    loaded = run("etl", "run", "capacity_csv", "--file", sample, "--as-of", at, home=empty_home)
    assert loaded.returncode in {0, 3}, loaded.stdout + loaded.stderr
    yield empty_home
    database.dispose()
    embedded.let_go(empty_home)


@pytest.fixture
def new_home() -> Iterator[Path]:
    """A path for a home that is not there yet."""
    home = Path(tempfile.mkdtemp(prefix="tp-"))  # in a folder that the server's user can pass
    home.rmdir()
    yield home
    database.dispose()
    if embedded.is_kept(home):
        embedded.let_go(home)
        assert embedded.stop(home)
    shutil.rmtree(home, ignore_errors=True)
