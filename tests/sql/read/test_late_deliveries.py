"""Who did not deliver, and how many places are hidden behind that; the moment the data stands at."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from sql.call import rows
from tests import factories as make
from tests.factories import AS_OF


def late(connection: Connection, **filters: Any) -> list[dict[str, Any]]:
    return rows(connection, "read.late_deliveries", **{"as_of": AS_OF} | filters)


def test_late_is_older_than_rhythm_and_grace(connection: Connection) -> None:
    make.publish(connection, applied_at=AS_OF - timedelta(hours=30))
    assert late(connection) == []
    (row,) = late(connection, as_of=AS_OF + timedelta(microseconds=1))
    assert (row["source_code"], row["is_never"], row["late_since"]) == ("lindebron", False, AS_OF)
    assert row["last_applied_at"] == AS_OF - timedelta(hours=30)


def test_a_source_that_never_delivered_is_late(connection: Connection) -> None:
    make.source(connection, contact_name="Loket", contact_phone="0000-000009")
    (row,) = late(connection)
    assert (row["is_never"], row["last_applied_at"], row["late_since"]) == (True, None, None)
    assert (row["contact_name"], row["contact_phone"]) == ("Loket", "0000-000009")
    assert (row["hidden_offer_count"], row["hidden_place_count"]) == (0, 0)


@pytest.mark.parametrize("changed", [{"expected_every": None}, {"is_active": False}, {"is_historic": True}])
def test_without_an_agreed_rhythm_nobody_is_late(connection: Connection, changed: dict[str, Any]) -> None:
    make.source(connection, **changed)
    assert late(connection) == []


def test_hidden_places_are_those_last_told_that_no_longer_hold(connection: Connection) -> None:
    for code in ("veel", "weinig"):
        make.publish(connection, source_code=code, applied_at=AS_OF - timedelta(days=5))
    location, stopped = make.location(connection), make.location(connection)
    make.closure(connection, stopped, source_code="veel")

    def place(code: str, age: int, at: int = location, **counted: object) -> None:
        offer = make.offer(connection, location_id=at, age_from=age, source_code=code)
        make.count(connection, offer, source_code=code, **counted)

    place("veel", 18, free_count=4, expires_at=AS_OF)
    place("veel", 19, free_count=5, blank_code="absent")
    place("veel", 20, free_count=100)  # still holds
    place("veel", 21, free_count=100, at=stopped, expires_at=AS_OF)
    place("weinig", 22, free_count=2, expires_at=AS_OF)
    place("weinig", 23, free_count=None)
    found = [(r["source_code"], r["hidden_offer_count"], r["hidden_place_count"]) for r in late(connection)]
    assert found == [("veel", 2, 9), ("weinig", 2, 2)]


def test_who_delivers_in_time_but_old_counts_is_named_for_those_alone(connection: Connection) -> None:
    make.publish(connection, source_code="oud", applied_at=AS_OF - timedelta(hours=1))
    old = make.offer(connection, source_code="oud")
    make.count(connection, old, source_code="oud", free_count=6, expires_at=AS_OF)
    held = make.offer(connection, source_code="oud", age_from=19)
    make.count(connection, held, source_code="oud", free_count=9, blank_code="held_lower")
    make.publish(connection, source_code="goed", applied_at=AS_OF - timedelta(hours=1))
    make.count(connection, make.offer(connection, source_code="goed"), source_code="goed", free_count=3)
    (row,) = late(connection)
    assert (row["source_code"], row["has_old_counts"], row["hidden_offer_count"], row["hidden_place_count"]) == (
        "oud",
        True,
        1,
        6,
    )
    assert late(connection, region="ZK03") == []
    both = late(connection, as_of=AS_OF + timedelta(days=2))
    assert [(row["source_code"], row["has_old_counts"], row["hidden_place_count"]) for row in both] == [
        ("oud", False, 15),
        ("goed", False, 3),
    ], "who is late as well is only late"


def test_a_region_has_its_own_late_list(connection: Connection) -> None:
    for code, postcode4 in (("utrecht", "3511"), ("apeldoorn", "7311")):
        make.publish(connection, source_code=code, applied_at=AS_OF - timedelta(days=5))
        location = make.location(connection, postcode4=postcode4)
        offer = make.offer(connection, location_id=location, source_code=code)
        make.count(connection, offer, source_code=code, free_count=3, expires_at=AS_OF)
    by_agb = make.location(connection, postcode4="7311")
    make.insert(
        connection,
        "core.location_identifier",
        location_id=by_agb,
        system_code="agb",
        value="99000002",
        valid_from=date(2020, 1, 1),
    )
    make.source(connection, "nooit_apeldoorn")
    make.insert(connection, "core.source_agb", source_code="nooit_apeldoorn", agb_code="99000002")
    make.source(connection, "nooit_onbekend")

    def codes(**filters: Any) -> list[str]:
        return [row["source_code"] for row in late(connection, **filters)]

    assert codes() == ["apeldoorn", "utrecht", "nooit_apeldoorn", "nooit_onbekend"]
    assert codes(region="ZK23") == ["utrecht", "nooit_onbekend"]
    assert codes(region="ZK03") == ["apeldoorn", "nooit_apeldoorn", "nooit_onbekend"]


def test_the_moment_the_data_stands_at(connection: Connection) -> None:
    def moment() -> dict[str, Any]:
        (row,) = rows(connection, "read.data_moment", as_of=AS_OF)
        return row

    assert moment()["stands_at"] is None
    make.publish(connection, applied_at=AS_OF - timedelta(hours=2))
    make.publish(connection, source_code="laat", applied_at=AS_OF - timedelta(days=2))
    make.source(connection, "nooit")
    make.source(connection, "geschiedenis", is_historic=True)
    make.publish(connection, source_code="geschiedenis", applied_at=AS_OF)
    make.delivery(connection, state_code="held")
    assert moment() == {
        "stands_at": AS_OF - timedelta(hours=2),
        "source_count": 3,
        "late_source_count": 2,
        "never_source_count": 1,
        "held_delivery_count": 1,
    }
