"""Codes in words: the one place where a code of the database gets its label, in the reader's language.

Code lists that an operator can edit bring their own names from the database; here stand the closed ones.
"""

from dashboard.language import _


def status(status_code: str) -> str:
    """The word beside the shape."""
    return {
        "free": _("place free"),
        "expected": _("expected"),
        "full": _("full"),
        "unknown": _("unknown"),
        "stop": _("closed to new clients"),
    }[status_code]


def why_unknown(unknown_code: str | None) -> str:
    """Why nothing is known, and so what to do about it."""
    return {
        "stale": _("out of date: phone them"),
        "never": _("never told"),
        "absent": _("no longer in the provider's last delivery"),
        "held_lower": _("the provider reports fewer places, this is being checked"),
    }.get(unknown_code or "", "")


def tier(number: int, reaction_days: int | None) -> str:
    """The heading over the rows of a tier. reaction_days: of spoed, in working days; None where the norm counts."""
    within = {1: _("Place free, within {days} working days"), 3: _("Expected or full, within {days} working days")}
    if reaction_days is not None and number in within:
        return within[number].format(days=reaction_days)
    return {
        1: _("Place free, treatment starts within the norm"),
        2: _("Place free, phone first"),
        3: _("Expected or full, treatment starts within the norm"),
        4: _("Place free for intake, start of treatment over the norm or unknown"),
        5: _("Full, start of treatment over the norm or unknown"),
        6: _("Unknown whether there is a place: phone them"),
        7: _("Does not fit: closed to new clients, excluding, or another way in"),
    }[number]


def reason(reason_code: str, urgency_code: str) -> str:
    """Why a row stands where it stands. A code that is not known here is said as it is."""
    if urgency_code == "spoed" and reason_code in {"within_norm", "over_norm"}:
        return _("within the reaction time") if reason_code == "within_norm" else _("after the reaction time")
    return {
        "place_free": _("place free"),
        "within_norm": _("within the norm"),
        "over_norm": _("over the norm"),
        "start_unknown": _("start unknown"),
        "near": _("near"),
        "expected_soon": _("place expected"),
        "full": _("full"),
        "stale": _("count out of date"),
        "never_told": _("never told"),
        "blanked_absent": _("no longer in the last delivery"),
        "blanked_lower": _("fewer places reported, being checked"),
        "stop": _("closed to new clients"),
        "insurer_stop": _("closed to new clients of this insurer"),
        "group_stop": _("closed to new clients with this complaint"),
        "entry_route": _("another way in than the GP"),
        "criteria_accepted": _("no obstacle told"),
        "criterion_discuss": _("by consultation: phone first"),
        "criterion_unknown": _("a criterion unknown: phone first"),
        "criterion_excluded": _("excluded"),
        "contracted": _("contract with the insurer"),
        "no_contract": _("no contract with the insurer"),
        "ceiling_reached": _("ceiling of the insurer reached"),
        "contract_unknown": _("contract unknown"),
    }.get(reason_code, reason_code.replace("_", " "))


def entry_route(route_code: str) -> str:
    """Who may refer."""
    return {
        "gp": _("GP"),
        "crisis_service": _("crisis service"),
        "own_clinician": _("own clinician"),
        "municipality": _("municipality"),
        "self": _("self-referral"),
    }.get(route_code, route_code)


def place_unit(unit_code: str) -> str:
    """A kind of place, as many of them."""
    return {
        "intake_slot": _("intake slots"),
        "caseload_place": _("places in a team"),
        "bed": _("beds"),
        "group_place": _("group places"),
    }.get(unit_code, unit_code)


def responsible(responsible_code: str) -> str:
    """Who is responsible for the patient while waiting."""
    return {
        "gp": _("GP"),
        "provider": _("the provider"),
        "referrer": _("whoever refers"),
        "unknown": _("not told: ask"),
    }.get(responsible_code, responsible_code)


def exclusion_value(value_code: str) -> str:
    """The answer of a provider to a criterion. Unknown is never accepted."""
    return {
        "excluded": _("excluded"),
        "by_consultation": _("by consultation"),
        "no_obstacle": _("no obstacle"),
        "unknown": _("not told: phone them"),
    }.get(value_code, value_code)


def segment(segment_code: str) -> str:
    """gb-ggz and s-ggz are what it says on the referral letter."""
    return _("social domain") if segment_code == "social" else segment_code


def setting(setting_code: str) -> str:
    """Without or with a stay."""
    return {"ambulant": _("outpatient"), "clinical": _("with a stay")}.get(setting_code, setting_code)


def size(size_code: str) -> str:
    """How many practitioners a provider has."""
    return {
        "solo": _("one practitioner"),
        "small": _("small: up to 10 practitioners"),
        "mid": _("mid-size"),
        "large": _("large"),
    }.get(size_code, _("not told"))


def delivery_state(state_code: str) -> str:
    """What became of a delivery."""
    return {
        "received": _("received"),
        "duplicate": _("the same as before"),
        "rejected": _("rejected"),
        "held": _("being checked"),
        "applied": _("taken over"),
        "superseded": _("older than what is shown"),
        "failed": _("not finished"),
    }.get(state_code, state_code)


def wait_part(kind_code: str) -> str:
    """Which part of a wait a norm is about."""
    return {
        "intake": _("to the first conversation"),
        "treatment": _("from there to the start of treatment"),
        "total": _("to the start of treatment in all"),
    }[kind_code]


def part_of_day(part_of_day_code: str) -> str:
    """When a crisis line is answered."""
    return {
        "day": _("by day"),
        "night": _("evening, night and weekend"),
        "all": _("day and night"),
    }[part_of_day_code]


def age_group(age_group_code: str) -> str:
    """For whom a crisis line is."""
    return {"youth": _("under 18"), "adult": _("18 and older")}[age_group_code]


def age_band(band: str) -> str:
    """An age band as it can be chosen."""
    return _("65 and older") if band == "65+" else _("{band} years").format(band=band.replace("-", "–"))


def circuit(circuit_code: str) -> str:
    """The part of mental health care a figure is about, by age and kind."""
    return {
        "youth": _("youth"),
        "adolescents": _("adolescents (18–25)"),
        "adults": _("adults"),
        "elderly": _("elderly"),
        "addiction": _("addiction care"),
        "forensic": _("forensic"),
        "unknown": _("unknown"),
    }.get(circuit_code, circuit_code)


def wait(state: str) -> str:
    """What stands where a number of weeks would: not published, a stop and not understood are kept apart."""
    return {"stop": _("closed to new clients"), "unknown": _("unknown")}.get(state, "–")


def place_class(class_code: str) -> str:
    """A number of places of somebody else's, as competitors may see it."""
    return {"none": _("none"), "few": _("a few (1–2)"), "ample": _("plenty (3 or more)")}[class_code]
