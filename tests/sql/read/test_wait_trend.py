"""A line that crosses no break, three clocks that move in their order, and what a place hides in a mean."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from sql.call import driver, rows
from tests import factories as make
from tests.factories import AS_OF, DUTCH
from tests.sql.access.people import account

Trend = list[dict[str, Any]]


def months(first: date, count: int) -> list[date]:
    return [date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(count)]


def trend(connection: Connection, **arguments: object) -> Trend:
    asked: dict[str, object] = {
        "as_of": AS_OF,
        "region": "ZK23",
        "diagnosis_group": "D04",
        "kind": "intake",
    } | arguments
    return rows(connection, "read.wait_trend", **asked)


def test_no_line_runs_over_a_break(connection: Connection) -> None:
    place = make.location(connection)
    for number, month in enumerate(months(date(2025, 10, 1), 6)):
        make.told_wait(connection, place, reference_on=month, intake_weeks=5 + number)
    found = trend(connection)
    assert [row["segment_number"] for row in found] == [1, 1, 1, 2, 2, 2]
    assert {row["period_from"]: row["break_codes"] for row in found if row["break_codes"]} == {
        date(2026, 1, 1): ["double_stream_2026"]
    }
    assert [row["change_weeks"] for row in found] == [None, 1, 1, None, 1, 1]
    asked = trend(connection, over_breaks=True)
    assert {row["segment_number"] for row in asked} == {1}
    assert [row["break_codes"] for row in asked] == [row["break_codes"] for row in found]  # asked, and told


def test_the_diagnosis_groups_of_2022_break_every_line(connection: Connection) -> None:
    place = make.location(connection)
    for month, group in ((date(2021, 12, 1), "IV07"), (date(2022, 1, 1), "IV07"), (date(2022, 2, 1), "D04")):
        for method in ("current", "retrospective"):
            make.told_wait(connection, place, reference_on=month, diagnosis_group_code=group, method_code=method)
    for method in ("current", "retrospective"):
        found = trend(
            connection, diagnosis_group=None, method=method, from_month=date(2021, 1, 1), to_month=date(2022, 3, 1)
        )
        assert [row["segment_number"] for row in found] == [1, 1, 2]
        assert found[-1]["break_codes"] == ["diagnosis_groups_2022"]


def test_a_gap_does_not_hide_a_break(connection: Connection) -> None:
    place = make.location(connection)
    for month in (date(2025, 11, 1), date(2026, 3, 1)):
        make.told_wait(connection, place, reference_on=month)
    assert [row["segment_number"] for row in trend(connection)] == [1, 2]


def test_a_change_of_method_breaks_the_line_when_enough_places_change(connection: Connection) -> None:
    places = [make.location(connection) for _ in range(5)]
    for number, place in enumerate(places):
        for month in months(date(2026, 6, 1), 3):
            changes = number == 0 and month >= date(2026, 7, 1)
            make.told_wait(connection, place, reference_on=month, method_code="current" if changes else "retrospective")
    for method in ("retrospective", "current"):
        broken = {row["period_from"]: row["break_codes"] for row in trend(connection, method=method)}
        assert broken[date(2026, 8, 1)] == []
        assert method == "current" or broken[date(2026, 7, 1)] == ["method_change"]
    driver(connection).execute("update core.wait_setting set value = 0.21 where setting_code = 'method_change_share'")
    assert [row["segment_number"] for row in trend(connection)] == [1, 1, 1]


def test_the_trend_and_the_hot_spots_tell_the_same(connection: Connection) -> None:
    for weeks, inflow in ((4, 30), (12, 10), (20, None)):
        place = make.location(connection)
        for month in months(date(2026, 9, 1), 2):
            make.told_wait(connection, place, reference_on=month, intake_weeks=weeks + month.month, inflow=inflow)
    spots = rows(connection, "read.wait_hot_spots", as_of=AS_OF, kind="intake", month=date(2026, 10, 1))
    (cell,) = (row for row in spots if (row["region_code"], row["diagnosis_group_code"]) == ("ZK23", "D04"))
    newest = trend(connection)[-1]
    for name in newest.keys() & cell.keys() - {"break_codes", "version_number"}:
        assert newest[name] == cell[name], name
    by_place = rows(
        connection, "read.wait_distribution", as_of=AS_OF, region="ZK23", diagnosis_group="D04", kind="intake",
        month=date(2026, 10, 1),
    )  # fmt: skip
    assert [row["weeks"] for row in by_place] == [14, 22, 30]
    assert [row["place_number"] for row in by_place] == [1, 2, 3]
    assert [(row["is_over_norm"], row["has_inflow"]) for row in by_place] == [(True, True), (True, True), (True, False)]


def test_the_lines_of_all_regions_are_those_of_each(connection: Connection) -> None:
    for number, postcode in enumerate(("3511", "1012", "3511")):
        place = make.location(connection, postcode4=postcode)
        for month in months(date(2025, 11, 1), 5):
            weeks = 4 + 3 * number + month.month
            make.told_wait(connection, place, reference_on=month, intake_weeks=weeks, treatment_weeks=1)
    for asked in ({}, {"over_breaks": True}):
        found = rows(connection, "read.wait_region_trends", as_of=AS_OF, diagnosis_group="D04", kind="intake", **asked)
        assert {row["region_code"] for row in found} == {"ZK23", "ZK02"}
        for region in ("ZK23", "ZK02"):
            own = [row for row in found if row["region_code"] == region]
            alone = trend(connection, region=region, **asked)
            assert [{name: row[name] for name in own[0] if name != "region_code"} for row in alone] == [
                {name: row[name] for name in row if name != "region_code"} for row in own
            ]
            assert own[2]["break_codes"] == ["double_stream_2026"]


def test_a_chosen_version_is_that_of_the_whole_line(connection: Connection) -> None:
    place = make.location(connection)
    for month in months(date(2026, 9, 1), 2):
        make.told_wait(connection, place, reference_on=month, intake_weeks=10)
    corrected = datetime(2026, 11, 12, 9, tzinfo=DUTCH)
    for month in months(date(2026, 9, 1), 2):
        make.told_wait(connection, place, reference_on=month, intake_weeks=6, version=2, known_at=corrected)

    def told(**asked: object) -> list[tuple[object, ...]]:
        found = trend(connection, to_month=date(2026, 10, 1), **asked)
        return [(row["mean_weeks"], row["version_number"], row["is_final"]) for row in found]

    assert told() == [(6, 2, True), (6, 2, True)]
    assert told(version=2) == told()
    assert told(version=1) == [(10, 1, True), (10, 1, True)]


def simulated(weeks: int, cut_in: int) -> list[dict[str, float]]:
    """A queue, first come first served, ten new and ten served a week; from week cut_in on six are served.

    A row for each fourth week: what the served of the last eight weeks waited, when the third place from now comes,
    and which share of those in line wait over four weeks already.
    """
    line: list[int] = [week for week in range(-2, 0) for _ in range(10)]  # two weeks of people wait at the start
    served: list[tuple[int, int]] = []
    found = []
    for week in range(weeks):
        line += [week] * 10
        pace = 10 if week < cut_in else 6
        now, line = line[:pace], line[pace:]
        served += [(week, week - came) for came in now]
        if week % 4 == 3:
            recent = [waited for at, waited in served if at > week - 8]
            found.append(
                {
                    "realised": sum(recent) / len(recent),
                    "prospective": (len(line) + 3) / pace,
                    "waiting": len(line),
                    "over": sum(week - came > 4 for came in line),
                }
            )
    return found


def test_a_cut_in_capacity_shows_in_the_prospective_clock_first_and_in_the_realised_last(
    connection: Connection,
) -> None:
    place, insurer = make.location(connection), account(connection, "insurer")
    on = months(date(2026, 2, 1), 9)
    for month, clock in zip(on, simulated(4 * len(on), 12), strict=True):
        counts: dict[str, object] = {
            "waiting_intake_count": clock["waiting"], "waiting_intake_over_norm_count": clock["over"],
        }  # fmt: skip
        make.told_wait(connection, place, reference_on=month, intake_weeks=round(clock["realised"], 1), **counts)
        make.told_wait(
            connection, place, reference_on=month, intake_weeks=round(clock["prospective"], 1), method_code="current",
            **counts,
        )  # fmt: skip
    told: dict[str, list[float]] = {"prospective": [], "realised": [], "waiting": []}
    for month in on:
        found = rows(connection, "read.wait_clocks", as_of=AS_OF, asker=insurer, month=month, kind="intake")
        of_cell = [row for row in found if (row["region_code"], row["diagnosis_group_code"]) == ("ZK23", "D04")]
        assert {(row["clock_code"], row["method_code"]) for row in of_cell} == {
            ("prospective", "current"), ("realised", "retrospective"), ("waiting", None),
        }  # fmt: skip
        for row in of_cell:
            told[row["clock_code"]].append(float(row["share_low"] if row["mean_weeks"] is None else row["mean_weeks"]))
    over = {
        "prospective": [weeks > 4 for weeks in told["prospective"]],
        "realised": [weeks > 4 for weeks in told["realised"]],
        "waiting": [share > 0.1 for share in told["waiting"]],
    }
    first = {clock: found.index(True) for clock, found in over.items()}
    assert first["prospective"] == 3, "the month of the cut itself"
    assert first["prospective"] < first["waiting"] <= first["realised"]
    assert first["prospective"] + 1 < first["realised"]
    (exact,) = (
        row
        for row in rows(
            connection, "read.wait_clocks_exact", as_of=AS_OF, kind="intake", month=on[-1],
            asker=account(connection, "coordinator", scopes={"region": ["ZK23"]}),
        )
        if row["clock_code"] == "waiting" and row["diagnosis_group_code"] == "D04"
    )  # fmt: skip
    last = simulated(4 * len(on), 12)[-1]
    # both deliveries tell of the same people: one of them counts
    assert float(exact["share_low"]) == last["over"] / last["waiting"] == float(exact["share_high"])
    assert exact["waiting_count"] == last["waiting"]
    elsewhere = account(connection, "coordinator", scopes={"region": ["ZK02"]})
    assert rows(connection, "read.wait_clocks_exact", as_of=AS_OF, asker=elsewhere, month=on[-1]) == []
