"""lrza_directory: organizations, locations and services of a national directory (IHE mCSD): pages of a search or of
`_history`, each as it came. One row per version of a resource; which of them is kept the loader decides by its moment.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

import polars as pl

from etl.columns import Column, Rule, by_value, cleaned, parse_columns, read_column, text, word
from etl.feed import Feed, Gates
from etl.records import DIRECTORY, Parsed
from etl.text import fhir
from etl.text.codes import AGB_PATTERN, KVK_PATTERN, VESTIGING_PATTERN
from etl.text.dates import parse_moment
from etl.text.fhir import objects
from etl.text.fhir import text as told
from etl.text.table import TableError

KINDS = ("Organization", "Location", "HealthcareService")
_SYSTEM = "http://fhir.nl/fhir/NamingSystem/"
_SYSTEMS = {
    "agb_code": ("identifier.agb-z", fhir.AGB, AGB_PATTERN),
    "ura_number": ("identifier.ura", f"{_SYSTEM}ura", AGB_PATTERN),
    "kvk_number": ("identifier.kvk", f"{_SYSTEM}kvk", KVK_PATTERN),
    "kvk_vestiging": ("identifier.kvk-vestigingsnummer", f"{_SYSTEM}kvk-vestigingsnummer", VESTIGING_PATTERN),
}
_PARENTS = ("partOf", "managingOrganization", "providedBy")
_ENDED = {"inactive", "entered-in-error", "off", "suspended"}
_REQUIRED = ("resourceType", "id", "meta.lastUpdated")
_OPTIONAL = (
    *("meta.versionId", "request.method", "active", "name", *(column for column, _, _ in _SYSTEMS.values())),
    *("type", "address.postalCode", "address.city", "telecom", "parent", "location"),
)


def parse(chunk: pl.DataFrame, at: datetime) -> Parsed:  # noqa: ARG001 - what is in the future the database judges
    """Versions of resources. An identifier that is none is left out: the rest of the entry holds all the same."""
    frame = by_value(cleaned(chunk), "meta.lastUpdated", parse_moment, DIRECTORY.columns["updated_at"])
    return parse_columns(frame, _COLUMNS)


def rows(documents: list[object]) -> Iterator[Mapping[str, str | None]]:
    """One row per entry of the bundles that is a resource of ours or the deletion of one; what is old news too."""
    bundles = [one for one in documents if isinstance(one, dict) and one.get("resourceType") == "Bundle"]
    if not bundles or len(bundles) < len(documents):
        raise TableError("not_this_form", "no bundle")
    for bundle in bundles:
        for entry in objects(bundle.get("entry")):
            resource, request = _first(entry, "resource"), _first(entry, "request")
            kind, name = _named(entry, resource, request)
            if kind in KINDS:
                yield {"resourceType": kind, "id": name, **_cells(entry, resource, request)}


def _named(entry: fhir.Resource, resource: fhir.Resource, request: fhir.Resource) -> tuple[str | None, str | None]:
    """Type and id: of the resource, or for a deletion of the address that was deleted."""
    if resource:
        return told(resource.get("resourceType")), told(resource.get("id"))
    address = told(request.get("url")) or told(entry.get("fullUrl")) or ""
    parts = [part for part in address.split("/_history")[0].split("/") if part]
    return (parts[-2], parts[-1]) if len(parts) > 1 else (None, None)


def _cells(entry: fhir.Resource, resource: fhir.Resource, request: fhir.Resource) -> dict[str, str | None]:
    meta, response, address = _first(resource, "meta"), _first(entry, "response"), _first(resource, "address")
    parents = (told(_first(resource, name).get("reference")) for name in _PARENTS)
    references = filter(None, (told(one.get("reference")) for one in objects(resource.get("location"))))
    is_ended = resource.get("active") is False or resource.get("status") in _ENDED
    return {
        "meta.lastUpdated": told(meta.get("lastUpdated")) or told(response.get("lastModified")),
        "meta.versionId": told(meta.get("versionId")),
        "request.method": told(request.get("method")),
        "active": "false" if is_ended else "true",
        "name": told(resource.get("name")),
        **{column: fhir.identifier(resource, system) for column, system, _ in _SYSTEMS.values()},
        "type": fhir.code(resource.get("type")),
        "address.postalCode": told(address.get("postalCode")),
        "address.city": told(address.get("city")),
        "telecom": fhir.phone(resource),
        "parent": next(filter(None, parents), None),
        "location": "|".join(references) or None,
    }


def _first(parent: fhir.Resource, name: str) -> fhir.Resource:
    return next(iter(objects(parent.get(name))), {})


_IS_DELETED = (pl.col("request.method").str.to_uppercase() == "DELETE").fill_null(value=False)
_COLUMNS = [
    word("resource_type", "resourceType", {kind.lower(): kind for kind in KINDS}, "invalid_value", is_required=True),
    text("resource_id", "id", is_required=True),
    text("version_id", "meta.versionId"),
    read_column(
        "updated_at",
        "meta.lastUpdated",
        ["not_a_date", "no_such_local_time", "ambiguous_local_time"],
        is_required=True,
    ),
    Column("is_deleted", _IS_DELETED),
    Column(
        "is_active",
        (pl.col("active").str.to_lowercase() == "true").fill_null(value=False) & ~_IS_DELETED,
        (Rule("active", "invalid_value", ~pl.col("active").str.to_lowercase().is_in(["true", "false"])),),
    ),
    text("name", "name"),
    *(
        Column(name, pl.when(pl.col(column).str.contains(pattern)).then(pl.col(column)))
        for name, (column, _, pattern) in _SYSTEMS.items()
    ),
    text("type_code", "type"),
    text("postcode", "address.postalCode"),
    text("place_name", "address.city"),
    text("phone", "telecom"),
    text("parent_reference", "parent"),
    Column("location_references", pl.col("location").str.split("|")),
]

FEED = Feed(
    code="lrza_directory",
    title="Organizations, locations and services of a national directory (mCSD)",
    record=DIRECTORY,
    required=_REQUIRED,
    optional=_OPTIONAL,
    parse=parse,
    gates=Gates(max_refused=0.1, max_locations_gone=None),
    identifiers=tuple(column for column, _, _ in _SYSTEMS.values()),
    headers={"updated_at": "meta.lastUpdated", "resource_type": "resourceType", "resource_id": "id"},
    rows=rows,
)
