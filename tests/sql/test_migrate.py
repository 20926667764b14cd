"""A release of the schema: complete, repeatable, and with rights for nobody but the audience."""

import json
import os
import subprocess
import sys

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from sql import call, logic, roles
from sql.cluster import programs
from sql.home import server_account
from sql.migrate import code_revision, migrate
from tests.conftest import Database


def dump(database: Database) -> str:
    """The schema as statements; without the number that PostgreSQL 15.20 gives each table of itself (pg_attver)."""
    pg_dump = programs(database.home, server_account(database.home)) / "pg_dump"
    url = database.engine().url.set(drivername="postgresql").render_as_string(hide_password=False)
    printed = subprocess.run(
        [pg_dump, "--schema-only", "--restrict-key=same", url], check=True, capture_output=True, text=True
    )
    return "".join(line for line in printed.stdout.splitlines(keepends=True) if "SET (pg_attver=" not in line)


def test_a_second_release_changes_nothing(database: Database) -> None:
    before = dump(database)
    release = migrate(database.engine())
    assert not release.is_logic_rebuilt
    assert release.reference_rows == {}
    assert dump(database) == before


def test_rebuilding_the_logic_leaves_an_identical_schema(database: Database) -> None:
    before = dump(database)
    with database.engine().begin() as connection:
        connection.execute(text("update ops.release set logic_sha256 = 'of an older version'"))
    release = migrate(database.engine())
    assert release.is_logic_rebuilt
    assert set(release.reference_rows.values()) == {0}
    assert dump(database) == before


def test_every_logic_file_is_there_with_its_header_as_comment(database: Database) -> None:
    with database.engine().connect() as connection:
        functions = text(
            "select pronamespace::regnamespace::text || '.' || proname, obj_description(oid, 'pg_proc')"
            " from pg_proc where pronamespace::regnamespace::text = any(:schemas)"
        )
        views = text(
            "select relnamespace::regnamespace::text || '.' || relname, obj_description(oid, 'pg_class')"
            " from pg_class where relkind = 'v' and relnamespace::regnamespace::text = any(:schemas)"
        )
        schemas = {"schemas": list(logic.SCHEMAS)}
        found = [*connection.execute(functions, schemas), *connection.execute(views, schemas)]
        comments = dict(tuple(row) for row in found)
    files = {f"{file.schema}.{file.name}": file.comment for schema in logic.SCHEMAS for file in logic.files(schema)}
    assert comments == files


@pytest.mark.parametrize("role", roles.ROLES)
def test_a_role_may_call_its_functions_and_nothing_else(database: Database, role: str) -> None:
    with database.engine().connect() as connection:
        allowed = connection.execute(
            text(
                "select p.pronamespace::regnamespace::text || '.' || p.proname from pg_proc p"
                " where p.pronamespace::regnamespace::text = any(:schemas)"
                " and has_function_privilege(:role, p.oid, 'execute')"
                " and has_schema_privilege(:role, p.pronamespace, 'usage')"
            ),
            {"schemas": list(logic.SCHEMAS), "role": role},
        ).scalars()
        functions = set(allowed)
        tables = connection.execute(
            text(
                "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                " where n.nspname in ('raw', 'core', 'ops', 'audit', 'board') and c.relkind in ('r', 'p')"
                " and (has_table_privilege(:role, c.oid, 'select') or has_table_privilege(:role, c.oid, 'update')"
                " or has_table_privilege(:role, c.oid, 'delete'))"
            ),
            {"role": role},
        ).scalars()
        assert list(tables) == []
    wanted = {
        f"{file.schema}.{file.name}"
        for schema in ("functions", "load", "metrics", "read", "act")
        for file in logic.files(schema)
        if role in file.audience and "create view" not in file.text
    }
    assert functions == wanted


def test_an_audience_cannot_read_a_table(database: Database) -> None:
    with database.engine("app_gp").connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
        connection.execute(text("select * from core.capacity_current"))


def test_no_role_is_powerful(database: Database) -> None:
    with database.engine().connect() as connection:
        powerful = connection.execute(
            text(
                "select rolname from pg_roles where rolname = any(:roles)"
                " and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or not rolcanlogin)"
            ),
            {"roles": list(roles.ROLES)},
        )
        assert list(powerful) == []


def command(database: Database, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sql", *arguments], env=database.env, capture_output=True, text=True, check=False
    )


def test_the_commands_migrate_status_and_select(database: Database) -> None:
    migrated = command(database, "migrate")
    assert (migrated.returncode, migrated.stdout.splitlines()) == (
        0,
        [f"revision {code_revision()}", "logic unchanged"],
    )
    status = command(database, "status")
    assert status.returncode == 0
    assert "up to date" in status.stdout
    assert status.stdout.count("ready") == len(roles.ROLES)
    printed = command(database, "select", "read.regions", "as_of=2026-09-01T08:00+02:00", "--json")
    assert len(json.loads(printed.stdout)) == 31
    as_csv = command(database, "select", "read.regions", "as_of=2026-09-01T08:00+02:00", "--csv")
    assert len(as_csv.stdout.splitlines()) == 32
    assert as_csv.stdout.splitlines()[0] == "region_code,name"


def test_select_of_what_is_not_there_is_wrong_use(database: Database) -> None:
    assert command(database, "select", "read.nothing").returncode == 2
    assert command(database, "select", "no name").returncode == 2
    assert command(database, "select", "read.regions", "as_of").returncode == 2


def test_a_database_that_is_away_is_said_in_a_sentence(database: Database) -> None:
    away = database.env | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    asked = subprocess.run(
        [sys.executable, "-m", "sql", "status"], env=away, capture_output=True, text=True, check=False
    )
    assert asked.returncode == 1
    assert "Traceback" not in asked.stderr
    assert asked.stderr.strip()


def test_a_reader_asks_again_when_a_release_takes_its_function_away(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = call._select

    def once_gone(name: str, role: str, arguments: dict[str, object]) -> list[call.Row]:
        asked.append(name)
        return real("read.no_such_function" if len(asked) == 1 else name, role, arguments)

    monkeypatch.setattr(call, "_select", once_gone)
    assert len(call.select("read.regions", as_of="2026-09-01T08:00+02:00")) == 31
    assert len(asked) == 2
    assert os.environ["TRANSFERPUNT_HOME"] == str(database.home)
