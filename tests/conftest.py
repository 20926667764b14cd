"""What every test can ask for: a database of its own on a real server, real data, and a way to wait without sleeping.

`pytest --server debian15` runs the database tests on a Debian PostgreSQL 15 that is started here, with passwords, as
an operator's server is; TEST_DATABASE_URL points them elsewhere (at an owner who may create roles and databases).
"""

import asyncio
import contextlib
import fcntl
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql
from sqlalchemy import URL, Engine, make_url

from sql import database as databases
from sql import embedded
from sql.cluster import SUPERUSER, socket_folder
from sql.home import server_account
from sql.migrate import migrate

DEBIAN15 = Path("/usr/lib/postgresql/15/bin")
SHARED_DATA = "TRANSFERPUNT_SHARED_DATA"
MARKED_BY = {"server": "database", "chromium": "browser", "shared_data": "shared_data"}  # fixture -> marker
OWNER_PASSWORD = "only-for-this-run"  # noqa: S105
# Other work on the machine is no failure.
settings.register_profile("transferpunt", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("transferpunt")


def pytest_addoption(parser: pytest.Parser) -> None:
    default = "url" if os.environ.get("TEST_DATABASE_URL") else "embedded"
    parser.addoption("--server", choices=["embedded", "debian15", "url"], default=default)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test is marked by what it asks for, so nobody can forget to."""
    for item in items:
        for fixture in MARKED_BY.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(MARKED_BY[fixture])


def _demand_shared_data(report: pytest.TestReport | pytest.CollectReport, *, marked: bool) -> None:
    if report.skipped and os.environ.get("TRANSFERPUNT_REQUIRE_SHARED_DATA"):
        reason = str(report.longrepr)
        if marked or SHARED_DATA in reason:
            report.outcome = "failed"
            report.longrepr = f"a test on real data must not be skipped in this run: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report: pytest.TestReport = yield  # type: ignore[assignment]
    _demand_shared_data(report, marked=item.get_closest_marker("shared_data") is not None)
    return report  # type: ignore[return-value]


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:  # noqa: ARG001
    report: pytest.CollectReport = yield  # type: ignore[assignment]
    _demand_shared_data(report, marked=False)
    return report  # type: ignore[return-value]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data, which is never part of this repository."""
    folder = os.environ.get(SHARED_DATA, "")
    if not folder:
        pytest.skip(f"real data: set {SHARED_DATA} to its folder")
    return Path(folder)


@pytest.fixture
def eventually() -> Callable[..., Any]:
    """eventually(condition, seconds=20): the first true value of condition(), or a failure that names it."""

    def wait(condition: Callable[[], Any], seconds: float = 20.0) -> Any:
        until = time.monotonic() + seconds
        while not (value := condition()):
            assert time.monotonic() < until, f"not within {seconds:.0f} s: {condition}"
            time.sleep(0.05)
        return value

    return wait


@pytest.fixture
def own_event_loop() -> Iterator[None]:
    """Hides the event loop that the browser's driver leaves running in this thread, for who starts one of its own."""
    running = asyncio._get_running_loop()  # asyncio offers event loops no other way
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


@pytest.fixture
def empty_home() -> Iterator[Path]:
    """An empty folder to be a TRANSFERPUNT_HOME: short enough for a socket, and passable for the server's user."""
    folder = Path(tempfile.mkdtemp(prefix="tp-"))
    yield folder
    if embedded.is_kept(folder):
        embedded.let_go(folder)
        assert embedded.stop(folder)
    shutil.rmtree(folder)


@dataclass(frozen=True)
class Server:
    """A running server. admin: who may create databases there. owner: who owns them."""

    admin: URL
    owner: URL
    home: Path  # holds the passwords of the roles

    def run(self, statement: LiteralString, **names: str | sql.Composable) -> None:
        """Run one statement; a {name} in it is filled in as an identifier, or as what psycopg.sql makes of it."""
        parts = {name: sql.Identifier(part) if isinstance(part, str) else part for name, part in names.items()}
        url = self.admin.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(**parts))

    def copy_template(self, name: str, worker_id: str) -> None:
        """Make a migrated database of this name."""
        owner = self.owner.username or ""
        self.run(
            "create database {name} template {template} owner {owner}",
            name=name,
            template=f"template_{worker_id}",
            owner=owner,
        )

    def environment(self, name: str, folder: Path) -> dict[str, str]:
        return {
            "DATABASE_URL": self.owner.set(drivername="postgresql", database=name).render_as_string(
                hide_password=False
            ),
            "TRANSFERPUNT_HOME": str(folder),
        }


@contextlib.contextmanager
def _embedded_server(folder: Path) -> Iterator[Server]:
    embedded.start(folder)
    place = {"host": str(socket_folder(folder)), "port": "5432"}
    admin = URL.create("postgresql+psycopg", SUPERUSER, database="postgres", query=place)
    started = Server(admin, admin.set(username=embedded.OWNER), folder)
    started.run("alter system set fsync = off")  # what a test writes is thrown away: nothing of it has to reach a disk
    started.run("alter system set full_page_writes = off")
    started.run("select pg_reload_conf()")
    yield started
    databases.dispose()
    embedded.let_go(folder)


@contextlib.contextmanager
def _debian_server(folder: Path) -> Iterator[Server]:
    if not DEBIAN15.exists():
        pytest.skip("Debian's PostgreSQL 15 is not installed: apt-get install postgresql-15")
    account = server_account(folder)
    data, password = folder / "debian15", folder / "password"
    data.mkdir(mode=0o700)
    password.write_text(OWNER_PASSWORD)
    for path in (data, password):
        os.chown(path, account.uid, account.gid)
    initdb = [DEBIAN15 / "initdb", "-D", data, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", password]
    run = {"cwd": "/", "stdout": subprocess.DEVNULL, **account.popen()}
    subprocess.run([*initdb, "--encoding=UTF8", "--locale=C", "--no-sync"], check=True, **run)
    dying = ["setpriv", "--pdeathsig", "INT"]  # with this run, however it ends
    server = [DEBIAN15 / "postgres", "-D", data, "-c", "listen_addresses=", "-c", f"unix_socket_directories={data}"]
    with subprocess.Popen([*dying, *server, "-c", "fsync=off"], stderr=subprocess.DEVNULL, **run) as process:
        try:
            place = {"host": str(data), "port": "5432"}
            admin = URL.create("postgresql+psycopg", "postgres", OWNER_PASSWORD, database="postgres", query=place)
            started = Server(admin, admin.set(username="transferpunt"), folder)
            _when_ready(started, process)
            started.run(
                "create role transferpunt login createrole password {password}", password=sql.Literal(OWNER_PASSWORD)
            )
            yield started
        finally:
            process.send_signal(signal.SIGINT)


def _when_ready(server: Server, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 30
    while True:
        try:
            return server.run("select 1")
        except psycopg.OperationalError:
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.02)


@contextlib.contextmanager
def _given_server(folder: Path) -> Iterator[Server]:
    url = make_url(os.environ["TEST_DATABASE_URL"]).set(drivername="postgresql+psycopg")
    # Roles belong to the whole server, which test processes share: so must the passwords be.
    shared = Path(tempfile.gettempdir()) / f"transferpunt-tests-{os.getuid()}"
    databases.role_passwords(databases.Settings(home=shared, database_url=url))
    shutil.copy2(shared / "role_passwords.json", folder)
    yield Server(url, url, folder)


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest, worker_id: str) -> Iterator[Server]:
    """One server for this test process, with a migrated database `template_<worker>` to copy from."""
    kind = request.config.getoption("--server")
    start = {"embedded": _embedded_server, "debian15": _debian_server, "url": _given_server}[kind]
    folder = Path(tempfile.mkdtemp(prefix="tp-"))
    try:
        with start(folder) as started:
            template = f"template_{worker_id}"
            started.run("drop database if exists {name}", name=template)
            started.run("create database {name} owner {owner}", name=template, owner=started.owner.username or "")
            settings = databases.Settings.from_env(started.environment(template, folder))
            with _one_worker_at_a_time(kind == "url"):
                migrate(databases.engine(settings=settings), passwords=databases.role_passwords(settings))
            databases.dispose()
            yield started
            started.run("drop database {name}", name=template)
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def _one_worker_at_a_time(shared: bool) -> Iterator[None]:  # noqa: FBT001
    """Roles belong to the whole server: workers that share one make them in turn."""
    with (Path(tempfile.gettempdir()) / f"transferpunt-tests-{os.getuid()}.lock").open("w") as lock:
        if shared:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@dataclass(frozen=True)
class Database:
    """A migrated database for one test. env: what a subprocess needs to work on it (a whole environment)."""

    name: str
    home: Path
    env: dict[str, str]

    def engine(self, role: str = "owner") -> Engine:
        return databases.engine(role, settings=databases.Settings.from_env(self.env))


_numbers = itertools.count(1)


@pytest.fixture
def database(server: Server, worker_id: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A fresh migrated database; DATABASE_URL and TRANSFERPUNT_HOME of this process point at it during the test."""
    name = f"test_{worker_id}_{next(_numbers)}"
    folder = server.home / name
    folder.mkdir(mode=0o700)
    passwords = server.home / "role_passwords.json"
    if passwords.exists():
        shutil.copy2(passwords, folder)
    server.copy_template(name, worker_id)
    for variable in [variable for variable in os.environ if variable.startswith("DATABASE_")]:
        monkeypatch.delenv(variable)
    for variable, value in server.environment(name, folder).items():
        monkeypatch.setenv(variable, value)
    try:
        yield Database(name, folder, dict(os.environ))
    finally:
        databases.dispose()
        server.run("drop database {name} with (force)", name=name)
        shutil.rmtree(folder)
