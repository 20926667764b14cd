"""FHIR R4 resources out of foreign JSON: taken apart without trust, looked up by reference, their types checked.

Nothing here raises for what stands in a resource: what is not as it should be is absent, and faults() says so.
"""

from collections.abc import Iterator, Mapping

AGB = "http://fhir.nl/fhir/NamingSystem/agb-z"
CARE_PATHWAY = "urn:transferpunt:care-pathway"
DIAGNOSIS_GROUP = "urn:transferpunt:diagnosis-group"
SEGMENT = "urn:transferpunt:segment"
URGENCY = "urn:transferpunt:urgency"
Resource = Mapping[str, object]


def each(documents: list[object]) -> Iterator[tuple[str | None, Resource]]:
    """(full address, resource) of every resource in bundles, NDJSON lines and single resources, in order."""
    for document in documents:
        if not isinstance(document, dict):
            continue
        if document.get("resourceType") == "Bundle":
            for entry in objects(document.get("entry")):
                resource = entry.get("resource")
                if isinstance(resource, dict):
                    yield text(entry.get("fullUrl")), resource
        else:
            yield None, document


def index(documents: list[object]) -> dict[str, Resource]:
    """Every resource by `Type/id` and by its full address; of one that stands there twice the last."""
    found: dict[str, Resource] = {}
    for address, resource in each(documents):
        found[f"{resource.get('resourceType')}/{resource.get('id')}"] = resource
        if address:
            found[address] = resource
    return found


def referred(reference: object, among: Mapping[str, Resource]) -> Resource:
    """The resource of a Reference; empty when it is not there. The end of a longer address will do."""
    told = text(reference.get("reference")) if isinstance(reference, dict) else None
    if told is None:
        return {}
    return among.get(told) or among.get("/".join(told.split("/")[-2:])) or {}


def objects(value: object) -> list[Resource]:
    """The objects of a list, or the one object; nothing else."""
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed if isinstance(one, dict)]


def text(value: object) -> str | None:
    """A text that is one and holds something."""
    return value if isinstance(value, str) and value.strip() else None


def identifier(resource: Resource, system: str) -> str | None:
    """The first value of an identifier of this system; of several, one that is not old."""
    found = [one for one in objects(resource.get("identifier")) if one.get("system") == system]
    current = [one for one in found if one.get("use") != "old"]
    return next((told for one in [*current, *found] if (told := text(one.get("value")))), None)


def code(concepts: object, system: str | None = None) -> str | None:
    """The first code of a CodeableConcept (or a list of them) in this system, or in any."""
    for concept in objects(concepts):
        for coding in objects(concept.get("coding")):
            if (told := text(coding.get("code"))) and system in (None, coding.get("system")):
                return told
    return None


def phone(resource: Resource) -> str | None:
    """The first phone number."""
    points = objects(resource.get("telecom"))
    return next((told for one in points if one.get("system") == "phone" and (told := text(one.get("value")))), None)


_TYPES: dict[str, dict[str, type | tuple[type, ...]]] = {
    "HealthcareService": {
        "active": bool,
        "name": str,
        "meta": dict,
        "providedBy": dict,
        **dict.fromkeys(("identifier", "category", "type", "specialty", "location", "telecom"), list),
        **dict.fromkeys(("availableTime", "extension", "characteristic", "communication"), list),
    },
    "Location": {"status": str, "name": str, "address": dict, "identifier": list, "telecom": list},
    "Organization": {"active": bool, "name": str, "identifier": list},
    "Schedule": {"actor": list},
    "Slot": {"status": str, "start": str, "end": str, "schedule": dict},
    "MeasureReport": {"status": str, "type": str, "measure": str, "period": dict, "date": str, "group": list},
}
_NEEDED = {"Schedule": ("actor",), "Slot": ("schedule", "status", "start", "end")}
_NEEDED["MeasureReport"] = ("status", "type", "measure", "period")


def faults(resource: Resource) -> list[str]:
    """The elements we use that are not of their R4 type, or are lacking where R4 demands them, as `Type.element`."""
    kind = text(resource.get("resourceType")) or ""
    types = _TYPES.get(kind, {})
    wrong = [name for name, wanted in types.items() if name in resource and not isinstance(resource[name], wanted)]
    lacking = [name for name in _NEEDED.get(kind, ()) if name not in resource]
    return [f"{kind}.{name}" for name in (*wrong, *lacking)]
