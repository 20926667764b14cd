"""A made-up country of any size, computed from a seed: a delivery is written out line after line, never held.

Everything follows from (seed, number), so a night or a row can be made without those before it.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

SEED = 2026
LAST_NIGHT = date(2026, 8, 31)
AS_OF = datetime(2026, 8, 31, 9, 0, tzinfo=UTC)
PATHWAYS = (
    *("POH", "BGGZ", "AMB", "GRP", "EH", "SPOED", "IHT", "FACT", "ACT", "VIP", "ADB", "VERS", "FOR", "RESP", "BOR"),
    *("KLIN", "HIC", "BW"),
)
GROUPS = tuple(f"D{number:02}" for number in range(1, 14))
OFFERS = 6  # of a location; each with regular care, four in five with urgent care too: 10.8 current rows
LOCATIONS_OF_A_PROVIDER = 4
DELIVERY_ROWS_OF_A_LOCATION = 125
BAD = 200  # one row of a delivery in so many is wrong
DELIVERY_COLUMNS = (
    *("agb_vestiging", "agb_onderneming", "naam_aanbieder", "naam_vestiging", "postcode", "zorgpad", "diagnosegroep"),
    *("segment", "urgentie", "vrij", "totaal", "geteld_op"),
)
_POSTCODES = Path(__file__).parent.parent / "sql/reference/postcode.csv"
_MASK = (1 << 64) - 1


@dataclass(frozen=True)
class Size:
    """How large: locations, and nights and months of history."""

    name: str
    locations: int
    nights: int
    months: int

    @property
    def delivery_rows(self) -> int:
        """Rows of a delivery file of everybody."""
        return self.locations * DELIVERY_ROWS_OF_A_LOCATION


N1 = Size("N1", 8_000, 60, 24)
TENTH = Size("N1/10", 800, 60, 24)
BRIEF = Size("N1/25 of two nights", 320, 2, 2)  # to see that everything runs


def draw(*parts: int) -> int:
    """A number below 2**64 that looks drawn and is always the same for the same parts."""
    drawn: int = _mixed(*parts)
    return drawn


def _mixed(*parts: Any) -> Any:  # noqa: ANN401 - numbers, or arrays of them without sign, drawn one beside the other
    mixed: Any = SEED
    for part in parts:
        mixed = ((mixed ^ part) * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019) & _MASK
        mixed ^= mixed >> 29
    return mixed


@cache
def postcodes() -> tuple[str, ...]:
    """The four digits of every postcode there is."""
    with _POSTCODES.open(newline="") as file:
        return tuple(row["postcode4"] for row in csv.DictReader(file))


def postcode(location: int) -> str:
    """Where a location is."""
    known = postcodes()
    return known[draw(1, location) % len(known)]


def offer(number: int) -> tuple[int, str, str, str]:
    """(location, pathway, diagnosis group, segment) of an offer; locations and offers count from 1."""
    location, place = (number - 1) // OFFERS + 1, (number - 1) % OFFERS
    pathway = PATHWAYS[(draw(2, location) + 3 * place) % len(PATHWAYS)]
    group = GROUPS[draw(3, number) % len(GROUPS)] if pathway == "AMB" else "D00"
    return location, pathway, group, "gb-ggz" if pathway == "BGGZ" else "s-ggz"


def urgencies(number: int) -> tuple[str, ...]:
    """The urgencies in which an offer has places."""
    return ("regulier", "spoed") if draw(4, number) % 5 else ("regulier",)


def free(size: Size, night: int) -> Iterator[tuple[int, str, int]]:
    """(offer, urgency, free places) of every current row on the evening of a night, counted back from the last (0)."""
    keys = np.array([2 * number + (urgency == "spoed") for number, urgency in current(size)], dtype=np.uint64)
    usual, more = _signed(_mixed(5, keys) % 7), _signed(_mixed(6, keys, night) % 3)
    counts = np.maximum(0, usual - 3 + more).tolist()
    return ((*row, count) for row, count in zip(current(size), counts, strict=True))


def _signed(numbers: NDArray[np.uint64]) -> NDArray[np.int64]:
    return numbers.astype(np.int64)


def counted_at(night: int) -> datetime:
    """When the counts of a night were made."""
    return datetime(LAST_NIGHT.year, LAST_NIGHT.month, LAST_NIGHT.day, 4, tzinfo=UTC) - timedelta(days=night)


@cache
def current(size: Size) -> tuple[tuple[int, str], ...]:
    """(offer, urgency) of every current row."""
    offers = range(1, size.locations * OFFERS + 1)
    return tuple((number, urgency) for number in offers for urgency in urgencies(number))


def delivery(rows: int, *, changed: int = 0) -> Iterator[str]:
    """The lines of a delivery of this many rows, header first, in the template capacity_csv; one row in BAD is wrong.

    changed: of every hundred rows so many have another number of free places than when it is 0.
    """
    yield ",".join(DELIVERY_COLUMNS) + "\n"
    moment = (AS_OF - timedelta(hours=2)).strftime("%Y-%m-%d %H:%M")
    for row in range(rows):
        location, place = divmod(row, DELIVERY_ROWS_OF_A_LOCATION)
        pair, urgency = divmod(place, 2)
        provider = location // LOCATIONS_OF_A_PROVIDER
        pathway = PATHWAYS[pair % len(PATHWAYS)]
        group = GROUPS[pair // len(PATHWAYS)]
        count = draw(7, row) % 6 + (draw(8, row) % 100 < changed)
        told = ("-1", "?", "9", "1.5")[row // BAD % 4] if row % BAD == BAD - 1 else str(count)
        yield (
            f"{30_000_000 + location},{20_000_000 + provider},A{provider},V{location},{postcode(location)},"
            f"{pathway},{group},s-ggz,{('regulier', 'spoed')[urgency]},{told},8,{moment}\n"
        )


def next_night(size: Size, turn: int = 0) -> Iterator[str]:
    """The lines of the delivery that follows on the nights of a country: every current row, counted `turn` minutes on.

    turn: below 120, for it is loaded at AS_OF.
    """
    yield ",".join(DELIVERY_COLUMNS) + "\n"
    moment = (AS_OF + timedelta(minutes=turn)).strftime("%Y-%m-%d %H:%M")  # two hours ago, on Dutch clocks
    for number, urgency, count in free(size, 1000 + turn):
        location, pathway, group, segment = offer(number)
        provider = (location - 1) // LOCATIONS_OF_A_PROVIDER + 1
        yield (
            f"{30_000_000 + location},{20_000_000 + provider},Aanbieder {provider},Vestiging {location},"
            f"{postcode(location)},{pathway},{group},{segment},{urgency},{count},9,{moment}\n"
        )


def write(path: Path, lines: Iterator[str]) -> Path:
    """The lines as a file that the server may read too."""
    with path.open("w") as file:
        file.writelines(lines)
    path.chmod(0o644)
    return path
