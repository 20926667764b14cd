"""The lists from which a reader chooses."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from sql.call import rows
from tests import factories as make
from tests.factories import AS_OF


def names(connection: Connection, name: str, key: str, **filters: Any) -> list[str]:
    return [row[key] for row in rows(connection, f"read.{name}", as_of=AS_OF, **filters)]


def test_pathways_groups_urgencies_and_units_come_in_their_own_order(connection: Connection) -> None:
    pathways = rows(connection, "read.care_pathways", as_of=AS_OF)
    assert [row["sort_order"] for row in pathways] == sorted(row["sort_order"] for row in pathways)
    assert {"AMB", "IHT", "CRIS"} < {row["care_pathway_code"] for row in pathways}
    assert [row["care_pathway_code"] for row in pathways if not row["has_places"]] == ["CRIS"]
    assert names(connection, "urgencies", "urgency_code") == ["regulier", "spoed", "crisis"]
    units = names(connection, "place_units", "unit_code")
    assert units == ["intake_slot", "caseload_place", "bed", "group_place"]


def test_only_the_group_list_in_use_is_offered(connection: Connection) -> None:
    now = rows(connection, "read.diagnosis_groups", as_of=AS_OF)
    assert {row["list_code"] for row in now} == {"dsm5"}
    then = rows(connection, "read.diagnosis_groups", as_of=AS_OF.replace(year=2018))
    assert "dsm4" in {row["list_code"] for row in then}


def test_an_ended_pathway_is_no_longer_offered(connection: Connection) -> None:
    connection.exec_driver_sql("update core.care_pathway set valid_to = '2026-11-18' where care_pathway_code = 'ACT'")
    assert "ACT" not in names(connection, "care_pathways", "care_pathway_code")


def test_complaint_words_lead_to_a_pathway_or_a_group(connection: Connection) -> None:
    found = rows(connection, "read.complaint_terms", as_of=AS_OF)
    assert len(found) > 20
    assert all(row["care_pathway_code"] or row["diagnosis_group_code"] for row in found)


@pytest.mark.parametrize(
    ("layer", "number"), [("zorgkantoorregio", 31), ("ggd_region", 25), ("province", 12), ("acute", 0)]
)
def test_regions_of_a_layer(connection: Connection, layer: str, number: int) -> None:
    codes = names(connection, "regions", "region_code", layer=layer)
    assert len(codes) == number
    assert codes == sorted(codes)


def test_a_postcode_lies_in_a_region_of_every_layer_we_know(connection: Connection) -> None:
    make.insert(
        connection,
        "core.region",
        region_code="NW01",
        layer_code="network",
        name="Netwerk Utrecht",
        valid_from=date(2020, 1, 1),
        source="test",
        maintained_by="operator",
    )
    make.insert(
        connection,
        "core.municipality_region",
        municipality_code="GM0344",
        layer_code="network",
        region_code="NW01",
        share=1,
        valid_from=date(2026, 11, 18),
        source="test",
        maintained_by="operator",
    )
    found = rows(connection, "read.region_of_postcode", as_of=AS_OF, postcode="3511")
    assert {row["layer_code"]: row["region_code"] for row in found} == {
        "municipality": "GM0344",
        "province": "PV26",
        "ggd_region": "GG2514",
        "zorgkantoorregio": "ZK23",
        "network": "NW01",
    }
    before = rows(connection, "read.region_of_postcode", as_of=AS_OF.replace(day=17), postcode="3511")
    assert "network" not in {row["layer_code"] for row in before}
    assert rows(connection, "read.region_of_postcode", as_of=AS_OF, postcode="0000") == []
