"""Who gives care in the sample world, and where: 120 providers with 260 locations over all regions."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, islice
from math import cos, hypot, radians

from data.world import names
from data.world.lists import Lists, Postcode
from data.world.noise import chance, pick, weighted

LOCATION_COUNT = 260
LEAST_PER_REGION = 4
# Of each size: its number of locations, provider by provider. Solo and small together are 57 % of the 120.
LOCATION_COUNTS = {
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
_PARTS = ("Noord", "Zuid", "Oost", "West", "Midden", "Haven", "Buiten", "Centrum")


@dataclass(frozen=True, eq=False)
class Provider:
    """An organisation or practice: size solo, small, mid or large; kind ggz, youth, addiction, forensic or social."""

    number: int
    agb: str
    name: str
    word: str
    size: str
    kind: str
    phone: str
    location_count: int


@dataclass(frozen=True, eq=False)
class Location:
    """A visiting address: only its four-digit postcode is real. Places are numbered from 0 within a provider."""

    provider: Provider
    place: int
    number: int
    agb: str
    branch_number: str
    name: str
    postcode: Postcode
    consult_phone: str
    consult_hours: str


def locations(seed: int, lists: Lists) -> tuple[Location, ...]:
    """All locations, provider by provider, large ones first; those of a provider lie near its first one."""
    by_region = groupby(sorted(lists.postcodes, key=lambda p: (p.region, p.code)), lambda p: p.region)
    postcodes = {region: tuple(of_region) for region, of_region in by_region}
    room = Counter(shares(lists.postcodes))
    made: list[Location] = []
    for provider in providers(seed):
        regions = _near(_home(seed, provider, room), provider.location_count, room, postcodes)
        room.subtract(regions)
        made += _locations(seed, provider, _addresses(seed, provider, regions, postcodes))
    return tuple(made)


def providers(seed: int) -> Iterator[Provider]:
    """All providers, large ones first."""
    words = names.words(seed)
    sizes = [(size, place, count) for size, counts in LOCATION_COUNTS.items() for place, count in enumerate(counts)]
    for number, (size, place, count) in enumerate(sizes, start=1):
        kind = _KINDS[size].get(place, "ggz")
        name = names.provider_name(words[number - 1], kind, size, number)
        yield Provider(number, names.agb(number), name, words[number - 1], size, kind, names.phone(number), count)


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


def is_digital(seed: int, provider: Provider) -> bool:
    """Whether the provider's own system counts its places; the others keep them by hand."""
    return chance(
        {"large": 0.85, "mid": 0.5, "small": 0.1, "solo": 0.0}[provider.size], seed, "digital", provider.number
    )


def _home(seed: int, provider: Provider, room: Counter[str]) -> str:
    regions = sorted(region for region, count in room.items() if count)
    return weighted(regions, [room[region] for region in regions], seed, "home", provider.number)


def _near(home: str, count: int, room: Counter[str], postcodes: dict[str, tuple[Postcode, ...]]) -> list[str]:
    """The regions of a provider's locations: at most three in a region, then on to the nearest with room."""
    centre = {region: max(of_region, key=lambda p: p.inhabitants) for region, of_region in postcodes.items()}
    order = sorted(postcodes, key=lambda region: (kilometres(centre[home], centre[region]), region))
    near = (region for region in order for _ in range(min(3, room[region])))
    beyond = (region for region in order for _ in range(max(0, room[region] - 3)))
    return list(islice(chain(near, beyond), count))


def _addresses(
    seed: int, provider: Provider, regions: Sequence[str], postcodes: dict[str, tuple[Postcode, ...]]
) -> list[Postcode]:
    """A postcode in each of the regions, rather in a town than in a village, none twice."""
    taken: list[Postcode] = []
    for place, region in enumerate(regions):
        town = Counter[str]()
        for postcode in postcodes[region]:
            town[postcode.place] += postcode.inhabitants
        left = [postcode for postcode in postcodes[region] if postcode not in taken]
        weights = [postcode.inhabitants * town[postcode.place] for postcode in left]
        taken.append(weighted(left, weights, seed, "postcode", provider.number, place))
    return taken


def _locations(seed: int, provider: Provider, addresses: Sequence[Postcode]) -> Iterator[Location]:
    for place, postcode in enumerate(addresses):
        number = provider.number * 10 + place
        yield Location(
            provider,
            place,
            number,
            names.agb(1000 + number),
            names.branch_number(number),
            _name(provider.word, postcode, addresses),
            postcode,
            names.phone(5000 + number),
            pick(_HOURS, seed, "hours", number),
        )


def _name(word: str, postcode: Postcode, addresses: Sequence[Postcode]) -> str:
    """The word and the town, and a part of town where the provider has several there."""
    same_town = [other for other in addresses if other.place == postcode.place]
    part = f" {_PARTS[same_town.index(postcode)]}" if len(same_town) > 1 else ""
    return f"{word} {postcode.place}{part}"
