"""The map: shapes that fit together, and places that fall where they belong."""

import csv
import re
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from dashboard.figures.geography import geography, project

ROOT = Path(__file__).parents[3]
SHAPES = ROOT / "dashboard" / "figures" / "region_shapes.json"
POSTCODES = ROOT / "sql" / "reference" / "postcode.csv"

Tenths = tuple[int, int]
Edge = tuple[Tenths, Tenths]


def edges_of(path: str) -> list[Edge]:
    """The edges of a path of M, l and z, in whole tenths of a unit."""
    edges: list[Edge] = []
    for ring in re.findall(r"M([^z]+)z", path):
        begin, _, steps = ring.partition("l")
        numbers = [round(float(number) * 10) for number in re.findall(r"-?[0-9.]+", f"{begin} {steps}")]
        x, y = numbers[:2]
        points = [(x, y)]
        for step_x, step_y in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + step_x, y + step_y
            points.append((x, y))
        edges += pairwise([*points, points[0]])
    return edges


def is_inside(x: float, y: float, edges: list[Edge]) -> bool:
    """Whether a point lies in the path by the rule evenodd."""
    crossed = [
        begin[0] + (y * 10 - begin[1]) * (end[0] - begin[0]) / (end[1] - begin[1]) > x * 10
        for begin, end in edges
        if (begin[1] > y * 10) != (end[1] > y * 10)
    ]
    return sum(crossed) % 2 == 1


@pytest.fixture(scope="module")
def drawn() -> dict[str, list[Edge]]:
    return {code: edges_of(shape.path) for code, shape in geography().regions.items()}


def test_the_shapes_are_the_31_regions_in_a_small_file() -> None:
    assert set(geography().regions) == {f"ZK{number:02}" for number in range(1, 34)} - {"ZK05", "ZK15"}
    assert SHAPES.stat().st_size < 60_000
    assert "CBS" in geography().source
    assert "CC BY 4.0" in geography().source


def test_every_shape_and_label_lies_in_the_view_box(drawn: dict[str, list[Edge]]) -> None:
    left, top, width, height = geography().view_box
    points = {point for edges in drawn.values() for edge in edges for point in edge}
    assert all(left <= x / 10 <= left + width and top <= y / 10 <= top + height for x, y in points)
    for code, shape in geography().regions.items():
        assert is_inside(*shape.label, drawn[code]), code


def test_neighbours_share_their_borders_to_the_point(drawn: dict[str, list[Edge]]) -> None:
    owners: dict[frozenset[Tenths], set[str]] = defaultdict(set)
    for code, edges in drawn.items():
        for edge in edges:
            owners[frozenset(edge)].add(code)
    assert Counter(map(len, owners.values())).keys() == {1, 2}
    neighbours = {frozenset(pair) for pair in owners.values() if len(pair) == 2}
    assert {frozenset({"ZK21", "ZK07"}), frozenset({"ZK23", "ZK24"}), frozenset({"ZK16", "ZK17"})} <= neighbours
    assert frozenset({"ZK31", "ZK09"}) not in neighbours


def test_no_point_of_the_map_lies_in_two_regions(drawn: dict[str, list[Edge]]) -> None:
    _, _, width, height = geography().view_box
    grid = [(x + 0.53, y + 0.57) for x in range(0, width, 10) for y in range(0, height, 10)]
    found = Counter(sum(is_inside(x, y, edges) for edges in drawn.values()) for x, y in grid)
    assert found.keys() == {0, 1}
    assert found[1] > 300


@pytest.mark.parametrize(
    ("latitude", "longitude", "x", "y"),
    [(53.6, 3.3, 0, 0), (53.6, 4.3, 74.2, 0), (52.6, 3.3, 0, 121), (52.1, 5.3, 148.4, 181.5)],
)
def test_degrees_become_units(latitude: float, longitude: float, x: float, y: float) -> None:
    assert project(latitude, longitude) == pytest.approx((x, y))


def test_a_kilometre_is_as_long_to_the_east_as_to_the_south() -> None:
    assert geography().x_per_degree / geography().y_per_degree == pytest.approx(
        0.6130, abs=0.001
    )  # cosine of 52.2 degrees


def test_postcodes_fall_in_their_region(drawn: dict[str, list[Edge]]) -> None:
    """Regions are drawn coarsely and by whole municipalities: a few postcodes near a border or coast fall beside."""
    with POSTCODES.open(encoding="utf-8", newline="") as stream:
        every_fourth = list(csv.DictReader(stream))[::4]
    inside = [
        is_inside(*project(float(row["latitude"]), float(row["longitude"])), drawn[row["zorgkantoorregio_code"]])
        for row in every_fourth
    ]
    assert sum(inside) / len(inside) > 0.97
