"""The upkeep of each night, with a clock that is moved: when it is due, who does it, and what was missed."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from etl import upkeep
from etl.schedule import DUTCH
from sql import database as databases
from sql import embedded
from sql.backup import manifest
from sql.call import value
from sql.errors import SettingsError
from sql.migrate import migrate
from tests import factories as make
from tests.conftest import Database
from tests.sql.backup.conftest import environ

NIGHT = datetime(2026, 11, 18, 2, 30, tzinfo=DUTCH)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (NIGHT, NIGHT),
        (NIGHT - timedelta(seconds=1), NIGHT - DAY),
        (NIGHT + 23 * HOUR, NIGHT),
        (datetime(2026, 3, 29, 12, tzinfo=DUTCH), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # 02:30 is not there
        (datetime(2026, 10, 25, 12, tzinfo=DUTCH), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # it comes twice
    ],
)
def test_it_is_due_each_night_on_the_dutch_clock(at: datetime, due: datetime) -> None:
    assert upkeep.due_at(at, {}) == due


def test_a_wrong_time_is_told_at_the_start() -> None:
    assert upkeep.due_at(NIGHT, {"TRANSFERPUNT_UPKEEP_TIME": "01:15"}) == NIGHT - HOUR - timedelta(minutes=15)
    with pytest.raises(SettingsError, match="TRANSFERPUNT_UPKEEP_TIME is 'half drie'"):
        upkeep.demand_settings({"TRANSFERPUNT_UPKEEP_TIME": "half drie"})


def emptied(database: Database) -> int:
    with database.engine().connect() as connection:
        gone = "select count(*) from raw.delivery d where not exists (select from raw.delivery_chunk c"
        return int(connection.execute(text(gone + " where c.delivery_id = d.delivery_id)")).scalar_one())


def delivered(database: Database, at: datetime) -> None:
    with database.engine().begin() as connection:
        number = make.delivery(connection, received_at=at, finished_at=at, state_code="rejected")
        make.insert(connection, "raw.delivery_chunk", delivery_id=number, chunk_number=0, payload=b"a;b")


def test_each_night_once_and_what_was_missed_at_the_first_look(database: Database) -> None:
    env = database.env | {"TRANSFERPUNT_KEEP_DELIVERIES_DAYS": "30"}
    for days in (29, 31, 45):
        delivered(database, NIGHT - timedelta(days=days))
    assert upkeep.nightly(NIGHT, env) == {"tidy": True}
    assert emptied(database) == 2
    assert upkeep.nightly(NIGHT, env) == upkeep.nightly(NIGHT + 23 * HOUR, env) == {}
    assert upkeep.nightly(NIGHT + 10 * DAY + HOUR, env) == {"tidy": True}, "once, not once a night that was missed"
    assert emptied(database) == 3
    assert upkeep.nightly(NIGHT + 10 * DAY + 2 * HOUR, env) == {}


def test_what_a_timer_or_another_worker_did_is_not_done_again(database: Database) -> None:
    with database.engine().begin() as connection:
        noting: dict[str, Any] = {"is_well": True, "seconds": 1, "detail": ""}
        value(connection, "load.note_upkeep", upkeep="tidy", at=NIGHT + HOUR, **noting)
        assert not value(connection, "load.take_upkeep", upkeep="tidy", due_at=NIGHT, at=NIGHT + 5 * HOUR)
        taken = {"upkeep": "tidy", "due_at": NIGHT + DAY}
        assert value(connection, "load.take_upkeep", at=NIGHT + DAY, **taken)
        assert not value(connection, "load.take_upkeep", at=NIGHT + DAY + timedelta(minutes=59), **taken)
        assert value(connection, "load.take_upkeep", at=NIGHT + DAY + HOUR, **taken), "who took it died with it"
    assert upkeep.nightly(NIGHT, database.env) == {}


def test_nothing_is_tidied_away_after_a_backup_that_failed(database: Database, tmp_path: Path) -> None:
    env = database.env | {"TRANSFERPUNT_BACKUPS": str(tmp_path / "file" / "in" / "it")}
    (tmp_path / "file").touch()
    assert upkeep.nightly(NIGHT, env) == {"backup": False}
    assert upkeep.nightly(NIGHT + HOUR, env) == {"backup": False}, "tried again after an hour"
    with database.engine().connect() as connection:
        (failed,) = connection.execute(text("select is_well, well_at from ops.upkeep where upkeep_code = 'backup'"))
    assert tuple(failed) == (False, None)


@pytest.fixture
def own_home(empty_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home with an embedded database of its own."""
    for name in [name for name in os.environ if name.startswith(("DATABASE_", "TRANSFERPUNT_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TRANSFERPUNT_HOME", str(empty_home))
    migrate(databases.engine())
    yield empty_home
    databases.dispose()
    embedded.let_go(empty_home)


def test_a_backup_is_made_where_one_is_wanted(own_home: Path, tmp_path: Path) -> None:
    env = environ(own_home, TRANSFERPUNT_BACKUPS=str(tmp_path))
    assert upkeep.nightly(NIGHT, env) == {"backup": True, "tidy": True}
    assert len(manifest.finished(tmp_path)) == 1
    assert upkeep.nightly(NIGHT + HOUR, env) == {}
