"""Settings and connections: whose they are, where they go, what they refuse."""

import os
import threading
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from sql import database as databases
from sql.database import ROLES, Settings, role_passwords
from sql.errors import DatabaseUnavailable, SettingsError, UnsuitableServer

SERVER = "postgresql://owner:secret@db.example:5433/places"


def value(database: Any, role: str, question: str) -> Any:
    with database.engine(role).connect() as connection:
        return connection.execute(text(question)).scalar_one()


@pytest.mark.parametrize("role", ROLES)
def test_each_role_connects_as_itself_and_none_is_a_superuser(database: Any, role: str) -> None:
    assert value(database, role, "select current_user") == ("transferpunt" if role == "owner" else role)
    assert value(database, role, "select rolsuper or rolbypassrls from pg_roles where rolname = current_user") is False
    assert value(database, role, "select current_setting('application_name')") == f"transferpunt {role}"


@pytest.mark.parametrize(
    ("role", "statement", "lock", "idle"),
    [
        ("app_gp", "3s", "2s", "15s"),
        ("auditor", "3s", "2s", "15s"),
        ("etl_writer", "10min", "30s", "0"),
        ("owner", "0", "10s", "0"),
    ],
)
def test_each_role_has_its_limits(database: Any, role: str, statement: str, lock: str, idle: str) -> None:
    asked = (
        "select current_setting('statement_timeout')",
        "select current_setting('lock_timeout')",
        "select current_setting('idle_in_transaction_session_timeout')",
    )
    assert [value(database, role, question) for question in asked] == [statement, lock, idle]


@pytest.mark.parametrize(("role", "limit"), [("app_gp", "5s"), ("auditor", "5s"), ("etl_writer", "0"), ("owner", "0")])
def test_a_screen_s_transaction_is_limited_where_the_server_can(database: Any, role: str, limit: str) -> None:
    known = value(database, role, "select current_setting('transaction_timeout', true)")
    assert known == (
        limit if value(database, role, "select current_setting('server_version_num')") >= "170000" else None
    )


def test_a_page_that_asks_too_much_is_cut_off(database: Any) -> None:
    with pytest.raises(DBAPIError) as caught:
        value(database, "app_gp", "select count(*) from pg_proc a, pg_proc b, pg_proc c")
    assert isinstance(caught.value.orig, psycopg.errors.QueryCanceled)


def test_one_engine_a_role_and_a_new_one_after_dispose(database: Any) -> None:
    first = database.engine("app_gp")
    assert database.engine("app_gp") is first
    assert database.engine("app_insurer") is not first
    databases.dispose()
    assert database.engine("app_gp") is not first


def test_threads_share_the_small_pool(database: Any) -> None:
    together = threading.Barrier(5)

    def ask() -> None:
        with database.engine("app_gp").connect() as connection:
            connection.execute(text("select 1"))
            together.wait(20)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    together.wait(20)
    for thread in threads:
        thread.join()
    # The server is shared by test workers: only this database's own connections count.
    ours = "select count(*) from pg_stat_activity where usename = 'app_gp' and datname = current_database()"
    assert value(database, "owner", ours) == 4


def test_a_dropped_connection_is_replaced(database: Any) -> None:
    pid = text("select pg_backend_pid()")
    with database.engine("app_gp").connect() as one:
        with database.engine("app_gp").connect() as other:
            dropped = other.execute(pid).scalar_one()
        one.execute(text("select pg_terminate_backend(:pid, 5000)"), {"pid": dropped})
    with database.engine("app_gp").connect() as one, database.engine("app_gp").connect() as other:
        assert dropped not in {one.execute(pid).scalar_one(), other.execute(pid).scalar_one()}


def test_a_forked_child_opens_connections_of_its_own(database: Any) -> None:
    mine = value(database, "app_gp", "select pg_backend_pid()")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, str(value(database, "app_gp", "select pg_backend_pid()")).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert int(os.read(reading, 100)) != mine
    os.close(reading)
    os.close(writing)
    assert value(database, "app_gp", "select pg_backend_pid()") == mine


def test_a_superuser_is_refused(server: Any, empty_home: Path) -> None:
    if server.admin.username != "postgres":
        pytest.skip("TEST_DATABASE_URL names no superuser")
    url = server.admin.render_as_string(hide_password=False)
    settings = Settings.from_env({"DATABASE_URL": url, "TRANSFERPUNT_HOME": str(empty_home)})
    with pytest.raises(UnsuitableServer, match=r"postgres is a superuser.*create role"):
        databases.engine(settings=settings).connect()
    databases.dispose()


def test_an_old_server_is_refused() -> None:
    class Info:
        server_version = 140011
        user = "owner"

    class Connection:
        info = Info()

    with pytest.raises(UnsuitableServer, match="PostgreSQL 14; 15 or later"):
        databases._check_server(Connection(), None)  # type: ignore[arg-type]


def test_a_server_that_is_not_there_is_told_in_a_sentence(empty_home: Path) -> None:
    url = "postgresql://transferpunt:secret@127.0.0.1:1/transferpunt"
    settings = Settings.from_env({"DATABASE_URL": url, "TRANSFERPUNT_HOME": str(empty_home)})
    with pytest.raises(DatabaseUnavailable, match=r"127\.0\.0\.1, database transferpunt, role transferpunt") as caught:
        databases.engine(settings=settings).connect()
    assert "secret" not in str(caught.value)
    databases.dispose()


def test_the_roles_of_a_server_get_generated_passwords_that_stay(empty_home: Path) -> None:
    settings = Settings.from_env({"DATABASE_URL": SERVER, "TRANSFERPUNT_HOME": str(empty_home)})
    passwords = role_passwords(settings)
    assert set(passwords) == set(ROLES) - {"owner"}
    assert len(set(passwords.values())) == len(passwords)
    assert min(map(len, passwords.values())) >= 32
    assert (empty_home / "role_passwords.json").stat().st_mode & 0o777 == 0o600
    assert role_passwords(settings) == passwords
    url = databases._role_url("app_gp", settings, read=False)
    assert (url.username, url.password, url.host, url.port, url.database) == (
        "app_gp",
        passwords["app_gp"],
        "db.example",
        5433,
        "places",
    )


def test_passwords_that_others_can_read_are_refused(empty_home: Path) -> None:
    settings = Settings.from_env({"DATABASE_URL": SERVER, "TRANSFERPUNT_HOME": str(empty_home)})
    role_passwords(settings)
    (empty_home / "role_passwords.json").chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        role_passwords(settings)


def test_a_role_with_an_address_of_its_own_is_left_to_the_operator(empty_home: Path) -> None:
    own = "postgresql://app_gp:theirs@elsewhere/places"
    environ = {"DATABASE_URL": SERVER, "DATABASE_URL_APP_GP": own, "TRANSFERPUNT_HOME": str(empty_home)}
    settings = Settings.from_env(environ)
    assert "app_gp" not in role_passwords(settings)
    assert databases._role_url("app_gp", settings, read=False).host == "elsewhere"


def test_reads_can_go_to_a_replica(empty_home: Path) -> None:
    replica = "postgresql://owner:secret@replica.example/places"
    environ = {"DATABASE_URL": SERVER, "DATABASE_READ_URL": replica, "TRANSFERPUNT_HOME": str(empty_home)}
    settings = Settings.from_env(environ)
    read = databases._role_url("app_gp", settings, read=True)
    assert (read.host, read.username) == ("replica.example", "app_gp")
    assert read.password == role_passwords(settings)["app_gp"]
    assert databases._role_url("app_gp", settings, read=False).host == "db.example"


@pytest.mark.parametrize("wrong", ["localhost", "mysql://a@b/c", "postgresql://a@b", "postgresql://[::1/x", "x://"])
def test_what_is_no_address_is_refused_by_name(wrong: str) -> None:
    with pytest.raises(SettingsError, match=r"DATABASE_URL in the environment or in \.env .*Example: DATABASE_URL="):
        Settings.from_env({"DATABASE_URL": wrong})


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_the_usual_schemes_are_understood(scheme: str) -> None:
    url = Settings.from_env({"DATABASE_URL": f"{scheme}://a:b@c/d"}).database_url
    assert url is not None
    assert url.drivername == "postgresql+psycopg"


def test_empty_settings_are_no_settings() -> None:
    settings = Settings.from_env({"DATABASE_URL": " ", "DATABASE_URL_APP_GP": "", "DATABASE_READ_URL": ""})
    assert databases.is_embedded(settings)
    assert settings.role_urls == ()


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(SettingsError, match="There is no role postgres"):
        databases.engine("postgres")
