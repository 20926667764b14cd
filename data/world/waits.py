"""How long one waits: weeks and counts per location and kind of care, month by month.

The spread is that of the real collections (2018: median 4.5 weeks to intake, a tenth over 15; 2025: a mean of 14 weeks
and a third within the norm in specialised care). A month is computed from the month alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import exp, log

from data.world.noise import chance, normal, unit, walk, whole
from data.world.offers import Offer

SPLIT_SHARE = 0.28  # of the locations with several groups; most give one figure for all (64 % of all rows)
NORM_INTAKE, NORM_TREATMENT = 4, 10  # weeks; only to make counts that hang together, the product has its own norms
_INTAKE = {"solo": 5.0, "small": 6.0, "mid": 7.5, "large": 9.0}
_TREATMENT = {"solo": 3.0, "small": 3.5, "mid": 5.0, "large": 6.0}
_GROUP = {"D12": 1.6, "D01": 1.35, "D07": 1.2, "D06": 1.3, "D04": 0.85, "D05": 0.85, "D02": 0.6}
_INFLOW = {"mid": (5, 24), "large": (12, 60)}  # people who come in within two months
_MONTHS_TO_DOUBLE = 240


@dataclass(frozen=True, eq=False)
class Series:
    """What one waiting time is about: the care of an offer and of all others of its location that share its figure.

    The group is D00 or B00 where the location does not split.
    """

    key: str
    offer: Offer
    circuit: str
    group: str


@dataclass(frozen=True)
class Wait:
    """Weeks to intake and from there to treatment, and counts of waiting places (None where not told, or too small)."""

    intake: float
    treatment: float
    waiting: tuple[int, int, int, int] | None
    """For intake, of which over the norm; for treatment, of which over the norm."""
    inflow: tuple[int, int, int, int] | None
    """Of two months: at intake, of which within the norm; at treatment, of which within the norm."""
    flow: tuple[int, int, int] | None
    """Of the month before: new, started, left. Waiting now is waiting then, and new, less started and left."""


def series(seed: int, offers: Iterable[Offer]) -> Iterator[Series]:
    """Every series of those offers. The social domain has none."""
    seen: set[str] = set()
    for offer in offers:
        told = offer.pathway.unit in {"intake_slot", "bed"} and not offer.pathway.is_unlimited
        one = _series(seed, offer)
        if told and offer.segment != "social" and one.key not in seen:
            seen.add(one.key)
            yield one


def wait(seed: int, one: Series, on: date) -> Wait:
    """The wait on the first day of a month."""
    month = on.year * 12 + on.month
    intake, treatment = weeks(seed, one, month)
    size = one.offer.location.provider.size
    if size not in _INFLOW:
        return Wait(intake, treatment, None, None, None)
    tells_flow = chance(0.5, seed, "tells flow", one.offer.location.provider.number)
    return Wait(
        intake,
        treatment,
        waiting(seed, one, month),
        _inflow(seed, one, month, intake, treatment),
        _flow(seed, one, month) if tells_flow else None,
    )


@lru_cache(maxsize=1 << 12)
def weeks(seed: int, one: Series, month: int) -> tuple[float, float]:
    """Weeks to intake and weeks from intake to treatment, at most 78 each, with one decimal."""
    size = one.offer.location.provider.size
    growth = 2 ** ((month - 2025 * 12) / _MONTHS_TO_DOUBLE)
    basic = 0.6 if one.offer.segment == "gb-ggz" else 1.0
    factor = basic * growth * _GROUP.get(one.group, 1.0)
    house, number = normal(seed, "wait of house", one.offer.location.provider.number), one.offer.location.number
    found = []
    for step, median in (("intake", _INTAKE[size]), ("treatment", _TREATMENT[size])):
        own = 0.6 * normal(seed, step, number) + 0.4 * normal(seed, step, one.key)
        moving = 0.25 * walk(month, 7, seed, step, one.key)
        found.append(min(78.0, round(exp(log(median * factor) + 0.55 * house + own + moving), 1)))
    return found[0], found[1]


def waiting(seed: int, one: Series, month: int) -> tuple[int, int, int, int]:
    """Waiting places: as many as come in during the wait (Little's law), and how many of them wait over the norm."""
    intake, treatment = weeks(seed, one, month)
    per_week = _inflow_intake(seed, one, month) / 8.7
    for_intake = round(per_week * intake)
    for_treatment = round(0.85 * per_week * treatment)
    return (
        for_intake,
        _over(for_intake, intake, NORM_INTAKE),
        for_treatment,
        _over(for_treatment, treatment, NORM_TREATMENT),
    )


def _over(count: int, weeks_now: float, norm: int) -> int:
    return min(count, round(count * max(0.0, 1 - norm / max(1.0, 1.35 * weeks_now))))


def _inflow_intake(seed: int, one: Series, month: int) -> int:
    low, high = _INFLOW[one.offer.location.provider.size]
    share = 0.5 if one.group not in {"D00", "B00"} else 1.0
    usual = share * (low + (high - low) * unit(seed, "inflow", one.key))
    return max(1, round(usual * (1 + 0.2 * walk(month, 5, seed, "inflow", one.key))))


def _inflow(seed: int, one: Series, month: int, intake: float, treatment: float) -> tuple[int, int, int, int]:
    at_intake = _inflow_intake(seed, one, month)
    at_treatment = max(0, round(at_intake * (0.7 + 0.25 * unit(seed, "goes on", one.key, month))))
    within = (exp(-max(0.0, intake / NORM_INTAKE - 0.4)), exp(-max(0.0, treatment / NORM_TREATMENT - 0.4)))
    return at_intake, round(at_intake * within[0]), at_treatment, round(at_treatment * within[1])


def _flow(seed: int, one: Series, month: int) -> tuple[int, int, int]:
    before, now = (sum(waiting(seed, one, at)[::2]) for at in (month - 1, month))
    left = min(before, whole(0, 2, seed, "left", one.key, month))
    started = min(before - left, max(_inflow_intake(seed, one, month) // 2, before - left - now))
    return now - before + started + left, started, left


def _series(seed: int, offer: Offer) -> Series:
    splits = chance(SPLIT_SHARE, seed, "splits", offer.location.number) and not offer.pathway.is_clinical
    group = offer.group if offer.group == "B00" or splits else "D00"
    circuit = _circuit(offer)
    setting = "clinical" if offer.pathway.is_clinical else "ambulant"
    return Series(f"{offer.location.number}-{offer.segment}-{circuit}-{group}-{setting}", offer, circuit, group)


def _circuit(offer: Offer) -> str:
    kind = offer.location.provider.kind
    if kind in {"addiction", "forensic", "youth"}:
        return kind
    if offer.age_from >= 60:
        return "elderly"
    return "adolescents" if (offer.age_from, offer.age_to) == (18, 25) else "adults"
