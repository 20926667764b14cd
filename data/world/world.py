"""The world as a whole: every location with its provider, every offer with its location."""

from dataclasses import dataclass

from data.world import SEED
from data.world.lists import Lists, read
from data.world.offers import Offer, offers
from data.world.providers import Location, Provider, locations


@dataclass(frozen=True, eq=False)
class World:
    """What does not change from night to night; locations and offers stand provider by provider."""

    seed: int
    lists: Lists
    locations: tuple[Location, ...]
    offers: tuple[Offer, ...]


def build(lists: Lists | None = None, seed: int = SEED) -> World:
    """Makes the world, of the product's own reference lists unless others are given."""
    lists = lists or read()
    places = locations(seed, lists)
    return World(seed, lists, places, tuple(offer for location in places for offer in offers(seed, lists, location)))


def providers(world: World) -> list[Provider]:
    """Every provider once, in order."""
    return list(dict.fromkeys(location.provider for location in world.locations))
