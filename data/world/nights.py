"""When places are counted. A night is named after its evening: night D ends on the morning of D + 1."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from data.world.noise import Key, pick, unit, whole
from data.world.offers import Offer
from data.world.providers import Location

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_EVERY = {"large": (1,), "mid": (1, 1, 2), "small": (1, 2, 3, 7), "solo": (1, 3, 7, 14, 30)}
_FRIDAY = 4


@lru_cache(maxsize=1 << 10)
def counted_by_system(seed: int, location: Location, night: date) -> datetime:
    """The moment at which the location's own system counts all its places: between 22:00 and 05:30."""
    about = (seed, "system", location.number)
    minutes = whole(0, 380, *about) + whole(0, 9, *about, night.toordinal())  # an hour is left for the night in March
    start = datetime.combine(night, time(22), AMSTERDAM)
    return (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(AMSTERDAM)


def counted_by_hand(seed: int, offer: Offer, urgency: str, night: date) -> datetime:
    """The last moment at which somebody told this offer's places: late in an evening or early on a working day.

    Some do so daily, some weekly, some hardly ever; beds are told every working day. None falls in the hour in which
    the clock changes.
    """
    location = offer.location
    every = 1 if offer.pathway.unit == "bed" else pick(_EVERY[location.provider.size], seed, "every", location.number)
    morning = night + timedelta(days=1)
    morning -= timedelta(days=(morning.toordinal() + whole(0, 29, seed, "phase", location.number)) % every)
    morning -= timedelta(days=max(0, morning.weekday() - _FRIDAY))
    about: tuple[Key, ...] = (seed, "by hand", offer.key, urgency, morning.toordinal())
    if unit(seed, "evening", location.number) < 0.3:
        return datetime.combine(morning - timedelta(days=1), time(22, whole(0, 59, *about)), AMSTERDAM)
    minute = whole(20, 89, *about)
    return datetime.combine(morning, time(6 + minute // 60, minute % 60), AMSTERDAM)
