"""What a measurement comes to: two sides that were alternated, their ratio, and whether that is what was aimed at."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal, TypeVar

T = TypeVar("T")
Aim = Literal["at least", "at most"]


class DifferentAnswersError(AssertionError):
    """The two sides do not do the same work, so their times say nothing."""


class NotMeasuredError(Exception):
    """Why there is nothing to tell of a goal, in words for whoever reads the results."""


@dataclass(frozen=True)
class Side:
    """One side of a ratio: what it is, in which unit, and each measured value."""

    name: str
    unit: str
    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle of the values."""
        return statistics.median(self.values)

    @property
    def spread(self) -> tuple[float, float]:
        """The smallest and the largest value."""
        return min(self.values), max(self.values)

    def at(self, share: float) -> float:
        """The value below which this share of the values lies, nearest rank."""
        return sorted(self.values)[min(len(self.values) - 1, int(share * len(self.values)))]


@dataclass(frozen=True)
class Finding:
    """One judged number of a goal. ratio: what is judged; limit None: told, not judged; note: what one must know."""

    what: str
    ours: Side
    other: Side | None
    ratio: float
    aim: Aim
    limit: float | None
    note: str = ""

    @property
    def verdict(self) -> str:
        """met, missed, or told (nothing was aimed at)."""
        if self.limit is None:
            return "told"
        is_met = self.ratio <= self.limit if self.aim == "at most" else self.ratio >= self.limit
        return "met" if is_met else "missed"

    def as_dict(self) -> dict[str, object]:
        """For the file of results, with the verdict written out and the values rounded to four digits."""
        told = asdict(self)
        for side in (told["ours"], told["other"]):
            if side is not None:
                side["values"] = [float(f"{value:.4g}") for value in side["values"]]
        return {**told, "ratio": float(f"{self.ratio:.3g}"), "verdict": self.verdict}


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def alternate(sides: Sequence[Callable[[], object]], rounds: int, *, warm: bool = True) -> list[tuple[float, ...]]:
    """Seconds of each side in each round; all sides take their turn in every round, after one that is not told."""
    if warm:
        for side in sides:
            side()
    turns = [[seconds(side) for side in sides] for _ in range(rounds)]
    return [tuple(turn[place] for turn in turns) for place in range(len(sides))]


def same(ours: T, other: T, what: str) -> T:
    """What both sides answered. Raises DifferentAnswersError when they differ."""
    if ours != other:
        raise DifferentAnswersError(f"{what}: {str(ours)[:300]} against {str(other)[:300]}")
    return ours
