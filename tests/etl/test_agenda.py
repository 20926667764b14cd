"""The worker freezes the agendas that are due: once, also when several look at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

from sqlalchemy import text

from etl import agenda
from tests.conftest import Database

AT = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)  # a Monday, 8 on the Dutch clock


def frozen(database: Database) -> dict[str, int]:
    with database.engine().connect() as connection:
        found = connection.execute(text("select week_on, count(*) from core.agenda group by week_on order by week_on"))
        return {str(week_on): many for week_on, many in found}


def test_all_regions_are_frozen_at_their_time_and_then_left(database: Database) -> None:
    assert agenda.freeze(AT - timedelta(seconds=1)) == []
    assert len(agenda.freeze(AT)) == 31
    assert agenda.freeze(AT + timedelta(minutes=1)) == []
    assert len(agenda.freeze(AT + timedelta(days=10))) == 31, "after an outage, in the week it is"
    assert frozen(database) == {"2026-11-16": 31, "2026-11-23": 31}


def test_two_workers_freeze_each_agenda_once(database: Database) -> None:
    start = Barrier(2)

    def look() -> list[str]:
        start.wait(timeout=30)
        return agenda.freeze(AT)

    with ThreadPoolExecutor(2) as pool:
        one, other = (pool.submit(look) for _worker in range(2))
        done = [*one.result(timeout=60), *other.result(timeout=60)]
    assert len(done) == len(set(done)) == 31
    assert frozen(database) == {"2026-11-16": 31}


def test_a_region_with_a_time_of_its_own_waits_for_it(database: Database) -> None:
    with database.engine().begin() as connection:
        connection.execute(
            text("insert into core.agenda_time values ('ZK23', 4, '16:30', 'made up for this test', 'operator')")
        )
    assert "ZK23" not in agenda.freeze(AT)
    assert agenda.freeze(AT + timedelta(days=3, hours=8, minutes=30)) == ["ZK23"]
