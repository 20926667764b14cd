"""The questions of the page /vrije-plekken."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.access import Permission
from dashboard.filters import REGULAR, ROW_LIMIT, Filters
from dashboard.queries.database import Row, ask
from dashboard.viewer import Viewer
from dashboard.vocabulary import Care

UNKNOWN_TIER = 6  # this one and those after it are no answer: unknown, and what does not fit


def free_places(viewer: Viewer, filters: Filters, cares: Sequence[Care], *, row_limit: int = ROW_LIMIT) -> list[Row]:
    """The offers for all these kinds of care in one list, in the order of the read function; each stands in it once."""
    question, detail = _detail(viewer)
    return ask(
        viewer,
        question,
        row_limit=row_limit,
        **_asked(filters, cares),
        **detail,
    )


def place_first(viewer: Viewer, filters: Filters, cares: Sequence[Care], offer: int) -> list[Row]:
    """What single change would bring an offer higher in the answer to this question, highest first."""
    _question, detail = _detail(viewer)
    return ask(viewer, "place_first", offer=offer, **_asked(filters, cares), **detail)


def may_explain(viewer: Viewer) -> bool:
    """Whether this person may ask that: it tells of numbers, so only who sees them all."""
    return viewer.reaches(Permission.SEE_PLACES_EXACT) == "all"


def bridging_offers(viewer: Viewer, filters: Filters) -> list[Row] | None:
    """What can bridge a wait near by; None for who sees only classes of the numbers of others."""
    if not may_explain(viewer):
        return None
    return ask(viewer, "bridging_offers", postcode=filters.postcode, region=filters.region, age=filters.age)


def of_export(viewer: Viewer, rows: Sequence[Row]) -> list[Row]:
    """The rows that this person may take along: all it sees, those of its regions, or those of its own locations."""
    if viewer.reaches(Permission.SEE_PLACES_EXACT) == "own":
        return [row for row in rows if row["is_own"]]
    if viewer.reaches(Permission.EXPORT) == "region":
        return [row for row in rows if row["region_code"] in viewer.codes("region")]
    return list(rows)


def _asked(filters: Filters, cares: Sequence[Care]) -> dict[str, object]:
    return {
        "care_pathways": [care_pathway for care_pathway, _group in cares],
        "diagnosis_groups": [diagnosis_group for _pathway, diagnosis_group in cares],
        "urgency": filters.urgency,
        "postcode": filters.postcode,
        "region": filters.region,
        "max_km": filters.max_km,
        "age": filters.age,
        "criteria": list(filters.criteria) or None,
        "concern": filters.concern,
    }


def _detail(viewer: Viewer) -> tuple[str, dict[str, object]]:
    """Which question answers this person: exact numbers everywhere, or exact ones of its own and classes of others."""
    if viewer.reaches(Permission.SEE_PLACES_EXACT) != "all":
        return "free_places_class", {"own_agb": viewer.codes("agb")}
    stops = viewer.reaches(Permission.SEE_STOPS)
    return "free_places", {"own_concerns": None if stops == "all" else viewer.codes("concern")}


def soonest_regular(viewer: Viewer, filters: Filters, cares: Sequence[Care], *, count: int) -> list[Row]:
    """The offers of regular care for the same question that start soonest."""
    rows = free_places(viewer, replace(filters, urgency=REGULAR), cares)
    fitting = [row for row in rows if row["tier"] < UNKNOWN_TIER and row["status_code"] in {"free", "expected"}]
    known = [row for row in fitting if row["start_weeks"] is not None]
    return sorted(known, key=lambda row: row["start_weeks"])[:count]
