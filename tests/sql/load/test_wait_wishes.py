"""An older version of a month, and a comparison with another month, are made ready when somebody asks for them."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from sql.call import driver, rows, value
from tests import factories as make
from tests.factories import AS_OF
from tests.sql.load.test_total_wait_month import MONTHS, _location, forget, total, want, world

NEWEST = MONTHS[-1]
OLDER: dict[str, Any] = {"month": NEWEST, "version": 1}
AGAINST: dict[str, Any] = {"compare_month": MONTHS[0]}


def spots(connection: Connection, asked: dict[str, Any], as_of: datetime = AS_OF) -> list[dict[str, Any]]:
    return rows(connection, "read.wait_hot_spots", as_of=as_of, **asked)


def lines(connection: Connection) -> list[list[dict[str, Any]]]:
    asked: dict[str, Any] = {"to_month": NEWEST, "version": 1}
    return [
        rows(connection, "read.wait_region_trends", as_of=AS_OF, **asked),
        rows(connection, "read.wait_trend", as_of=AS_OF, region="ZK23", **asked),
    ]


def readiness(connection: Connection, asked: dict[str, Any]) -> tuple[bool, bool]:
    (row,) = rows(connection, "read.wait_readiness", as_of=AS_OF, **asked)
    return row["is_matrix_ready"], row["is_line_ready"]


def national(connection: Connection) -> None:
    """As if so many figures were told that nothing is counted while one waits."""
    driver(connection).execute("update core.wait_setting set value = 0 where setting_code = 'direct_figure_count'")


def test_what_was_asked_for_is_made_and_is_what_would_be_computed(connection: Connection) -> None:
    world(connection, 5)
    national(connection)
    assert len(rows(connection, "read.wait_versions", as_of=AS_OF, month=NEWEST)) > 2
    computed = [spots(connection, asked) for asked in (OLDER, AGAINST, OLDER | AGAINST)], lines(connection)
    assert all(computed[0])
    assert computed[0][0] != spots(connection, {}), "another answer than that of the newest word"
    total(connection)
    assert [readiness(connection, asked)[0] for asked in ({}, OLDER, AGAINST, OLDER | AGAINST)] == [True] + 3 * [False]
    assert all(want(connection, asked) for asked in (OLDER, AGAINST, OLDER | AGAINST))
    assert value(connection, "load.total_wait_month", as_of=AS_OF) == NEWEST, "what somebody waits for goes first"
    total(connection)
    assert [readiness(connection, asked) for asked in (OLDER, AGAINST, OLDER | AGAINST)] == 3 * [(True, True)]
    assert ([spots(connection, asked) for asked in (OLDER, AGAINST, OLDER | AGAINST)], lines(connection)) == computed
    driver(connection).execute("update core.wait_total set median_weeks = 99")
    assert {row["median_weeks"] for asked in (OLDER, AGAINST) for row in spots(connection, asked)} == {99}
    assert {row["median_weeks"] for row in lines(connection)[1]} == {99}, "read, and not computed again"


def test_it_holds_until_the_next_word_and_no_longer(connection: Connection) -> None:
    world(connection, 6)
    words = driver(connection).execute("select distinct known_at from core.wait_version order by 1").fetchall()
    moments = [at + apart for (at,) in words for apart in (-timedelta(microseconds=1), timedelta())]
    asked = {"month": NEWEST}
    computed = [spots(connection, asked, at) for at in moments]
    versions = rows(connection, "read.wait_versions", as_of=AS_OF, month=NEWEST)
    assert all(want(connection, {**asked, "version": one["version_number"]}) for one in versions)
    total(connection)
    assert [spots(connection, asked, at) for at in moments] == computed
    kept = driver(connection).execute(
        "select count(*) from core.wait_view_month where period_from = %s and until_at is not null", [NEWEST]
    )
    assert kept.fetchone() != (0,)


def test_a_lasting_link_comes_when_another_month_was_corrected_since(connection: Connection) -> None:
    location = make.location(connection)
    for month in MONTHS:
        make.told_wait(connection, location, reference_on=month, known_at=AS_OF - timedelta(days=5))
    make.told_wait(
        connection, location, reference_on=MONTHS[-2], version=2, intake_weeks=9, known_at=AS_OF - timedelta(days=2)
    )
    national(connection)
    total(connection)
    assert readiness(connection, {}) == (True, True)
    assert readiness(connection, OLDER) == (False, False)
    assert want(connection, OLDER)
    total(connection)
    assert readiness(connection, OLDER) == (True, True)


def test_a_new_word_on_either_month_is_seen(connection: Connection) -> None:
    world(connection, 5)
    want(connection, AGAINST)
    total(connection)
    for month in (NEWEST, MONTHS[0]):
        with connection.begin_nested() as undone:
            make.told_wait(connection, _location(connection), reference_on=month, diagnosis_group_code="D09")
            told = spots(connection, AGAINST)
            forget(connection)
            assert spots(connection, AGAINST) == told
            undone.rollback()
    national(connection)
    make.told_wait(connection, _location(connection), reference_on=MONTHS[0], diagnosis_group_code="D09")
    assert readiness(connection, AGAINST)[0] is False
    total(connection)
    assert readiness(connection, AGAINST)[0] is True, "made again without being asked for again"


def test_a_wish_is_forgotten_after_two_days_with_what_was_made_for_it(connection: Connection) -> None:
    def kept(table: str) -> int:
        counted = {
            "wait_view_month": "select count(*) from core.wait_view_month",
            "wait_figure_month": "select count(*) from core.wait_figure_month",
            "wait_wish": "select count(*) from core.wait_wish",
        }
        found = driver(connection).execute(counted[table]).fetchone()
        assert found is not None
        return int(found[0])

    world(connection, 5)
    total(connection)
    usual = kept("wait_view_month"), kept("wait_figure_month")
    want(connection, OLDER)
    want(connection, AGAINST)
    total(connection)
    assert kept("wait_view_month") > usual[0]
    assert kept("wait_figure_month") > usual[1]
    later = AS_OF + timedelta(days=2, seconds=1)
    while value(connection, "load.total_wait_month", as_of=later) is not None:
        pass
    assert (kept("wait_view_month"), kept("wait_figure_month"), kept("wait_wish")) == (*usual, 0)


def test_no_more_wishes_are_taken_up_than_can_be_made(connection: Connection) -> None:
    world(connection, 5)
    total(connection)
    month = date(2001, 1, 1)
    driver(connection).execute(
        "insert into core.wait_wish select (select min(view_id) from core.wait_view), %s,"
        " (%s::date - n * interval '1 month')::date, 'infinity', %s from generate_series(1, 100) n",
        [month, month, AS_OF - timedelta(minutes=20)],
    )
    assert not want(connection, AGAINST)
    assert want(connection, AGAINST, AS_OF + timedelta(hours=1))
    want(connection, OLDER, AS_OF + timedelta(hours=1))
    kept = driver(connection).execute("select count(*) from core.wait_wish").fetchone()
    assert kept == (101,), "above a hundred those longest not asked for go, when the next is asked for"
