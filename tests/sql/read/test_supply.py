"""Places for a thousand inhabitants of the age they are for."""

import pytest
from sqlalchemy import Connection

from sql.call import driver, rows
from tests import factories as make
from tests.factories import AS_OF


def inhabitants(connection: Connection, region: str, least: int) -> float:
    found = driver(connection).execute(
        "select sum(p.inhabitant_count * m.share) from core.population p join core.municipality_region m"
        " using (municipality_code) where m.region_code = %s and (p.age_from >= 18) = (%s >= 18)",
        [region, least],
    )
    (only,) = found.fetchone() or (0,)
    return float(only)


def test_places_stand_beside_the_inhabitants_of_their_age(connection: Connection) -> None:
    place = make.location(connection)
    for age, total in ((18, 30), (60, 12), (0, 8)):
        make.count(connection, make.offer(connection, location_id=place, age_from=age), total_count=total)
    make.offer(connection, location_id=make.location(connection), age_from=19)  # never counted
    found = {row["age_group_code"]: row for row in rows(connection, "read.supply", as_of=AS_OF, region="ZK23")}
    assert {age: row["place_count"] for age, row in found.items()} == {"adult": 42, "youth": 8}
    assert (found["adult"]["offer_count"], found["adult"]["untold_offer_count"]) == (3, 1)
    for group, least in (("adult", 18), ("youth", 0)):
        of_age, row = inhabitants(connection, "ZK23", least), found[group]
        assert float(row["inhabitant_count"]) == of_age
        assert float(row["per_1000"]) == pytest.approx(1000 * row["place_count"] / of_age)


def test_a_municipality_is_a_layer_too_and_an_unknown_one_has_no_rate(connection: Connection) -> None:
    make.count(connection, make.offer(connection), total_count=5)
    (row,) = rows(connection, "read.supply", as_of=AS_OF, layer="municipality")
    assert row["region_code"] == "GM0344"
    assert row["per_1000"] > 0
    driver(connection).execute("delete from core.population")
    (row,) = rows(connection, "read.supply", as_of=AS_OF, layer="municipality")
    assert (row["inhabitant_count"], row["per_1000"], row["place_count"]) == (None, None, 5)
