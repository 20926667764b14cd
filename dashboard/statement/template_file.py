"""Own places as the template that can be sent back (docs/feeds.md, capacity_csv): its columns, its words. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dashboard.opening_hours import AMSTERDAM

Place = Mapping[str, Any]
# Column of the template -> what it tells, by the name of capacity_json.
PLAIN = {
    "agb_vestiging": "agb_location",
    "agb_onderneming": "agb_provider",
    "naam_aanbieder": "provider_name",
    "naam_vestiging": "location_name",
    "omvang": "size_code",
    "postcode": "postcode",
    "plaats": "place_name",
    "telefoon": "phone",
    "overleg_telefoon": "consult_phone",
    "overleg_uren": "consult_hours",
    "zorgpad": "care_pathway_code",
    "diagnosegroep": "diagnosis_group_code",
    "leeftijd_van": "age_from",
    "leeftijd_tot": "age_to",
    "segment": "segment_code",
    "verwijsroute": "entry_route_codes",
    "tijdens_wachten": "responsible_code",
    "wachten_telefoon": "waiting_phone",
    "talen": "languages",
    "op_afstand": "is_remote",
    "verwijsproduct": "referral_product_name",
    "urgentie": "urgency_code",
    "vrij": "free_count",
    "totaal": "total_count",
    "gereserveerd": "reserved_count",
    "verwacht_7d": "expected_7_count",
    "verwacht_14d": "expected_14_count",
    "verwacht_28d": "expected_28_count",
    "eerste_datum": "first_on",
    "criteria_grond": "exclusion_reason",
    "criteria_geldig_tot": "exclusion_valid_to",
    "aanmeldstop": "is_stop",
    "stop_reden": "note_code",
    "stop_verzekeraars": "stop_concern_codes",
    "stop_vanaf": "stop_from",
    "stop_tot": "stop_until",
}
CRITERIA = {
    "crisisgevoeligheid": "X_CRISIS",
    "agressie": "X_AGR",
    "suicidaliteit": "X_SUI",
    "psychosegevoeligheid": "X_PSY",
    "verstandelijke_beperking": "X_LVB",
    "verslaving": "X_VERS",
    "eetstoornis": "X_EET",
    "cognitief": "X_COG",
    "juridisch_kader": "X_FOR",
    "taalbarriere": "X_TAAL",
    "geen_vaste_woonplaats": "X_WOON",
    "autisme": "X_AUT",
}
CONTRACTS, COUNTED = "contracten", "geteld_op"
HEADS = (*PLAIN, *CRITERIA, CONTRACTS, COUNTED)
_YES_NO = {True: "ja", False: "nee"}
_WORDS: Mapping[str, Mapping[Any, str]] = {
    "size_code": {"solo": "solo", "small": "klein", "mid": "middel", "large": "groot"},
    "segment_code": {"social": "sociaal"},
    "entry_route_codes": {
        "gp": "huisarts",
        "crisis_service": "crisisdienst",
        "own_clinician": "eigen_behandelaar",
        "municipality": "gemeente",
        "self": "zelf",
    },
    "responsible_code": {"gp": "huisarts", "provider": "aanbieder", "referrer": "verwijzer"},
    "is_remote": _YES_NO,
    "is_stop": _YES_NO,
}
_ANSWERS = {"excluded": "uitgesloten", "by_consultation": "in overleg", "no_obstacle": "geen belemmering"}
_CONTRACT = {"yes": "ja", "no": "nee", "ceiling": "plafond", "unknown": "onbekend"}


def cells(place: Place, at: datetime) -> list[str]:
    """One row of the template. at: the moment of counting that it tells, that of downloading."""
    told = {head: _cell(place, name) for head, name in PLAIN.items()}
    answers = place.get("exclusions", {})
    told |= {head: _ANSWERS.get(answers.get(code, ""), "") for head, code in CRITERIA.items()}
    told[CONTRACTS] = "|".join(f"{code}:{_CONTRACT[said]}" for code, said in sorted(place["contracts"].items()))
    told[COUNTED] = at.astimezone(AMSTERDAM).isoformat(timespec="minutes")
    return [told[head] for head in HEADS]


def rows(places: Sequence[Place], at: datetime) -> list[list[str]]:
    """All rows of the template."""
    return [cells(place, at) for place in places]


def _cell(place: Place, name: str) -> str:
    told, known = place.get(name), _WORDS.get(name, {})
    if told is None:
        return ""
    if isinstance(told, list):
        return "|".join(known.get(one, str(one)) for one in told)
    return known.get(told, str(told))
