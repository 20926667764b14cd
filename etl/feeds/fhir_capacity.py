"""fhir_capacity: FHIR R4 HealthcareService with the capacity status of HL7 SDOH Clinical Care, Location, Organization,
Schedule and Slot, as a bundle or NDJSON. One row per service and location.

Free places are counted slots where a schedule is told; else the status alone speaks. A status outside the guide's list
is unknown, never free.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime

import polars as pl

from etl import capacity_cells
from etl.columns import Rule
from etl.feed import Feed, Gates
from etl.records import CAPACITY, Parsed
from etl.text import fhir
from etl.text.dates import LOCAL_ZONE, parse_moment
from etl.text.table import TableError

CAPACITY_STATUS = (
    "http://hl7.org/fhir/us/sdoh-clinicalcare/StructureDefinition/SDOHCC-ExtensionHealthcareServiceCapacityStatus"
)
STATUSES = {"capacity": "available", "no-capacity": "full", "waitlist": "full"}
_DAYS = {"mon": "ma", "tue": "di", "wed": "wo", "thu": "do", "fri": "vr", "sat": "za", "sun": "zo"}
_NAMES = {
    "agb_location": "Location.identifier",
    "agb_provider": "Organization.identifier",
    "provider_name": "Organization.name",
    "location_name": "Location.name",
    "care_pathway_code": "HealthcareService.type",
    "segment_code": "HealthcareService.category",
    "counted_at": "HealthcareService.meta.lastUpdated",
    "status": "capacityStatus",
    "urgency_code": "HealthcareService.characteristic",
    "diagnosis_group_code": "HealthcareService.specialty",
    "referral_product_name": "HealthcareService.name",
    "consult_phone": "HealthcareService.telecom",
    "consult_hours": "HealthcareService.availableTime",
    "languages": "HealthcareService.communication",
    "postcode": "Location.address.postalCode",
    "place_name": "Location.address.city",
    "phone": "Location.telecom",
    "free_count": "Slot.status",
    "first_on": "Slot.start",
    "fault": "resource",
}
_REQUIRED = 7
_CLOCKS = r"[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}"
_ENDS_FIRST = pl.element().str.slice(0, 5) >= pl.element().str.slice(6, 5)
_RULES = (
    Rule("fault", "fhir_invalid", pl.col("fault").is_not_null()),
    Rule(
        "consult_hours",
        "hours_end_before_start",
        pl.col("consult_hours").str.extract_all(_CLOCKS).list.eval(_ENDS_FIRST).list.any(),
    ),
)


def parse(chunk: pl.DataFrame, at: datetime) -> Parsed:  # noqa: ARG001 - what is in the future the database judges
    """Services at locations as capacity records."""
    return capacity_cells.parse(chunk, _NAMES, rules=_RULES)


def rows(documents: list[object]) -> Iterator[Mapping[str, str | None]]:
    """One row per active HealthcareService and location; a service without one is a row that will be refused."""
    resources = fhir.index(documents)
    services = [one for _, one in fhir.each(documents) if one.get("resourceType") == "HealthcareService"]
    if not services:
        raise TableError("not_this_form", "no HealthcareService")
    schedules, slots = _schedules(documents, resources), _slots(documents, resources)
    for service in services:
        if service.get("active") is False:
            continue
        known = schedules.get(id(service), [])
        places = fhir.objects(service.get("location")) or [{}]
        for place in places:
            here = known if len(places) == 1 else [one for one in known if _is_at(one, place, resources)]
            told = [slot for schedule in here for slot in slots.get(id(schedule), [])]
            yield {_NAMES[cell]: value for cell, value in _cells(service, place, resources, told).items()}


def _cells(
    service: fhir.Resource, place: fhir.Resource, resources: Mapping[str, fhir.Resource], slots: list[fhir.Resource]
) -> dict[str, str | None]:
    location = fhir.referred(place, resources)
    provider = fhir.referred(service.get("providedBy"), resources)
    address = next(iter(fhir.objects(location.get("address"))), {})
    wrong = [fault for one in (service, location, provider, *slots) for fault in fhir.faults(one)]
    meta = next(iter(fhir.objects(service.get("meta"))), {})
    counted = fhir.text(meta.get("lastUpdated"))
    free = _free(slots, counted)
    return {
        "agb_location": fhir.identifier(location, fhir.AGB),
        "agb_provider": fhir.identifier(provider, fhir.AGB),
        "provider_name": fhir.text(provider.get("name")),
        "location_name": fhir.text(location.get("name")),
        "care_pathway_code": fhir.code(service.get("type"), fhir.CARE_PATHWAY) or fhir.code(service.get("type")),
        "segment_code": fhir.code(service.get("category"), fhir.SEGMENT),
        "counted_at": counted,
        "status": _status(service) if location.get("status", "active") == "active" else "unknown",
        "urgency_code": fhir.code(service.get("characteristic"), fhir.URGENCY) or "regulier",
        "diagnosis_group_code": fhir.code(service.get("specialty"), fhir.DIAGNOSIS_GROUP),
        "referral_product_name": fhir.text(service.get("name")),
        "consult_phone": fhir.phone(service),
        "consult_hours": _hours(service),
        "languages": "|".join(filter(None, map(fhir.code, fhir.objects(service.get("communication"))))) or None,
        "postcode": fhir.text(address.get("postalCode")),
        "place_name": fhir.text(address.get("city")),
        "phone": fhir.phone(location),
        "free_count": None if free is None else str(len(free)),
        "first_on": min(free).date().isoformat() if free else None,
        "fault": ", ".join(dict.fromkeys(wrong)) or None,
    }


def _status(service: fhir.Resource) -> str:
    """The guide's status in our words; none told, and any other code, is unknown."""
    for extension in fhir.objects(service.get("extension")):
        if extension.get("url") == CAPACITY_STATUS:
            for part in fhir.objects(extension.get("extension")):
                if part.get("url") == "capacityStatus":
                    return STATUSES.get(fhir.code(part.get("valueCodeableConcept")) or "", "unknown")
    return "unknown"


def _hours(service: fhir.Resource) -> str | None:
    """`ma,di 08:30-17:00; wo 00:00-24:00`, as written, also where it ends before it begins."""
    parts = []
    for told in fhir.objects(service.get("availableTime")):
        listed = told.get("daysOfWeek")
        days = ",".join(_DAYS[day] for day in listed if day in _DAYS) if isinstance(listed, list) else ""
        begins, ends = fhir.text(told.get("availableStartTime")), fhir.text(told.get("availableEndTime"))
        hours = "00:00-24:00" if told.get("allDay") is True else f"{(begins or '')[:5]}-{(ends or '')[:5]}"
        parts.append(f"{days} {hours}".strip())
    return "; ".join(parts) or None


def _is_at(schedule: fhir.Resource, place: fhir.Resource, resources: Mapping[str, fhir.Resource]) -> bool:
    """Whether a schedule is of this location: a service at several shares its slots with nobody knows which."""
    location = fhir.referred(place, resources)
    return any(fhir.referred(actor, resources) is location for actor in fhir.objects(schedule.get("actor")))


def _schedules(documents: list[object], resources: Mapping[str, fhir.Resource]) -> dict[int, list[fhir.Resource]]:
    """The schedules of each service, by its identity here."""
    found = defaultdict(list)
    for _, one in fhir.each(documents):
        if one.get("resourceType") == "Schedule" and one.get("active") is not False:
            for actor in fhir.objects(one.get("actor")):
                found[id(fhir.referred(actor, resources))].append(one)
    return found


def _slots(documents: list[object], resources: Mapping[str, fhir.Resource]) -> dict[int, list[fhir.Resource]]:
    """The slots of each schedule, by its identity here."""
    found = defaultdict(list)
    for _, one in fhir.each(documents):
        if one.get("resourceType") == "Slot":
            found[id(fhir.referred(one.get("schedule"), resources))].append(one)
    return found


def _free(slots: list[fhir.Resource], counted: str | None) -> list[datetime] | None:
    """When each free slot after the count begins, local time; None when no slots are told: that is not zero."""
    counted_at = parse_moment(counted or "").at
    if not slots or counted_at is None:
        return None
    open_ = [slot for slot in slots if slot.get("status") == "free" and slot.get("overbooked") is not True]
    begins = [parse_moment(fhir.text(slot.get("start")) or "").at for slot in open_]
    return [moment.astimezone(LOCAL_ZONE) for moment in begins if moment is not None and moment >= counted_at]


FEED = Feed(
    code="fhir_capacity",
    title="Places: FHIR R4 HealthcareService with capacity status",
    record=CAPACITY,
    required=tuple(_NAMES.values())[:_REQUIRED],
    optional=tuple(_NAMES.values())[_REQUIRED:],
    parse=parse,
    gates=Gates(),
    headers=capacity_cells.headers(_NAMES),
    rows=rows,
)
