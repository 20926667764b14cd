"""What was kept long enough goes, with a clock that is moved; what is still used stays, however old it is."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from etl import pipeline
from etl.errors import WrongUseError
from sql import tidy
from sql.backup import manifest
from sql.backup.manifest import Manifest
from sql.backup.seal import Keys
from sql.backup.settings import Settings
from sql.call import driver
from sql.errors import SettingsError
from sql.tidy import LARGE, Retention
from tests import factories
from tests.conftest import Database
from tests.factories import AS_OF, insert

SHORT = Retention(deliveries_days=30, closed_days=60, counts_months=12, waits_months=24, logs_days=10, backups_days=7)


def delivered(connection: Connection, days_ago: int, **overrides: object) -> int:
    """A delivery of so many days before AS_OF, with bytes and a refused row."""
    at = AS_OF - timedelta(days=days_ago)
    number = factories.delivery(connection, received_at=at, finished_at=at, **overrides)
    insert(connection, "raw.delivery_chunk", delivery_id=number, chunk_number=0, payload=b"a;b")
    insert(connection, "raw.refused_row", delivery_id=number, line=1, refusal_code="empty_file", value_excerpt="x")
    return number


def kept(connection: Connection, table: str) -> set[int]:
    column = {"raw.delivery_chunk": "delivery_id", "raw.refused_row": "delivery_id", "core.closure": "closure_id"}[
        table
    ]
    schema, _, name = table.partition(".")
    statement = factories.sql.SQL("select {} from {}").format(
        factories.sql.Identifier(column), factories.sql.Identifier(schema, name)
    )
    return {number for (number,) in driver(connection).execute(statement)}


def settings(database: Database) -> Settings:
    return Settings.from_env(database.env)


@pytest.fixture(params=["owner", "etl_writer"])
def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_bytes_of_old_deliveries_go_and_what_is_used_stays(database: Database, role: str) -> None:
    with database.engine().begin() as connection:
        old, young = delivered(connection, 31), delivered(connection, 29)
        held = delivered(connection, 400, state_code="held")
        original = delivered(connection, 400)
        published = delivered(connection, 300, replay_of=original)
        connection.exec_driver_sql("delete from core.source_state")
        insert(
            connection,
            "core.source_state",
            source_code="lindebron",
            delivery_id=published,
            order_at=AS_OF,
            applied_at=AS_OF,
        )
    stay = {young, held, original, published}
    assert tidy.tidy(database.engine(role), settings(database), SHORT, AS_OF)["deliveries emptied"] == 1
    with database.engine().connect() as connection:
        assert kept(connection, "raw.delivery_chunk") == kept(connection, "raw.refused_row") == stay
        (still,) = driver(connection).execute(
            "select count(*) from raw.delivery where delivery_id = %s", [old]
        ).fetchone() or (0,)
        assert still == 1, "what was decided about it stays"
    assert tidy.tidy(database.engine(role), settings(database), SHORT, AS_OF)["deliveries emptied"] == 0
    with pytest.raises(WrongUseError, match="are no longer kept"):
        pipeline.replay(old, at=AS_OF)


def test_stops_that_ended_long_ago_go(database: Database, role: str) -> None:
    with database.engine().begin() as connection:
        place = factories.location(connection)
        day = AS_OF.date()
        gone = factories.closure(connection, place, from_on=day - timedelta(days=90), until_on=day - timedelta(days=61))
        open_end = factories.closure(connection, place, from_on=day - timedelta(days=900), until_on=None)
        ended = factories.closure(
            connection, place, from_on=day - timedelta(days=90), until_on=day - timedelta(days=59)
        )
    assert tidy.tidy(database.engine(role), settings(database), SHORT, AS_OF)["stops and calls"] == 1
    with database.engine().connect() as connection:
        assert kept(connection, "core.closure") == {open_end, ended} - {gone}


def test_whole_months_of_history_go_and_the_current_state_stays(database: Database, role: str) -> None:
    with database.engine().begin() as connection:
        offer = factories.offer(connection)
        factories.count(connection, offer, counted_at=datetime(2025, 10, 3, tzinfo=UTC))
        for month in (datetime(2025, 10, 31, 12, tzinfo=UTC), datetime(2025, 11, 1, tzinfo=UTC)):
            connection.exec_driver_sql("select load.ensure_month('capacity_count', %s)", (month.date(),))
            factories.past_count(connection, offer, counted_at=month)
    done = tidy.tidy(database.engine(role), settings(database), SHORT, AS_OF)
    assert done["months of capacity_count"] == 1
    with database.engine().connect() as connection:
        moments = [at for (at,) in driver(connection).execute("select counted_at from core.capacity_count")]
        assert moments == [datetime(2025, 11, 1, tzinfo=UTC)]
        assert driver(connection).execute("select count(*) from core.capacity_current").fetchone() == (1,)


def test_nothing_goes_for_ever_kept(database: Database) -> None:
    with database.engine().begin() as connection:
        delivered(connection, 5000)
    for_ever = Retention(**dict.fromkeys(Retention.__dataclass_fields__, 0))
    assert tidy.tidy(database.engine(), settings(database), for_ever, AS_OF) == {}


def test_a_large_log_is_packed_and_an_old_one_goes(tmp_path: Path) -> None:
    log = tmp_path / "postgres.log"
    with log.open("ab") as writer:
        writer.write(b"x" * (LARGE + 1))
        writer.flush()
        assert tidy.tidy_logs(tmp_path, AS_OF - timedelta(days=10), "20261118") == 0
        writer.write(b"later\n")
    assert log.read_bytes() == b"later\n"
    packed = tmp_path / "postgres.log.20261118.gz"
    os.utime(packed, (AS_OF.timestamp(),) * 2)
    os.utime(log, (0, 0))
    assert tidy.tidy_logs(tmp_path, AS_OF + timedelta(seconds=1), "20261201") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["postgres.log"], "one that is written to is never taken away"


def made(folder: Path, days_ago: int, first: str) -> Path:
    at = AS_OF - timedelta(days=days_ago)
    place = folder / f"{at:%Y%m%dT%H%M%S%f}Z"
    place.mkdir(parents=True)
    one = Manifest(
        kind="embedded",
        made_at=at,
        finished_at=at,
        seconds=1.0,
        postgres="18.4",
        revision="x",
        is_sealed=False,
        wal_stream="wal-a",
        wal_first=first,
        files=(),
    )
    manifest.write(place, one, Keys())
    return place


def test_old_backups_go_with_the_log_that_none_needs_but_never_the_newest(database: Database) -> None:
    folder = settings(database).folder
    segments = [f"00000001000000000000000{digit}" for digit in "123456"]
    for place, days in enumerate((40, 30, 20, 10, 9)):
        made(folder, days, segments[place])
    half = folder / "20261001T000000000000Z"
    half.mkdir()
    os.utime(half, ((AS_OF - timedelta(days=20)).timestamp(),) * 2)
    (folder / "wal-a").mkdir()
    for segment in segments:
        (folder / "wal-a" / f"{segment}.gz").touch()
    assert tidy.tidy_backups(settings(database), AS_OF - timedelta(days=7)) == 3
    assert len(manifest.finished(folder)) == 3
    assert not half.exists()
    assert sorted(path.name[:24] for path in (folder / "wal-a").iterdir()) == segments[2:]
    own = database.home / "wal"
    own.mkdir()
    for name in (segments[3], "00000001000000000000000F"):
        (own / f"{name}.gz").touch()
        os.utime(own / f"{name}.gz", ((AS_OF - timedelta(days=3)).timestamp(),) * 2)
    assert tidy.tidy_archive(settings(database), AS_OF - timedelta(days=1)) == 1
    assert [path.name[:24] for path in own.iterdir()] == ["00000001000000000000000F"], "what was not carried stays"


def test_periods_come_from_the_environment() -> None:
    assert Retention.from_env({}) == Retention()
    assert Retention.from_env({"TRANSFERPUNT_KEEP_LOGS_DAYS": "0"}).logs_days == 0
    with pytest.raises(SettingsError, match=r"TRANSFERPUNT_KEEP_WAITS_MONTHS is '-1'"):
        Retention.from_env({"TRANSFERPUNT_KEEP_WAITS_MONTHS": "-1"})
