"""The map of zorgkantoorregio's: shapes of our own as SVG paths, and where a place on earth lies on it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class RegionShape:
    """The `d` of an SVG path (fill-rule evenodd), and the point for a label or mark, in view box units."""

    path: str
    label: tuple[float, float]


@dataclass(frozen=True)
class Geography:
    """The map. `view_box` is (left, top, width, height); `source` is the line to print under the map."""

    view_box: tuple[int, int, int, int]
    west: float
    north: float
    x_per_degree: float
    y_per_degree: float
    source: str
    regions: Mapping[str, RegionShape]


@cache
def geography() -> Geography:
    """The shapes by region code (ZK01 ...), as sql/make_geography.py made them."""
    made = json.loads(Path(__file__).with_name("region_shapes.json").read_text(encoding="utf-8"))
    return Geography(
        view_box=tuple(made["view_box"]),
        **made["projection"],
        source=made["source"],
        regions={code: RegionShape(one["path"], tuple(one["label"])) for code, one in made["regions"].items()},
    )


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees (WGS84) to (x, y) in the units of the view box; y grows to the south. One unit is close to 0.92 km."""
    it = geography()
    return (longitude - it.west) * it.x_per_degree, (it.north - latitude) * it.y_per_degree
