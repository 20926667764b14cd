"""What nobody in a region takes, and who beside it does."""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from sql.call import rows
from tests import factories as make
from tests.factories import AS_OF

UTRECHT, AMSTERDAM = "3511", "1011"


def spots(connection: Connection, region: str = "ZK23") -> dict[tuple[Any, ...], dict[str, Any]]:
    found = rows(connection, "read.white_spots", as_of=AS_OF, region=region)
    keys = ("care_pathway_code", "diagnosis_group_code", "urgency_code", "criterion_code")
    assert len({tuple(row[key] for key in keys) for row in found}) == len(found)
    return {tuple(row[key] for key in keys): row for row in found}


def offered(connection: Connection, postcode4: str, free: int | None, **offer: object) -> int:
    place = make.location(connection, postcode4=postcode4)
    number = make.offer(connection, location_id=place, **offer)
    make.count(connection, number, free_count=free)
    return number


def nowhere(connection: Connection) -> int:
    """A location of which the postcode is not known: it stands in no region."""
    return make.location(connection, postcode4=None)


def test_white_is_what_is_full_not_known_or_not_offered_here(connection: Connection) -> None:
    offered(connection, UTRECHT, 3)
    offered(connection, UTRECHT, 0, diagnosis_group_code="D05")
    offered(connection, UTRECHT, 0, diagnosis_group_code="D10")
    offered(connection, UTRECHT, None, diagnosis_group_code="D10")
    offered(connection, AMSTERDAM, 2, care_pathway_code="IHT", diagnosis_group_code="D00")
    found = {key: row for key, row in spots(connection).items() if key[3] is None}
    assert {key: (row["kind_code"], row["unknown_count"]) for key, row in found.items()} == {
        ("AMB", "D05", "regulier", None): ("no_room", 0),
        ("AMB", "D10", "regulier", None): ("unknown", 1),
        ("IHT", None, "regulier", None): ("not_offered", 0),
    }


def test_a_care_is_offered_as_soon_as_one_offer_in_some_region_takes_part(connection: Connection) -> None:
    far = {"diagnosis_group_code": "D00"}
    offered(connection, UTRECHT, 3)
    for free in (0, 1):
        offered(connection, AMSTERDAM, free, care_pathway_code="IHT", **far)
    make.offer(connection, care_pathway_code="FACT", location_id=make.location(connection, postcode4="6211"), **far)
    urgent = make.offer(
        connection, care_pathway_code="HIC", location_id=make.location(connection, postcode4="6211"), **far
    )
    make.count(connection, urgent, urgency_code="spoed")
    make.count(connection, make.offer(connection, care_pathway_code="ACT", location_id=nowhere(connection), **far))
    found = {key: row["kind_code"] for key, row in spots(connection).items() if key[3] is None}
    assert found == {
        ("IHT", None, "regulier", None): "not_offered",
        ("FACT", None, "regulier", None): "not_offered",  # never told, which is of the ordinary way
        ("HIC", None, "spoed", None): "not_offered",
    }


def test_the_neighbours_that_take_it_are_named_with_their_number(connection: Connection) -> None:
    offered(connection, UTRECHT, 0)
    offered(connection, "1381", 2)  # Weesp lies beside the region; so does its region
    offered(connection, "6211", 9)  # Maastricht does not
    beside = rows(connection, "read.region_of_postcode", as_of=AS_OF, postcode="1381")
    (region,) = [row["region_code"] for row in beside if row["layer_code"] == "zorgkantoorregio"]
    make.insert(
        connection,
        "core.transfer_point",
        region_code=region,
        name="Transferpunt Voorbeeld",
        phone="0000-108000",
        is_fictional=True,
        source="made up",
        valid_from=date(2020, 1, 1),
    )
    (spot,) = [row for key, row in spots(connection).items() if key[3] is None]
    (neighbour,) = spot["neighbours"]
    assert (neighbour["region_code"], neighbour["free_count"], neighbour["phone"]) == (region, 2, "0000-108000")


def test_a_criterion_is_white_where_there_is_room_but_not_for_it(connection: Connection) -> None:
    number = offered(connection, UTRECHT, 3)
    make.exclusion(connection, number, criterion_code="X_SUI", value_code="by_consultation")
    make.exclusion(connection, number, criterion_code="X_PSY", value_code="excluded")
    white = {key[3] for key in spots(connection)}
    assert "X_SUI" not in white
    assert {"X_PSY", "X_LVB"} < white, "excluded, and never told"
    full = offered(connection, UTRECHT, 0, care_pathway_code="IHT", diagnosis_group_code="D00")
    make.exclusion(connection, full, criterion_code="X_PSY", value_code="no_obstacle")
    assert not [key for key in spots(connection) if key[0] == "IHT" and key[3]], "no room at all is told once"
