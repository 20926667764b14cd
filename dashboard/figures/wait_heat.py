"""How long a wait is against its norm, as a step that has words; and the regions of the matrix in their order. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

Row = Mapping[str, Any]
Number = Decimal | float
CHANGED = Decimal("0.5")  # weeks; a smaller change of the same places is called none
LAST_STEP = 4
_STEPS = (Decimal("0.75"), Decimal(1), Decimal("1.25"), Decimal("1.5"))  # a wait as a share of its norm


def heat(weeks: Number | None, norm: Number | None) -> int | None:
    """0 well within the norm, 1 within, 2 up to a quarter over, 3 up to half over, 4 longer; None where unknown."""
    if weeks is None or norm is None:
        return None
    share = Decimal(str(weeks)) / Decimal(str(norm))
    return sum(share > step for step in _STEPS)


def told_weeks(row: Row) -> Number | None:
    """The wait a cell is told by: the mean, or the median where nobody told an inflow to weigh by."""
    value: Number | None = row["median_weeks"] if row["mean_weeks"] is None else row["mean_weeks"]
    return value


def direction(change: Number | None) -> int | None:
    """1 when a wait of the same places grew by half a week or more, −1 when it fell so, 0 between; None if not told."""
    if change is None:
        return None
    return (change >= CHANGED) - (change <= -CHANGED)


def by_cell(rows: Iterable[Row]) -> dict[tuple[str | None, str | None], Row]:
    """(region, group) -> row of read.wait_hot_spots; None is the total over either."""
    return {(row["region_code"], row["diagnosis_group_code"]): row for row in rows}


def groups_told(rows: Iterable[Row], order: Iterable[str]) -> list[str]:
    """The groups that have a figure, in the given order."""
    found = {row["diagnosis_group_code"] for row in rows}
    return [code for code in order if code in found]


def regions_in_order(rows: Sequence[Row], names: Mapping[str, str], group: str | None, *, by_name: bool) -> list[str]:
    """The regions that have a figure: by name, or longest wait of the group (None: all) first, without one last."""
    cells = by_cell(rows)
    present = {code for code, _group in cells}
    told = [code for code in names if code in present]
    if by_name:
        return told

    def weeks(code: str) -> float:
        row = cells.get((code, group))
        told = told_weeks(row) if row else None
        return float("inf") if told is None else -float(told)

    return sorted(told, key=weeks)


def changes(rows: Iterable[Row], group: str | None) -> Counter[int | None]:
    """Direction (None: not told) -> how many regions of the group."""
    return Counter(
        direction(row["change_weeks"])
        for row in rows
        if row["region_code"] is not None and row["diagnosis_group_code"] == group
    )


def most_changed(rows: Sequence[Row], groups: Sequence[str]) -> str | None:
    """The group whose wait grew in most regions; None when it grew nowhere."""
    grown = {group: changes(rows, group)[1] for group in groups}
    longest = max(groups, key=lambda group: grown[group], default=None)
    return longest if longest is not None and grown[longest] else None
