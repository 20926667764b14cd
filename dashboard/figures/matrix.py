"""The matrix of the coordinator: rows of the database turned into lines of cells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

COUNTED = ("offer_count", "free_count", "expected_count", "full_offer_count", "unknown_offer_count", "stop_offer_count")


@dataclass(frozen=True)
class Line:
    """One line: a care pathway, or one diagnosis group of it. cells: a row of read.region_matrix by urgency, None where nobody offers it."""

    care_pathway_code: str
    care_pathway_name: str
    diagnosis_group_code: str | None
    diagnosis_group_name: str | None
    unit_code: str
    cells: tuple[Mapping[str, Any] | None, ...]


def lines(rows: Iterable[Mapping[str, Any]], urgencies: Iterable[str]) -> list[Line]:
    """The lines in the order in which their first row comes, each with a cell for every urgency, in the order given."""
    columns = list(urgencies)
    found: dict[tuple[str, str | None], dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault((row["care_pathway_code"], row["diagnosis_group_code"]), {})[row["urgency_code"]] = row
    made = []
    for by_urgency in found.values():
        first = next(iter(by_urgency.values()))
        cells = tuple(by_urgency.get(urgency) for urgency in columns)
        made.append(
            Line(
                first["care_pathway_code"],
                first["care_pathway_name"],
                first["diagnosis_group_code"],
                first["diagnosis_group_name"],
                first["unit_code"],
                tuple(cell if cell is not None and cell["offer_count"] else None for cell in cells),
            )
        )
    return made


def totals(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """The sums over all rows; places of several units are added up, so say so where it is shown."""
    names = (*COUNTED, "free_count_yesterday")
    summed = dict.fromkeys(names, 0)
    for row in rows:
        for name in names:
            summed[name] += row[name] or 0
    return summed
