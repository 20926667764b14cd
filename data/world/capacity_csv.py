"""Rows of the product's template capacity_csv, as a sender in the sample world fills it in."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import groupby

from data.world.capacity import count
from data.world.closures import Closure, closure
from data.world.nights import counted_by_hand, counted_by_system
from data.world.noise import chance, unit
from data.world.offers import Offer
from data.world.providers import Provider, is_digital
from data.world.world import World

CRITERIA = {
    "crisisgevoeligheid": "X_CRISIS", "agressie": "X_AGR", "suicidaliteit": "X_SUI", "psychosegevoeligheid": "X_PSY",
    "verstandelijke_beperking": "X_LVB", "verslaving": "X_VERS", "eetstoornis": "X_EET", "cognitief": "X_COG",
    "juridisch_kader": "X_FOR", "taalbarriere": "X_TAAL", "geen_vaste_woonplaats": "X_WOON",
    "autisme": "X_AUT",
}  # fmt: skip
COLUMNS = (
    "agb_vestiging", "agb_onderneming", "naam_aanbieder", "naam_vestiging", "omvang", "postcode", "plaats", "telefoon",
    "overleg_telefoon", "overleg_uren", "zorgpad", "diagnosegroep", "leeftijd_van", "leeftijd_tot", "segment",
    "verwijsroute", "tijdens_wachten", "wachten_telefoon", "talen", "op_afstand", "verwijsproduct", *CRITERIA,
    "criteria_grond", "criteria_geldig_tot", "contracten", "urgentie", "vrij", "totaal", "gereserveerd", "verwacht_7d",
    "verwacht_14d", "verwacht_28d", "eerste_datum", "geteld_op", "aanmeldstop", "stop_reden", "stop_verzekeraars",
    "stop_vanaf", "stop_tot",
)  # fmt: skip
SIZE = {"solo": "solo", "small": "klein", "mid": "middel", "large": "groot"}
SEGMENT = {"gb-ggz": "gb-ggz", "s-ggz": "s-ggz", "social": "sociaal"}
ROUTE = {
    "gp": "huisarts", "crisis_service": "crisisdienst", "own_clinician": "eigen_behandelaar",
    "municipality": "gemeente", "self": "zelf",
}  # fmt: skip
RESPONSIBLE = {"gp": "huisarts", "provider": "aanbieder", "referrer": "verwijzer"}
EXCLUSION = {"excluded": "uitgesloten", "by_consultation": "in overleg", "no_obstacle": "geen belemmering"}


def rows(world: World, offers: Iterable[Offer], night: date, *, by_hand: bool | None) -> list[list[str]]:
    """One row per offer and urgency, as text in the order of COLUMNS.

    by_hand says how the sender's places are counted; None leaves it to each provider.
    """
    made = []
    for provider, of_provider in groupby(offers, lambda offer: offer.location.provider):
        contracts = _contracts(world, provider, night)
        hand = not is_digital(world.seed, provider) if by_hand is None else by_hand
        for offer in of_provider:
            before = [*_description(offer, night.year), contracts]
            made += [
                [*before, urgency, *_counts(world, offer, urgency, night, hand=hand)] for urgency in offer.urgencies
            ]
    return made


@lru_cache(maxsize=1 << 12)
def _description(offer: Offer, year: int) -> tuple[str, ...]:
    """The cells up to the criteria's validity."""
    location, provider = offer.location, offer.location.provider
    dated = f"{year + 1}-01-01" if offer.reason and offer.is_reason_dated else ""
    return (
        location.agb,
        provider.agb,
        provider.name,
        location.name,
        SIZE[provider.size],
        location.postcode.code,
        location.postcode.place,
        provider.phone,
        location.consult_phone,
        location.consult_hours,
        offer.pathway.code,
        offer.group,
        str(offer.age_from),
        _text(offer.age_to),
        SEGMENT[offer.segment],
        "|".join(ROUTE[route] for route in offer.entry_routes),
        RESPONSIBLE[offer.responsible],
        provider.phone if offer.responsible == "provider" else "",
        "|".join(offer.languages),
        "ja" if offer.is_remote else "nee",
        offer.product,
        *(EXCLUSION.get(offer.exclusions.get(code, ""), "") for code in CRITERIA.values()),
        offer.reason,
        dated,
    )


def _counts(world: World, offer: Offer, urgency: str, night: date, *, hand: bool) -> list[str]:
    """The cells after the urgency. What is kept by hand is as old as the last time somebody told it."""
    if hand:
        counted_at = counted_by_hand(world.seed, offer, urgency, night)
        told_at = counted_at.strftime("%Y-%m-%d %H:%M")
    else:
        counted_at = counted_by_system(world.seed, offer.location, night)
        told_at = counted_at.isoformat(timespec="seconds")
    on = counted_at.date()
    number = count(world.seed, offer, urgency, on)
    stop = closure(world.seed, world.lists, offer, on)
    free = 0 if stop and not stop.concerns and chance(0.8, world.seed, "stopped", offer.key) else number.free
    return [
        str(free),
        *map(_text, (number.total, number.reserved, *number.expected)),
        _text(number.first_on),
        told_at,
        *_stop(stop, tells=number.total is not None),
    ]


def _stop(stop: Closure | None, *, tells: bool) -> list[str]:
    if stop is None:
        return ["nee" if tells else "", "", "", "", ""]
    concerns = "|".join(code.upper() for code in stop.concerns)
    return ["ja", stop.reason, concerns, stop.since.isoformat(), _text(stop.until)]


def _contracts(world: World, provider: Provider, night: date) -> str:
    """Contracts of the year per insurer concern. Ceilings are reached in autumn; the social domain has none."""
    if provider.kind == "social":
        return ""
    cells = []
    for concern in (code for code in world.lists.concerns if code != "other"):
        about = (world.seed, "contract", provider.number, concern, night.year)
        level = unit(*about)
        value = "ja" if level < 0.72 else "nee" if level < 0.88 else "onbekend"
        if value == "ja" and night.month >= 9 and chance(0.12, *about, "ceiling"):
            value = "plafond"
        if value != "onbekend" or provider.size != "solo":
            cells.append(f"{concern.upper()}:{value}")
    return "|".join(cells)


def _text(value: int | date | None) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
