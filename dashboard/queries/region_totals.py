"""The questions of the pages /regiototalen and /wachtplekken: numbers by region, and counts of waiting places."""

import flask

from dashboard.access import Permission
from dashboard.filters import Filters
from dashboard.queries.database import Row, ask
from dashboard.viewer import Viewer


def region_totals(viewer: Viewer, filters: Filters) -> list[Row]:
    """One row per zorgkantoorregio and care pathway: places free and expected, offers by status."""
    return ask(
        viewer,
        "region_totals",
        region=filters.region,
        care_pathway=filters.care_pathway,
        diagnosis_group=filters.diagnosis_group,
        urgency=filters.urgency,
    )


def location_waits(viewer: Viewer, filters: Filters) -> list[Row]:
    """One row per published wait of a location, with the stops of one's own insurer concern, if any."""
    return ask(
        viewer,
        "location_waits",
        own_concerns=viewer.codes("concern"),
        region=filters.region,
        diagnosis_group=filters.diagnosis_group,
    )


def counts_are_exact(viewer: Viewer) -> bool:
    """Whether counts of waiting places are told as they are (of one's own), or from the threshold and rounded."""
    return viewer.reaches(Permission.SEE_WAITING_COUNTS) != "all"


def waiting_counts(viewer: Viewer, filters: Filters) -> list[Row]:
    """Counts of waiting places as this person may have them. Asking is written down with the answer."""
    question = "waiting_counts_exact" if counts_are_exact(viewer) else "waiting_counts"
    return ask(viewer, question, asker=viewer.account_id, region=filters.region, request_id=flask.g.request_id)
