"""Rows as the read functions give them, with defaults that a test overrides."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # a Friday, ten o'clock in Amsterdam
Row = dict[str, Any]


def place(**overrides: object) -> Row:
    """A row of read.free_places: three intake slots free, treatment in nine weeks."""
    row: Row = {
        "tier": 1,
        "offer_id": 1,
        "location_id": 1,
        "provider_name": "GGZ De Voorbeeldlinde",
        "location_name": "Voorbeeldhuis",
        "place_name": "Voorbeeldstad",
        "latitude": Decimal("52.09"),
        "longitude": Decimal("5.12"),
        "care_pathway_code": "AMB",
        "care_pathway_name": "Polikliniek",
        "unit_code": "intake_slot",
        "diagnosis_group_code": "D04",
        "diagnosis_group_name": "Depressie",
        "segment_code": "s-ggz",
        "age_from": 18,
        "age_to": None,
        "urgency_code": "regulier",
        "status_code": "free",
        "unknown_code": None,
        "free_count": 3,
        "expected_count": 2,
        "expected_by": date(2026, 12, 5),
        "first_on": None,
        "counted_at": NOW - timedelta(hours=3),
        "expires_at": NOW + timedelta(days=3),
        "distance_km": Decimal("4.2"),
        "intake_weeks": Decimal(3),
        "treatment_weeks": Decimal(6),
        "start_weeks": Decimal(9),
        "start_basis_code": "group",
        "norm_weeks": Decimal("14.0"),
        "wait_reference_on": date(2026, 11, 1),
        "reaction_working_days": None,
        "entry_route_codes": ["gp"],
        "responsible_code": "gp",
        "waiting_phone": None,
        "consult_phone": "0000-000001",
        "consult_hours": "ma-vr 08:30-17:00",
        "phone": "0000-000002",
        "stops": [],
        "exclusions": [],
        "criterion_answers": [],
        "contract_code": None,
        "is_ceiling_reached": None,
        "last_call_code": None,
        "last_call_at": None,
        "reason_codes": ["place_free", "within_norm", "near"],
        "referral_product_name": "Depressie poli",
        "agb_code": "09000001",
        "languages": ["nl"],
        "is_remote": False,
        "delivery_id": 12,
        "line": 34,
        "match_count": 1,
        "step": 0,
        "wait_band": 3,
        "distance_band": 1,
        "days_old": 0,
        "turn": 1,
        "provider_draw": 3,
        "draw": 5,
        "wait_flag_codes": [],
    }
    unknown = set(overrides) - set(row)
    assert not unknown, f"read.free_places has no {unknown}"
    return {**row, **overrides}


def crisis_line(**overrides: object) -> Row:
    """A row of read.crisis_lines."""
    return {
        "region_code": "AC01",
        "region_name": "Acute regio Voorbeeld",
        "age_group_code": "adult",
        "part_of_day_code": "day",
        "phone": "0000-109001",
        "backup_phone": None,
        "wording_nl": None,
        "is_fictional": False,
        **overrides,
    }


def desk(**overrides: object) -> Row:
    """A row of read.transfer_points."""
    return {
        "region_code": "ZK23",
        "region_name": "Utrecht",
        "name": "Transferpunt Utrecht",
        "phone": "0000-108020",
        "opening_hours": "ma-vr 09:00-17:00",
        "is_fictional": False,
        **overrides,
    }
