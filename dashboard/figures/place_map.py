"""Locations as points on the map of regions, each with the shape of its state: what the list says, seen from above."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.figures.drawn import Drawn, element
from dashboard.figures.geography import geography, project
from dashboard.figures.status_shape import status_shape

_SIZE = 30.0  # of a point, in parts of a thousand of the width of what is shown; the target around it is larger
_TARGET = 52.0
_MARGIN = 0.08
_LEAST = 24.0  # units: nothing smaller is shown, about 22 km


@dataclass(frozen=True)
class Spot:
    """A location: where it lies (degrees), its state, what its link is called, and where it leads."""

    latitude: float
    longitude: float
    status_code: str
    label: str
    link: str


def place_map(spots: Sequence[Spot], *, title: str, here: tuple[float, float] | None = None) -> Drawn:
    """The map around the spots, as an SVG. here: the point that was asked from (degrees), a cross."""
    left, top, side = frame([(spot.latitude, spot.longitude) for spot in spots] + ([here] if here else []))
    unit = side / 1000
    grounds = [
        element("path", d=shape.path, fillRule="evenodd", strokeWidth=round(3 * unit, 3), className="map-ground")
        for shape in geography().regions.values()
    ]
    points = [
        element(
            "a",
            element("title", spot.label),
            element("circle", cx=x, cy=y, r=round(_TARGET * unit / 2, 3), className="spot-ground"),
            _shape(spot.status_code, x, y, _SIZE * unit),
            href=spot.link,
            className=f"spot status-{spot.status_code}",
            aria_label=spot.label,
        )
        # The first of the list is drawn last, so that it lies on top.
        for spot, (x, y) in reversed(list(zip(spots, apart(spots, _TARGET * unit), strict=True)))
    ]
    return element(
        "svg",
        element("g", *grounds, aria_hidden="true"),
        *([_cross(*project(*here), _SIZE * unit)] if here else []),
        *points,
        viewBox=f"{left:g} {top:g} {side:g} {side:g}",
        className="map place-map",
        role="group",
        aria_label=title,
    )


def frame(places: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Left, top and side of the square that holds these places (degrees), in the units of the map."""
    points = [project(*place) for place in places]
    across, down = [x for x, _y in points], [y for _x, y in points]
    side = max(max(across) - min(across), max(down) - min(down), _LEAST) * (1 + 2 * _MARGIN)
    middle = (max(across) + min(across)) / 2, (max(down) + min(down)) / 2
    return round(middle[0] - side / 2, 2), round(middle[1] - side / 2, 2), round(side, 2)


def apart(spots: Sequence[Spot], distance: float) -> list[tuple[float, float]]:
    """Where each spot is drawn, in the units of the map: those that share a point stand in a ring around it."""
    at = [project(spot.latitude, spot.longitude) for spot in spots]
    shared, taken = Counter(at), Counter[tuple[float, float]]()
    drawn = []
    for point in at:
        place, many = taken[point], shared[point]
        taken[point] += 1
        ring = 0 if many == 1 else distance / 2 / math.sin(math.pi / many)
        angle = 2 * math.pi * place / many
        drawn.append((round(point[0] + ring * math.sin(angle), 3), round(point[1] - ring * math.cos(angle), 3)))
    return drawn


def _shape(status_code: str, x: float, y: float, size: float) -> Drawn:
    """The shape of the list, in a box of its own around the point."""
    drawn = status_shape(status_code)
    box = {"x": round(x - size / 2, 3), "y": round(y - size / 2, 3), "width": round(size, 3), "height": round(size, 3)}
    return {**drawn, "attributes": {**drawn["attributes"], **box, "className": "spot-shape"}}


def _cross(x: float, y: float, size: float) -> Drawn:
    half = size / 2
    path = f"M{x - half:.3f} {y:.3f}h{size:.3f}M{x:.3f} {y - half:.3f}v{size:.3f}"
    return element("path", d=path, className="map-here", strokeWidth=round(size / 8, 3), aria_hidden="true")
