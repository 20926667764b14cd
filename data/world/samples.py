"""The committed samples: one delivery per feed as its source sends it, and the reference lists of the sample world."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from data.world import (
    capacity_csv,
    capacity_json,
    dirt,
    fhir,
    regional,
    sources,
    standards,
    waiting_times_csv,
    waits,
    write,
)
from data.world.noise import whole
from data.world.nza import nza_samples
from data.world.world import World, build

FOLDER = Path(__file__).parents[1] / "sample"
NIGHT = date(2026, 8, 31)  # ends on the morning of 1 September 2026
AGES = (*(f"{first}-{first + 4}" for first in range(0, 95, 5)), "95+")
BEDS = {"KLIN", "HIC"}
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
    yield "manual.json", by_telephone(world)
    yield "fhir_capacity.json", fhir.fhir_bundle(_rows_of_one(world)[:60])
    yield "saner_beds.ndjson", standards.saner_reports(_rows_with(world, "s-ggz", BEDS))
    yield "hsds_capacity.json", standards.hsds_page(_rows_with(world, "sociaal", None))
    yield "lrza_directory.json", fhir.directory_page(_rows_of_one(world)[:24])
    yield "population.csv", population(world)
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


def by_telephone(world: World) -> bytes:
    """What a coordinator hears of one provider. Her page stores an offer at a time; here are some together."""
    provider = world.locations[0].provider
    offers = [offer for offer in world.offers if offer.location.provider is provider][:24]
    rows = capacity_csv.rows(world, offers, NIGHT, by_hand=False)
    return capacity_json.document(rows, form="transferpunt/manual/1", by="coordinator", means="telephone")


def population(world: World) -> bytes:
    """Inhabitants of forty municipalities: real codes, made-up numbers."""
    codes = sorted({code for code, *_ in world.lists.municipality_regions})[:40]
    rows = [
        [code, "2026-01-01", *(str(5 * whole(3, 900, world.seed, "population", code, age)) for age in AGES)]
        for code in codes
    ]
    return write.table(("gm_code", "peildatum", *AGES), rows)


def _rows_of_one(world: World) -> list[dict[str, str]]:
    provider = world.locations[0].provider
    offers = (offer for offer in world.offers if offer.location.provider is provider)
    return _named(capacity_csv.rows(world, offers, NIGHT, by_hand=False))


def _rows_with(world: World, segment: str, pathways: set[str] | None) -> list[dict[str, str]]:
    """The first rows of a segment and some pathways with a count of places: one per location and pathway."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in _named(capacity_csv.rows(world, world.offers, NIGHT, by_hand=False)):
        is_wanted = row["segment"] == segment and (pathways is None or row["zorgpad"] in pathways)
        if is_wanted and row["urgentie"] == "regulier" and row["vrij"] and row["totaal"]:
            found.setdefault((row["agb_vestiging"], row["zorgpad"]), row)
    return list(found.values())[:60]


def _named(rows: list[list[str]]) -> list[dict[str, str]]:
    return [dict(zip(capacity_csv.COLUMNS, row, strict=True)) for row in rows]


def waiting_times(world: World) -> bytes:
    """One month of all locations as a Dutch spreadsheet saves it: semicolons, decimal commas, a byte order mark."""
    rows = waiting_times_csv.rows(world, waits.series(world.seed, world.offers), MONTH)
    columns = waiting_times_csv.COLUMNS
    dirty = dirt.planted(columns, rows, dirt.WAITS, world.seed, "waits")
    return write.table(columns, dirty, separator=";", newline="\r\n", encoding="utf-8-sig")
