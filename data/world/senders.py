"""Who sends what in the demonstration, and how each writes its files.

Five large providers send for themselves each night, one of them as JSON: one forgets a night now and then, one falls
three days behind and catches up, one counts wrongly. Three regional collecting points send for everybody else. A sixth
large provider has an agreement and never sent a thing. Waiting times come once a month, from the collecting points and
one large provider.
"""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from data.world import names
from data.world.providers import Provider
from data.world.world import World, providers

Habit = Literal["steady", "forgetful", "lagging", "wrong", "silent", "weekdays", "slow"]
ALONE: tuple[Habit, ...] = ("steady", "steady", "forgetful", "lagging", "wrong", "silent")
_FEED = {"plekken": "capacity_csv", "wachttijden": "waiting_times_csv"}
_SENDS_JSON = 1  # of those who send for themselves
_BORDERS = (90.0, 52.36, 51.97, 0.0)  # degrees north, between the collecting points


@dataclass(frozen=True)
class Dialect:
    """How a sender writes its files."""

    separator: str = ","
    encoding: str = "utf-8"
    newline: str = "\n"


@dataclass(frozen=True, eq=False)
class Sender:
    """One source: a sender of one feed. by_hand says whether the places it sends are kept by hand."""

    code: str
    feed: str
    name: str
    phone: str
    by_hand: bool
    habit: Habit
    providers: tuple[Provider, ...]
    dialect: Dialect


_PLAIN, _EXCEL, _TABS = Dialect(), Dialect(";", "utf-8-sig", "\r\n"), Dialect("\t", "cp1252", "\r\n")
_POINTS: tuple[tuple[str, bool, Habit, Dialect, Habit], ...] = (
    ("Noord", True, "weekdays", _EXCEL, "steady"),
    ("Midden", False, "forgetful", _PLAIN, "slow"),
    ("Zuid", True, "weekdays", _TABS, "forgetful"),
)


def senders(world: World) -> list[Sender]:
    """Every source of the demonstration, the nightly ones first."""
    everybody = providers(world)
    north = {location.provider: location.postcode.latitude for location in reversed(world.locations)}
    alone = everybody[: len(ALONE)]
    nightly = [_alone("plekken", p, habit, _PLAIN) for p, habit in zip(alone, ALONE, strict=True)]
    nightly[_SENDS_JSON] = replace(nightly[_SENDS_JSON], feed="capacity_json")
    monthly = [_alone("wachttijden", alone[0], "steady", _EXCEL)]
    for number, ((upper, lower), point) in enumerate(zip(pairwise(_BORDERS), _POINTS, strict=True)):
        region, by_hand, habit, dialect, monthly_habit = point
        members = [p for p in everybody if lower <= north[p] < upper]
        mine, waits = (tuple(p for p in members if p not in others) for others in (alone, alone[:1]))
        about = f"Aanleverpunt {region} (fictief)", names.phone(7000 + number)
        code = f"aanleverpunt-{region.lower()}"
        nightly.append(Sender(f"plekken-{code}", "capacity_csv", *about, by_hand, habit, mine, dialect))
        monthly.append(
            Sender(f"wachttijden-{code}", "waiting_times_csv", *about, by_hand, monthly_habit, waits, _EXCEL)
        )
    return [*nightly, *monthly]


def _alone(what: str, provider: Provider, habit: Habit, dialect: Dialect) -> Sender:
    """A provider that sends for itself, from its own system."""
    return Sender(
        code=f"{what}-{provider.word.lower().replace('ü', 'u')}",
        feed=_FEED[what],
        name=provider.name,
        phone=provider.phone,
        by_hand=False,
        habit=habit,
        providers=(provider,),
        dialect=dialect,
    )
