"""The committed samples: one delivery per feed as its source sends it, and the reference lists of the sample world."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from data.world import capacity_csv, capacity_json, dirt, regional, sources, waiting_times_csv, waits, write
from data.world.nza import nza_samples
from data.world.world import World, build

FOLDER = Path(__file__).parents[1] / "sample"
NIGHT = date(2026, 8, 31)  # ends on the morning of 1 September 2026
MONTH = date(2026, 8, 1)


def write_all(folder: Path = FOLDER) -> list[str]:
    """Rewrites every sample and returns their paths below the folder."""
    made = dict(files(build()))
    for name, payload in made.items():
        write.file(folder / name, payload)
    return list(made)


def files(world: World) -> Iterator[tuple[str, bytes]]:
    """Every sample as (path below the folder, bytes)."""
    yield "capacity_csv.csv", capacity(world)
    yield "capacity_json.json", capacity_of_one(world)
    yield "waiting_times_csv.csv", waiting_times(world)
    yield from nza_samples()
    yield "reference/source.csv", write.reference(sources.of_samples(world.lists.sources))
    for name, rows in regional.tables(world.lists, world.seed).items():
        yield f"reference/{name}.csv", write.reference(rows)


def capacity(world: World) -> bytes:
    """One night of all locations, with every planted fault once."""
    rows = capacity_csv.rows(world, world.offers, NIGHT, by_hand=None)
    columns = capacity_csv.COLUMNS
    return write.table(columns, dirt.planted(columns, rows, dirt.CAPACITY, world.seed, "capacity"))


def capacity_of_one(world: World) -> bytes:
    """The same night of one provider alone, from its own system, as JSON."""
    provider = world.locations[0].provider
    offers = (offer for offer in world.offers if offer.location.provider is provider)
    return capacity_json.document(capacity_csv.rows(world, offers, NIGHT, by_hand=False))


def waiting_times(world: World) -> bytes:
    """One month of all locations as a Dutch spreadsheet saves it: semicolons, decimal commas, a byte order mark."""
    rows = waiting_times_csv.rows(world, waits.series(world.seed, world.offers), MONTH)
    columns = waiting_times_csv.COLUMNS
    dirty = dirt.planted(columns, rows, dirt.WAITS, world.seed, "waits")
    return write.table(columns, dirty, separator=";", newline="\r\n", encoding="utf-8-sig")
