"""The rows of the template capacity_csv told as the standards tell them: FHIR, SANER, HSDS."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from data.world import capacity_json

AGB = "http://fhir.nl/fhir/NamingSystem/agb-z"
CAPACITY_STATUS = (
    "http://hl7.org/fhir/us/sdoh-clinicalcare/StructureDefinition/SDOHCC-ExtensionHealthcareServiceCapacityStatus"
)
TEMPORARY_CODES = "http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes"
SANER = "http://hl7.org/fhir/us/saner/CodeSystem"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_STATUS = {"available": "capacity", "full": "no-capacity", "stop": "no-capacity"}
Place = dict[str, object]


def fhir_bundle(rows: Iterable[dict[str, str]]) -> bytes:
    """A collection of organizations, locations and services; the first free places as slots of a schedule."""
    resources: dict[str, dict[str, object]] = {}
    for number, place in enumerate(map(capacity_json.place, rows), start=1):
        for one in _resources(f"hs{number}", place, has_slots=number % 4 == 0):
            resources[f"{one['resourceType']}/{one['id']}"] = one
    entries = [
        {"fullUrl": f"https://fhir.voorbeeld.invalid/{name}", "resource": one} for name, one in resources.items()
    ]
    return _json({"resourceType": "Bundle", "type": "collection", "entry": entries})


def saner_reports(rows: Iterable[dict[str, str]]) -> bytes:
    """NDJSON: one MeasureReport per offer of beds. Every seventh cannot tell how many are occupied."""
    return b"".join(
        json.dumps(_report(number, capacity_json.place(row)), ensure_ascii=False).encode() + b"\n"
        for number, row in enumerate(rows, start=1)
    )


def hsds_page(rows: Iterable[dict[str, str]]) -> bytes:
    """A page of services, one per offer."""
    services = [_service(number, capacity_json.place(row)) for number, row in enumerate(rows, start=1)]
    return _json({"total_items": len(services), "total_pages": 1, "page_number": 1, "contents": services})


def _json(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


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
        "category": [_code("segment", place["segment_code"])],
        "type": [_code("care-pathway", place["care_pathway_code"])],
        "specialty": [_code("diagnosis-group", place.get("diagnosis_group_code", "D00"))],
        "characteristic": [_code("urgency", place["urgency_code"])],
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


def _code(system: str, code: object) -> dict[str, object]:
    return {"coding": [{"system": f"urn:transferpunt:{system}", "code": code}]}


def _report(number: int, place: Place) -> dict[str, object]:
    total = int(str(place.get("total_count", 0)))
    free = int(str(place.get("free_count", 0)))
    absent = {"_count": {"extension": [{"url": ABSENT, "valueCode": "unsupported"}]}}
    return {
        "resourceType": "MeasureReport",
        "id": f"beds-{number}",
        "status": "complete",
        "type": "summary",
        "measure": "http://hl7.org/fhir/us/saner/Measure/CDCPatientImpactAndHospitalCapacity",
        "subject": _party("Location", place["agb_location"], place["location_name"]),
        "date": place["counted_at"],
        "reporter": _party("Organization", place["agb_provider"], place["provider_name"]),
        "period": {"start": place["counted_at"], "end": place["counted_at"]},
        "group": [
            {
                "code": _code("care-pathway", place["care_pathway_code"]),
                "population": [
                    _population("numbeds") | {"count": total},
                    _population("numBedsOcc") | (absent if number % 7 == 0 else {"count": total - free}),
                ],
            }
        ],
    }


def _party(kind: str, agb: object, name: object) -> dict[str, object]:
    return {"type": kind, "identifier": {"system": AGB, "value": agb}, "display": name}


def _population(code: str) -> dict[str, object]:
    return {"code": {"coding": [{"system": f"{SANER}/PopulationSystem", "code": code}]}}


def _service(number: int, place: Place) -> dict[str, object]:
    provider, location = f"org-{place['agb_provider']}", f"loc-{place['agb_location']}"
    agb = {
        "id": f"{provider}-agb",
        "identifier_scheme": "AGB",
        "identifier_type": "AGB",
        "identifier": place["agb_provider"],
    }
    taxonomy = {"id": "care-pathway", "name": "Zorgpad", "uri": "urn:transferpunt:care-pathway"}
    term = {
        "id": f"zorgpad-{place['care_pathway_code']}",
        "code": place["care_pathway_code"],
        "taxonomy_detail": taxonomy,
    }
    address = {"id": f"{location}-address", "city": place["place_name"], "postal_code": place["postcode"]}
    return {
        "id": f"service-{number}",
        "name": place.get("referral_product_name", f"service-{number}"),
        "status": "temporarily closed" if place["status"] == "stop" else "active",
        "minimum_age": place.get("age_from", 0),
        "organization": {"id": provider, "name": place["provider_name"], "organization_identifiers": [agb]},
        "phones": [{"id": f"{location}-phone", "number": place["phone"]}],
        "service_at_locations": [
            {
                "id": f"service-{number}-{location}",
                "location": {
                    "id": location,
                    "location_type": "physical",
                    "name": place["location_name"],
                    "external_identifier": place["agb_location"],
                    "external_identifier_type": "AGB",
                    "addresses": [address],
                },
            }
        ],
        "capacities": [
            {
                "id": f"capacity-{number}",
                "unit": {"id": "place", "name": "Place"},
                "available": place.get("free_count", 0),
                "maximum": place.get("total_count"),
                "updated": place["counted_at"],
            }
        ],
        "attributes": [{"id": f"attribute-{number}", "taxonomy_term": term}],
    }


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
    return _json(
        {"resourceType": "Bundle", "type": "history", "meta": {"lastUpdated": "2026-09-01T03:00:00Z"}, "entry": entries}
    )


def _changed(resource: dict[str, object], version: int, moment: str) -> dict[str, object]:
    name = f"{resource['resourceType']}/{resource['id']}"
    return {
        "resource": resource | {"meta": {"versionId": str(version), "lastUpdated": moment}},
        "request": {"method": "PUT", "url": name},
        "response": {"status": "200", "lastModified": moment},
    }
