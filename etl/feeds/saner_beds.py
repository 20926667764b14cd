"""saner_beds: HL7 SANER MeasureReports with counts of beds, one or many. One row per group of a report.

Free is beds less occupied beds, and only where both are told: a count that is sent as absent is not zero.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

import polars as pl

from etl import capacity_cells
from etl.columns import Rule
from etl.feed import Feed, Gates
from etl.records import CAPACITY, Parsed
from etl.text import fhir
from etl.text.dates import parse_date
from etl.text.table import TableError

TOTAL, OCCUPIED = "numbeds", "numbedsocc"
PATHWAYS = {"PHU": "KLIN", "PSYCHIATRIC": "KLIN"}  # v3-RoleCode; HAvBED
_NAMES = {
    "agb_location": "MeasureReport.subject",
    "agb_provider": "MeasureReport.reporter",
    "provider_name": "MeasureReport.reporter.display",
    "location_name": "MeasureReport.subject.display",
    "care_pathway_code": "MeasureReport.group.code",
    "counted_at": "MeasureReport.date",
    "free_count": "MeasureReport.group.population",
    "total_count": "MeasureReport.group.population.numBeds",
    "fault": "resource",
}
_REQUIRED = 6
_FIXED = {"segment_code": "s-ggz", "urgency_code": "regulier"}
_RULES = (Rule("fault", "fhir_invalid", pl.col("fault").is_not_null()),)


def parse(chunk: pl.DataFrame, at: datetime) -> Parsed:  # noqa: ARG001 - what is in the future the database judges
    """Counts of beds as capacity records."""
    return capacity_cells.parse(chunk, _NAMES, fixed=_FIXED, rules=_RULES)


def rows(documents: list[object]) -> Iterator[Mapping[str, str | None]]:
    """One row per group of every MeasureReport that counts beds, or has no group that does."""
    reports = [one for _, one in fhir.each(documents) if one.get("resourceType") == "MeasureReport"]
    if not reports:
        raise TableError("not_this_form", "no MeasureReport")
    resources = fhir.index(documents)
    for report in reports:
        groups = [one for one in fhir.objects(report.get("group")) if TOTAL in _counts(one)]
        for group in groups or [{}]:
            yield {_NAMES[cell]: value for cell, value in _cells(report, group, resources).items()}


def _cells(
    report: fhir.Resource, group: fhir.Resource, resources: Mapping[str, fhir.Resource]
) -> dict[str, str | None]:
    counts = _counts(group)
    total, occupied = counts.get(TOTAL), counts.get(OCCUPIED)
    subject, reporter = _party(report.get("subject"), resources), _party(report.get("reporter"), resources)
    is_final = report.get("status") == "complete"
    return {
        "agb_location": subject[0],
        "agb_provider": reporter[0],
        "provider_name": reporter[1],
        "location_name": subject[1],
        "care_pathway_code": _pathway(group),
        "counted_at": _moment(report),
        "free_count": str(total - occupied) if is_final and total is not None and occupied is not None else None,
        "total_count": None if total is None else str(total),
        "fault": ", ".join(fhir.faults(report)) or None,
    }


def _counts(group: fhir.Resource) -> dict[str, int | None]:
    """Population code, in small letters, to its count; None for one that is told as absent, or in another way."""
    found: dict[str, int | None] = {}
    for population in fhir.objects(group.get("population")):
        count = population.get("count")
        is_count = isinstance(count, int) and not isinstance(count, bool)
        for coding in fhir.objects(next(iter(fhir.objects(population.get("code"))), {}).get("coding")):
            found[str(coding.get("code")).lower()] = count if is_count else None  # type: ignore[assignment]
    return found


def _pathway(group: fhir.Resource) -> str | None:
    told = fhir.code(group.get("code"), fhir.CARE_PATHWAY) or fhir.code(group.get("code"))
    return PATHWAYS.get(told.upper(), told) if told else None


def _party(reference: object, resources: Mapping[str, fhir.Resource]) -> tuple[str | None, str | None]:
    """AGB code and name of a Location or Organization: of the resource where it came along, else of the reference."""
    found = fhir.referred(reference, resources)
    told = next(iter(fhir.objects(reference)), {})
    return (
        fhir.identifier(found, fhir.AGB) or fhir.identifier(told, fhir.AGB),
        fhir.text(found.get("name")) or fhir.text(told.get("display")),
    )


def _moment(report: fhir.Resource) -> str | None:
    """The moment of the report, else the end of its period; of a day only its beginning is sure."""
    period = next(iter(fhir.objects(report.get("period"))), {})
    told = fhir.text(report.get("date")) or fhir.text(period.get("end"))
    return f"{told}T00:00" if told and parse_date(told) else told


FEED = Feed(
    code="saner_beds",
    title="Beds: HL7 SANER MeasureReport",
    record=CAPACITY,
    required=tuple(_NAMES.values())[:_REQUIRED],
    optional=tuple(_NAMES.values())[_REQUIRED:],
    parse=parse,
    gates=Gates(),
    headers=capacity_cells.headers(_NAMES),
    rows=rows,
)
