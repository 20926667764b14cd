"""The database dies, is restarted or stands still, under a load and under a reader: both go on by themselves."""

import contextlib
import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.app import create_app
from dashboard.settings import Settings, SignIn
from etl import worker
from sql import database as databases
from sql import keeper, patience
from sql.cluster import socket_folder
from sql.errors import DatabaseUnavailable
from tests.conftest import Database
from tests.dashboard.visit import KEYS, Browser, Clock
from tests.faults import failpoints, invariants
from tests.faults.night import GOOD, NEXT_DAY, drop, shown
from tests.faults.reliability import survives
from tests.repository import ROOT
from tests.sql.test_embedded import postmaster

AWAY = "De gegevens zijn nu niet bereikbaar"
_nights = itertools.count(1)


def next_night(database: Database) -> tuple[datetime, list[tuple[int, int]]]:
    """Drop the file of a further night: the moment at which it is loaded, and what it shows then."""
    number = next(_nights)
    at = NEXT_DAY + timedelta(days=number)
    drop(database, f"nacht-{number}.csv", vrij=2 - number % 2, geteld_op=f"{at:%Y-%m-%d}T07:10+02:00")
    return at, [(2 - number % 2, GOOD)]


def strike_at(step: str, strike: Callable[[], object], database: Database, at: datetime) -> None:
    """A round that meets the strike at a step, and fails."""

    def reached(name: str) -> None:
        if name == step:
            strike()

    with pytest.raises(worker._AWAY), failpoints.watched(reached):
        failpoints.round_(database.env, at)


def goes_on(database: Database, at: datetime) -> list[tuple[int, int]]:
    """What is shown after the next round, which loads what was broken off; all sentences hold before it and after."""
    databases.dispose()
    assert invariants.broken(database, at) == []
    failpoints.round_(database.env, at)
    assert invariants.broken(database, at) == []
    return shown(database)


@survives(
    "a process of the database server is killed in the middle of a load",
    "the server drops every connection and recovers; the load is rolled back and done again in the next round",
    "nothing, or an answer that takes a second longer",
)
def test_a_backend_is_killed_under_a_load(struck: Database) -> None:
    at, wanted = next_night(struck)

    def strike() -> None:
        server = postmaster(struck.home)
        for pid in keeper.servers(struck.home / "postgres"):
            if pid != server and b"etl_writer" in _command(pid):
                os.kill(pid, signal.SIGKILL)

    strike_at("load.apply_capacity", strike, struck, at)
    assert goes_on(struck, at) == wanted


@survives(
    "the database server is killed in the middle of a load",
    "its keeper starts it again and it recovers what was committed; the next round does the load again",
    "the answer comes when the server is back",
)
@pytest.mark.parametrize("step", ["load.receive", "load.apply_capacity", "commit 7"])
def test_the_server_is_killed_under_a_load(step: str, struck: Database) -> None:
    at, wanted = next_night(struck)

    def strike() -> (
        None
    ):  # the first process alone is not enough: another that is busy may end its work before it looks
        for pid in keeper.servers(struck.home / "postgres"):
            with contextlib.suppress(ProcessLookupError):  # one before took it along
                os.kill(pid, signal.SIGKILL)

    strike_at(step, strike, struck, at)
    assert goes_on(struck, at) == wanted


@survives(
    "the database server is restarted while the worker runs",
    "the worker says `database away`, waits five seconds and goes on; it does not end",
    "figures are some seconds later",
)
def test_the_worker_outlives_a_restart(struck: Database, eventually: Callable[..., Any]) -> None:
    _, wanted = next_night(struck)
    command = [sys.executable, "-m", "etl", "worker"]
    with subprocess.Popen(command, cwd=ROOT, env=struck.env, stderr=subprocess.PIPE, text=True) as process:
        try:
            eventually(lambda: shown(struck) == wanted, 60)
            _signal_server(struck, signal.SIGINT)
            databases.dispose()
            _, wanted = next_night(struck)
            eventually(lambda: shown(struck) == wanted, 60)
        finally:
            process.terminate()
        _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said


@pytest.fixture
def gp(struck: Database, eventually: Callable[..., Any]) -> Browser:
    """A GP who is signed in, at the moment of the newest counts."""
    at = NEXT_DAY + timedelta(days=next(_nights))
    assert shown(struck)
    web = create_app(Settings(is_demo=True, sign_in=SignIn.DEMO, secret_keys=KEYS), Clock(at)).server
    one = Browser(web.test_client()).sign_in("gp")
    eventually(lambda: _well(one))
    return one


_ages = itertools.count(20)


def places(one: Browser) -> tuple[str, float]:
    """A question that nobody asked before, so that nothing is remembered: the page, and how long it took in seconds."""
    began = time.monotonic()
    answer = one.page("/vrije-plekken", f"?zorgpad=AMB&urgentie=regulier&leeftijd={next(_ages)}")
    assert answer.status_code == 200
    return repr(answer.get_json()), time.monotonic() - began


@survives(
    "the embedded database server is restarted under a reader",
    "the page waits for the server, which is back within seconds",
    "the list, a little later",
)
def test_a_reader_outlives_a_restart(struck: Database, gp: Browser) -> None:
    _signal_server(struck, signal.SIGINT)
    said, seconds = places(gp)
    assert AWAY not in said
    assert seconds < 30


@survives(
    "the database server is away",
    "a question is given up at once; the pages stay up",
    "a sentence with what to do meanwhile, and a number; the list itself as soon as the server is back",
)
def test_a_server_that_is_away_is_said(struck: Database, gp: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    with own_server(struck, monkeypatch), frozen(struck, only_keeper=True):
        _signal_server(struck, signal.SIGINT)
        said, seconds = places(gp)
        assert AWAY in said
        assert seconds < 10
    said, _ = places(gp)
    assert AWAY not in said


@survives(
    "the database server stands still without closing a connection",
    "each answer is waited for a second and a half longer than the server's own limit, then its connection is given up",
    "within ten seconds a sentence with what to do meanwhile; the list again when the server goes on",
)
def test_a_server_that_hangs_is_given_up(struck: Database, gp: Browser, eventually: Callable[..., Any]) -> None:
    with frozen(struck):
        said, seconds = places(gp)
        assert AWAY in said
        assert seconds < 10
    assert AWAY not in eventually(lambda: _well(gp))


def test_a_connection_to_a_server_that_hangs_is_closed(struck: Database, eventually: Callable[..., Any]) -> None:
    with databases.engine("app_gp").connect() as connection, frozen(struck):
        with pytest.raises(Exception, match=r"gave no sign within 4\.5 s"):
            connection.exec_driver_sql("select 1")
        assert connection.invalidated
        with pytest.raises(DatabaseUnavailable, match="gave no sign a moment ago"):
            databases.engine("app_insurer").connect()
    eventually(lambda: not patience.is_hanging((databases.Settings.from_env(struck.env), False)))


def _well(one: Browser) -> str:
    """The page, once it is one again; '' until then."""
    said, _ = places(one)
    return "" if AWAY in said else said


@contextmanager
def frozen(database: Database, *, only_keeper: bool = False) -> Iterator[None]:
    """The server's processes stand still; or its keeper, so that nobody starts it again."""
    found = keeper.servers(database.home / "postgres")
    pids = [parent(found[0])] if only_keeper else found
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


@contextmanager
def own_server(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As on a server of the operator's own: by address, so that nobody here starts it."""
    with monkeypatch.context() as patched:
        place = socket_folder(database.home)
        patched.setenv("DATABASE_URL", f"postgresql://transferpunt@/transferpunt?host={place}&port=5432")
        yield


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def _command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def _signal_server(database: Database, sign: signal.Signals) -> None:
    """Send the server a signal, and wait until it is gone."""
    pid = postmaster(database.home)
    assert pid is not None
    os.kill(pid, sign)
    until = time.monotonic() + 30
    while pid in keeper.servers(database.home / "postgres"):
        assert time.monotonic() < until
