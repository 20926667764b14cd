"""Totals that stand ready are those that would be computed, and are forgotten with what they were made of."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from sql.call import driver, rows, value
from tests import factories as make
from tests.factories import AS_OF, DUTCH

MONTHS = [date(2026, month, 1) for month in (7, 8, 9, 10)]
SPOTS: list[dict[str, object]] = [
    {"kind": kind, "method": method, "month": month, "over_breaks": over}
    for kind, method, month, over in (
        ("total", "retrospective", MONTHS[-1], False), ("intake", "retrospective", MONTHS[2], False),
        ("treatment", "current", MONTHS[-1], True), ("total", "claims", MONTHS[1], False),
    )
]  # fmt: skip
TRENDS: list[dict[str, object]] = [
    {},
    {"region": "ZK23"},
    {"region": "ZK23", "diagnosis_group": "D04", "kind": "intake"},
    {"diagnosis_group": "D12", "method": "current"},
    {"region": "ZK02", "from_month": MONTHS[2], "over_breaks": True},
]


def world(connection: Connection, seed: int) -> None:
    """Places of four regions that tell, stop, fall silent, correct, change their method, and are doubted."""
    chance = random.Random(seed)
    for place in range(14):
        location = make.location(connection, postcode4=("3511", "1012", "9711", "6211")[place % 4])
        for group in chance.sample(["D01", "D04", "D12", "D00"], 2):
            for month in MONTHS:
                if chance.random() < 0.15:
                    continue
                is_stop = chance.random() < 0.1
                told: dict[str, Any] = {
                    "diagnosis_group_code": group, "reference_on": month + timedelta(days=chance.choice((0, 0, 14))),
                    "method_code": "current" if place % 5 == 0 and month > MONTHS[1] else "retrospective",
                    "segment_code": chance.choice(("s-ggz", "gb-ggz")),
                    "setting_code": chance.choice(("ambulant", "ambulant", "clinical")),
                    "intake_weeks": None if is_stop else round(chance.lognormvariate(1.5, 0.7), 1),
                    "intake_state": "stop" if is_stop else "value", "inflow": chance.choice((None, 0, 5, 40)),
                    "treatment_weeks": chance.choice((None, 2, 7.5, 12)),
                }  # fmt: skip
                make.told_wait(connection, location, **told)
                if not is_stop and chance.random() < 0.2:
                    later = datetime(month.year, month.month, 20, 9, tzinfo=DUTCH)
                    make.told_wait(connection, location, **told | {"intake_weeks": 1, "version": 2, "known_at": later})
        if place % 6 == 0:
            make.closure(connection, location, from_on=date(2026, 8, 20), until_on=date(2026, 9, 30))
    driver(connection).execute(
        "insert into core.wait_flag select source_location_id, reference_on, circuit_code, diagnosis_group_code,"
        " group_literal, insurer_literal, segment_code, setting_code, method_code, occurrence, version, 'jump', 30, 3,"
        " reference_on + 6 from core.waiting_time where intake_weeks > 8 and version = 1"
    )


def answers(connection: Connection, as_of: datetime = AS_OF, *, few: bool = False) -> list[list[dict[str, Any]]]:
    return [
        *(rows(connection, "read.wait_hot_spots", as_of=as_of, **asked) for asked in SPOTS[: 1 if few else None]),
        *(rows(connection, "read.wait_trend", as_of=as_of, **asked) for asked in TRENDS[: 1 if few else None]),
    ]


def total(connection: Connection) -> list[date]:
    """Make all that can be made ready, newest first."""
    made = []
    while (month := value(connection, "load.total_wait_month", as_of=AS_OF)) is not None:
        made.append(month)
    return made


def forget(connection: Connection) -> None:
    """Nothing stands ready any more."""
    driver(connection).execute(
        "with t as (delete from core.wait_view_month), r as (delete from core.wait_ratio_month)"
        " delete from core.wait_figure_month"
    )


def ready(connection: Connection) -> list[date]:
    found = driver(connection).execute("select distinct period_from from core.wait_view_month order by 1").fetchall()
    return [row[0] for row in found]


@pytest.mark.parametrize("seed", range(2))
def test_what_stands_ready_is_what_would_be_computed(connection: Connection, seed: int) -> None:
    world(connection, seed)
    computed = answers(connection)
    assert all(computed[:2])
    assert any(row["break_codes"] == ["method_change"] for answer in computed[len(SPOTS) :] for row in answer)
    assert total(connection) == sorted(MONTHS, reverse=True)
    assert answers(connection) == computed
    driver(connection).execute("delete from core.wait_view_month where period_from = %s", [MONTHS[1]])
    assert answers(connection) == computed, "some of it ready, some computed"


def test_it_is_read_and_not_computed_again(connection: Connection) -> None:
    world(connection, 1)
    total(connection)
    driver(connection).execute("update core.wait_total set mean_weeks = 99")
    shown = [row["mean_weeks"] for answer in answers(connection, few=True) for row in answer]
    assert set(shown) == {99}


def test_a_question_about_what_was_known_before_is_computed(connection: Connection) -> None:
    world(connection, 2)
    early = datetime(2026, 10, 6, tzinfo=DUTCH)
    before = answers(connection, early, few=True)
    total(connection)
    assert answers(connection, early, few=True) == before
    versions = rows(connection, "read.wait_versions", as_of=AS_OF, month=MONTHS[-1])
    assert len(versions) > 1
    asked = {"as_of": AS_OF, "month": MONTHS[-1], "version": 1}
    then = rows(connection, "read.wait_hot_spots", **asked)
    forget(connection)
    assert rows(connection, "read.wait_hot_spots", **asked) == then


def _location(connection: Connection) -> int:
    found = driver(connection).execute("select min(location_id) from core.location").fetchone()
    assert found is not None
    return int(found[0])


CHANGES: list[tuple[Callable[[Connection], object], int]] = [
    (lambda c: make.told_wait(c, _location(c), reference_on=MONTHS[1], diagnosis_group_code="D09"), 2),
    (lambda c: make.closure(c, _location(c), from_on=date(2026, 9, 3)), 2),
    (lambda c: make.closure(c, _location(c), from_on=date(2026, 9, 3), concern_code="cz"), 0),
    (lambda c: driver(c).execute("update core.closure set until_on = '2026-10-09' where until_on is not null"), 3),
    (lambda c: driver(c).execute("update core.closure set line = line + 1"), 0),
    (lambda c: driver(c).execute("update core.location set postcode4 = '5611' where postcode4 = '3511'"), 4),
    (lambda c: driver(c).execute("update core.location set phone = '0000-000002'"), 0),
    (lambda c: driver(c).execute("update core.source_location set postcode4 = '5611'"), 4),
    (lambda c: driver(c).execute("update core.wait_flag set lifted_at = known_at where reference_on > '20260930'"), 1),
    (lambda c: driver(c).execute("update ops.release set reference_sha256 = 'another'"), 0),
]  # fmt: skip


def test_a_change_is_seen_at_once(connection: Connection) -> None:
    world(connection, 3)
    total(connection)
    for number, (deed, forgotten) in enumerate(CHANGES):
        with connection.begin_nested() as undone:
            deed(connection)
            assert len(MONTHS) - len(ready(connection)) == forgotten, number
            told = answers(connection, few=True)
            forget(connection)
            assert answers(connection, few=True) == told, number
            undone.rollback()
    assert len(ready(connection)) == len(MONTHS)


OTHERS: list[dict[str, Any]] = [
    {"layer": "province"}, {"segment": "s-ggz"}, {"setting": "clinical"}, {"circuit": "adults"}, {"concern": "cz"},
    {"layer": "municipality", "kind": "intake", "setting": "clinical"},
]  # fmt: skip


def want(connection: Connection, view: dict[str, Any], at: datetime = AS_OF) -> bool:
    usual = {"layer": "zorgkantoorregio", "kind": "total", "method": "retrospective", "setting": "ambulant"}
    nothing: dict[str, Any] = dict.fromkeys(("segment", "circuit", "concern"))
    return bool(value(connection, "act.want_wait_view", at=at, **nothing | usual | view))


def spots(connection: Connection, views: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    return [rows(connection, "read.wait_hot_spots", as_of=AS_OF, **view) for view in views]


def test_another_view_is_computed_from_the_figures_until_it_is_asked_for(connection: Connection) -> None:
    world(connection, 1)
    computed = spots(connection, OTHERS)
    total(connection)
    assert spots(connection, OTHERS) == computed, "of figures that stand ready"
    driver(connection).execute("update core.wait_total set mean_weeks = 99")
    assert spots(connection, OTHERS) == computed, "not of the totals of the usual view"
    assert all(want(connection, view) for view in OTHERS)
    assert total(connection) == sorted(MONTHS, reverse=True)
    assert spots(connection, OTHERS) == computed, "of totals of their own"
    driver(connection).execute("update core.wait_total set mean_weeks = 99 where mean_weeks is not null")
    shown = [{row["mean_weeks"] for row in answer} for answer in spots(connection, OTHERS)]
    assert all(means <= {99, None} for means in shown)
    assert 99 in shown[0]


def test_an_asked_view_goes_first_and_is_forgotten_when_nobody_asks(connection: Connection) -> None:
    world(connection, 1)
    assert value(connection, "load.total_wait_month", as_of=AS_OF) == MONTHS[-1]
    assert want(connection, OTHERS[0])
    assert value(connection, "load.total_wait_month", as_of=AS_OF) == MONTHS[-1], "of the view that was asked for"
    total(connection)
    kept = "select count(*) from core.wait_view where not is_usual"
    assert driver(connection).execute(kept).fetchone() == (1,)
    value(connection, "load.total_wait_month", as_of=AS_OF + timedelta(days=31))
    assert driver(connection).execute(kept).fetchone() == (0,)


def test_no_more_views_are_taken_up_than_can_be_made(connection: Connection) -> None:
    driver(connection).execute(
        "insert into core.wait_view (layer_code, kind_code, method_code, circuit_code, is_usual, asked_at)"
        " select 'province', 'total', 'current', 'made up ' || n, false, %s from generate_series(1, 100) n",
        [AS_OF - timedelta(minutes=20)],
    )
    assert not want(connection, OTHERS[0])
    assert want(connection, OTHERS[0], AS_OF + timedelta(hours=1))


def test_whether_a_view_stands_ready(connection: Connection) -> None:
    def readiness(**asked: object) -> dict[str, Any]:
        (row,) = rows(connection, "read.wait_readiness", as_of=AS_OF, **asked)
        return row

    world(connection, 1)
    assert readiness()["is_matrix_ready"], "so few that they are counted while one waits"
    driver(connection).execute("update core.wait_setting set value = 10 where setting_code = 'direct_figure_count'")
    nothing = {
        "is_matrix_ready": False,
        "is_line_ready": False,
        "month_count": 4,
        "made_month_count": 0,
    }
    assert readiness() == nothing
    assert readiness(compare_month=MONTHS[0]) == nothing
    value(connection, "load.total_wait_month", as_of=AS_OF)
    assert readiness() == nothing | {"is_matrix_ready": True, "made_month_count": 1}
    total(connection)
    everything = {"is_matrix_ready": True, "is_line_ready": True, "made_month_count": 4}
    assert readiness() == nothing | everything
    assert readiness(segment="s-ggz") == nothing


def test_the_clocks_are_told_from_the_totals_of_every_setting(connection: Connection) -> None:
    def clocks(circuit: str | None) -> list[tuple[Any, ...]]:
        asked = {"known_at": AS_OF, "month": MONTHS[-1], "kind": "total", "circuit": circuit}
        told = rows(connection, "functions.wait_clock_means", **asked)
        return sorted((tuple(row.values()) for row in told), key=str)

    world(connection, 1)
    computed = clocks(None)
    assert {row[2] for row in computed} == {"realised", "prospective"}
    total(connection)
    assert clocks(None) == computed
    by_age = clocks("adults")
    driver(connection).execute("update core.wait_total set median_weeks = 99")
    assert {row[5] for row in clocks(None)} == {99}
    assert clocks("adults") == by_age, "of one circuit they are computed"


def test_light_against_complex_stands_ready_and_is_forgotten(connection: Connection) -> None:
    world(connection, 4)
    asked: list[dict[str, Any]] = [
        {},
        {"layer": "province"},
        {"region": "ZK23"},
        {"to_month": MONTHS[1]},
        {"setting": None},
    ]

    def ratios() -> list[list[dict[str, Any]]]:
        return [rows(connection, "read.wait_selection", as_of=AS_OF, **one) for one in asked]

    computed = ratios()
    assert computed[0]
    total(connection)
    assert ratios() == computed
    driver(connection).execute("update core.wait_ratio set ratio = 99")
    assert [{row["ratio"] for row in answer} for answer in ratios()[:2]] == [{99}, {99}]
    make.told_wait(connection, _location(connection), reference_on=MONTHS[-1], diagnosis_group_code="D09")
    assert 99 not in {row["ratio"] for row in ratios()[0]}
    assert ratios()[3][0]["ratio"] == 99, "a month before it"


def test_a_month_with_a_word_of_tomorrow_is_left_alone(connection: Connection) -> None:
    make.told_wait(connection, make.location(connection), known_at=AS_OF + timedelta(days=1))
    assert total(connection) == []
    assert value(connection, "load.total_wait_month", as_of=AS_OF + timedelta(days=2)) == MONTHS[-1]
