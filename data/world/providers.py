"""Who gives care in the sample world, and where: 120 providers with 260 locations over all regions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, groupby, islice
from math import cos, hypot, radians

from data.world import names
from data.world.lists import Lists, Postcode
from data.world.noise import pick, unit, weighted

LOCATION_COUNT = 260
LEAST_PER_REGION = 4
# Of each size: its number of locations, provider by provider. Solo and small together are 57 % of the 120.
LOCATIONS_PER_PROVIDER = {
    "large": (8, 8, 7, 7, 7, 6, 6, 6, 6, 5, 5, 5, 5, 4, 4, 4, 4, 3),
    "mid": (4,) * 3 + (3,) * 12 + (2,) * 13 + (1,) * 6,
    "small": (2,) * 12 + (1,) * 28,
    "solo": (1,) * 28,
}
# The kinds that are no general mental health care, by the place of a provider within its size.
_KINDS = {
    "large": {5: "addiction", 8: "social", 12: "forensic", 15: "social"},
    "mid": {3: "addiction", 7: "social", 11: "youth", 16: "addiction", 20: "social", 24: "youth", 29: "social"},
    "small": {4: "social", 9: "youth", 17: "social", 26: "youth", 33: "social"},
    "solo": {11: "youth"},
}
_HOURS = ("ma-vr 08:30-17:00", "ma-vr 09:00-12:00", "ma-do 08:30-16:30; vr 08:30-12:00", "ma-vr 08:00-18:00")


@dataclass(frozen=True)
class Location:
    """A visiting address: only its four-digit postcode is real."""

    number: int
    agb: str
    branch_number: str
    name: str
    postcode: Postcode
    consult_phone: str
    consult_hours: str


@dataclass(frozen=True)
class Provider:
    """An organisation or practice. The size is solo, small, mid or large; the kind ggz, youth, addiction, forensic, social."""

    number: int
    agb: str
    name: str
    word: str
    size: str
    kind: str
    phone: str
    locations: tuple[Location, ...]


def providers(seed: int, lists: Lists) -> tuple[Provider, ...]:
    """All providers, large ones first, each with locations near its first one."""
    postcodes = {
        region: tuple(of_region)
        for region, of_region in groupby(sorted(lists.postcodes, key=lambda p: (p.region, p.code)), lambda p: p.region)
    }
    free = Counter(shares(lists.postcodes))
    words = names.words(seed)
    made: list[Provider] = []
    for size, counts in LOCATIONS_PER_PROVIDER.items():
        for place, count in enumerate(counts):
            number = len(made) + 1
            regions = _near(_home(seed, number, free), count, free, postcodes)
            free.subtract(regions)
            made.append(
                _provider(seed, number, size, _KINDS[size].get(place, "ggz"), words[number - 1], regions, postcodes)
            )
    return tuple(made)


def shares(postcodes: Sequence[Postcode]) -> dict[str, int]:
    """Locations per region: at least four each, the rest by inhabitants (largest remainders)."""
    inhabitants: Counter[str] = Counter()
    for postcode in postcodes:
        inhabitants[postcode.region] += postcode.inhabitants
    rest = LOCATION_COUNT - LEAST_PER_REGION * len(inhabitants)
    exact = {region: rest * count / inhabitants.total() for region, count in inhabitants.items()}
    result = {region: LEAST_PER_REGION + int(share) for region, share in exact.items()}
    left = LOCATION_COUNT - sum(result.values())
    for region in sorted(exact, key=lambda region: (int(exact[region]) - exact[region], region))[:left]:
        result[region] += 1
    return result


def kilometres(one: Postcode, other: Postcode) -> float:
    """The distance between two centres, on a flat earth: good enough within one small country."""
    north = (one.latitude - other.latitude) * 111.2
    east = (one.longitude - other.longitude) * 111.2 * cos(radians(one.latitude))
    return hypot(north, east)


def _home(seed: int, number: int, free: Counter[str]) -> str:
    regions = sorted(region for region, count in free.items() if count)
    return weighted(regions, [free[region] for region in regions], seed, "home", number)


def _near(home: str, count: int, free: Counter[str], postcodes: dict[str, tuple[Postcode, ...]]) -> list[str]:
    """The regions of a provider's locations: at most three in a region, then on to the nearest with room."""
    centre = {region: max(of_region, key=lambda p: p.inhabitants) for region, of_region in postcodes.items()}
    order = sorted(postcodes, key=lambda region: (kilometres(centre[home], centre[region]), region))
    room = (region for region in order for _ in range(min(3, free[region])))
    beyond = (region for region in order for _ in range(max(0, free[region] - 3)))
    return list(islice(chain(room, beyond), count))


def _provider(
    seed: int,
    number: int,
    size: str,
    kind: str,
    word: str,
    regions: Sequence[str],
    postcodes: dict[str, tuple[Postcode, ...]],
) -> Provider:
    name = names.provider_name(word, kind, size, number)
    taken: list[Postcode] = []
    for place, region in enumerate(regions):
        left = [postcode for postcode in postcodes[region] if postcode not in taken and postcode.inhabitants]
        taken.append(weighted(left, [postcode.inhabitants for postcode in left], seed, "postcode", number, place))
    locations = tuple(
        Location(
            number * 10 + place,
            names.agb(1000 + number * 10 + place),
            names.branch_number(number * 10 + place),
            _location_name(word, postcode, taken),
            postcode,
            names.phone(5000 + number * 10 + place),
            pick(_HOURS, seed, "hours", number, place),
        )
        for place, postcode in enumerate(taken)
    )
    phone = names.phone(number)
    return Provider(number, names.agb(number), name, word, size, kind, phone, locations)


def _location_name(word: str, postcode: Postcode, all_of_provider: Sequence[Postcode]) -> str:
    """The word and the town, and a part of town where the provider has several there."""
    same_town = [other for other in all_of_provider if other.place == postcode.place]
    if len(same_town) == 1:
        return f"{word} {postcode.place}"
    parts = ("Noord", "Zuid", "Oost", "West", "Midden", "Haven", "Buiten", "Centrum")
    return f"{word} {postcode.place} {parts[same_town.index(postcode)]}"


def is_digital(seed: int, provider: Provider) -> bool:
    """Whether the provider's own system counts its places; the others keep them by hand."""
    share = {"large": 0.85, "mid": 0.5, "small": 0.1, "solo": 0.0}[provider.size]
    return unit(seed, "digital", provider.number) < share
