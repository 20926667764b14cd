"""The map of the 31 zorgkantoorregio's: each a link, shaded by what is free there, with the number on it where it fits."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dashboard.figures.drawn import Drawn, element
from dashboard.figures.geography import geography

# From how many free places a region gets which shade; the first is none.
SHADES = (0, 1, 5, 15)


def shade(free_count: int) -> int:
    """The number of the shade for a number of free places: 0 for none, up to 3."""
    return max(number for number, least in enumerate(SHADES) if free_count >= least)


def region_map(
    rows: Iterable[Mapping[str, Any]],
    *,
    title: str,
    label: Callable[[Mapping[str, Any]], str],
    link: Callable[[str], str],
    chosen: str | None = None,
) -> Drawn:
    """The map as an SVG. rows: those of read.region_places. label: what a region's link is called. link: where it leads,
    by region code. chosen: the code of the region that stands out.
    """
    ground = geography()
    drawn = [row for row in rows if row["region_code"] in ground.regions]
    # Last drawn lies on top: the outline of the chosen one must not be covered by its neighbours.
    ordered = sorted(drawn, key=lambda row: row["region_code"] == chosen)
    return element(
        "svg",
        *(
            _region(row, label(row), link(row["region_code"]), is_chosen=row["region_code"] == chosen)
            for row in ordered
        ),
        viewBox=" ".join(map(str, ground.view_box)),
        className="map",
        role="group",
        aria_label=title,
    )


def _region(row: Mapping[str, Any], label: str, href: str, *, is_chosen: bool) -> Drawn:
    shape = geography().regions[row["region_code"]]
    x, y = shape.label
    marks = f"map-region shade-{shade(row['free_count'])}" + (" is-chosen" if is_chosen else "")
    return element(
        "a",
        element("title", label),
        element("path", d=shape.path, fillRule="evenodd"),
        element("text", str(row["free_count"]), x=x, y=y, aria_hidden="true"),
        href=href,
        className=marks,
        aria_label=label,
    )
