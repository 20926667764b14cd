"""The questions of the page /vrije-plekken."""

import math
from collections.abc import Sequence
from dataclasses import replace

from dashboard.access import Permission
from dashboard.filters import REGULAR, ROW_LIMIT, Filters
from dashboard.queries.database import Row, ask
from dashboard.viewer import Viewer
from dashboard.vocabulary import Care

UNKNOWN_TIER = 6  # this one and those after it are no answer: unknown, and what does not fit


def free_places(viewer: Viewer, filters: Filters, cares: Sequence[Care], *, row_limit: int = ROW_LIMIT) -> list[Row]:
    """The offers for all these kinds of care in one list, in the order of the read function; each stands in it once.

    Each kind of care is a question of its own. An offer that is in several answers is told as the one with a diagnosis
    group tells it, for that knows best which wait is meant.
    """
    question, detail = _detail(viewer)
    once: dict[int, Row] = {}
    for care_pathway, diagnosis_group in sorted(cares, key=lambda care: care[1] is None):
        answer = ask(
            viewer,
            question,
            care_pathway=care_pathway,
            diagnosis_group=diagnosis_group,
            urgency=filters.urgency,
            postcode=filters.postcode,
            region=filters.region,
            max_km=filters.max_km,
            age=filters.age,
            row_limit=row_limit,
            **detail,
        )
        for place, row in enumerate(answer):
            once.setdefault(row["offer_id"], {**row, "place": place})
    return sorted(once.values(), key=_position)[:row_limit]


def of_export(viewer: Viewer, rows: Sequence[Row]) -> list[Row]:
    """The rows that this person may take along: all it sees, those of its regions, or those of its own locations."""
    if viewer.reaches(Permission.SEE_PLACES_EXACT) == "own":
        return [row for row in rows if row["is_own"]]
    if viewer.reaches(Permission.EXPORT) == "region":
        return [row for row in rows if row["region_code"] in viewer.codes("region")]
    return list(rows)


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


def _position(row: Row) -> tuple[float, ...]:
    if "wait_band" not in row:  # where others are told as a class, so is the order: no more of it than one answer gives
        return row["tier"], row["place"], row["offer_id"]
    days_old = math.inf if row["days_old"] is None else row["days_old"]
    return row["tier"], row["wait_band"], row["distance_band"], days_old, row["draw"], row["offer_id"]
