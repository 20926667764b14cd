"""Crisis lines and transfer points: the nearest that are known, and never none while one is known at all."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from sql.call import rows
from tests import factories as make
from tests.factories import AS_OF

UTRECHT, AMERSFOORT, APELDOORN = "3511", "3811", "7311"  # GM0344 and GM0307 in ZK23; GM0200 in ZK03


@pytest.fixture
def acute_regions(connection: Connection) -> None:
    """Two acute regions: one holds the city of Utrecht, the other Apeldoorn; Amersfoort is in neither."""
    for code, municipality in (("AC01", "GM0344"), ("AC02", "GM0200")):
        listed: dict[str, object] = {"valid_from": date(2020, 1, 1), "source": "test", "maintained_by": "operator"}
        make.insert(
            connection, "core.region", region_code=code, layer_code="acute", name=f"Acute regio {code}", **listed
        )
        make.insert(
            connection,
            "core.municipality_region",
            municipality_code=municipality,
            layer_code="acute",
            region_code=code,
            share=1,
            **listed,
        )
        for age_group in ("youth", "adult"):
            make.insert(
                connection,
                "core.crisis_line",
                region_code=code,
                age_group_code=age_group,
                part_of_day_code="all",
                phone="0000-000112",
                is_fictional=True,
                **listed,
            )


def lines(connection: Connection, **filters: Any) -> set[str]:
    found = rows(connection, "read.crisis_lines", **{"as_of": AS_OF} | filters)
    assert len(found) == len({(row["region_code"], row["age_group_code"]) for row in found})
    return {row["region_code"] for row in found}


def test_without_any_line_there_is_none(connection: Connection) -> None:
    assert lines(connection, postcode=UTRECHT) == set()


@pytest.mark.usefixtures("acute_regions")
def test_the_line_of_the_postcode_or_else_all_plausible_ones(connection: Connection) -> None:
    assert lines(connection, postcode=UTRECHT) == {"AC01"}
    assert lines(connection, postcode=UTRECHT, region="ZK03") == {"AC01"}
    assert lines(connection, postcode=APELDOORN) == {"AC02"}
    assert lines(connection, postcode=AMERSFOORT) == {"AC01"}
    assert lines(connection, postcode="0000", region="ZK03") == {"AC02"}
    assert lines(connection, region="GM0344") == {"AC01"}
    assert lines(connection, region="AC02") == {"AC02"}
    assert lines(connection, region="ZK01") == {"AC01", "AC02"}
    assert lines(connection, postcode="0000") == {"AC01", "AC02"}
    assert lines(connection) == {"AC01", "AC02"}


@pytest.mark.usefixtures("acute_regions")
def test_a_line_that_has_ended_is_not_shown(connection: Connection) -> None:
    connection.exec_driver_sql("update core.crisis_line set valid_to = '2026-11-18' where region_code = 'AC01'")
    assert lines(connection, postcode=UTRECHT) == {"AC02"}


def desk(connection: Connection, region_code: str, **overrides: object) -> None:
    values: dict[str, object] = {
        "name": f"Transferpunt {region_code}",
        "phone": "0000-000010",
        "opening_hours": "ma-vr 08:30-17:00",
        "is_fictional": True,
        "valid_from": date(2020, 1, 1),
        "source": "test",
        "maintained_by": "operator",
    }
    make.insert(connection, "core.transfer_point", region_code=region_code, **values | overrides)


def desks(connection: Connection, **filters: Any) -> list[str]:
    found = rows(connection, "read.transfer_points", **{"as_of": AS_OF} | filters)
    return [row["region_code"] for row in found]


def test_the_desk_of_the_place_asked_for_or_else_all(connection: Connection) -> None:
    assert desks(connection) == []
    desk(connection, "ZK23")
    desk(connection, "ZK03")
    desk(connection, "GG1413")  # the GGD-regio of Apeldoorn
    desk(connection, "ZK01", valid_to=date(2026, 11, 18))
    assert desks(connection, postcode=UTRECHT) == ["ZK23"]
    assert desks(connection, postcode=APELDOORN) == ["ZK03", "GG1413"]
    assert desks(connection, postcode=APELDOORN, region="ZK23") == ["ZK03", "GG1413"]
    assert desks(connection, region="ZK23") == ["ZK23"]
    assert desks(connection, region="GM0344") == ["ZK23"]
    assert desks(connection, postcode="0000", region="ZK03") == ["ZK03"]
    assert desks(connection, region="ZK01") == ["ZK03", "ZK23", "GG1413"]
    assert desks(connection) == ["ZK03", "ZK23", "GG1413"]
    (row,) = rows(connection, "read.transfer_points", as_of=AS_OF, region="ZK23")
    assert (row["region_name"], row["opening_hours"], row["is_fictional"]) == ("Utrecht", "ma-vr 08:30-17:00", True)


def test_the_youth_route_is_that_of_the_municipality_of_the_postcode_on_that_day(connection: Connection) -> None:
    listed = {"source": "test", "maintained_by": "operator", "is_fictional": True}
    for place, (code, since, until) in enumerate(
        [("GM0344", "2020-01-01", "2026-11-18"), ("GM0344", "2026-11-18", None), ("GM0200", "2020-01-01", None)]
    ):
        make.insert(
            connection,
            "core.youth_route",
            municipality_code=code,
            name=f"Toegang {place}",
            phone=f"0000-00002{place}",
            valid_from=since,
            valid_to=until,
            **listed,
        )
    found = rows(connection, "read.youth_routes", as_of=AS_OF, postcode=UTRECHT)
    assert [(row["municipality_name"], row["name"], row["phone"]) for row in found] == [
        ("Utrecht", "Toegang 1", "0000-000021")
    ]
    assert rows(connection, "read.youth_routes", as_of=AS_OF, postcode=AMERSFOORT) == []
    assert rows(connection, "read.youth_routes", as_of=AS_OF, postcode="0000") == []
