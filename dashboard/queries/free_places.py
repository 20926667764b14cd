"""The questions of the page /vrije-plekken."""

import math
from collections.abc import Sequence
from dataclasses import replace

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
    once: dict[int, Row] = {}
    for care_pathway, diagnosis_group in sorted(cares, key=lambda care: care[1] is None):
        answer = ask(
            viewer,
            "free_places",
            care_pathway=care_pathway,
            diagnosis_group=diagnosis_group,
            urgency=filters.urgency,
            postcode=filters.postcode,
            region=filters.region,
            max_km=filters.max_km,
            age=filters.age,
            row_limit=row_limit,
        )
        for row in answer:
            once.setdefault(row["offer_id"], row)
    return sorted(once.values(), key=_position)[:row_limit]


def soonest_regular(viewer: Viewer, filters: Filters, cares: Sequence[Care], *, count: int) -> list[Row]:
    """The offers of regular care for the same question that start soonest."""
    rows = free_places(viewer, replace(filters, urgency=REGULAR), cares)
    fitting = [row for row in rows if row["tier"] < UNKNOWN_TIER and row["status_code"] in {"free", "expected"}]
    known = [row for row in fitting if row["start_weeks"] is not None]
    return sorted(known, key=lambda row: row["start_weeks"])[:count]


def _position(row: Row) -> tuple[float, ...]:
    days_old = math.inf if row["days_old"] is None else row["days_old"]
    return row["tier"], row["wait_band"], row["distance_band"], days_old, row["draw"], row["offer_id"]
