"""Where waits are long, and how far the figure can be trusted: norms, versions, stops, breaks, means against pandas."""

import random
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import Connection

from sql.call import driver, rows
from tests import factories as make
from tests.factories import AS_OF, DUTCH

SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (9, 10, 11))


def spots(connection: Connection, **arguments: object) -> dict[tuple[str | None, str | None], dict[str, Any]]:
    asked: dict[str, object] = {"as_of": AS_OF, "month": OCTOBER} | arguments
    return {
        (row["region_code"], row["diagnosis_group_code"]): row
        for row in rows(connection, "read.wait_hot_spots", **asked)
    }


def cell(connection: Connection, **arguments: object) -> dict[str, Any]:
    return spots(connection, **arguments)["ZK23", "D04"]


def test_the_mean_is_weighted_by_inflow_and_small_providers_stand_apart(connection: Connection) -> None:
    for weeks, inflow in ((4, 30), (12, 10), (20, None), (30, None)):
        make.told_wait(connection, make.location(connection), intake_weeks=weeks, treatment_weeks=1, inflow=inflow)
    found = cell(connection)
    assert found["mean_weeks"] == (5 * 30 + 13 * 10) / 40
    assert (found["median_weeks"], found["location_count"]) == ((13 + 21) / 2, 4)
    assert (found["small_location_count"], found["small_median_weeks"]) == (2, (21 + 31) / 2)
    assert (found["norm_weeks"], found["share_over_norm"]) == (14, 0.5)
    assert cell(connection, kind="intake")["mean_weeks"] == (4 * 30 + 12 * 10) / 40
    assert (found["median_age_days"], found["oldest_reference_on"]) == (48, OCTOBER)


def test_methods_are_never_mixed(connection: Connection) -> None:
    one, other = make.location(connection), make.location(connection)
    make.told_wait(connection, one, intake_weeks=10, method_code="retrospective")
    make.told_wait(connection, other, intake_weeks=2, method_code="current")
    assert cell(connection, kind="intake")["mean_weeks"] == 10
    assert cell(connection, kind="intake", method="current")["mean_weeks"] == 2


def test_one_month_under_two_sources_counts_once_by_the_later_word(connection: Connection) -> None:
    place = make.location(connection)
    make.told_wait(connection, place, intake_weeks=10)
    later = datetime(2026, 10, 8, tzinfo=DUTCH)
    make.told_wait(connection, place, intake_weeks=6, source_code="tweedebron", known_at=later)
    found = cell(connection, kind="intake")
    assert (found["mean_weeks"], found["told_location_count"]) == (6, 1)


def test_a_new_norm_from_a_date_changes_no_past_verdict(connection: Connection) -> None:
    places = [make.location(connection) for _ in range(4)]
    for month in (SEPTEMBER, OCTOBER, NOVEMBER):
        for place, weeks in zip(places, (3, 6, 7, 20), strict=True):
            make.told_wait(connection, place, intake_weeks=weeks, treatment_weeks=3, reference_on=month)
    before = {month: cell(connection, month=month) for month in (SEPTEMBER, OCTOBER)}
    driver(connection).execute(
        "insert into core.norm (kind_code, segment_code, setting_code, urgency_code, weeks, source, valid_from)"
        " values ('total', 's-ggz', 'ambulant', 'regulier', 8, 'made up', '2026-11-01')"
    )
    assert {month: cell(connection, month=month) for month in (SEPTEMBER, OCTOBER)} == before
    assert before[OCTOBER]["share_over_norm"] == 0.25
    now = cell(connection, month=NOVEMBER)
    assert (now["norm_weeks"], now["share_over_norm"]) == (8, 0.75)


def test_a_stop_of_the_worst_location_is_no_improvement(connection: Connection) -> None:
    places = [make.location(connection) for _ in range(4)]
    for place, weeks in zip(places, (4, 6, 8, 40), strict=True):
        make.told_wait(connection, place, intake_weeks=weeks, reference_on=SEPTEMBER)
        stops = weeks == 40
        make.told_wait(
            connection,
            place,
            intake_weeks=None if stops else weeks,
            intake_state="stop" if stops else "value",
            treatment_weeks=None if stops else 6,
        )
    found = cell(connection)
    assert found["mean_weeks"] == 12
    assert cell(connection, month=SEPTEMBER)["mean_weeks"] == 20.5  # the plain mean would look better by eight weeks
    assert (found["change_weeks"], found["change_median_weeks"], found["change_location_count"]) == (0, 0, 3)
    assert (found["stopped_location_count"], found["share_in_stop"], found["told_location_count"]) == (1, 0.25, 4)


def test_a_shift_of_inflow_between_places_is_no_change(connection: Connection) -> None:
    short, long = make.location(connection), make.location(connection)
    for month, inflows in ((SEPTEMBER, (10, 30)), (OCTOBER, (30, 10))):
        make.told_wait(connection, short, intake_weeks=2, reference_on=month, inflow=inflows[0])
        make.told_wait(connection, long, intake_weeks=20, reference_on=month, inflow=inflows[1])
    assert cell(connection)["change_weeks"] == 0


def test_a_stop_from_the_capacity_feed_counts_too_as_long_as_it_held(connection: Connection) -> None:
    place, other = make.location(connection), make.location(connection)
    for month in (SEPTEMBER, OCTOBER):
        for one in (place, other):
            make.told_wait(connection, one, reference_on=month)
    make.closure(connection, place, from_on=date(2026, 9, 15))
    make.closure(
        connection, other, concern_code="cz", from_on=date(2026, 1, 1)
    )  # of one insurer: no stop for everybody
    assert [cell(connection, month=month)["share_in_stop"] for month in (SEPTEMBER, OCTOBER)] == [0, 0.5]


def test_a_place_that_tells_nothing_any_more_is_counted_as_gone(connection: Connection) -> None:
    make.told_wait(connection, make.location(connection), reference_on=SEPTEMBER)
    make.told_wait(connection, make.location(connection))
    found = cell(connection)
    assert (found["gone_location_count"], found["told_location_count"]) == (1, 1)


def test_versions_reproduce_what_was_told_before(connection: Connection) -> None:
    place = make.location(connection)
    first = make.told_wait(connection, place, intake_weeks=10)
    corrected_at = datetime(2026, 11, 12, 9, tzinfo=DUTCH)
    make.told_wait(connection, place, intake_weeks=6, version=2, known_at=corrected_at)

    def told(as_of: datetime, version: int | None = None) -> tuple[Any, ...]:
        row = cell(connection, kind="intake", as_of=as_of, version=version)
        return row["mean_weeks"], row["version_code"], row["version_number"], row["correction_count"]

    final_at = datetime(2026, 11, 10, tzinfo=DUTCH)
    assert told(final_at - timedelta(seconds=1)) == (10, "provisional", 1, 0)
    assert told(final_at) == (10, "final", 1, 0)
    assert told(AS_OF) == (6, "corrected", 2, 1)
    assert told(AS_OF, 1) == (10, "final", 1, 0)
    assert told(AS_OF, 2) == told(AS_OF)
    versions = rows(connection, "read.wait_versions", as_of=AS_OF, month=OCTOBER)
    assert [(row["version_number"], row["is_correction"]) for row in versions] == [(1, False), (2, True)]
    assert first


def test_no_change_is_told_across_a_break_unless_asked(connection: Connection) -> None:
    place = make.location(connection)
    for month, weeks in ((date(2025, 12, 1), 10), (date(2026, 1, 1), 6)):
        for method in ("retrospective", "current"):
            make.told_wait(connection, place, reference_on=month, intake_weeks=weeks, method_code=method)
    january: dict[str, Any] = {"month": date(2026, 1, 1), "kind": "intake"}
    broken = cell(connection, **january)
    assert (broken["change_weeks"], broken["change_median_weeks"]) == (None, None)
    assert broken["break_codes"] == ["double_stream_2026"]
    asked = cell(connection, **january, over_breaks=True)
    assert (asked["change_weeks"], asked["break_codes"]) == (-4, ["double_stream_2026"])
    whole = cell(connection, **january, method="current")  # that break is none of this clock's
    assert (whole["change_weeks"], whole["break_codes"]) == (-4, [])


@pytest.mark.parametrize("layer", ["zorgkantoorregio", "ggd_region", "province", "municipality"])
def test_each_layer_holds_every_place_once(connection: Connection, layer: str) -> None:
    for postcode in ("3511", "1012", "9711", "6211"):
        make.told_wait(connection, make.location(connection, postcode4=postcode))
    found = spots(connection, layer=layer)
    regions = [row["location_count"] for (region, group), row in found.items() if region and group]
    assert regions == [1, 1, 1, 1]
    assert found[None, "D04"]["location_count"] == found[None, None]["location_count"] == 4


def test_the_response_rate_is_of_those_who_had_to_deliver_then(connection: Connection) -> None:
    provider = make.provider(connection)
    told, silent = (make.location(connection, provider_id=provider) for _ in range(2))
    make.insert(
        connection, "core.provider_identifier", provider_id=provider, system_code="agb", value="09999001",
        valid_from=date(2020, 1, 1),
    )  # fmt: skip
    for month in (SEPTEMBER, OCTOBER):
        make.told_wait(connection, told, reference_on=month)
    assert cell(connection)["response_rate"] is None
    make.insert(connection, "core.wait_duty", agb_code="09999001", source="made up", valid_from=OCTOBER)
    found = cell(connection)
    assert (found["obliged_count"], found["delivered_count"], found["response_rate"]) == (2, 1, 0.5)
    assert cell(connection, month=SEPTEMBER)["response_rate"] is None
    make.told_wait(connection, silent, diagnosis_group_code="D05", intake_weeks=None, intake_state="stop")
    assert cell(connection)["response_rate"] == 1


def test_contracted_providers_only(connection: Connection) -> None:
    mine, other = make.location(connection), make.location(connection)
    delivery = make.told_wait(connection, mine, intake_weeks=5)
    make.told_wait(connection, other, intake_weeks=25)
    provider = driver(connection).execute("select provider_id from core.location where location_id = %s", [mine])
    make.insert(
        connection, "core.contract", provider_id=provider.fetchone()[0], concern_code="cz", contract_year=2026,  # type: ignore[index]
        value_code="yes", delivery_id=delivery, line=2,
    )  # fmt: skip
    assert cell(connection, kind="intake", concern="cz")["mean_weeks"] == 5
    assert ("ZK23", "D04") not in spots(connection, concern="vgz")


def test_the_figures_against_pandas(connection: Connection) -> None:
    """A random region, a second time: weights, quantiles, shares, and the change over the same places."""
    random_ = random.Random(5)
    told = []
    for place in range(30):
        location = make.location(connection, postcode4=("3511", "1012")[place % 2])
        for group in random_.sample(["D01", "D04", "D12"], 2):
            inflow = random_.choice([None, 0, 4, 17, 60])
            for month in (SEPTEMBER, OCTOBER):
                if random_.random() < 0.15:
                    continue
                weeks = None if random_.random() < 0.1 else round(random_.lognormvariate(1.8, 0.6), 1)
                shown = None if inflow is None else inflow + random_.randint(0, 5)
                make.told_wait(
                    connection, location, diagnosis_group_code=group, reference_on=month, intake_weeks=weeks,
                    intake_state="stop" if weeks is None else "value", inflow=shown,
                )  # fmt: skip
                told.append((location, ("ZK23", "ZK02")[place % 2], group, month, weeks, shown))
    frame = pd.DataFrame(told, columns=["place", "region", "group", "month", "weeks", "inflow"]).astype(
        {"weeks": float, "inflow": float}
    )
    for (of_region, of_group), row in spots(connection, kind="intake").items():
        is_there = (frame["region"] == of_region) | (of_region is None)
        part = frame[is_there & ((frame["group"] == of_group) | (of_group is None))]
        now = part[(part["month"] == OCTOBER) & part["weeks"].notna()]
        weighted = now[now["inflow"].notna() & (now["inflow"] > 0)]
        expected = (weighted["weeks"] * weighted["inflow"]).sum() / weighted["inflow"].sum()
        assert float(row["mean_weeks"]) == pytest.approx(expected)
        assert float(row["median_weeks"]) == pytest.approx(now["weeks"].median())
        assert float(row["p80_weeks"]) == pytest.approx(np.percentile(now["weeks"], 80))
        assert float(row["p90_weeks"]) == pytest.approx(np.percentile(now["weeks"], 90))
        assert float(row["share_over_norm"]) == pytest.approx((now["weeks"] > 4).mean())
        small = now[now["inflow"].isna()]
        assert row["small_location_count"] == small["place"].nunique()
        assert float(row["small_median_weeks"] or 0) == pytest.approx(small["weeks"].median() if len(small) else 0)
        before = part[part["month"] == SEPTEMBER]
        both = now.merge(before, on=["place", "group"], suffixes=("", "_before")).dropna(subset="weeks_before")
        weight = ((both["inflow"] + both["inflow_before"]) / 2).fillna(0)
        if weight.sum():
            change = ((both["weeks"] - both["weeks_before"]) * weight).sum() / weight.sum()
            assert float(row["change_weeks"]) == pytest.approx(change)
        else:
            assert row["change_weeks"] is None
