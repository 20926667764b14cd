"""The rows of the template capacity_csv told as SANER reports of beds and as HSDS services."""

import json
from collections.abc import Iterable

from data.world import capacity_json
from data.world.capacity_json import Place
from data.world.fhir import AGB, code, document

SANER = "http://hl7.org/fhir/us/saner/CodeSystem"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"


def saner_reports(rows: Iterable[dict[str, str]]) -> bytes:
    """NDJSON: one MeasureReport per offer of beds. Every seventh cannot tell how many are occupied."""
    return b"".join(
        json.dumps(_report(number, capacity_json.place(row)), ensure_ascii=False).encode() + b"\n"
        for number, row in enumerate(rows, start=1)
    )


def hsds_page(rows: Iterable[dict[str, str]]) -> bytes:
    """A page of services, one per offer."""
    services = [_service(number, capacity_json.place(row)) for number, row in enumerate(rows, start=1)]
    return document({"total_items": len(services), "total_pages": 1, "page_number": 1, "contents": services})


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
                "code": code("care-pathway", place["care_pathway_code"]),
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
