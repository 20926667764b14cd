"""An older database with data in it, brought to this release step by step: nothing is lost, it ends as a new one."""

import csv
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from sql import database as databases
from sql import migrate as releases
from sql import reference, roles
from sql.call import act, run_script, select
from tests import factories as make
from tests.conftest import Database, Server
from tests.sql.test_migrate import dump

OLD = "0012_coordination"
ENSURE_MONTH = Path(releases.__file__).parent / "load/ensure_month.sql"  # partitions are made the same way as then
COUNTED = """
select (select count(*) from core.source), (select count(*) from core.source_agb), (select count(*) from raw.delivery),
       (select count(*) from raw.refused_row), (select count(*) from core.provider),
       (select count(*) from core.location), (select count(*) from core.offer),
       (select count(*) from core.capacity_current),
       (select count(*) from ops.source_transport), (select count(*) from ops.account)
"""


@pytest.fixture
def old(server: Server, worker_id: str) -> Iterator[Database]:
    """A database as a release of before left it, with a source, a delivery, a place and an account."""
    name = f"old_{worker_id}"
    folder = server.home / name
    folder.mkdir(mode=0o700)
    passwords = server.home / "role_passwords.json"
    if passwords.exists():
        shutil.copy2(passwords, folder)
    server.run("drop database if exists {name} with (force)", name=name)
    server.run("create database {name} owner {owner}", name=name, owner=server.owner.username or "")
    made = Database(name, folder, server.environment(name, folder))
    try:
        with made.engine().begin() as connection:
            roles.ensure(connection, {})
            releases._upgrade(connection, OLD)
            reference.load(connection, _lists_of_then(connection, folder / "lists"))
            _fill(connection)
        yield made
    finally:
        databases.dispose()
        server.run("drop database {name} with (force)", name=name)
        shutil.rmtree(folder)


def _lists_of_then(connection: Connection, folder: Path) -> Path:
    """Today's lists with the tables and columns that there were then."""
    asked = "select table_name, array_agg(column_name::text) from information_schema.columns"
    found = connection.execute(text(f"{asked} where table_schema = 'core' group by 1"))
    known = {table: set(columns) for table, columns in found}
    folder.mkdir()
    for path in releases.REFERENCE_FOLDER.glob("*.csv"):
        with path.open(newline="") as file:
            rows = list(csv.DictReader(file))
        columns = [name for name in rows[0] if name in known.get(path.stem, set())] if rows else []
        if columns:
            with (folder / path.name).open("w", newline="") as file:
                writer = csv.DictWriter(file, columns, extrasaction="ignore")
                writer.writeheader()
                writer.writerows(rows)
    return folder


def _fill(connection: Connection) -> None:
    make.source(connection, maintained_by="operator")
    make.publish(connection)
    make.count(connection, make.offer(connection))
    make.insert(connection, "core.source_agb", source_code="lindebron", agb_code="09000001", maintained_by="operator")
    delivery = make.delivery(connection, state_code="rejected", read_count=1, accepted_count=0, refused_count=1)
    refused = {"line": 2, "column_name": "vrij", "refusal_code": "not_a_count", "value_excerpt": "veel"}
    make.insert(connection, "raw.refused_row", delivery_id=delivery, **refused)
    way = {"way_code": "https", "url": "https://a.example.org/x", "credential_encrypted": "sealed", "etag": '"7"'}
    make.insert(connection, "ops.source_transport", source_code="lindebron", **way)
    who = {"login": "beheer", "display_name": "Voorbeeldbeheerder", "role_code": "operator", "created_at": make.AS_OF}
    make.insert(connection, "ops.account", **who)


def counted(connection: Connection) -> tuple[Any, ...]:
    return tuple(connection.execute(text(COUNTED)).one())


def test_an_older_database_comes_along_step_by_step_and_ends_as_a_new_one(old: Database, database: Database) -> None:
    scripts = ScriptDirectory.from_config(releases._config())
    steps = [one.revision for one in reversed(list(scripts.iterate_revisions("head", OLD)))]
    assert len(steps) > 5
    with old.engine().begin() as connection:
        before = counted(connection)
    assert 0 not in before
    for step in steps:
        with old.engine().begin() as connection:
            releases._upgrade(connection, step)
            assert releases.revision_of(connection) == step
            assert counted(connection) == before, step
    release = releases.migrate(old.engine())
    assert (release.revision, release.is_logic_rebuilt) == (releases.code_revision(), True)
    assert dump(old) == dump(database)


def test_an_older_database_is_brought_here_by_one_command_and_answers(
    old: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = releases.migrate(old.engine())
    assert (release.revision_before, release.revision) == (OLD, releases.code_revision())
    for variable, value in old.env.items():
        monkeypatch.setenv(variable, value)
    (place,) = select("functions.offer_state", as_of=make.AS_OF, urgency="regulier")
    assert (place["status_code"], place["free_count"]) == ("free", 1)
    (later,) = select("functions.offer_state", as_of=make.AS_OF + timedelta(days=3), urgency="regulier")
    assert (later["status_code"], later["unknown_code"]) == ("unknown", "stale")
    (way,) = select("load.transports", role="etl_writer")
    assert (way["credential_encrypted"], way["etag"]) == ("sealed", '"7"')
    rejected = next(row for row in select("load.deliveries", as_of=make.AS_OF) if row["state_code"] == "rejected")
    refused = select("load.refused_rows", delivery=rejected["delivery_id"])
    assert [row["refusal_code"] for row in refused] == ["not_a_count"]


def test_waits_of_before_show_totals_that_stand_ready_after(old: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    month, before = date(2026, 10, 1), date(2026, 9, 1)
    with old.engine().begin() as connection:
        releases._upgrade(connection, "0019_agenda")
        run_script(connection, "create schema load")
        run_script(connection, ENSURE_MONTH.read_text())
        make.source(connection, "wachtbron", feed_code="waiting_times_csv", maintained_by="operator")
        location = make.location(connection)
        for told, weeks in ((month, 12), (before, 8)):
            make.told_wait(connection, location, reference_on=told, intake_weeks=weeks, treatment_weeks=4, inflow=5)
        kept = {"period_from": month, "known_at": make.AS_OF, "release_sha256": "of then"}
        make.insert(connection, "core.wait_month", **kept)
    releases.migrate(old.engine())
    for variable, value in old.env.items():
        monkeypatch.setenv(variable, value)
    asked = {"as_of": make.AS_OF, "over_breaks": True}
    computed = select("read.wait_hot_spots", **asked)
    (whole,) = (row for row in computed if (row["region_code"], row["diagnosis_group_code"]) == (None, None))
    assert (whole["mean_weeks"], whole["change_weeks"]) == (16, 4)
    (ready,) = select("read.wait_readiness", as_of=make.AS_OF)
    assert ready["made_month_count"] == 0
    made = []
    while (one := act("load.total_wait_month", role="etl_writer", as_of=make.AS_OF)[0]["total_wait_month"]) is not None:
        made.append(one)
    assert made == [month, before]
    (ready,) = select("read.wait_readiness", as_of=make.AS_OF)
    assert (ready["is_line_ready"], ready["made_month_count"], ready["month_count"]) == (True, 2, 2)
    assert select("read.wait_hot_spots", **asked) == computed
    with old.engine().begin() as connection:
        connection.execute(text("update core.wait_total set mean_weeks = 99"))
    assert {row["mean_weeks"] for row in select("read.wait_hot_spots", **asked)} == {99}, "read from what stands ready"
