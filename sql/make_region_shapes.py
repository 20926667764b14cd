"""Turns region polygons into small SVG paths whose neighbours still share their border. Pure; used by make_geography.

The borders are cut where regions meet. Each piece is simplified once and used by both neighbours, so that no gap or
overlap opens between them.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from math import hypot
from typing import Any

Point = tuple[float, float]

VIEW_BOX = (0, 0, 300, 350)
# Degrees to units of the view box. A degree of longitude is drawn at its true width half way up the country (52.2 N):
# one unit is close to 0.92 km in both directions.
PROJECTION = {"west": 3.3, "north": 53.6, "x_per_degree": 74.2, "y_per_degree": 121.0}
_TOLERANCE = 0.3
_GRID_STEPS = 24


def shapes(collection: dict[str, Any]) -> dict[str, Any]:
    """A GeoJSON FeatureCollection of (multi)polygons in WGS84 to {view_box, projection, source, regions}, with by code
    of a region its `path` (the d of an SVG path) and `label` (the point farthest from its borders)."""
    rings = {
        feature["properties"]["code"]: [
            [_project(point) for point in ring] for polygon in _polygons(feature) for ring in polygon
        ]
        for feature in collection["features"]
    }
    nodes = _nodes([ring for some in rings.values() for ring in some])
    regions = {}
    for code, some in rings.items():
        drawn = [ring for ring in (_simplified_ring(ring, nodes) for ring in some) if len(ring) > 3]
        x, y = _innermost(drawn)
        regions[code] = {"path": "".join(map(_path, drawn)), "label": [round(x, 1), round(y, 1)]}
    return {
        "view_box": VIEW_BOX,
        "projection": PROJECTION,
        "source": "CBS gebiedsindelingen 2023, geometry CBS/Kadaster via PDOK, CC BY 4.0; simplified",
        "regions": regions,
    }


def _project(point: list[float]) -> Point:
    longitude, latitude = point
    return (
        (longitude - PROJECTION["west"]) * PROJECTION["x_per_degree"],
        (PROJECTION["north"] - latitude) * PROJECTION["y_per_degree"],
    )


def _polygons(feature: dict[str, Any]) -> list[Any]:
    geometry = feature["geometry"]
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return list(polygons)


def _nodes(rings: list[list[Point]]) -> set[Point]:
    """The points where borders meet: those with other than two neighbouring points."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for one, other in pairwise(ring):
            neighbours[one].add(other)
            neighbours[other].add(one)
    return {point for point, near in neighbours.items() if len(near) != 2}


def _simplified_ring(ring: list[Point], nodes: set[Point]) -> list[Point]:
    """The ring, closed, with each piece between two nodes simplified the same way whichever neighbour walks it."""
    points = ring[:-1]
    begin = next((index for index, point in enumerate(points) if point in nodes), points.index(min(points)))
    points = [*points[begin:], *points[: begin + 1]]
    result = points[:1]
    for piece in _pieces(points, nodes):
        canonical = min(piece, piece[::-1])
        simple = _simplified(canonical)
        result += (simple if canonical == piece else simple[::-1])[1:]
    rounded = [(round(x, 1), round(y, 1)) for x, y in result]
    return [point for index, point in enumerate(rounded) if index == 0 or point != rounded[index - 1]]


def _pieces(points: list[Point], nodes: set[Point]) -> Iterator[list[Point]]:
    begin = 0
    for index in range(1, len(points)):
        if points[index] in nodes or index == len(points) - 1:
            yield points[begin : index + 1]
            begin = index


def _simplified(line: list[Point]) -> list[Point]:
    """The line without the points that lie within the tolerance of what remains (the farthest point is kept, and each
    half treated likewise)."""
    if len(line) < 3:
        return line
    distances = [_distance(point, line[0], line[-1]) for point in line[1:-1]]
    farthest = max(range(len(distances)), key=distances.__getitem__)
    if distances[farthest] <= _TOLERANCE:
        return [line[0], line[-1]]
    middle = farthest + 1
    return [*_simplified(line[: middle + 1])[:-1], *_simplified(line[middle:])]


def _distance(point: Point, begin: Point, end: Point) -> float:
    """From the point to the stretch between begin and end, which may be the same."""
    along_x, along_y = end[0] - begin[0], end[1] - begin[1]
    length = along_x**2 + along_y**2
    part = ((point[0] - begin[0]) * along_x + (point[1] - begin[1]) * along_y) / length if length else 0.0
    part = min(1.0, max(0.0, part))
    return hypot(point[0] - begin[0] - part * along_x, point[1] - begin[1] - part * along_y)


def _innermost(rings: list[list[Point]]) -> Point:
    """The point of a grid over the rings that lies inside and farthest from every border."""
    xs, ys = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
    edges = [edge for ring in rings for edge in pairwise(ring)]
    grid = [
        (
            min(xs) + (max(xs) - min(xs)) * (column + 0.5) / _GRID_STEPS,
            min(ys) + (max(ys) - min(ys)) * (row + 0.5) / _GRID_STEPS,
        )
        for column in range(_GRID_STEPS)
        for row in range(_GRID_STEPS)
    ]
    inside = [point for point in grid if _is_inside(point, edges)]
    return max(inside, key=lambda point: min(_distance(point, *edge) for edge in edges))


def _is_inside(point: Point, edges: list[tuple[Point, Point]]) -> bool:
    """Whether a ray to the right crosses the edges an odd number of times (holes count as outside)."""
    x, y = point
    crossed = [
        begin[0] + (y - begin[1]) * (end[0] - begin[0]) / (end[1] - begin[1]) > x
        for begin, end in edges
        if (begin[1] > y) != (end[1] > y)
    ]
    return sum(crossed) % 2 == 1


def _path(ring: list[Point]) -> str:
    """An SVG subpath with relative steps of a tenth of a unit."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in ring]
    steps = [(right[0] - left[0], right[1] - left[1]) for left, right in pairwise(tenths[:-1])]
    text = f"M{tenths[0][0] / 10:g} {tenths[0][1] / 10:g}l"
    return text + " ".join(f"{x / 10:g} {y / 10:g}" for x, y in steps).replace(" -", "-") + "z"
