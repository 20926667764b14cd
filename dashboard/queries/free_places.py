"""The questions of the page /vrije-plekken."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.filters import REGULAR, Filters
from dashboard.queries.database import Row, ask
from dashboard.viewer import Viewer
from dashboard.vocabulary import Care

ROW_LIMIT = 300


def free_places(viewer: Viewer, filters: Filters, cares: Sequence[Care], *, row_limit: int = ROW_LIMIT) -> list[Row]:
    """The offers for all these kinds of care in one list, in the order of the read function; an offer stands in it once.

    Each kind of care is a question of its own. Their answers are laid together by tier, and inside a tier by the place
    a row has in its own answer.
    """
    answers = [
        ask(
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
        for care_pathway, diagnosis_group in cares
    ]
    placed = sorted(
        ((row["tier"], place, which, row) for which, rows in enumerate(answers) for place, row in enumerate(rows)),
        key=lambda one: one[:3],
    )
    once: dict[int, Row] = {}
    for *_, row in placed:
        once.setdefault(row["offer_id"], row)
    return list(once.values())[:row_limit]


def soonest_regular(viewer: Viewer, filters: Filters, cares: Sequence[Care], *, count: int) -> list[Row]:
    """The offers of regular care for the same question that start soonest."""
    rows = free_places(viewer, replace(filters, urgency=REGULAR), cares)
    known = [row for row in rows if row["start_weeks"] is not None and row["status_code"] in {"free", "expected"}]
    return sorted(known, key=lambda row: row["start_weeks"])[:count]
