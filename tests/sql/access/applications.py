"""An application as its form saves it: one practice with one location and one kind of care."""

from typing import Any

CONTACT = {
    "provider_name": "Praktijk Proefduin",
    "size_code": "small",
    "contact_name": "Balie",
    "contact_phone": "000-0000000",
    "contact_email": "balie@voorbeeld.test",
}
LOCATION = {
    "agb_location": "94000061",
    "location_name": "Proefduin Utrecht",
    "postcode": "3511AB",
    "place_name": "Utrecht",
    "phone": "000-0000000",
    "consult_phone": "000-0000001",
    "consult_hours": "ma-vr 08:30-17:00",
}
OFFER = {
    "agb_location": "94000061",
    "care_pathway_code": "AMB",
    "diagnosis_group_code": "D04",
    "age_from": "18",
    "segment_code": "s-ggz",
    "urgency_codes": ["regulier", "spoed"],
    "entry_route_codes": ["gp"],
    "responsible_code": "gp",
}
CRITERIA = {"exclusions": {"X_AUT": "no_obstacle", "X_AGR": "by_consultation"}, "exclusion_reason": "zorginhoudelijk"}


def steps(**changes: Any) -> dict[str, dict[str, Any]]:
    """Step -> what is saved of it. changes: of the location."""
    return {
        "contact": dict(CONTACT),
        "locations": {"locations": [LOCATION | changes]},
        "offers": {"offers": [OFFER | {"agb_location": (LOCATION | changes)["agb_location"]}]},
        "criteria": dict(CRITERIA),
    }
