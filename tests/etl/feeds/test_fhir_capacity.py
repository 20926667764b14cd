"""fhir_capacity: what a status and slots come to, official examples with their faults, and the R4 schema."""

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from etl.feeds.fhir_capacity import CAPACITY_STATUS, FEED
from etl.read import UnreadableError
from etl.text import fhir
from tests import repository
from tests.etl.feeds.standard import parsed

SAMPLE = json.loads(repository.text("data/sample/fhir_capacity.json"))
COUNTED = "2026-09-01T05:00:00+02:00"


def agb(code: str) -> list[dict[str, str]]:
    return [{"system": fhir.AGB, "value": code}]


def coded(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


def service(status: str | None = "capacity", **changes: Any) -> dict[str, Any]:
    told = {"url": "capacityStatus", "valueCodeableConcept": coded("any", status)} if status else {"url": "other"}
    made: dict[str, Any] = {
        "resourceType": "HealthcareService",
        "id": "1",
        "meta": {"lastUpdated": COUNTED},
        "extension": [{"url": CAPACITY_STATUS, "extension": [told]}],
        "active": True,
        "providedBy": {"reference": "Organization/1"},
        "category": [coded(fhir.SEGMENT, "s-ggz")],
        "type": [coded("other", "57"), coded(fhir.CARE_PATHWAY, "AMB")],
        "location": [{"reference": "https://elsewhere.test/fhir/Location/1"}],
    }
    return made | changes


LOCATION = {"resourceType": "Location", "id": "1", "status": "active", "name": "Centrum", "identifier": agb("09000001")}
PROVIDER = {"resourceType": "Organization", "id": "1", "name": "Proefberg", "identifier": agb("09000000")}


def slots(*told: tuple[str, str], actor: str = "HealthcareService/1") -> list[dict[str, Any]]:
    """A schedule and a slot for each (status, start)."""
    schedule = {"resourceType": "Schedule", "id": "1", "actor": [{"reference": actor}]}
    of = {"schedule": {"reference": "Schedule/1"}}
    made = [
        {"resourceType": "Slot", "id": str(n), "status": status, "start": start, "end": start, **of}
        for n, (status, start) in enumerate(told)
    ]
    return [schedule, *made]


def free(*resources: Any) -> tuple[int | None, str | None]:
    (row,), rejected = parsed(FEED, *resources, LOCATION, PROVIDER)
    assert rejected == []
    return row["free_count"], row["first_on"] and row["first_on"].isoformat()


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("capacity", None),
        ("no-capacity", 0),
        ("waitlist", 0),
        ("additional-assessment-required", None),
        ("no-capacity-has-waitlist", None),
        ("at-capacity", None),
        ("CAPACITY!", None),
        (None, None),
    ],
)
def test_a_status_alone_is_full_or_not_known(status: str | None, expected: int | None) -> None:
    assert free(service(status)) == (expected, None)


@pytest.mark.parametrize("status", ["at-capacity", "additional-assessment-required", None])
def test_slots_of_a_service_with_an_unknown_status_are_not_shown_as_free(status: str | None) -> None:
    assert free(service(status), *slots(("free", "2026-09-02T09:00:00+02:00")))[0] is None


def test_free_places_are_the_slots_that_are_free_and_still_come() -> None:
    told = slots(
        ("free", "2026-09-04T09:00:00+02:00"),
        ("free", "2026-09-03T23:30:00Z"),
        ("free", "2026-08-31T09:00:00+02:00"),
        ("busy", "2026-09-02T09:00:00+02:00"),
        ("busy-tentative", "2026-09-02T09:00:00+02:00"),
        ("entered-in-error", "2026-09-02T09:00:00+02:00"),
        ("free", "soon"),
    )
    assert free(service(), *told) == (2, "2026-09-04")


def test_slots_of_a_service_at_two_locations_count_where_their_schedule_is() -> None:
    other = LOCATION | {"id": "2", "identifier": agb("09000002")}
    both = service(location=[{"reference": "Location/1"}, {"reference": "Location/2"}])
    told = slots(("free", "2026-09-02T09:00:00+02:00"))
    told[0]["actor"].append({"reference": "Location/2"})
    rows, _ = parsed(FEED, both, *told, LOCATION, other, PROVIDER)
    assert {row["agb_location"]: row["free_count"] for row in rows} == {"09000001": None, "09000002": 1}


def test_a_location_that_is_not_in_use_has_nothing_free() -> None:
    (row,), _ = parsed(
        FEED, service(), *slots(("free", "2026-09-02T09:00:00Z")), LOCATION | {"status": "suspended"}, PROVIDER
    )
    assert row["free_count"] is None


def test_a_service_that_is_no_longer_active_is_no_row() -> None:
    rows, rejected = parsed(FEED, service(active=False), service(id="2"), LOCATION, PROVIDER)
    assert (len(rows), rejected) == (1, [])


@pytest.mark.parametrize(
    ("change", "refusals"),
    [
        ({"location": []}, {("Location.identifier", "required"), ("Location.name", "required")}),
        ({"meta": {}}, {("HealthcareService.meta.lastUpdated", "required")}),
        ({"meta": {"lastUpdated": "yesterday"}}, {("HealthcareService.meta.lastUpdated", "not_a_date")}),
        ({"name": 5}, {("resource", "fhir_invalid")}),
        ({"type": "AMB"}, {("HealthcareService.type", "required"), ("resource", "fhir_invalid")}),
        (
            {
                "availableTime": [
                    {"daysOfWeek": ["mon"], "availableStartTime": "08:30:00", "availableEndTime": "05:30:00"}
                ]
            },
            {("HealthcareService.availableTime", "hours_end_before_start")},
        ),
    ],
)
def test_what_is_wrong_costs_its_row_and_is_named(change: dict[str, Any], refusals: set[tuple[str, str]]) -> None:
    rows, rejected = parsed(FEED, service(**change), service(id="2"), LOCATION, PROVIDER)
    assert len(rows) == 1
    assert {(column, code) for line, column, code in rejected if line == 1} == refusals


@pytest.mark.parametrize("document", [{"resourceType": "Patient"}, {"resourceType": "Bundle", "entry": "x"}, [], 5])
def test_what_holds_no_service_is_not_this_form(document: Any) -> None:
    with pytest.raises(UnreadableError, match="not_this_form"):
        parsed(FEED, document)


def test_a_bundle_and_its_lines_are_the_same() -> None:
    lines = [entry["resource"] for entry in SAMPLE["entry"]]
    assert parsed(FEED, SAMPLE) == parsed(FEED, *lines)


def test_any_element_may_be_of_any_type() -> None:
    """Nothing that stands in a resource makes the reader fall over: its one row is a record or is refused, by name."""
    resources = [service(), *slots(("free", COUNTED)), LOCATION, PROVIDER]
    found: set[bool] = set()
    for number, resource in enumerate(resources):
        for name in resource:
            for odd in (None, 5, "x", [], {}, [None], [[]], [{}], {"reference": 5}, [{"coding": 5}], True):
                changed = copy.deepcopy(resources)
                changed[number][name] = odd
                if changed[0].get("resourceType") != "HealthcareService":
                    continue
                rows, rejected = parsed(FEED, *changed)
                refused = {line for line, _, _ in rejected}
                assert (len(rows), refused) in [(1, set()), (0, {1})], (name, odd)
                assert all(row["free_count"] in {None, 0, 1} for row in rows), (name, odd)
                found.add(bool(rows))
    assert found == {True, False}, "some of it costs the row, some does not"


@pytest.fixture
def standards(shared_data: Path) -> Path:
    return shared_data / "standards" / "fhir_r4"


def test_the_official_examples_are_refused_for_what_is_wrong_with_them(standards: Path) -> None:
    names = ("HealthcareService", "Location", "Schedule", "Slot")
    documents = [json.loads((standards / f"{name}-example.json").read_text()) for name in names]
    rows, rejected = parsed(FEED, *documents)
    assert rows == []
    assert (1, "HealthcareService.availableTime", "hours_end_before_start") in rejected
    assert (1, "Location.identifier", "required") in rejected
    assert all(fhir.faults(document) == [] for document in documents), "they are valid R4, closing hours or not"


def test_our_sample_is_valid_r4(standards: Path) -> None:
    kinds = {entry["resource"]["resourceType"] for entry in SAMPLE["entry"]}
    assert kinds == {"HealthcareService", "Location", "Organization", "Schedule", "Slot"}
    wrong = []
    for kind in kinds:
        schema = json.loads((standards / f"{kind}.schema.json").read_text())
        validator = jsonschema.validators.validator_for(schema)(schema)
        mine = [entry["resource"] for entry in SAMPLE["entry"] if entry["resource"]["resourceType"] == kind]
        wrong += [(kind, one["id"]) for one in mine if not validator.is_valid(one)]
    assert wrong == []


def test_our_subset_finds_every_wrong_type_that_the_schema_finds(standards: Path) -> None:
    found = []
    for resource in (service(), LOCATION, PROVIDER, *slots(("free", COUNTED))):
        schema = json.loads((standards / f"{resource['resourceType']}.schema.json").read_text())
        validator = jsonschema.validators.validator_for(schema)(schema)
        assert validator.is_valid(resource)
        for name in set(resource) - {"resourceType", "id"}:
            wrong = resource | {name: 5}
            if not validator.is_valid(wrong):  # it leaves the type of some elements open
                assert fhir.faults(wrong) == [f"{resource['resourceType']}.{name}"]
                found.append(name)
    assert {"location", "actor"} <= set(found)
