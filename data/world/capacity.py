"""How many places there are on a day: a slow walk per offer and urgency, computed from the day alone."""

from dataclasses import dataclass
from datetime import date, timedelta

from data.world.noise import chance, normal, unit, walk, whole
from data.world.offers import Offer

_TELLS_TOTAL = {"solo": 0.3, "small": 0.6, "mid": 0.9, "large": 1.0}
_TELLS_EXPECTED = {"solo": 0.35, "small": 0.55, "mid": 0.85, "large": 0.95}


@dataclass(frozen=True)
class Count:
    """Places on a day. None is "not told". Expected places are cumulative; free and reserved together fit the total."""

    free: int
    total: int | None
    reserved: int | None
    expected: tuple[int | None, int | None, int | None]
    first_on: date | None


def count(seed: int, offer: Offer, urgency: str, on: date) -> Count:
    """The true count on that day, as the provider would tell it."""
    provider = offer.location.provider
    key = f"{offer.key}-{urgency}"
    places = offer.places if urgency == "regulier" else max(1, offer.places // 3)
    if offer.pathway.is_unlimited:
        return Count(places, None, None, (None, None, None), on + timedelta(days=1))
    free = _free(seed, key, places, on)
    reserved = min(places - free, int(max(0.0, walk(on.toordinal(), 9, seed, "reserved", key)) * places**0.5 / 2))
    expected = _expected(seed, key, places - free, on)
    tells_total = chance(_TELLS_TOTAL[provider.size], seed, "tells total", provider.number)
    tells_expected = chance(_TELLS_EXPECTED[provider.size], seed, "tells expected", provider.number)
    return Count(
        free,
        places if tells_total else None,
        reserved if tells_total else None,
        expected if tells_expected else (None, None, None),
        _start(seed, key, on) if offer.pathway.unit == "group_place" else _first_on(seed, key, free, expected, on),
    )


def _free(seed: int, key: str, places: int, on: date) -> int:
    """About one offer in three has a place; a large pool has more of them, never the whole pool."""
    level = -0.35 + 0.7 * normal(seed, "level", key)
    moving = 0.8 * walk(on.toordinal(), 30, seed, "slow", key) + 0.35 * walk(on.toordinal(), 4, seed, "fast", key)
    return min(places, int(max(0.0, level + moving) * 1.4 * places**0.6))


def _expected(seed: int, key: str, room: int, on: date) -> tuple[int, int, int]:
    near, far = (max(0.0, walk(on.toordinal() + ahead, 20, seed, "expected", key)) for ahead in (0, 14))
    steps = [int(level * room**0.5 * 0.6) for level in (near, (near + far) / 2, far)]
    return min(room, steps[0]), min(room, steps[0] + steps[1]), min(room, sum(steps))


def _start(seed: int, key: str, on: date) -> date:
    """The day on which the next group starts: some weeks after the one before."""
    every = 7 * whole(4, 12, seed, "group", key)
    return on + timedelta(days=every - (on.toordinal() + whole(0, 90, seed, "group from", key)) % every)


def _first_on(seed: int, key: str, free: int, expected: tuple[int, int, int], on: date) -> date | None:
    """The first day on which one can come, if that is told."""
    if free:
        return on + timedelta(days=whole(1, 6, seed, "first", key, on.toordinal() // 3))
    for days, number in zip((7, 14, 28), expected, strict=True):
        if number:
            return on + timedelta(days=days - whole(0, 4, seed, "first", key, on.toordinal() // 7))
    return on + timedelta(days=int(30 + 60 * unit(seed, "far", key))) if chance(0.4, seed, "tells far", key) else None
