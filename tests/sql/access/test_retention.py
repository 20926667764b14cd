"""Five years of audit trail: older months go as a whole, and the chain is proved from the first row that is left."""

from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection

from sql import audit
from sql.call import driver, value
from tests.conftest import Database, Server
from tests.sql.access.test_audit import as_superuser, command


def moment(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def record(connection: Connection, *moments: datetime) -> None:
    for at in moments:
        value(connection, "act.record_event", account=None, event_type="page_shown", action="R", at=at)


def left(database: Database) -> list[int]:
    with database.engine().connect() as connection:
        return [number for (number,) in driver(connection).execute("select event_id from audit.event order by 1")]


@pytest.fixture
def trail(database: Database) -> Database:
    """Events 1 to 6 in three months of 2021, two at the turn of a month with clocks that differ, and 7, 8 in 2026."""
    with database.engine().begin() as connection:
        record(connection, moment(2021, 9, 3), moment(2021, 10, 31), moment(2021, 11, 1, 0))
        record(connection, moment(2021, 10, 31, 23), moment(2021, 11, 30), moment(2021, 12, 1))
        record(connection, moment(2026, 11, 2), moment(2026, 11, 3))
    return database


def test_each_month_has_a_partition_under_the_same_locks(trail: Database) -> None:
    months = ["event_2021_09", "event_2021_10", "event_2021_11", "event_2021_12", "event_2026_11"]
    with trail.engine().begin() as connection:
        query = "select relname from pg_class where relispartition and relkind = 'r' and relname ~ '^event_' order by 1"
        assert [name for (name,) in driver(connection).execute(query)] == months
        assert driver(connection).execute("select count(*) from audit.event_2021_10").fetchone() == (2,)
        for statement in (
            b"update audit.event_2021_10 set user_name = 'x'",
            b"delete from audit.event_2021_10",
            b"truncate audit.event_2021_10",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="never changed"), connection.begin_nested():
                driver(connection).execute(statement)


def test_a_month_goes_five_years_after_its_end_and_the_chain_still_holds(trail: Database, tmp_path: Path) -> None:
    engine, heads = trail.engine(), tmp_path / "heads.csv"
    heads.write_text("exported_at,event_id,event_hash\n2021-09-04T00:00:00+00:00,1," + "a" * 64 + "\n")
    assert audit.verify(engine, heads).broken_at == 1  # while the event is there, its hash must be what was exported
    assert audit.drop_old(engine, moment(2026, 9, 30)) == {}
    assert audit.drop_old(engine, moment(2026, 10, 1)) == {"event_2021_09": 1}
    assert left(trail) == [*range(2, 10)]
    assert audit.verify(engine) == audit.Verdict(8)
    assert audit.drop_old(engine, moment(2026, 11, 1)) == {"event_2021_10": 2}
    assert left(trail) == [3, *range(5, 11)]  # 4 was written with a clock of the month before
    assert audit.verify(engine) == audit.Verdict(7)
    assert audit.verify(engine, heads) == audit.Verdict(7)  # what was exported then is gone in due time
    assert audit.drop_old(engine, moment(2026, 11, 1)) == {}
    assert audit.drop_old(engine, moment(2027, 1, 1)) == {"event_2021_11": 2, "event_2021_12": 1}
    assert left(trail) == [*range(7, 13)]
    assert audit.verify(engine) == audit.Verdict(6)
    # Five years on the events that tell of it go as well.
    assert audit.drop_old(engine, moment(2031, 12, 1)) == {"event_2026_10": 1, "event_2026_11": 3}
    assert audit.verify(engine).broken_at is None
    assert audit.drop_old(engine, moment(2032, 2, 1)) == {"event_2027_01": 2}
    with engine.begin() as connection:
        record(connection, moment(2032, 2, 2))
    assert audit.verify(engine, heads).broken_at is None
    assert min(left(trail)) == 13


def test_a_month_of_many_runs_is_told_in_several_events(database: Database) -> None:
    engine = database.engine()
    with engine.begin() as connection:
        record(connection, *[moment(2021, 10, 31, 23), moment(2021, 11, 1, 0)] * 70)
    assert audit.drop_old(engine, moment(2026, 11, 1)) == {"event_2021_10": 70}
    assert audit.verify(engine) == audit.Verdict(73)
    assert audit.drop_old(engine, moment(2026, 12, 1)) == {"event_2021_11": 70}
    assert audit.verify(engine).broken_at is None


def test_what_went_otherwise_is_found(server: Server, trail: Database, tmp_path: Path) -> None:
    engine, heads = trail.engine(), tmp_path / "heads.csv"
    audit.export(engine, heads, moment(2026, 11, 3))
    audit.drop_old(engine, moment(2026, 10, 1))
    assert audit.verify(engine, heads) == audit.Verdict(8)
    as_superuser(server, trail, "update audit.event set object_id = 'x' where event_id = 2")
    assert audit.verify(engine) == audit.Verdict(0, 2, audit.verify(engine).reason)
    as_superuser(server, trail, "drop table audit.event_2021_10")
    assert audit.verify(engine).broken_at == 2
    # Who can do everything says that it went in due time, and makes the chain anew: the exported head knows better.
    as_superuser(server, trail, "delete from audit.event where event_id <= 8")
    forged = (
        "do $$ declare e audit.event; last text := repeat('b', 64); begin"
        " update audit.event set detail = jsonb_build_object('runs', jsonb_build_array(jsonb_build_array(1, 8, last)))"
        " where event_id = 9;"
        " for e in select * from audit.event order by event_id loop"
        " last := audit.hash_of(last, e); update audit.event set event_hash = last where event_id = e.event_id;"
        " end loop; update audit.head set event_hash = last; end $$"
    )
    as_superuser(server, trail, forged)
    assert audit.verify(engine) == audit.Verdict(1)
    found = audit.verify(engine, heads)
    assert (found.broken_at, found.reason) == (8, "it went before five years were over")


def test_it_gives_way_to_who_uses_the_trail(trail: Database) -> None:
    with trail.engine().begin() as reading:
        driver(reading).execute("select count(*) from audit.event").fetchone()
        with pytest.raises(psycopg.errors.LockNotAvailable):
            audit.drop_old(trail.engine(), moment(2026, 12, 1))
    assert left(trail) == [*range(1, 9)]
    assert audit.verify(trail.engine()) == audit.Verdict(8)


def test_the_command_drops_what_is_old_by_todays_clock(database: Database) -> None:
    with database.engine().begin() as connection:
        record(connection, moment(2010, 1, 1))
    done = command(database, "drop-old")
    assert (done.returncode, done.stdout) == (0, "event_2010_01: 1 events let go\n")
    assert command(database, "verify").stdout == "the audit trail is whole: 1 events\n"  # that it went
