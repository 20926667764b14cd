"""What holds of the list whatever the data: stale never looks free, the order of rows in the tables has no effect."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from sql.call import rows
from tests import factories as make
from tests.factories import AS_OF

OFFERS = st.lists(
    st.fixed_dictionaries(
        {
            "free_count": st.none() | st.integers(0, 5),
            "expected_14_count": st.none() | st.integers(0, 5),
            "expires_in": st.integers(-30, 30),
            "counted_ago": st.integers(31, 500),
            "blank_code": st.none() | st.sampled_from(["absent", "held_lower"]),
            "weeks": st.none() | st.integers(0, 30),
            "postcode4": st.sampled_from([None, "3511", "3811", "7311"]),
            "pathway": st.sampled_from(["AMB", "IHT", "ADB"]),
            "is_stopped": st.booleans(),
            "routes": st.sampled_from([["gp"], ["crisis_service"], []]),
        }
    ),
    min_size=1,
    max_size=8,
)
ON_ONE_DATABASE = settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def fill(connection: Connection, offers: list[dict[str, Any]]) -> None:
    for drawn in offers:
        location = make.location(connection, postcode4=drawn["postcode4"])
        if drawn["weeks"] is not None:
            make.wait(connection, location, diagnosis_group_code="D00", intake_weeks=drawn["weeks"], treatment_weeks=0)
        if drawn["is_stopped"]:
            make.closure(connection, location)
        offer = make.offer(
            connection, location_id=location, care_pathway_code=drawn["pathway"], entry_route_codes=drawn["routes"]
        )
        counted = {name: drawn[name] for name in ("free_count", "expected_14_count", "blank_code")}
        counted["counted_at"] = AS_OF - timedelta(hours=drawn["counted_ago"])
        counted["expires_at"] = AS_OF + timedelta(hours=drawn["expires_in"])
        make.count(connection, offer, **counted)


def ask(connection: Connection, hours: int) -> list[dict[str, Any]]:
    return rows(connection, "read.free_places", as_of=AS_OF + timedelta(hours=hours), postcode="3512")


@ON_ONE_DATABASE
@given(offers=OFFERS, hours=st.integers(-40, 40))
def test_a_stale_count_is_free_in_no_answer(connection: Connection, offers: list[dict[str, Any]], hours: int) -> None:
    savepoint = connection.begin_nested()
    try:
        fill(connection, offers)
        as_of = AS_OF + timedelta(hours=hours)
        found = ask(connection, hours)
        assert len(found) == len(offers)  # none vanishes
        for row in found:
            holds = row["status_code"] in ("free", "expected", "full")
            assert holds == (row["free_count"] is not None)
            if holds:
                assert row["counted_at"] is not None
                assert as_of < row["expires_at"]
                assert row["tier"] != 6
            else:
                assert row["tier"] in (6, 7)
                assert row["expected_count"] is None
        assert [row["tier"] for row in found] == sorted(row["tier"] for row in found)
        total = sum(int(row["free_count"]) for row in rows(connection, "read.region_matrix", as_of=as_of))
        assert total == sum(row["free_count"] or 0 for row in found)
    finally:
        savepoint.rollback()


@ON_ONE_DATABASE
@given(offers=OFFERS, order=st.randoms(use_true_random=False))
def test_the_order_of_rows_in_the_tables_has_no_effect(
    connection: Connection, offers: list[dict[str, Any]], order: Any
) -> None:
    savepoint = connection.begin_nested()
    try:
        fill(connection, offers)
        before = ask(connection, 0)
        shuffled = [row["offer_id"] for row in before]
        order.shuffle(shuffled)
        for offer in shuffled:  # a row that is written again moves to the end of its table
            connection.exec_driver_sql("update core.offer set line = line + 1 where offer_id = %s", (offer,))
            connection.exec_driver_sql("update core.capacity_current set line = line + 1 where offer_id = %s", (offer,))
        after = ask(connection, 0)
        assert [row | {"line": None} for row in after] == [row | {"line": None} for row in before]
    finally:
        savepoint.rollback()
