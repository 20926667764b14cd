"""The committed samples: one delivery per feed as its source sends it, and the reference lists of the sample world."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from data.world import capacity_csv, dirt, regional, sources, write
from data.world.world import World, build, locations

FOLDER = Path(__file__).parents[1] / "sample"
NIGHT = date(2026, 8, 31)  # ends on the morning of 1 September 2026


def write_all(folder: Path = FOLDER) -> None:
    """Rewrites every sample."""
    for name, payload in files(build()):
        write.file(folder / name, payload)


def files(world: World) -> Iterator[tuple[str, bytes]]:
    """Every sample as (path below the folder, bytes)."""
    yield "capacity_csv.csv", capacity(world)
    yield "reference/source.csv", write.reference(sources.samples())
    for name, rows in regional.tables(world.lists, world.seed).items():
        yield f"reference/{name}.csv", write.reference(rows)


def capacity(world: World) -> bytes:
    """One night of all locations, with every planted fault once."""
    rows = capacity_csv.rows(world, locations(world.providers), NIGHT, by_hand=None)
    return write.table(capacity_csv.COLUMNS, dirt.planted(rows, world.seed, "sample"))
