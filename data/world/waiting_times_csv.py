"""Rows of the product's template waiting_times_csv, as a sender in the sample world fills it in."""

from collections.abc import Iterable
from datetime import date
from math import ceil

from data.world.closures import closure
from data.world.noise import chance, pick, unit
from data.world.providers import is_digital
from data.world.waits import Series, Wait, wait
from data.world.world import World

COLUMNS = (
    "agb_vestiging", "agb_onderneming", "kvk_vestiging", "naam_aanbieder", "naam_vestiging", "postcode", "plaats",
    "segment", "circuit", "diagnosegroep", "diagnosegroep_letterlijk", "setting", "methode", "peildatum",
    "aanmeld_weken", "behandel_weken", "wachtend_intake", "wachtend_intake_boven_norm", "wachtend_behandeling",
    "wachtend_behandeling_boven_norm", "instroom_intake_2m", "instroom_intake_2m_binnen_norm",
    "instroom_behandeling_2m", "instroom_behandeling_2m_binnen_norm", "nieuw_maand", "gestart_maand",
    "vertrokken_maand", "aanmeldstop", "stop_tot", "stop_verzekeraars",
)  # fmt: skip
REFERRAL_SINCE = date(2026, 1, 1)  # from here on the clock of a single location starts at the referral
_CIRCUIT = {
    "youth": "jeugd", "adolescents": "adolescenten", "adults": "volwassenen", "elderly": "ouderen",
    "addiction": "verslavingszorg", "forensic": "forensisch",
}  # fmt: skip
_STOP_WORDS = ("stop", "Stop", "aanmeldstop", "tijdelijk geen nieuwe aanmeldingen")


def rows(world: World, series: Iterable[Series], on: date) -> list[list[str]]:
    """One row per series on a reference date, as text in the order of COLUMNS."""
    return [_row(world, one, on) for one in series]


def _row(world: World, one: Series, on: date) -> list[str]:
    found = wait(world.seed, one, on)
    stop = closure(world.seed, world.lists, one.offer, on)
    location, provider = one.offer.location, one.offer.location.provider
    for_all = stop is not None and not stop.concerns
    unsplit = one.group in {"D00", "B00"}
    return [
        location.agb,
        provider.agb,
        location.branch_number if is_digital(world.seed, provider) else "",
        provider.name,
        location.name,
        location.postcode.code,
        location.postcode.place,
        one.offer.segment,
        _CIRCUIT[one.circuit],
        one.group,
        "" if unsplit else world.lists.groups[one.group],
        "klinisch" if one.offer.pathway.is_clinical else "ambulant",
        _method(world.seed, one, on),
        on.isoformat(),
        *_weeks(world.seed, one, found, on, is_stopped=for_all),
        *_cells(found.waiting, 4),
        *_cells(found.inflow, 4),
        *_cells(found.flow, 3),
        "ja" if stop else "nee",
        stop.until.strftime("%d-%m-%Y") if stop and stop.until else "",
        "|".join(code.upper() for code in stop.concerns) if stop else "",
    ]


def _method(seed: int, one: Series, on: date) -> str:
    provider = one.offer.location.provider
    if provider.location_count == 1 and on >= REFERRAL_SINCE:
        return "verwijsdata"
    share = {"solo": 0.8, "small": 0.7, "mid": 0.35, "large": 0.15}[provider.size]
    return "actueel" if chance(share, seed, "method", provider.number) else "retrospectief"


def _weeks(seed: int, one: Series, found: Wait, on: date, *, is_stopped: bool) -> tuple[str, str]:
    about = (seed, "writes", one.key, on.toordinal())
    provider = one.offer.location.provider
    if is_stopped and chance(0.7, seed, "stop in words", provider.number):
        return pick(_STOP_WORDS, seed, "stop words", provider.number), ""
    treatment = "-" if unit(*about, "dash") < 0.04 else _number(found.treatment, provider.size)
    if provider.size in {"solo", "small"} and unit(*about, "words") < 0.12:
        return _in_words(found.intake), treatment
    return _number(found.intake, provider.size), treatment


def _number(weeks: float, size: str) -> str:
    """Large providers give a decimal, small ones whole weeks rounded up."""
    return f"{weeks:.1f}".replace(".", ",") if size in {"mid", "large"} else str(ceil(weeks))


def _in_words(weeks: float) -> str:
    if weeks < 1:
        return "geen wachttijd"
    if weeks > 12:
        return f"{ceil(weeks / 4)} maanden"
    return f"{int(weeks)}-{int(weeks) + 2} weken"


def _cells(counts: tuple[int, ...] | None, width: int) -> list[str]:
    return [""] * width if counts is None else [str(count) for count in counts]
