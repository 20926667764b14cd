"""What the pages around an invitation say: names of steps, fields and states, what is wrong, what became of it."""

from collections.abc import Mapping

from dashboard import labels
from dashboard.language import _
from dashboard.statement.words import Names
from dashboard.wording import ages

_SEGMENTS = ("gb-ggz", "s-ggz", "social")
_SIZES = ("solo", "small", "mid", "large")


def step(code: str) -> str:
    """The name of a step."""
    return {
        "contact": _("Who you are"),
        "locations": _("Where you work"),
        "offers": _("What care you give"),
        "criteria": _("For whom you are not there"),
        "check": _("Look it through and send it in"),
    }[code]


def field(name: str, names: Names) -> str:
    """The name of a field, without its part; where a step calls it otherwise, with that step before it."""
    if name.startswith("criterium."):
        code = name.partition(".")[2]
        return names["criterion"].get(code, code)
    return {
        "provider_name": _("Name of the provider"),
        "size_code": _("How large"),
        "contact_name": _("Whom to call"),
        "contact_phone": _("Telephone"),
        "contact_email": _("Mail for reminders"),
        "agb_location": _("AGB code of the location"),
        "offers.agb_location": _("Location"),
        "location_name": _("Name of the location"),
        "postcode": _("Postcode"),
        "place_name": _("Place"),
        "phone": _("Telephone"),
        "consult_phone": _("Number for referrers who want to consult"),
        "consult_hours": _("When that is answered, such as ma-vr 08:30-17:00"),
        "care_pathway_code": _("Kind of care"),
        "diagnosis_group_code": _("Diagnosis group"),
        "segment_code": _("Segment"),
        "age_from": _("From what age"),
        "age_to": _("Up to and including what age"),
        "urgency_codes": _("For what urgency"),
        "entry_route_codes": _("Who may refer"),
        "responsible_code": _("Responsible while waiting"),
        "waiting_phone": _("Number while waiting"),
        "exclusion_reason": _("Ground of these answers"),
        "exclusion_valid_to": _("These answers hold until"),
    }[name]


def offered(names: Names, locations: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Name of a list -> code -> words, for all that can be chosen. locations: AGB code -> name."""
    lists = {name: dict(found) for name, found in names.items()}
    without_unknown = {name: {code: text for code, text in lists[name].items() if code != "unknown"} for name in lists}
    return without_unknown | {
        "size": {code: labels.size(code) for code in _SIZES},
        "segment": {code: labels.segment(code) for code in _SEGMENTS},
        "location": dict(locations),
    }


def offer_title(offer: Mapping[str, str], choices: Mapping[str, Mapping[str, str]]) -> str:
    """Polikliniek gespecialiseerde ggz · Depressie · s-ggz · 18 jaar en ouder"""
    lists = {"care_pathway_code": "pathway", "diagnosis_group_code": "group", "segment_code": "segment"}
    parts = [choices[name].get(offer.get(field, ""), offer.get(field, "")) for field, name in lists.items()]
    low, high = offer.get("age_from", ""), offer.get("age_to", "")
    said = ages(int(low) if low.isdigit() else 0, int(high) if high.isdigit() else None)
    return " · ".join(part for part in [*parts, said] if part) if any(parts) else ""


def wrong(code: str) -> str:
    """What is missing or wrong in a field, and what to do."""
    return {
        "required": _("Still to fill in."),
        "unknown": _("Choose one of the list."),
        "wrong_agb": _("Eight digits, with the zero in front."),
        "wrong_postcode": _("Four digits and two letters, such as 1234 AB."),
        "wrong_mail": _("An address such as name@example.org."),
        "wrong_phone": _("A telephone number: digits, spaces and + only."),
        "wrong_age": _("A whole number from 0 to 120."),
        "wrong_day": _("A date, such as 3-12-2026."),
        "wrong_text": _("A number as long as that could be of a person. Leave it out."),
        "long_text": _("At most 200 characters."),
        "age_range": _("The lowest age stands first."),
        "twice": _("This stands above already. Change it, or take it away."),
    }[code]


def outcome(code: str) -> str:
    """Why something was not done. A fault of an application as a whole too."""
    return {
        "denied": _("This lies outside your regions, so nothing was changed."),
        "wrong_agb": _("An AGB code has eight digits, with the zero in front."),
        "agb_prefix": _(
            "AGB codes in mental health care do not usually begin like this one. "
            "Look at it once more; tick below when it is right."
        ),
        "wrong_kvk": _("A number of the trade register (KvK) has eight digits."),
        "wrong_email": _("That is no mail address."),
        "wrong_text": _("A name is missing, or there is a number in a text as long as that of a person. Leave it out."),
        "unknown_region": _("Choose a region."),
        "under_way": _("This AGB code is invited already: see the list."),
        "not_open": _("This invitation has ended, or was sent in. Nothing was changed."),
        "not_submitted": _("This application does not wait for a verdict any more."),
        "without_reason": _("Say why it goes back: the provider reads it in the mail."),
        "nothing": _("There is no offer in it that is not known here already."),
        "taken": _(
            "One of the AGB codes of a location is known here as that of another provider. Look at it once more."
        ),
        "unknown_postcode": _("One of the postcodes does not exist."),
        "other_region": _("None of the locations lies in the region of the invitation."),
        "not_whole": _("Something is still left in the steps above."),
        "changed_meanwhile": _(
            "This step was saved meanwhile in another tab or by somebody else. What you typed is still here: "
            "look, and save again."
        ),
    }.get(code, code)


def state(code: str) -> str:
    """How far an invitation is."""
    return {
        "waiting": _("the mail goes out within a minute"),
        "open": _("mailed, is being filled in"),
        "submitted": _("waits for you"),
        "returned": _("sent back, is being filled in"),
        "approved": _("approved"),
        "withdrawn": _("withdrawn"),
        "expired": _("the link has expired"),
    }.get(code, code)
