"""hsds_capacity: Open Referral HSDS 3.1 services with `capacities`, for places in the social domain.

One document is a service, a list of them, or a page of the API (`contents`). One row per capacity and location.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

import polars as pl

from etl import capacity_cells
from etl.columns import Rule
from etl.feed import Feed, Gates
from etl.feeds.capacity_json import cell
from etl.records import CAPACITY, Parsed
from etl.text import fhir
from etl.text.fhir import objects, text
from etl.text.table import TableError

STATUSES = {"active": None, "temporarily closed": "stop"}  # another one is unknown
UNITS = ("bed", "beds", "place", "places", "plek", "plekken", "bedden", "person", "persons")
_NAMES = {
    "agb_location": "location.external_identifier",
    "agb_provider": "organization.organization_identifiers",
    "provider_name": "organization.name",
    "location_name": "location.name",
    "care_pathway_code": "service.attributes",
    "counted_at": "capacities.updated",
    "free_count": "capacities.available",
    "unit": "capacities.unit",
    "total_count": "capacities.maximum",
    "status": "service.status",
    "referral_product_name": "service.name",
    "age_from": "service.minimum_age",
    "age_to": "service.maximum_age",
    "phone": "service.phones",
    "postcode": "location.addresses.postal_code",
    "place_name": "location.addresses.city",
}
_REQUIRED = 8
_FIXED = {"segment_code": "social", "urgency_code": "regulier"}
_AVAILABLE, _MAXIMUM = (pl.col(name).cast(pl.Float64, strict=False) for name in ("free_count", "total_count"))
_RULES = (
    Rule("unit", "unknown_unit", ~pl.col("unit").str.to_lowercase().is_in(UNITS).fill_null(value=False)),
    Rule("free_count", "free_above_total", _AVAILABLE > _MAXIMUM),
)


def parse(chunk: pl.DataFrame, at: datetime) -> Parsed:  # noqa: ARG001 - what is in the future the database judges
    """Capacities as capacity records."""
    return capacity_cells.parse(chunk, _NAMES, fixed=_FIXED, rules=_RULES)


def rows(documents: list[object]) -> Iterator[Mapping[str, str | None]]:
    """One row per capacity and location of every service; services without capacities tell nothing here."""
    services = [service for document in documents for service in _services(document)]
    if not any("capacities" in service for service in services):
        raise TableError("not_this_form", "no service with capacities")
    for service in services:
        if service.get("status") in ("inactive", "defunct"):
            continue
        places = [_first(one, "location") for one in objects(service.get("service_at_locations"))] or [{}]
        for capacity in objects(service.get("capacities")):
            for place in places:
                yield {_NAMES[name]: value for name, value in _cells(service, capacity, place).items()}


def _services(document: object) -> list[fhir.Resource]:
    if isinstance(document, dict) and "contents" in document:
        return objects(document["contents"])
    return objects(document)


def _first(parent: fhir.Resource, name: str) -> fhir.Resource:
    return next(iter(objects(parent.get(name))), {})


def _cells(service: fhir.Resource, capacity: fhir.Resource, place: fhir.Resource) -> dict[str, str | None]:
    provider, address = _first(service, "organization"), _first(place, "addresses")
    is_agb = text(place.get("external_identifier_type")) == "AGB"
    status = text(service.get("status"))
    return {
        "agb_location": text(place.get("external_identifier")) if is_agb else None,
        "agb_provider": _agb(provider),
        "provider_name": text(provider.get("name")),
        "location_name": text(place.get("name")),
        "care_pathway_code": _pathway(capacity) or _pathway(service),
        "counted_at": text(capacity.get("updated")),
        "free_count": _number(capacity.get("available")),
        "unit": text(_first(capacity, "unit").get("name")),
        "total_count": _number(capacity.get("maximum")),
        "status": STATUSES.get(status, "unknown") if status else None,
        "referral_product_name": text(service.get("name")),
        "age_from": _number(service.get("minimum_age")),
        "age_to": _number(service.get("maximum_age")),
        "phone": text(_first(service, "phones").get("number")),
        "postcode": text(address.get("postal_code")),
        "place_name": text(address.get("city")),
    }


def _agb(provider: fhir.Resource) -> str | None:
    told = objects(provider.get("organization_identifiers"))
    return next((text(one.get("identifier")) for one in told if one.get("identifier_scheme") == "AGB"), None)


def _pathway(of: fhir.Resource) -> str | None:
    """The code of the first taxonomy term that is one of our care pathways, as its taxonomy says."""
    terms = [_first(one, "taxonomy_term") for one in objects(of.get("attributes"))]
    ours = (one for one in terms if _first(one, "taxonomy_detail").get("uri") == fhir.CARE_PATHWAY)
    return next((text(one.get("code")) for one in ours), None)


def _number(value: object) -> str | None:
    """A number as text; 12.0 is 12."""
    return cell(int(value) if isinstance(value, float) and value.is_integer() else value)


FEED = Feed(
    code="hsds_capacity",
    title="Places in the social domain: Open Referral HSDS 3.1",
    record=CAPACITY,
    required=tuple(_NAMES.values())[:_REQUIRED],
    optional=tuple(_NAMES.values())[_REQUIRED:],
    parse=parse,
    gates=Gates(),
    headers=capacity_cells.headers(_NAMES),
    rows=rows,
)
