"""The list of free places as a file."""

from collections.abc import Iterable
from typing import Any

from dashboard import labels
from dashboard.csv_text import Table
from dashboard.language import _


def places_file(rows: Iterable[dict[str, Any]]) -> Table:
    """The rows of read.free_places or read.free_places_class, a column for each thing that is told of an offer."""
    heads = [
        *(_("Provider"), _("Location"), _("Place"), _("Postcode"), _("AGB code"), _("Care pathway")),
        *(_("Diagnosis group"), _("Urgency"), _("Status"), _("Free"), _("Expected"), _("Expected by")),
        *(_("Intake (weeks)"), _("Treatment (weeks)"), _("Counted"), _("Holds until"), _("Phone")),
    ]
    return Table("vrije-plekken", "free_places", heads, [_row(row) for row in rows])


def _row(row: dict[str, Any]) -> list[object]:
    return [
        *(row[name] for name in ("provider_name", "location_name", "place_name", "postcode4", "agb_code")),
        *(row[name] for name in ("care_pathway_name", "diagnosis_group_name", "urgency_code")),
        labels.status(row["status_code"]),
        _count(row, "free"),
        _count(row, "expected"),
        *(row[name] for name in ("expected_by", "intake_weeks", "treatment_weeks", "counted_at", "expires_at")),
        row["consult_phone"] or row["phone"],
    ]


def _count(row: dict[str, Any], what: str) -> object:
    told = row.get(f"{what}_class_code")
    return labels.place_class(told) if row[f"{what}_count"] is None and told else row[f"{what}_count"]
