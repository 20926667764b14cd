"""The map of the regions, each a link, shaded by its wait against the norm, with the weeks where there is room."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dashboard.figures.drawn import Drawn, element
from dashboard.figures.geography import geography
from dashboard.figures.wait_heat import heat, told_weeks

_DIGIT_WIDTH, _LINE_HEIGHT = 8.0, 13.0
Row = Mapping[str, Any]


def wait_map(
    rows: Iterable[Row],
    *,
    title: str,
    label: Callable[[Row], str],
    link: Callable[[str], str],
    chosen: str | None = None,
) -> Drawn:
    """rows: one of read.wait_hot_spots per zorgkantoorregio. label: what a region's link is called; link: where to."""
    ground = geography()
    drawn = sorted(
        (row for row in rows if row["region_code"] in ground.regions), key=lambda row: row["region_code"] == chosen
    )
    links = [
        element(
            "a",
            element("title", label(row)),
            element("path", d=ground.regions[row["region_code"]].path, fillRule="evenodd"),
            href=link(row["region_code"]),
            className=f"map-region {heat_class(row)}" + (" is-chosen" if row["region_code"] == chosen else ""),
            aria_label=label(row),
        )
        for row in drawn
    ]
    return element(
        "svg",
        *links,
        element("g", *_numbers(drawn), className="map-numbers", aria_hidden="true"),
        viewBox=" ".join(map(str, ground.view_box)),
        className="map",
        role="group",
        aria_label=title,
    )


def heat_class(row: Row) -> str:
    """The name in the style sheet of how long a wait is."""
    step = heat(told_weeks(row), row["norm_weeks"])
    return "heat-none" if step is None else f"heat-{step}"


def _numbers(rows: Iterable[Row]) -> list[Drawn]:
    """Whole weeks, the longest wait first; one that would touch another is left out."""
    taken: list[tuple[float, float, float]] = []
    found = []
    for row in sorted(rows, key=lambda row: -(told_weeks(row) or 0)):
        weeks = told_weeks(row)
        if weeks is None:
            continue
        text = f"{weeks:.0f}"
        x, y = geography().regions[row["region_code"]].label
        half = len(text) * _DIGIT_WIDTH / 2
        if all(abs(x - there) > half + other or abs(y - line) > _LINE_HEIGHT for there, line, other in taken):
            taken.append((x, y, half))
            found.append(element("text", text, x=x, y=y))
    return found
