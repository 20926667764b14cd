"""What the worker does beside loading, with a clock that is moved."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import text

from etl import maintenance
from sql import audit
from sql.call import rows, value
from tests import factories as make
from tests.conftest import Database, Server
from tests.sql.access.people import account, sha256
from tests.sql.access.test_audit import as_superuser

AT = datetime(2026, 11, 18, 6, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def signed_in(database: Database, at: datetime) -> None:
    with database.engine().begin() as connection:
        who = account(connection, at=at)
        tokens = {"token_sha256": sha256(f"t{who}"), "csrf_sha256": sha256("c")}
        rows(connection, "act.open_session", account=who, at=at, **tokens)
        value(connection, "act.close_session", token_sha256=sha256(f"t{who}"), at=at)


def sessions(database: Database) -> int:
    with database.engine().connect() as connection:
        return int(connection.execute(text("select count(*) from ops.session")).scalar_one())


def heads(home: Path) -> list[str]:
    return audit.heads_file(home).read_text().splitlines()[1:]


def test_once_a_day_and_after_each_start(database: Database) -> None:
    home = database.home
    signed_in(database, AT - 31 * DAY)
    signed_in(database, AT)
    done_on = maintenance.daily(home, None, AT)
    assert sessions(database) == 1  # the one that ended thirty days ago is forgotten
    assert done_on == maintenance.daily(home, done_on, AT + 17 * HOUR) == AT.date()
    assert len(heads(home)) == 1
    next_day = maintenance.daily(home, done_on, AT + 18 * HOUR)
    assert next_day == AT.date() + DAY
    assert maintenance.daily(home, next_day, AT + 31 * DAY) == AT.date() + 31 * DAY
    assert sessions(database) == 0
    assert [line.split(",")[:2] for line in heads(home)] == [
        ["2026-11-18T06:00:00+00:00", "6"],
        ["2026-11-19T00:00:00+00:00", "6"],
        ["2026-12-19T06:00:00+00:00", "6"],
    ]
    assert audit.heads_file(home).stat().st_mode & 0o077 == 0


def test_the_totals_of_waits_are_made_month_by_month(database: Database) -> None:
    with database.engine().begin() as connection:
        place = make.location(connection)
        for month in (9, 10):
            make.told_wait(connection, place, reference_on=date(2026, month, 1))
    assert [maintenance.total_waits(AT) for _ in range(3)] == [True, True, False]
    with database.engine().connect() as connection:
        by_view = "select array_agg(period_from order by period_from) from core.wait_view_month group by view_id"
        months = connection.execute(text(by_view)).scalars().all()
        views = connection.execute(text("select count(*) from core.wait_view where is_usual")).scalar_one()
    assert months == [[date(2026, 9, 1), date(2026, 10, 1)]] * views
    assert views > 0


def told(logged: list[Any], level: str) -> list[str]:
    return [entry["event"] for entry in logged if entry["log_level"] == level]


def test_a_broken_trail_is_an_alarm_each_day_and_loading_goes_on(server: Server, database: Database) -> None:
    signed_in(database, AT)
    done_on = maintenance.daily(database.home, None, AT)
    as_superuser(server, database, "update audit.event set outcome_code = 'refused' where event_id = 2")
    for number in (1, 2):
        with structlog.testing.capture_logs() as logged:
            done_on = maintenance.daily(database.home, done_on, AT + number * DAY)
        (alarm,) = [entry for entry in logged if entry["log_level"] == "critical"]
        assert (alarm["event"], alarm["broken_at"]) == ("audit trail broken", 2)
    with structlog.testing.capture_logs() as logged:
        maintenance.daily(database.home, done_on, AT + 2 * DAY + HOUR)
    assert logged == []


def test_heads_that_cannot_be_read_or_written_are_an_alarm(database: Database) -> None:
    file = audit.heads_file(database.home)
    file.mkdir(parents=True)  # a folder where the file should be
    with structlog.testing.capture_logs() as logged:
        done_on = maintenance.daily(database.home, None, AT)
    assert told(logged, "critical") == ["audit heads out of reach"]
    file.rmdir()
    file.write_text("exported_at,event_id,event_hash\nyesterday,1,x\n")
    with structlog.testing.capture_logs() as logged:
        done_on = maintenance.daily(database.home, done_on, AT + DAY)
    assert told(logged, "critical") == ["audit heads out of reach"]
    file.unlink()
    with structlog.testing.capture_logs() as logged:
        maintenance.daily(database.home, done_on, AT + 2 * DAY)
    assert told(logged, "critical") == []
