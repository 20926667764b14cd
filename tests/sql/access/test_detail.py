"""Each role gets its own detail: exact, a class or a total; and only of what is its own where that is the rule."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection

from sql.call import rows
from tests import factories as make
from tests.factories import AS_OF
from tests.sql.access.people import account

OWN, OTHER = "06000001", "06000002"
JUNE = date(2026, 6, 1)


def agb(connection: Connection, code: str, *, location_id: int | None = None, provider_id: int | None = None) -> None:
    kind, key = ("location", location_id) if location_id else ("provider", provider_id)
    identifier = {f"{kind}_id": key, "system_code": "agb", "value": code, "valid_from": date(2020, 1, 1)}
    make.insert(connection, f"core.{kind}_identifier", **identifier)


def free(connection: Connection, function: str, **arguments: object) -> dict[int, dict[str, Any]]:
    return {row["offer_id"]: row for row in rows(connection, function, as_of=AS_OF, **arguments)}


def test_a_provider_sees_its_own_numbers_and_classes_of_others(connection: Connection) -> None:
    mine, theirs = make.location(connection), make.location(connection)
    agb(connection, OWN, location_id=mine)
    offers: dict[int, tuple[int, int | None]] = {}
    for location_id in (mine, theirs):
        for count in (0, 1, 2, 3, 9, None):
            offer_id = make.offer(connection, location_id=location_id, age_from=18 + len(offers))
            make.count(connection, offer_id, free_count=count, expected_7_count=count, expected_14_count=count)
            offers[offer_id] = (location_id, count)
    make.closure(connection, mine, concern_code="vgz")
    make.closure(connection, theirs, concern_code="vgz")
    exact = free(connection, "read.free_places")
    seen = free(connection, "read.free_places_class", own_agb=[OWN])
    assert list(seen) == list(exact)  # the same rows in the same order
    classes = {0: "none", 1: "few", 2: "few", 3: "ample", 9: "ample", None: None}
    for offer_id, row in seen.items():
        location_id, count = offers[offer_id]
        assert row["is_own"] == (location_id == mine)
        assert row["free_class_code"] == classes[count]
        assert row["status_code"] == exact[offer_id]["status_code"]
        for column in ("free_count", "expected_count", "delivery_id", "line"):
            assert row[column] == (exact[offer_id][column] if row["is_own"] else None)
    assert [len(row["stops"]) for row in seen.values() if row["is_own"]] == [1] * 6
    assert [len(row["stops"]) for row in seen.values() if offers[row["offer_id"]][0] == theirs] == [0] * 6
    assert not any(row["is_own"] for row in free(connection, "read.free_places_class", own_agb=[OTHER]).values())
    assert not any(row["is_own"] for row in free(connection, "read.free_places_class", own_agb=[]).values())


def test_a_provider_owns_all_locations_under_its_code_while_it_is_valid(connection: Connection) -> None:
    provider_id = make.provider(connection)
    offers = [
        make.offer(connection, location_id=make.location(connection, provider_id=provider_id), age_from=age)
        for age in (18, 19)
    ]
    agb(connection, OWN, provider_id=provider_id)
    own = [offer for offer, row in free(connection, "read.free_places_class", own_agb=[OWN]).items() if row["is_own"]]
    assert sorted(own) == offers
    later = rows(connection, "read.free_places_class", as_of=AS_OF.replace(year=2019), own_agb=[OWN])
    assert not any(row["is_own"] for row in later)


def test_a_mediator_sees_the_stops_of_its_own_concern(connection: Connection) -> None:
    location_id = make.location(connection)
    make.count(connection, make.offer(connection, location_id=location_id))
    for line, concern in enumerate(("vgz", "cz"), start=1):
        make.closure(connection, location_id, concern_code=concern, line=line)

    def told(**arguments: object) -> list[str]:
        (row,) = rows(connection, "read.free_places", as_of=AS_OF, **arguments)
        assert row["status_code"] == "free"
        return sorted(stop["concern_code"] for stop in row["stops"])

    assert told() == ["cz", "vgz"]
    assert told(own_concerns=["cz"]) == ["cz"]
    assert told(own_concerns=[]) == []
    make.closure(connection, location_id, line=3)
    (row,) = rows(connection, "read.free_places", as_of=AS_OF, own_concerns=[])
    assert [stop["concern_code"] for stop in row["stops"]] == [None]


def test_region_totals_add_up_to_the_map_and_hold_no_taken_places(connection: Connection) -> None:
    for number, (postcode4, pathway) in enumerate([("3511", "AMB"), ("3511", "AMB"), ("3511", "IHT"), ("1011", "AMB")]):
        location_id = make.location(connection, postcode4=postcode4)
        offer_id = make.offer(connection, location_id=location_id, care_pathway_code=pathway)
        make.count(connection, offer_id, free_count=number, total_count=20, expected_7_count=1)
    totals = rows(connection, "read.region_totals", as_of=AS_OF)
    assert {(row["region_code"], row["care_pathway_code"]): row["free_count"] for row in totals} == {
        ("ZK02", "AMB"): 3,
        ("ZK23", "AMB"): 1,
        ("ZK23", "IHT"): 2,
    }
    by_region: Counter[str] = Counter()
    for row in totals:
        by_region[row["region_code"]] += row["free_count"]
    places = rows(connection, "read.region_places", as_of=AS_OF)
    assert {row["region_code"]: row["free_count"] for row in places if row["offer_count"]} == dict(by_region)
    assert not [column for column in totals[0] if "total" in column or "taken" in column or "occup" in column]
    (one,) = rows(connection, "read.region_totals", as_of=AS_OF, region="ZK23", care_pathway="IHT")
    assert (one["free_count"], one["expected_count"], one["offer_count"]) == (2, 1, 1)


def test_an_insurer_sees_waits_by_location_and_the_stops_that_are_its_own(connection: Connection) -> None:
    location_id = make.location(connection)
    make.wait(connection, location_id)
    make.wait(connection, location_id, diagnosis_group_code="D12", insurer_literal="een ander")
    for line, concern in enumerate(("vgz", "cz", None), start=1):
        make.closure(connection, location_id, concern_code=concern, line=line)
    (row,) = rows(connection, "read.location_waits", as_of=AS_OF, own_concerns=["vgz"])
    assert (row["location_id"], row["intake_weeks"], row["region_code"]) == (location_id, 3, "ZK23")
    assert [stop["concern_code"] for stop in row["stops"]] == [None, "vgz"]
    (row,) = rows(connection, "read.location_waits", as_of=AS_OF, own_concerns=[], region="ZK23", diagnosis_group="D04")
    assert [stop["concern_code"] for stop in row["stops"]] == [None]
    assert rows(connection, "read.location_waits", as_of=AS_OF, own_concerns=["vgz"], region="ZK02") == []


@pytest.fixture
def waiting(connection: Connection) -> dict[str, int]:
    """One location in Utrecht with OWN as its code, one in Amsterdam; both told 4 waiting for intake in June."""
    found = {}
    rows(connection, "load.ensure_month", parent="waiting_time", day=JUNE)
    for name, postcode4, code in (("utrecht", "3511", OWN), ("amsterdam", "1011", OTHER)):
        location_id = make.location(connection, postcode4=postcode4)
        agb(connection, code, location_id=location_id)
        known = make.source_location(connection, location_id)
        wait = {
            "circuit_code": "adults",
            "diagnosis_group_code": "D04",
            "segment_code": "s-ggz",
            "setting_code": "ambulant",
        }
        facts = {
            "method_code": "current",
            "reference_on": JUNE,
            "intake_state": "unknown",
            "treatment_state": "unknown",
        }
        delivery_id = make.delivery(connection, source_code="wachtbron")
        for version, count in ((1, 40), (2, 4)):
            row = wait | facts | {"version": version, "waiting_intake_count": count, "line": 1}
            make.insert(connection, "core.waiting_time", source_location_id=known, delivery_id=delivery_id, **row)
        found[name] = location_id
    return found


def test_exact_counts_are_of_ones_own_as_the_account_says(connection: Connection, waiting: dict[str, int]) -> None:
    def seen(role: str, **arguments: Any) -> dict[int, int]:
        who = account(connection, role, scopes=arguments.pop("scopes", None))
        found = rows(connection, "read.waiting_counts_exact", as_of=AS_OF, asker=who, **arguments)
        assert rows(connection, "read.own_actions", as_of=AS_OF, account=who)[0]["event_type"] == "waiting_counts_read"
        return {row["location_id"]: row["waiting_intake_count"] for row in found}

    utrecht, amsterdam = waiting["utrecht"], waiting["amsterdam"]
    assert seen("coordinator", scopes={"region": ["ZK23"]}) == {utrecht: 4}  # the newest version
    assert seen("coordinator", scopes={"region": ["ZK23", "ZK02"]}, month=JUNE) == {utrecht: 4, amsterdam: 4}
    assert seen("coordinator", scopes={"region": ["ZK23"]}, region="ZK02") == {}
    assert seen("coordinator", scopes={"agb": [OTHER]}) == {}
    assert seen("provider", scopes={"agb": [OTHER]}) == {amsterdam: 4}
    assert seen("provider", scopes={"region": ["ZK23"]}) == {}
    assert seen("clinician", scopes={"agb": [OWN]}, month=date(2026, 5, 1)) == {}
    for role in ("gp", "mediator", "insurer", "operator", "auditor"):
        assert seen(role, scopes={"region": ["ZK23"], "agb": [OWN]}) == {}
    (whole, *cells) = rows(connection, "read.waiting_counts", as_of=AS_OF, asker=account(connection, "insurer"))
    assert (whole["waiting_intake_count"], whole["hidden_intake_cell_count"]) == (None, 2)
    assert {cell["waiting_intake_count"] for cell in cells} == {None}
    for role in ("gp", "provider", "coordinator", "operator", "auditor"):
        assert rows(connection, "read.waiting_counts", as_of=AS_OF, asker=account(connection, role)) == []


def test_held_deliveries_are_shown_to_those_whose_region_they_are(connection: Connection) -> None:
    make.offer(connection, source_code="lindebron")  # in Utrecht
    held = {
        source: make.delivery(connection, source_code=source, state_code="held", received_at=AS_OF - timedelta(hours=1))
        for source in ("lindebron", "elders")
    }

    def seen(role: str, **scopes: list[str]) -> list[int]:
        who = account(connection, role, scopes=scopes)
        found = rows(connection, "read.held_deliveries", as_of=AS_OF, asker=who)
        assert rows(connection, "read.own_actions", as_of=AS_OF, account=who)[0]["event_type"] == "held_deliveries_read"
        return [row["delivery_id"] for row in found]

    assert seen("coordinator", region=["ZK23"]) == [held["lindebron"]]
    assert seen("coordinator", region=["ZK02"]) == []
    assert seen("operator") == seen("auditor") == [held["lindebron"], held["elders"]]
    assert seen("gp", region=["ZK23"]) == []
    with pytest.raises(psycopg.errors.CheckViolation), connection.begin_nested():
        rows(connection, "read.held_deliveries", as_of=AS_OF, asker=10**9)
    unknown = rows(connection, "read.held_deliveries", as_of=AS_OF, asker=None)
    assert unknown == []
