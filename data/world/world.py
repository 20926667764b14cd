"""The world as a whole: every provider with its locations, every location with its offers."""

from dataclasses import dataclass

from data.world import SEED
from data.world.lists import Lists, read
from data.world.offers import Offer, offers
from data.world.providers import Location, Provider, providers


@dataclass(frozen=True)
class World:
    """What does not change from night to night. Offers stand under the number of their location."""

    seed: int
    lists: Lists
    providers: tuple[Provider, ...]
    offers: dict[int, tuple[Offer, ...]]


def build(lists: Lists | None = None, seed: int = SEED) -> World:
    """Makes the world, of the product's own reference lists unless others are given."""
    lists = lists or read()
    everybody = providers(seed, lists)
    return World(
        seed,
        lists,
        everybody,
        {
            location.number: offers(seed, lists, provider, location)
            for provider in everybody
            for location in provider.locations
        },
    )


def locations(providers: tuple[Provider, ...]) -> list[tuple[Provider, Location]]:
    """Each location with its provider, in the order of the providers."""
    return [(provider, location) for provider in providers for location in provider.locations]
