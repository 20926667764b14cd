"""The matrix of the coordinator: rows of the database turned into lines of cells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

COUNTS = (
    "offer_count",
    "free_count",
    "expected_count",
    "full_offer_count",
    "unknown_offer_count",
    "stop_offer_count",
    "free_count_yesterday",
    "free_count_last_week",
)
Counts = Mapping[str, int]
_Row = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """A care pathway, or one diagnosis group of it. cells: its counts by urgency, None where nobody offers it."""

    care_pathway_code: str
    diagnosis_group_code: str | None
    cells: tuple[Counts | None, ...]


def lines(rows: Iterable[_Row], urgencies: Sequence[str]) -> list[Line]:
    """The lines for the rows of read.region_matrix, in their order, with a cell for each urgency in the order given.

    A pathway that is split by diagnosis group gets a line of its own, with the sums, before those of its groups.
    """
    pathways: dict[str, dict[str | None, list[_Row]]] = {}
    for row in rows:
        pathways.setdefault(row["care_pathway_code"], {}).setdefault(row["diagnosis_group_code"], []).append(row)
    made = []
    for pathway, groups in pathways.items():
        if None not in groups:
            made.append(_line(pathway, None, [row for inside in groups.values() for row in inside], urgencies))
        made += [_line(pathway, group, inside, urgencies) for group, inside in groups.items()]
    return made


def totals(rows: Iterable[_Row]) -> Counts:
    """The sums over all rows. Places of several units are added up: say so where it is shown."""
    listed = list(rows)
    return {name: sum(row[name] or 0 for row in listed) for name in COUNTS}


def _line(pathway: str, group: str | None, rows: Sequence[_Row], urgencies: Sequence[str]) -> Line:
    by_urgency = (totals(row for row in rows if row["urgency_code"] == urgency) for urgency in urgencies)
    return Line(pathway, group, tuple(counts if counts["offer_count"] else None for counts in by_urgency))
