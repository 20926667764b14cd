"""The rows of the template capacity_csv told as FHIR resources: a bundle of services, a page of a directory."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from data.world import capacity_json
from data.world.capacity_json import Place

AGB = "http://fhir.nl/fhir/NamingSystem/agb-z"
CAPACITY_STATUS = (
    "http://hl7.org/fhir/us/sdoh-clinicalcare/StructureDefinition/SDOHCC-ExtensionHealthcareServiceCapacityStatus"
)
TEMPORARY_CODES = "http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes"
_STATUS = {"available": "capacity", "full": "no-capacity", "stop": "no-capacity"}


def fhir_bundle(rows: Iterable[dict[str, str]]) -> bytes:
    """A collection of organizations, locations and services; the first free places as slots of a schedule."""
    resources: dict[str, dict[str, object]] = {}
    for number, place in enumerate(map(capacity_json.place, rows), start=1):
        for one in _resources(f"hs{number}", place, has_slots=number % 4 == 0):
            resources[f"{one['resourceType']}/{one['id']}"] = one
    entries = [
        {"fullUrl": f"https://fhir.voorbeeld.invalid/{name}", "resource": one} for name, one in resources.items()
    ]
    return document({"resourceType": "Bundle", "type": "collection", "entry": entries})


def directory_page(rows: Iterable[dict[str, str]]) -> bytes:
    """A page of history: what fhir_bundle() holds but for its slots, then one rename and one deletion."""
    bundle = json.loads(fhir_bundle(rows))
    kept = [
        one
        for one in bundle["entry"]
        if one["resource"]["resourceType"] in {"Organization", "Location", "HealthcareService"}
    ]
    entries = [_changed(one["resource"], 1, "2026-08-30T04:00:00Z") for one in kept]
    last = next(one["resource"] for one in reversed(kept) if one["resource"]["resourceType"] == "Location")
    entries.append(_changed(last | {"name": f"{last['name']} (hernoemd)"}, 2, "2026-08-31T04:00:00Z"))
    gone = {"method": "DELETE", "url": f"HealthcareService/{kept[-1]['resource']['id']}"}
    entries.append({"request": gone, "response": {"status": "204", "lastModified": "2026-08-31T05:00:00Z"}})
    return document(
        {"resourceType": "Bundle", "type": "history", "meta": {"lastUpdated": "2026-09-01T03:00:00Z"}, "entry": entries}
    )


def _resources(name: str, place: Place, *, has_slots: bool) -> Iterator[dict[str, object]]:
    location, provider = f"loc-{place['agb_location']}", f"org-{place['agb_provider']}"
    yield _named("Organization", provider, place["agb_provider"], place["provider_name"]) | {"active": True}
    yield _named("Location", location, place["agb_location"], place["location_name"]) | {
        "status": "active",
        "telecom": [{"system": "phone", "value": place["phone"]}],
        "address": {"city": place["place_name"], "postalCode": place["postcode"]},
    }
    status = _STATUS.get(str(place["status"]), "additional-assessment-required")
    coded = {"coding": [{"system": TEMPORARY_CODES, "code": status}]}
    yield {
        "resourceType": "HealthcareService",
        "id": name,
        "meta": {"lastUpdated": place["counted_at"]},
        "extension": [
            {"url": CAPACITY_STATUS, "extension": [{"url": "capacityStatus", "valueCodeableConcept": coded}]}
        ],
        "active": True,
        "providedBy": {"reference": f"Organization/{provider}"},
        "category": [code("segment", place["segment_code"])],
        "type": [code("care-pathway", place["care_pathway_code"])],
        "specialty": [code("diagnosis-group", place.get("diagnosis_group_code", "D00"))],
        "characteristic": [code("urgency", place["urgency_code"])],
        "location": [{"reference": f"Location/{location}"}],
        "name": place.get("referral_product_name", name),
        "availableTime": [
            {
                "daysOfWeek": ["mon", "tue", "wed", "thu", "fri"],
                "availableStartTime": "08:30:00",
                "availableEndTime": "17:00:00",
            }
        ],
    }
    if has_slots and place["status"] == "available":
        yield {"resourceType": "Schedule", "id": f"sch-{name}", "actor": [{"reference": f"HealthcareService/{name}"}]}
        begins = datetime.fromisoformat(str(place["counted_at"])).replace(hour=9, minute=0) + timedelta(days=3)
        for number in range(min(int(str(place["free_count"])), 3) + 1):
            start = begins + timedelta(days=number)
            yield {
                "resourceType": "Slot",
                "id": f"slot-{name}-{number}",
                "schedule": {"reference": f"Schedule/sch-{name}"},
                "status": "busy" if number == 0 else "free",
                "start": start.isoformat(),
                "end": (start + timedelta(minutes=45)).isoformat(),
            }


def _named(kind: str, name: str, agb: object, told: object) -> dict[str, object]:
    return {"resourceType": kind, "id": name, "identifier": [{"system": AGB, "value": agb}], "name": told}


def _changed(resource: dict[str, object], version: int, moment: str) -> dict[str, object]:
    name = f"{resource['resourceType']}/{resource['id']}"
    return {
        "resource": resource | {"meta": {"versionId": str(version), "lastUpdated": moment}},
        "request": {"method": "PUT", "url": name},
        "response": {"status": "200", "lastModified": moment},
    }


def document(content: object) -> bytes:
    """A JSON file."""
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def code(system: str, told: object) -> dict[str, object]:
    """A CodeableConcept of one of our own lists."""
    return {"coding": [{"system": f"urn:transferpunt:{system}", "code": told}]}
