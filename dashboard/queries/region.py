"""The questions of the page /regio."""

from dashboard.filters import Filters
from dashboard.queries.database import Row, ask
from dashboard.viewer import Viewer


def region_matrix(viewer: Viewer, filters: Filters) -> list[Row]:
    """One row per care pathway (and diagnosis group where it is split) and urgency, in the region or in all of them."""
    return ask(viewer, "region_matrix", region=filters.region)


def late_deliveries(viewer: Viewer, filters: Filters) -> list[Row]:
    """One row per source that has not delivered in time, the one that hides most places first."""
    return ask(viewer, "late_deliveries", region=filters.region)


def white_spots(viewer: Viewer, region: str) -> list[Row]:
    """One row per care and urgency that nobody in the region takes now, with the regions beside it that do."""
    return ask(viewer, "white_spots", region=region)


def region_places(viewer: Viewer, filters: Filters) -> list[Row]:
    """One row per zorgkantoorregio: what is free there of the chosen care and urgency."""
    return ask(
        viewer,
        "region_places",
        care_pathway=filters.care_pathway,
        diagnosis_group=filters.diagnosis_group,
        urgency=filters.urgency,
    )
