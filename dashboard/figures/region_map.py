"""The map of the 31 zorgkantoorregio's: each a link, shaded by what is free, with its number where there is room."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from dashboard.figures.drawn import Drawn, element
from dashboard.figures.geography import geography

# What a number on the map takes, in units of the view box.
_DIGIT_WIDTH, _LINE_HEIGHT = 8.0, 13.0


def shade_starts(counts: Iterable[int]) -> list[int]:
    """From how many free places each shade begins: none, then the regions that have any in three parts of equal number.

    Fewer shades when the counts do not tell that many apart.
    """
    some = sorted(count for count in counts if count > 0)
    thirds = [some[len(some) * part // 3] for part in range(3)] if some else []
    return sorted({0, *([1] if some else []), *thirds[1:]})


def shade(count: int, starts: Sequence[int]) -> int:
    """The number of the shade for a number of free places: 0 for none."""
    return max(which for which, start in enumerate(starts) if count >= start)


def region_map(
    rows: Iterable[Mapping[str, Any]],
    *,
    title: str,
    label: Callable[[Mapping[str, Any]], str],
    link: Callable[[str], str],
    chosen: str | None = None,
) -> Drawn:
    """The map as an SVG.

    rows: those of read.region_places. label: what a region's link is called. link: where it leads, by region code.
    chosen: the code of the region that stands out.
    """
    ground = geography()
    drawn = [row for row in rows if row["region_code"] in ground.regions]
    starts = shade_starts(row["free_count"] for row in drawn)
    numbered = _with_room(drawn, chosen)
    # Last drawn lies on top: the outline of the chosen one must not be covered by its neighbours.
    links = [
        element(
            "a",
            element("title", label(row)),
            element("path", d=ground.regions[row["region_code"]].path, fillRule="evenodd"),
            href=link(row["region_code"]),
            className=f"map-region shade-{shade(row['free_count'], starts)}"
            + (" is-chosen" if row["region_code"] == chosen else ""),
            aria_label=label(row),
        )
        for row in sorted(drawn, key=lambda row: row["region_code"] == chosen)
    ]
    numbers = [
        element("text", str(row["free_count"]), x=x, y=y)
        for row in numbered
        for x, y in [ground.regions[row["region_code"]].label]
    ]
    return element(
        "svg",
        *links,
        element("g", *numbers, className="map-numbers", aria_hidden="true"),
        viewBox=" ".join(map(str, ground.view_box)),
        className="map",
        role="group",
        aria_label=title,
    )


def _with_room(rows: Sequence[Mapping[str, Any]], chosen: str | None) -> list[Mapping[str, Any]]:
    """The rows whose number fits without touching another; the chosen region goes first, then the most free."""
    taken: list[tuple[float, float, float]] = []
    found = []
    for row in sorted(rows, key=lambda row: (row["region_code"] != chosen, -row["free_count"], row["region_code"])):
        x, y = geography().regions[row["region_code"]].label
        half = len(str(row["free_count"])) * _DIGIT_WIDTH / 2
        if all(abs(x - there) > half + other or abs(y - line) > _LINE_HEIGHT for there, line, other in taken):
            taken.append((x, y, half))
            found.append(row)
    return found
