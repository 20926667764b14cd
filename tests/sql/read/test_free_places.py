"""The list of free places: who is in it, and what it says of each."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from sql.call import rows, select
from tests import factories as make
from tests.conftest import Database
from tests.factories import AS_OF, DUTCH

NEAR, IN_TOWN, AMERSFOORT, APELDOORN = "3512", "3511", "3811", "7311"


def ask(connection: Connection, *, as_of: datetime = AS_OF, **filters: Any) -> list[dict[str, Any]]:
    return rows(connection, "read.free_places", as_of=as_of, **filters)


def one(connection: Connection, **filters: Any) -> dict[str, Any]:
    (row,) = ask(connection, **filters)
    return row


def test_a_free_place_is_told_whole(connection: Connection) -> None:
    location = make.location(connection, consult_phone="0000-000002", consult_hours="ma-vr 08:30-17:00")
    make.insert(
        connection,
        "core.location_identifier",
        location_id=location,
        system_code="agb",
        value="99000001",
        valid_from=date(2020, 1, 1),
    )
    offer = make.offer(connection, location_id=location, referral_product_name="Depressie poli", languages=["nl"])
    delivery = make.delivery(connection)
    make.count(connection, offer, free_count=3, total_count=9, reserved_count=2, delivery_id=delivery, line=7)
    make.wait(connection, location)
    make.exclusion(connection, offer)
    row = one(connection, postcode=NEAR)
    expected = {
        "tier": 1,
        "offer_id": offer,
        "provider_name": "GGZ De Voorbeeldlinde",
        "location_name": "Voorbeeldhuis",
        "place_name": "Utrecht",
        "region_code": "ZK23",
        "care_pathway_code": "AMB",
        "unit_code": "intake_slot",
        "diagnosis_group_name": "Depressie",
        "urgency_code": "regulier",
        "status_code": "free",
        "unknown_code": None,
        "free_count": 3,
        "expected_count": None,
        "counted_at": AS_OF - timedelta(hours=1),
        "expires_at": AS_OF + timedelta(days=2),
        "intake_weeks": 3,
        "treatment_weeks": 6,
        "start_weeks": 9,
        "start_basis_code": "group",
        "norm_weeks": 14,
        "wait_method_code": "current",
        "wait_reference_on": date(2026, 10, 31),
        "entry_route_codes": ["gp"],
        "phone": "0000-000001",
        "consult_phone": "0000-000002",
        "consult_hours": "ma-vr 08:30-17:00",
        "stops": [],
        "reason_codes": ["place_free", "within_norm", "near"],
        "referral_product_name": "Depressie poli",
        "agb_code": "99000001",
        "languages": ["nl"],
        "delivery_id": delivery,
        "line": 7,
        "match_count": 1,
    }
    assert {name: row[name] for name in expected} == expected
    assert [(x["criterion_code"], x["value_code"]) for x in row["exclusions"]] == [("X_SUI", "by_consultation")]
    assert 0 < row["distance_km"] < 1
    assert not {"total_count", "reserved_count"} & row.keys()


def test_crisis_has_no_places(connection: Connection) -> None:
    make.count(connection, make.offer(connection))
    assert ask(connection, urgency="crisis") == []
    assert ask(connection, urgency="none-such") == []


def test_only_its_audience_may_ask(database: Database) -> None:  # noqa: ARG001 - the environment points at it
    assert select("read.free_places", role="app_gp", as_of=AS_OF) == []
    assert select("read.free_places", role="app_coordinator", as_of=AS_OF) == []
    with pytest.raises(Exception, match="permission denied"):
        select("read.free_places", role="app_session", as_of=AS_OF)


# What the newest count says ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counted", "status", "unknown"),
    [
        ({"free_count": 2}, "free", None),
        ({"free_count": 0, "expected_7_count": 1}, "expected", None),
        ({"free_count": 0}, "full", None),
        ({"free_count": None}, "unknown", "never"),
        ({"free_count": None, "expected_7_count": 4}, "unknown", "never"),
        ({"blank_code": "absent"}, "unknown", "absent"),
        ({"blank_code": "held_lower"}, "unknown", "held_lower"),
        ({"expires_at": AS_OF}, "unknown", "stale"),
    ],
)
def test_status(connection: Connection, counted: dict[str, object], status: str, unknown: str | None) -> None:
    make.count(connection, make.offer(connection), **counted)
    row = one(connection)
    assert (row["status_code"], row["unknown_code"]) == (status, unknown)
    if status == "unknown":
        assert row["tier"] == 6
        assert [row[name] for name in ("free_count", "expected_count", "expected_by", "first_on")] == [None] * 4
        assert row["counted_at"] is not None


def test_an_offer_without_any_count_was_never_told_and_stays_in_the_list(connection: Connection) -> None:
    make.offer(connection)
    row = one(connection)
    assert (row["tier"], row["status_code"], row["unknown_code"]) == (6, "unknown", "never")
    assert row["reason_codes"] == ["never_told"]
    assert row["counted_at"] is None
    assert ask(connection, urgency="spoed") == []


@pytest.mark.parametrize(
    "expires_at",
    [
        datetime(2026, 11, 20, 8, 0, tzinfo=DUTCH),
        datetime(2026, 3, 29, 3, 0, tzinfo=DUTCH),  # the hour after which the clock goes forward
        datetime(2026, 10, 25, 2, 30, tzinfo=DUTCH),  # the first of the two hours of that name
        datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=DUTCH),  # the second
    ],
)
def test_a_count_turns_unknown_at_its_very_moment_of_expiry(connection: Connection, expires_at: datetime) -> None:
    counted_at = expires_at - timedelta(days=2)
    make.count(connection, make.offer(connection), counted_at=counted_at, expires_at=expires_at, free_count=4)
    utc = expires_at.astimezone(UTC)  # Dutch times are added up by the wall clock

    def status(moved: timedelta) -> tuple[str, int | None]:
        row = one(connection, as_of=utc + moved)
        return row["status_code"], row["free_count"]

    assert status(timedelta(microseconds=-1)) == ("free", 4)
    assert status(timedelta(0)) == ("unknown", None)
    assert status(timedelta(hours=1)) == ("unknown", None)
    assert status(timedelta(days=400)) == ("unknown", None)


def test_the_expected_day_is_told_while_it_lies_ahead(connection: Connection) -> None:
    make.count(
        connection,
        make.offer(connection),
        free_count=0,
        expected_7_count=1,
        expected_14_count=2,
        counted_at=AS_OF,
        expires_at=AS_OF + timedelta(days=31),
    )
    first, later, after = (one(connection, as_of=AS_OF + timedelta(days=days)) for days in (0, 14, 15))
    assert (first["status_code"], first["expected_count"], first["expected_by"]) == ("expected", 2, date(2026, 12, 2))
    assert (later["status_code"], later["expected_by"]) == ("expected", date(2026, 12, 2))
    assert (after["status_code"], after["expected_count"], after["expected_by"]) == ("full", None, None)


# Stops ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "is_stop"),
    [
        ({}, True),
        ({"from_on": date(2026, 11, 18)}, True),
        ({"from_on": date(2026, 11, 19)}, False),
        ({"until_on": date(2026, 11, 18)}, True),
        ({"until_on": date(2026, 11, 17)}, False),
        ({"concern_code": "vgz"}, False),
        ({"diagnosis_group_code": "D04"}, True),
        ({"diagnosis_group_code": "D05"}, False),
    ],
)
def test_a_stop_for_everybody_goes_before_all(
    connection: Connection, changed: dict[str, object], *, is_stop: bool
) -> None:
    location = make.location(connection)
    make.count(connection, make.offer(connection, location_id=location), free_count=5)
    make.closure(connection, location, **changed)
    row = one(connection)
    if is_stop:
        assert (row["tier"], row["status_code"], row["free_count"]) == (7, "stop", None)
        assert row["reason_codes"] == ["stop"]
    else:
        assert (row["status_code"], row["free_count"]) == ("free", 5)


def test_a_stop_holds_for_its_whole_last_dutch_day(connection: Connection) -> None:
    location = make.location(connection)
    expires_at = AS_OF + timedelta(days=9)
    make.count(connection, make.offer(connection, location_id=location), expires_at=expires_at)
    make.closure(connection, location, until_on=date(2026, 11, 20))
    midnight = datetime(2026, 11, 21, 0, 0, tzinfo=DUTCH)
    assert one(connection, as_of=midnight - timedelta(seconds=1))["status_code"] == "stop"
    assert one(connection, as_of=midnight)["status_code"] == "free"


def test_a_withdrawn_stop_is_none_and_one_of_another_offer_neither(connection: Connection) -> None:
    location = make.location(connection)
    mine = make.offer(connection, location_id=location)
    other = make.offer(connection, location_id=location, diagnosis_group_code="D05")
    make.count(connection, mine)
    make.count(connection, other)
    make.closure(connection, location, withdrawn_by=make.delivery(connection))
    make.closure(connection, location, offer_id=other)
    assert {row["offer_id"]: row["status_code"] for row in ask(connection)} == {mine: "free", other: "stop"}


def test_a_stop_for_one_insurer_is_told_beside_the_places(connection: Connection) -> None:
    location = make.location(connection)
    make.count(connection, make.offer(connection, location_id=location))
    make.closure(connection, location, concern_code="vgz", reason_code="ceiling", until_on=date(2026, 12, 31))
    (stop,) = one(connection)["stops"]
    assert (stop["concern_code"], stop["reason_code"], stop["until_on"]) == ("vgz", "ceiling", "2026-12-31")
    assert stop["concern_name"]
    assert stop["reason_name_nl"]


def test_a_stop_for_the_group_asked_for_stops_an_offer_that_is_not_split(connection: Connection) -> None:
    location = make.location(connection)
    make.count(connection, make.offer(connection, location_id=location, diagnosis_group_code="D00"))
    make.closure(connection, location, diagnosis_group_code="D04")
    assert one(connection)["status_code"] == "free"
    assert [stop["diagnosis_group_code"] for stop in one(connection)["stops"]] == ["D04"]
    assert one(connection, diagnosis_group="D05")["status_code"] == "free"
    asked = one(connection, diagnosis_group="D04")
    assert (asked["status_code"], asked["tier"], asked["free_count"]) == ("stop", 7, None)


# What may fit --------------------------------------------------------------------------------------------------------


def test_pathway_group_and_age_choose_offers(connection: Connection) -> None:
    depression = make.offer(connection)
    anxiety = make.offer(connection, diagnosis_group_code="D05")
    unsplit = make.offer(connection, diagnosis_group_code="D00")
    youth = make.offer(connection, diagnosis_group_code="D00", age_from=0, age_to=17)
    bed = make.offer(connection, care_pathway_code="KLIN", diagnosis_group_code="D00")

    def found(**filters: Any) -> set[int]:
        return {row["offer_id"] for row in ask(connection, **filters)}

    assert found() == {depression, anxiety, unsplit, youth, bed}
    assert found(care_pathway="AMB") == {depression, anxiety, unsplit, youth}
    assert found(diagnosis_group="D04") == {depression, unsplit, youth, bed}
    assert found(care_pathway="AMB", diagnosis_group="D04", age=18) == {depression, unsplit}
    assert found(care_pathway="AMB", age=17) == {youth}
    assert found(care_pathway="AMB", age=120) == {depression, anxiety, unsplit}
    assert found(care_pathway="NONE") == set()


def test_region_and_distance_choose_locations_and_lose_none_without_a_postcode(connection: Connection) -> None:
    near, amersfoort, apeldoorn = (
        make.offer(connection, location_id=make.location(connection, postcode4=postcode4))
        for postcode4 in (IN_TOWN, AMERSFOORT, APELDOORN)
    )
    nowhere = make.offer(connection, location_id=make.location(connection, postcode4=None))

    def found(**filters: Any) -> list[int]:
        return [row["offer_id"] for row in ask(connection, **filters)]

    assert set(found(region="ZK23")) == {near, amersfoort}
    assert set(found(region="ZK03")) == {apeldoorn}
    assert found(postcode=NEAR) == [near, amersfoort, apeldoorn, nowhere]
    assert found(postcode=NEAR, max_km=30) == [near, amersfoort, nowhere]
    assert found(postcode=NEAR, max_km=0) == [nowhere]
    distances = [row["distance_km"] for row in ask(connection, postcode=NEAR)]
    assert distances[3] is None
    assert float(distances[1]) == pytest.approx(19.5, abs=0.5)


@pytest.mark.parametrize("postcode", ["1999", "0000", None])
def test_a_postcode_we_do_not_know_drops_nobody(connection: Connection, postcode: str | None) -> None:
    make.offer(connection)
    assert one(connection, postcode=postcode, max_km=5)["distance_km"] is None


def test_a_row_limit_says_how_many_there_were(connection: Connection) -> None:
    for _ in range(3):
        make.offer(connection)
    (row,) = ask(connection, row_limit=1)
    assert row["match_count"] == 3


def test_a_wrong_entry_route_is_folded_with_its_reason(connection: Connection) -> None:
    make.count(connection, make.offer(connection, entry_route_codes=["crisis_service", "own_clinician"]))
    folded = one(connection)
    assert (folded["tier"], folded["status_code"], folded["free_count"]) == (7, "free", 1)
    assert folded["reason_codes"] == ["place_free", "entry_route"]
    assert one(connection, entry_route="own_clinician")["tier"] == 4
    assert one(connection, entry_route=None)["tier"] == 4


def test_an_entry_route_not_told_bars_nobody(connection: Connection) -> None:
    make.count(connection, make.offer(connection, entry_route_codes=[]))
    assert one(connection)["tier"] == 4


def test_exclusions_hold_for_their_time(connection: Connection) -> None:
    offer = make.offer(connection)
    make.exclusion(connection, offer, valid_to=date(2026, 11, 19))
    make.exclusion(connection, offer, criterion_code="X_AGR", valid_to=date(2026, 11, 18))
    make.exclusion(connection, offer, criterion_code="X_PSY", valid_from=date(2026, 11, 19))
    assert [x["criterion_code"] for x in one(connection)["exclusions"]] == ["X_SUI"]
