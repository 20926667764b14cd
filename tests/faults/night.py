"""A night that was applied and the file of the next: what the faults strike."""

import os
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from tests.conftest import Database
from tests.etl.capacity_file import AT, csv_file, rows
from tests.faults import failpoints

SOURCE = "capacity_csv"
NEXT_DAY = AT + timedelta(days=1)
GOOD = 59  # offers of a night: sixty rows, of which one is bad


def drop(database: Database, name: str, **changes: Any) -> None:
    """Put a file into the drop folder: sixty rows, of which one is bad and one comes twice."""
    lines = rows(GOOD + 1, **changes)
    lines[7]["vrij"] = "veel"
    folder = database.home / "drop" / SOURCE
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(csv_file([*lines, lines[0]]))
    os.utime(folder / name, (AT.timestamp(),) * 2)


def begin(database: Database) -> None:
    """Load a first night, of three places each, from a source that must deliver each day; drop the second, of one."""
    with database.engine().begin() as connection:
        connection.execute(text("update core.source set expected_every = '1 day' where source_code = 'capacity_csv'"))
    drop(database, "eerste.csv", vrij=3)
    failpoints.round_(database.env, AT)
    assert shown(database) == [(3, GOOD)]
    drop(database, "tweede.csv", vrij=1, geteld_op="2026-09-02T07:10+02:00")


def shown(database: Database) -> list[tuple[Any, ...]]:
    """(free places, how many offers) of what counts now."""
    with database.engine().connect() as connection:
        asked = "select free_count, count(*) from core.capacity_current where blank_code is null group by 1"
        return [tuple(row) for row in connection.execute(text(asked))]


def counted(database: Database, state: str) -> int:
    """How many deliveries are in a state."""
    with database.engine().connect() as connection:
        asked = text("select count(*) from raw.delivery where state_code = :state")
        return int(connection.execute(asked, {"state": state}).scalar_one())
