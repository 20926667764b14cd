"""A hot standby: it follows, is read from while it is near enough, and answers alone when the primary is gone."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from dashboard.app import create_app
from dashboard.settings import Settings, SignIn
from sql import database, embedded, replica, standby
from sql.call import act
from sql.cluster import socket_folder
from sql.errors import SettingsError
from sql.migrate import migrate
from tests import factories
from tests.dashboard.visit import KEYS, Browser, Clock
from tests.etl.capacity_place import document, place
from tests.factories import AS_OF
from tests.faults.reliability import survives
from tests.repository import ROOT
from tests.sql.backup.conftest import as_superuser, environ

QUESTION = "?zorgpad=AMB&urgentie=regulier"


@pytest.fixture
def primary(empty_home: Path) -> Iterator[Path]:
    """A home with one place that is free."""
    settings = database.Settings(home=empty_home)
    migrate(database.engine(settings=settings))
    with database.engine(settings=settings).begin() as connection:
        factories.publish(connection)
        factories.count(connection, factories.offer(connection), free_count=3)
    yield empty_home
    database.dispose()
    embedded.let_go(empty_home)


@pytest.fixture
def second(primary: Path, second_home: Path) -> Iterator[Path]:
    """The home of its standby, which another process runs."""
    command = [sys.executable, "-m", "sql", "standby", "start", "--home", str(second_home)]
    with subprocess.Popen(command, cwd=ROOT, env=environ(primary), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said == f"DATABASE_READ_URL={standby.address(second_home)}\n"
        yield second_home
        database.dispose()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


@pytest.fixture
def second_home() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="tp-"))
    yield home
    database.dispose()
    embedded.let_go(home)
    shutil.rmtree(home)


@pytest.fixture
def settings(primary: Path, second: Path, monkeypatch: pytest.MonkeyPatch) -> database.Settings:
    """As an operator sets it: both servers by address, so that nobody starts the first one again."""
    for variable in [variable for variable in os.environ if variable.startswith("DATABASE_")]:
        monkeypatch.delenv(variable)
    monkeypatch.setenv("TRANSFERPUNT_HOME", str(primary))
    monkeypatch.setenv(
        "DATABASE_URL", f"postgresql://transferpunt@/transferpunt?host={socket_folder(primary)}&port=5432"
    )
    monkeypatch.setenv("DATABASE_READ_URL", standby.address(second))
    replica.forget()
    return database.Settings.from_env(os.environ)


def free(place: str, eventually: Callable[..., Any]) -> list[Any]:
    """The free counts, once they come from this server."""

    def asked() -> Any:
        replica.forget()
        answer = replica.select_near(
            "read.free_places", role="app_gp", as_of=AS_OF, care_pathway="AMB", urgency="regulier"
        )
        return answer if answer.place == place else None

    return [row["free_count"] for row in eventually(asked).rows]


@survives(
    "the primary stops, and a standby is there",
    "free places are read from the standby, however far behind it is",
    "*laatst bekende lijst* and the moment it is of",
)
def test_reads_go_on_when_the_primary_stops(
    settings: database.Settings,
    primary: Path,
    second: Path,
    eventually: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert free("replica", eventually) == [3]
    with database.engine(settings=settings).begin() as connection:
        connection.exec_driver_sql("update core.capacity_current set free_count = 2")
    eventually(lambda: free("replica", eventually) == [2])
    web = create_app(Settings(is_demo=True, sign_in=SignIn.DEMO, secret_keys=KEYS), Clock(AS_OF)).server
    gp = Browser(web.test_client()).sign_in("gp")
    assert gp.page("/vrije-plekken", QUESTION).status_code == 200
    database.dispose()
    embedded.let_go(primary, seconds=0)
    assert embedded.stop(primary)
    replica.forget()
    monkeypatch.setenv("DATABASE_READ_LAG_SECONDS", "0")  # or the page would count as of now for ten seconds
    other = gp.page("/vrije-plekken", "?zorgpad=AMB&urgentie=spoed")  # never asked before: nothing is remembered of it
    assert other.status_code == 200
    assert "laatst bekende lijst" in repr(other.get_json())
    assert free("replica alone", eventually) == [2]
    found = replica.position("app_gp", settings)
    assert found is not None
    assert found.stands_at is not None

    standby.promote(second)
    with database.engine(settings=database.Settings(home=second)).begin() as connection:
        connection.exec_driver_sql("update core.capacity_current set free_count = 1")


@survives(
    "the standby lags more than its bound",
    "reads go to the primary, and the log says so",
    "nothing",
)
def test_a_replica_that_lags_is_not_read_from(
    settings: database.Settings, second: Path, eventually: Callable[..., Any]
) -> None:
    assert free("replica", eventually) == [3]
    with database.engine(settings=settings).begin() as connection:
        connection.exec_driver_sql("update core.capacity_current set free_count = 4")
    eventually(lambda: free("replica", eventually) == [4])
    with embedded.superuser(second) as connection:
        connection.execute("select pg_wal_replay_pause()")
        eventually(lambda: connection.execute("select pg_get_wal_replay_pause_state()").fetchone() == ("paused",))
    with database.engine(settings=settings).begin() as connection:
        connection.exec_driver_sql("update core.capacity_current set free_count = 2")
    near = database.Settings(**{**vars(settings), "read_lag": timedelta(0)})
    found = eventually(lambda: _behind(near))
    assert found.lag > timedelta(0)
    web = create_app(Settings(is_demo=True, sign_in=SignIn.DEMO, secret_keys=KEYS), Clock(AS_OF)).server
    gp = Browser(web.test_client()).sign_in("gp")
    assert gp.page("/vrije-plekken", QUESTION).status_code == 200
    with pytest.MonkeyPatch.context() as patched, capture_logs() as logged:
        patched.setenv("DATABASE_READ_LAG_SECONDS", "0")
        assert free("primary", eventually) == [2]
        assert gp.page("/vrije-plekken", QUESTION).status_code == 200
    (said,) = [entry for entry in logged if entry["event"] == "reads from another server"]
    assert (said["server"], said["before"]) == ("primary", "replica")
    with embedded.superuser(second) as connection:
        connection.execute("select pg_wal_replay_resume()")
    eventually(lambda: free("replica", eventually) == [2])


def test_two_workers_share_the_queue_on_the_primary_and_the_replica_shows_what_they_load(
    settings: database.Settings, second: Path, eventually: Callable[..., Any]
) -> None:
    command = [sys.executable, "-m", "etl", "worker"]
    env = dict(os.environ)
    workers = [subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        for number in range(1, 9):
            sent = document(place(agb_location=f"0900010{number}", counted_at=f"2026-11-17T0{number}:10:00+01:00"))
            receipt = {"source": "capacity_json", "idempotency_key": str(number), "file_name": f"{number}.json"}
            act("act.receive_delivery", role="app_session", payload=sent, at=AS_OF, **receipt)
        eventually(lambda: _finished(settings) == 8, 120)
    finally:
        for worker in workers:
            worker.terminate()
        said = [worker.communicate(timeout=60)[1] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0], said
    finished = "select count(*) from raw.delivery where feed_code = 'capacity_json' and finished_at is not null"
    with as_superuser(second) as replicated:
        eventually(lambda: replicated.execute(finished).fetchone() == (8,))


def _finished(settings: database.Settings) -> int:
    """How many deliveries of that source were dealt with, each once."""
    with database.engine(settings=settings).connect() as connection:
        counted = "select count(*), count(distinct sha256) from raw.delivery where feed_code = 'capacity_json'"
        many, different = connection.exec_driver_sql(counted + " and finished_at is not null").one()
    assert many == different
    return int(many)


def _behind(settings: database.Settings) -> Any:
    replica.forget()
    found = replica.position("app_gp", settings)
    return found if found is not None and found.lag > timedelta(0) else None


def test_a_home_in_use_is_not_written_over(primary: Path, tmp_path: Path) -> None:
    (tmp_path / "something").touch()
    with pytest.raises(SettingsError, match="is not empty"):
        standby.make(primary, tmp_path)
    with pytest.raises(SettingsError, match="follows no other"):
        standby.run(primary, primary, say=lambda _: None)
