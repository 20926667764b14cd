"""A dump of a database with forced row security: what the owner must say, and that every row comes along."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from sql import audit
from sql.call import value
from sql.cluster import programs
from sql.home import server_account
from tests.conftest import DEBIAN15, Database, Server
from tests.factories import AS_OF
from tests.sql.access.people import account

COUNTS = (
    "select (select count(*) from audit.event), (select count(*) from ops.account), (select event_id from audit.head),"
    " (select count(*) from pg_policies)"
)


@pytest.fixture(scope="module")
def tools(request: pytest.FixtureRequest, server: Server) -> Path:
    """The folder of pg_dump and pg_restore of the server's version."""
    kind = request.config.getoption("--server")
    if kind == "url":
        return Path(shutil.which("pg_dump") or pytest.skip("pg_dump is not on the path")).parent
    return DEBIAN15 if kind == "debian15" else programs(server.home, server_account(server.home))


def run(tool: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([tool, *arguments], env=dict(os.environ), capture_output=True, text=True, check=False)


def address(engine: Engine, database: str) -> str:
    return engine.url.set(drivername="postgresql", database=database).render_as_string(hide_password=False)


def test_the_owner_dumps_and_restores_every_row(
    server: Server, database: Database, tools: Path, tmp_path: Path
) -> None:
    engine, file, copied = database.engine(), str(tmp_path / "backup"), f"{database.name}_restored"
    with engine.begin() as connection:
        for month in (9, 10, 11):
            at = AS_OF.replace(month=month)
            value(connection, "act.record_event", account=None, event_type="page_shown", action="R", at=at)
        account(connection)
    source = address(engine, database.name)
    dump = ["--format=custom", f"--file={file}", source]
    refused = run(tools / "pg_dump", *dump)
    assert refused.returncode == 1
    assert "row-level security policy" in refused.stderr
    done = run(tools / "pg_dump", "--enable-row-security", *dump)
    assert (done.returncode, done.stderr) == (0, "")

    server.run("create database {name} owner {owner}", name=copied, owner=server.owner.username or "")
    restored = create_engine(engine.url.set(database=copied))
    try:
        how = ["--no-owner", "--single-transaction", "--exit-on-error"]
        done = run(tools / "pg_restore", *how, f"--dbname={address(engine, copied)}", file)
        assert (done.returncode, done.stderr) == (0, "")
        with engine.connect() as before, restored.connect() as after:
            assert after.execute(text(COUNTS)).one() == before.execute(text(COUNTS)).one()
        assert audit.verify(restored) == audit.verify(engine) == audit.Verdict(4)
    finally:
        restored.dispose()
        server.run("drop database {name} with (force)", name=copied)


def test_a_trail_that_its_owner_cannot_see_is_not_called_whole(database: Database) -> None:
    with database.engine().begin() as connection:
        connection.execute(text("drop policy owner_reads on audit.head"))
    with pytest.raises(audit.OutOfSightError, match="restored under another owner"):
        audit.verify(database.engine())
