"""Many small pictures of one kind, one a region: the wait over two years against its norm, on one scale. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard.figures.drawn import Drawn, element

WIDTH, HEIGHT = 200, 96
_LEFT, _RIGHT, _TOP, _BOTTOM = 4, 168, 10, 84
Row = Mapping[str, Any]
Lines = Mapping[str, Sequence[Row]]


def by_region(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Region -> its rows of read.wait_region_trends, oldest first."""
    found: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row["region_code"], row["period_from"])):
        found.setdefault(row["region_code"], []).append(row)
    return found


def scale(lines: Lines) -> tuple[date, date, float]:
    """First and last month and the highest wait or norm of all regions, so that all pictures can be compared."""
    rows = [row for line in lines.values() for row in line]
    months = [row["period_from"] for row in rows]
    highest = max(float(value) for row in rows for value in (row["mean_weeks"], row["norm_weeks"] or 0))
    return min(months), max(months), max(1.0, highest)


def wait_small(line: Sequence[Row], of_all: tuple[date, date, float], *, title: str) -> Drawn:
    """The picture of one region. A piece of its line ends at a break and where a month was not told."""
    first, last, highest = of_all
    span = max(1, (last - first).days)

    def x(on: date) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * ((on - first).days / span if first != last else 1.0), 1)

    def y(weeks: float) -> float:
        return round(_BOTTOM - (_BOTTOM - _TOP) * weeks / highest, 1)

    norm = line[-1]["norm_weeks"]
    newest = line[-1]
    end = float(newest["mean_weeks"])
    is_over = norm is not None and end > float(norm)
    return element(
        "svg",
        element("path", d=f"M{_LEFT} {_BOTTOM}H{_RIGHT}", className="grid"),
        *([] if norm is None else [element("path", d=f"M{_LEFT} {y(float(norm))}H{_RIGHT}", className="norm-line")]),
        *(
            element("path", d=f"M{x(row['period_from'])} {_TOP - 6}V{_BOTTOM}", className="break")
            for row in line
            if row["break_codes"]
        ),
        *(
            element("path", d=_path([(x(row["period_from"]), y(float(row["mean_weeks"]))) for row in piece]),
                    fill="none", className="wait-line")
            for piece in pieces(line)
            if len(piece) > 1
        ),
        element("circle", cx=x(newest["period_from"]), cy=y(end), r=4, className="wait-mark" + " is-over" * is_over),
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        className="wait-chart",
        role="img",
        aria_label=title,
    )  # fmt: skip


def pieces(line: Sequence[Row]) -> list[list[Row]]:
    """What may be joined: month after month, in one segment."""
    found: list[list[Row]] = []
    for row in line:
        before = found[-1][-1] if found else None
        if before is None or not _follows(before, row):
            found.append([])
        found[-1].append(row)
    return found


def _follows(before: Row, row: Row) -> bool:
    months = [12 * one["period_from"].year + one["period_from"].month for one in (before, row)]
    return bool(months[1] - months[0] == 1 and before["segment_number"] == row["segment_number"])


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)
