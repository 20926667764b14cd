"""Deliveries of the feed capacity_json, place by place: defaults plus what a test cares about."""

import json
from typing import Any

from etl.feeds.capacity_json import FORM

DEFAULTS: dict[str, Any] = {
    "agb_location": "09000001",
    "agb_provider": "09000000",
    "provider_name": "Praktijk Proefberg",
    "location_name": "Proefberg Centrum",
    "postcode": "1012",
    "care_pathway_code": "AMB",
    "diagnosis_group_code": "D04",
    "age_from": 18,
    "segment_code": "s-ggz",
    "urgency_code": "regulier",
    "status": "available",
    "free_count": 3,
    "total_count": 8,
    "counted_at": "2026-09-01T07:10:00+02:00",
}


def place(**changes: Any) -> dict[str, Any]:
    """One place; a change to None leaves that out."""
    return {name: value for name, value in (DEFAULTS | changes).items() if value is not None}


def document(*places: Any, **more: Any) -> bytes:
    """The places as a sender's file."""
    return json.dumps({"form": FORM, "places": list(places)} | more).encode()
