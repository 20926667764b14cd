"""The rows of the template capacity_csv told as the feed capacity_json tells them."""

import json
from collections.abc import Iterable, Mapping, Sequence

from data.world import capacity_csv

Place = dict[str, object]
FORM = "transferpunt/capacity/1"
_BACK: Mapping[str, Mapping[str, object]] = {
    "omvang": {dutch: code for code, dutch in capacity_csv.SIZE.items()},
    "segment": {dutch: code for code, dutch in capacity_csv.SEGMENT.items()},
    "verwijsroute": {dutch: code for code, dutch in capacity_csv.ROUTE.items()},
    "tijdens_wachten": {dutch: code for code, dutch in capacity_csv.RESPONSIBLE.items()},
    "op_afstand": {"ja": True, "nee": False},
}
_ANSWERS = {dutch: code for code, dutch in capacity_csv.EXCLUSION.items()}
_CONTRACTS = {"ja": "yes", "nee": "no", "plafond": "ceiling", "onbekend": "unknown"}
_TEXTS = {
    "agb_location": "agb_vestiging",
    "agb_provider": "agb_onderneming",
    "provider_name": "naam_aanbieder",
    "location_name": "naam_vestiging",
    "size_code": "omvang",
    "postcode": "postcode",
    "place_name": "plaats",
    "phone": "telefoon",
    "consult_phone": "overleg_telefoon",
    "consult_hours": "overleg_uren",
    "care_pathway_code": "zorgpad",
    "diagnosis_group_code": "diagnosegroep",
    "segment_code": "segment",
    "responsible_code": "tijdens_wachten",
    "waiting_phone": "wachten_telefoon",
    "is_remote": "op_afstand",
    "referral_product_name": "verwijsproduct",
    "exclusion_reason": "criteria_grond",
    "exclusion_valid_to": "criteria_geldig_tot",
    "urgency_code": "urgentie",
    "first_on": "eerste_datum",
    "counted_at": "geteld_op",
    "note_code": "stop_reden",
    "stop_from": "stop_vanaf",
    "stop_until": "stop_tot",
}
_NUMBERS = {
    "age_from": "leeftijd_van",
    "age_to": "leeftijd_tot",
    "free_count": "vrij",
    "total_count": "totaal",
    "reserved_count": "gereserveerd",
    "expected_7_count": "verwacht_7d",
    "expected_14_count": "verwacht_14d",
    "expected_28_count": "verwacht_28d",
}
_LISTS = {"entry_route_codes": "verwijsroute", "languages": "talen", "stop_concern_codes": "stop_verzekeraars"}


def document(rows: Iterable[Sequence[str]], **head: str) -> bytes:
    """A delivery with one place per row; rows in the order of capacity_csv.COLUMNS. head: what stands beside them."""
    places = [place(dict(zip(capacity_csv.COLUMNS, row, strict=True))) for row in rows]
    made = {"form": FORM, **head, "places": places}
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def place(row: dict[str, str]) -> dict[str, object]:
    """One place; what the row does not tell is left out, what is no number stays as it is written."""
    told: dict[str, object] = {name: _word(column, row[column]) for name, column in _TEXTS.items()}
    told |= {name: _number(row[column]) for name, column in _NUMBERS.items()}
    told |= {
        name: [_word(column, one.lower()) for one in row[column].split("|") if one] for name, column in _LISTS.items()
    }
    told["exclusions"] = {
        code: _ANSWERS[row[column]] for column, code in capacity_csv.CRITERIA.items() if row[column] in _ANSWERS
    }
    pairs = (one.split(":") for one in row["contracten"].split("|") if one)
    told["contracts"] = {concern.lower(): _CONTRACTS[answer] for concern, answer in pairs}
    told["status"] = _status(row)
    return {name: value for name, value in told.items() if value not in ("", [], {})}


def _status(row: dict[str, str]) -> str:
    if row["aanmeldstop"] == "ja":
        return "stop"
    return {"": "unknown", "0": "full"}.get(row["vrij"], "available")


def _word(column: str, told: str) -> object:
    return _BACK.get(column, {}).get(told, told)


def _number(told: str) -> object:
    return int(told) if told.isascii() and told.isdigit() else told
