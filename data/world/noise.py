"""Numbers that look random and are a pure function of what they are about."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from math import floor
from statistics import NormalDist
from typing import TypeVar

Key = str | int
Choice = TypeVar("Choice")
_STEPS = 2**53  # as many as a float tells apart between 0 and 1
_STANDARD = NormalDist()


@lru_cache(maxsize=1 << 17)
def unit(*about: Key) -> float:
    """A number above 0 and below 1, evenly spread, always the same for the same key."""
    digest = blake2b("|".join(map(str, about)).encode(), digest_size=8).digest()
    return ((int.from_bytes(digest) >> 11) + 0.5) / _STEPS


def whole(low: int, high: int, *about: Key) -> int:
    """A whole number from low to high, both included."""
    return low + int(unit(*about) * (high - low + 1))


def chance(probability: float, *about: Key) -> bool:
    """True in that share of the keys."""
    return unit(*about) < probability


def pick(choices: Sequence[Choice], *about: Key) -> Choice:
    """One of the choices, each as likely."""
    return choices[int(unit(*about) * len(choices))]


def weighted(choices: Sequence[Choice], weights: Sequence[float], *about: Key) -> Choice:
    """One of the choices, as likely as its weight says."""
    left = unit(*about) * sum(weights)
    for choice, weight in zip(choices, weights, strict=True):
        left -= weight
        if left < 0:
            return choice
    return choices[-1]


def shuffled(choices: Sequence[Choice], *about: Key) -> list[Choice]:
    """All the choices in an order of the key's own."""
    order = sorted(range(len(choices)), key=lambda place: unit(*about, place))
    return [choices[place] for place in order]


@lru_cache(maxsize=1 << 16)
def normal(*about: Key) -> float:
    """A number of the standard normal distribution."""
    return _STANDARD.inv_cdf(unit(*about))


def walk(at: float, period: float, *about: Key) -> float:
    """A slowly moving number around 0 (spread about 1) at a moment on a line, with a new direction every period.

    It runs smoothly through one fixed number per period, so any moment is computed from its two neighbours alone.
    """
    place = at / period + unit(*about, "phase")
    before = floor(place)
    share = place - before
    share = share * share * (3 - 2 * share)
    here, there = _neighbours(before, *about)
    return 1.2 * (here * (1 - share) + there * share)


@lru_cache(maxsize=1 << 17)
def _neighbours(before: int, *about: Key) -> tuple[float, float]:
    return normal(*about, before), normal(*about, before + 1)
