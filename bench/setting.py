"""What a goal is given to measure with."""

import os
from dataclasses import dataclass
from pathlib import Path

from bench import world
from bench.country import filled, totalled
from bench.place import Place
from bench.world import Size


@dataclass(frozen=True)
class Setting:
    """The server, how large the country is, and how often both sides take their turn."""

    place: Place
    is_quick: bool

    @property
    def sizes(self) -> tuple[Size, ...]:
        """Every size that is told, the smallest first; growth matters as much as speed."""
        return (world.BRIEF,) if self.is_quick else (world.TENTH, world.N1)

    @property
    def size(self) -> Size:
        """The size that is judged."""
        return self.sizes[-1]

    @property
    def small(self) -> Size:
        """The size of what says nothing more at the size of the country."""
        return self.sizes[0]

    @property
    def rounds(self) -> int:
        """Turns of what takes seconds."""
        return 1 if self.is_quick else 5

    @property
    def workers(self) -> int:
        """Processes that serve pages."""
        return 1 if self.is_quick else 2

    @property
    def questions(self) -> int:
        """How many different questions are asked of what takes milliseconds."""
        return 10 if self.is_quick else 60

    def database(self, size: Size, nights: int | None = None) -> str:
        """The name of a filled database; made when it is asked for first."""
        return filled(self.place, size, nights or size.nights)

    def ready(self, name: str, size: Size | None = None) -> None:
        """Makes a database of this or the small size, with the totals of its months, as a worker leaves one after a
        load."""
        self.place.copy(totalled(self.place, size or self.small), name)

    def delivery(self, rows: int, changed: int = 0) -> Path:
        """A delivery file of so many rows, made when it is asked for first."""
        path = self.place.home / f"delivery_{rows}_{changed}.csv"
        return path if path.exists() else world.write(path, world.delivery(rows, changed=changed))

    def next_night(self, size: Size, turn: int = 0) -> Path:
        """The delivery that follows on the nights of a filled database, and the ones after it."""
        path = self.place.home / f"night_{size.locations}_{turn}.csv"
        return path if path.exists() else world.write(path, world.next_night(size, turn))

    def cut_delivery(self, rows: int, times: int = 1) -> Path:
        """One with its rows so many times, whose last line ends in the middle: it is kept and read to its end, and then
        refused as a whole."""
        path = self.place.home / f"delivery_{rows}_{times}_cut.csv"
        if not path.exists():
            once = world.write(path, world.delivery(rows)).read_bytes()
            with path.open("ab") as file:
                for _ in range(times - 1):
                    file.write(once[once.index(b"\n") + 1 :])
            os.truncate(path, path.stat().st_size - len(",8,2026-08-31 07:00\n"))
        return path
