"""A region's places by pathway and urgency, now and a day ago; and all regions for the map."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from sql.call import rows
from tests import factories as make
from tests.factories import AS_OF, DUTCH


def matrix(connection: Connection, **filters: Any) -> list[dict[str, Any]]:
    return rows(connection, "read.region_matrix", **{"as_of": AS_OF} | filters)


def one(connection: Connection, **filters: Any) -> dict[str, Any]:
    (row,) = matrix(connection, **filters)
    return row


def test_only_what_holds_is_added_up(connection: Connection) -> None:
    location = make.location(connection)
    stopped_location = make.location(connection)
    make.closure(connection, stopped_location)

    def offer(at: int = location, **overrides: object) -> int:
        ages = make.insert(connection, "core.provider", name="leeftijden")["provider_id"]  # a number not used before
        return make.offer(connection, location_id=at, age_from=ages % 100, age_to=110, **overrides)

    make.count(connection, offer(), free_count=3, expected_7_count=1)
    make.count(connection, offer(), free_count=2)
    make.count(connection, offer(), free_count=0, expected_28_count=4)
    make.count(connection, offer(), free_count=0)
    make.count(connection, offer(), free_count=10, expected_7_count=10, expires_at=AS_OF)
    make.count(connection, offer(), free_count=20, blank_code="absent")
    make.count(connection, offer(), free_count=40, blank_code="held_lower")
    make.count(connection, offer(stopped_location), free_count=80, expected_7_count=80)
    offer()
    found = one(connection)
    expected = {
        "care_pathway_code": "AMB",
        "diagnosis_group_code": "D04",
        "diagnosis_group_name": "Depressie",
        "unit_code": "intake_slot",
        "urgency_code": "regulier",
        "offer_count": 9,
        "free_offer_count": 2,
        "expected_offer_count": 1,
        "full_offer_count": 1,
        "unknown_offer_count": 4,
        "stop_offer_count": 1,
        "free_count": 5,
        "expected_count": 5,
        "free_count_yesterday": 0,
        "free_count_last_week": 0,
    }
    assert {name: found[name] for name in expected} == expected


def test_rows_are_split_by_urgency_and_by_group_only_where_the_pathway_is(connection: Connection) -> None:
    location = make.location(connection)
    for pathway, group in (("IHT", "D00"), ("IHT", "D02"), ("AMB", "D05"), ("AMB", "D04")):
        offer = make.offer(connection, location_id=location, care_pathway_code=pathway, diagnosis_group_code=group)
        make.count(connection, offer)
        if pathway == "IHT":
            make.count(connection, offer, urgency_code="spoed", free_count=2)
    found = [
        (r["care_pathway_code"], r["diagnosis_group_code"], r["urgency_code"], r["free_count"])
        for r in matrix(connection)
    ]
    assert found == [
        ("AMB", "D04", "regulier", 1),
        ("AMB", "D05", "regulier", 1),
        ("IHT", None, "regulier", 2),
        ("IHT", None, "spoed", 4),
    ]


def test_a_region_is_that_of_the_postcode(connection: Connection) -> None:
    make.count(connection, make.offer(connection), free_count=1)
    make.count(
        connection, make.offer(connection, location_id=make.location(connection, postcode4="7311")), free_count=2
    )
    make.count(connection, make.offer(connection, location_id=make.location(connection, postcode4=None)), free_count=4)
    assert one(connection, region="ZK23")["free_count"] == 1
    assert one(connection, region="ZK03")["free_count"] == 2
    assert one(connection)["free_count"] == 7
    assert matrix(connection, region="ZK01") == []


def test_the_stale_moment_moves_the_sum(connection: Connection) -> None:
    make.count(connection, make.offer(connection), free_count=3, expires_at=AS_OF + timedelta(hours=1))
    before, at = (
        one(connection, as_of=AS_OF + timedelta(hours=1) - moved) for moved in (timedelta(0, 0, 1), timedelta(0))
    )
    assert (before["free_count"], before["unknown_offer_count"]) == (3, 0)
    assert (at["free_count"], at["unknown_offer_count"]) == (0, 1)


# Yesterday ------------------------------------------------------------------------------------------------------------

YESTERDAY = AS_OF - timedelta(days=1)


def yesterday(connection: Connection, **filters: Any) -> int:
    return int(one(connection, **filters)["free_count_yesterday"])


def test_yesterday_takes_the_newest_count_then_known(connection: Connection) -> None:
    offer = make.offer(connection)
    make.count(connection, offer, free_count=9)
    for hours, free in ((-72, 1), (-2, 2), (0, 3), (1, 4)):
        counted_at = YESTERDAY + timedelta(hours=hours)
        make.past_count(connection, offer, free_count=free, counted_at=counted_at)
    assert yesterday(connection) == 3
    assert yesterday(connection, as_of=AS_OF - timedelta(minutes=1)) == 2
    assert yesterday(connection, as_of=AS_OF + timedelta(hours=1)) == 4


def test_of_two_counts_of_one_moment_the_later_delivery_counts(connection: Connection) -> None:
    offer = make.offer(connection)
    for free in (5, 6):
        make.past_count(connection, offer, free_count=free)
    assert yesterday(connection) == 6


def test_what_was_stale_not_told_or_stopped_yesterday_is_not_in_it(connection: Connection) -> None:
    location = make.location(connection)
    fresh, stale, untold = (
        make.offer(connection, location_id=location, diagnosis_group_code="D04", age_from=age) for age in (18, 19, 20)
    )
    make.past_count(connection, fresh, free_count=1)
    make.past_count(connection, stale, free_count=2, expires_at=YESTERDAY)
    make.past_count(connection, untold, free_count=3, counted_at=YESTERDAY - timedelta(days=1))
    make.past_count(connection, untold, free_count=None)
    assert yesterday(connection) == 1
    told_then = make.delivery(connection, received_at=YESTERDAY)
    make.closure(connection, location, from_on=date(2026, 11, 1), until_on=date(2026, 11, 17), delivery_id=told_then)
    assert yesterday(connection) == 0


def test_a_stop_known_only_since_today_does_not_change_yesterday(connection: Connection) -> None:
    location = make.location(connection)
    offer = make.offer(connection, location_id=location)
    make.past_count(connection, offer, free_count=7)
    told_today = make.delivery(connection, received_at=AS_OF)
    closure = make.closure(connection, location, delivery_id=told_today)
    assert yesterday(connection) == 7
    connection.exec_driver_sql("delete from core.closure where closure_id = %s", (closure,))
    told_then = make.delivery(connection, received_at=YESTERDAY)
    make.closure(connection, location, delivery_id=told_then, withdrawn_by=told_today)
    assert yesterday(connection) == 0


def test_a_day_earlier_is_the_same_clock_time_over_a_change_of_the_clock(connection: Connection) -> None:
    offer = make.offer(connection)
    at_eight = datetime(2026, 10, 24, 8, 0, tzinfo=DUTCH)
    make.past_count(connection, offer, free_count=1, counted_at=at_eight - timedelta(hours=9), expires_at=AS_OF)
    make.past_count(connection, offer, free_count=2, counted_at=at_eight, expires_at=AS_OF)
    sunday = datetime(2026, 10, 25, 8, 0, tzinfo=DUTCH).astimezone(UTC)  # 25 hours later
    assert yesterday(connection, as_of=sunday) == 2
    assert yesterday(connection, as_of=sunday - timedelta(minutes=1)) == 1


def test_last_week_is_told_by_the_same_rule_at_the_same_clock_time(connection: Connection) -> None:
    offer = make.offer(connection)
    week = AS_OF - timedelta(days=7)
    for hours, free in ((-30, 9), (-1, 4), (1, 5)):
        at = week + timedelta(hours=hours)
        make.past_count(connection, offer, free_count=free, counted_at=at, expires_at=at + timedelta(days=1))
    found = one(connection)
    assert (found["free_count_last_week"], found["free_count_yesterday"]) == (4, 0)


# The map --------------------------------------------------------------------------------------------------------------


def test_every_region_is_on_the_map_even_without_an_offer(connection: Connection) -> None:
    location = make.location(connection)
    make.count(connection, make.offer(connection, location_id=location), free_count=3, expected_7_count=2)
    make.count(connection, make.offer(connection, location_id=location, diagnosis_group_code="D05"), expires_at=AS_OF)
    make.count(
        connection, make.offer(connection, location_id=location, care_pathway_code="KLIN", diagnosis_group_code="D00")
    )

    def utrecht(**filters: Any) -> tuple[int, ...]:
        found = rows(connection, "read.region_places", **{"as_of": AS_OF} | filters)
        assert len(found) == 31
        assert sum(row["offer_count"] for row in found if row["region_code"] != "ZK23") == 0
        (row,) = [row for row in found if row["region_code"] == "ZK23"]
        assert row["region_name"] == "Utrecht"
        return tuple(int(row[f"{name}_count"]) for name in ("free", "expected", "unknown_offer", "offer"))

    assert utrecht() == (4, 2, 1, 3)
    assert utrecht(care_pathway="AMB") == (3, 2, 1, 2)
    assert utrecht(care_pathway="AMB", diagnosis_group="D05") == (0, 0, 1, 1)
    assert utrecht(diagnosis_group="D04") == (4, 2, 0, 2)
    assert utrecht(as_of=AS_OF + timedelta(days=2)) == (0, 0, 3, 3)
    assert utrecht(urgency="spoed") == (0, 0, 0, 0)
