"""Stops on new clients: about one provider in six has one at any time, some for one insurer, some until a date."""

from dataclasses import dataclass
from datetime import date, timedelta

from data.world.lists import Lists
from data.world.noise import chance, pick, unit, weighted, whole
from data.world.offers import Offer
from data.world.providers import Provider

SHARE = 0.16
_PERIOD = 70  # days; within a period a provider has a stop or has none
_HOLIDAY = 21
_REASONS = ("staff", "capacity", "ceiling", "holiday", "unknown")
_REASON_WEIGHTS = (4, 4, 2, 1, 1)


@dataclass(frozen=True)
class Closure:
    """A stop that holds on the day asked for. No concerns is everybody; until is the last day, None if not known."""

    reason: str
    concerns: tuple[str, ...]
    since: date
    until: date | None


def closure(seed: int, lists: Lists, offer: Offer, on: date) -> Closure | None:
    """The stop that touches an offer on a day, or None."""
    provider = offer.location.provider
    period, day = divmod(on.toordinal() + whole(0, _PERIOD - 1, seed, "stop phase", provider.number), _PERIOD)
    about = (seed, "stop", provider.number, period)
    if not chance(SHARE, *about) or not _touches(offer, about):
        return None
    since = on - timedelta(days=day)
    insurers = lists.concerns[:4]
    concerns = (pick(insurers, *about, "insurer"),) if unit(*about, "one insurer") < 0.25 else ()
    reason = "ceiling" if concerns else weighted(_REASONS, _REASON_WEIGHTS, *about, "why")
    if reason == "holiday":
        until = since + timedelta(days=_HOLIDAY - 1)
        return Closure(reason, concerns, since, until) if on <= until else None
    until_end = chance(0.45, *about, "until")
    return Closure(reason, concerns, since, since + timedelta(days=_PERIOD - 1) if until_end else None)


def has_stop(seed: int, provider: Provider, on: date) -> bool:
    """Whether the provider has any stop on that day."""
    period = (on.toordinal() + whole(0, _PERIOD - 1, seed, "stop phase", provider.number)) // _PERIOD
    return chance(SHARE, seed, "stop", provider.number, period)


def _touches(offer: Offer, about: tuple[int | str, ...]) -> bool:
    """A stop is for the whole provider, for one location, or for the offers of one diagnosis group there."""
    location = offer.location
    if (reach := unit(*about, "reach")) < 0.45 or location.provider.location_count == 1:
        return True
    here = location.place == whole(0, location.provider.location_count - 1, *about, "where")
    return here and (reach < 0.8 or offer.group in {"D00", "D01", "D12", "B00"})
