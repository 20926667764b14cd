"""The records that reach the loader, and what happens to a row that does not.

A record kind is a staging table of sql/migrations/0005_staging.sql: its column names and types are repeated here
once, as the polars schema that a feed's parse() must return. A test compares the two.
"""

from dataclasses import dataclass

import polars as pl

_TEXT = pl.String()
_COUNT = pl.Int16()
_INT = pl.Int32()
_WEEKS = pl.Float64()
_MOMENT = pl.Datetime("us", "UTC")
_TEXTS = pl.List(pl.String())


@dataclass(frozen=True)
class RecordKind:
    """One kind of record: its name (raw.staged_<name>, load.apply_<name>) and the columns a parser fills."""

    name: str
    columns: dict[str, pl.DataType]


@dataclass(frozen=True)
class Rejected:
    """One reason why one row is refused. A row may have several; it counts once."""

    line: int
    column: str
    code: str
    value: str = ""


@dataclass(frozen=True)
class Parsed:
    """What a feed makes of one chunk of its table: rows with the columns of its record kind plus `line`, and refusals.

    A line stands in `rows` or in `rejected`, never in both.
    """

    rows: pl.DataFrame
    rejected: list[Rejected]


CAPACITY = RecordKind(
    "capacity",
    {
        "agb_location": _TEXT,
        "agb_provider": _TEXT,
        "provider_name": _TEXT,
        "location_name": _TEXT,
        "size_code": _TEXT,
        "postcode4": _TEXT,
        "postcode6": _TEXT,
        "place_name": _TEXT,
        "phone": _TEXT,
        "consult_phone": _TEXT,
        "consult_hours": _TEXT,
        "care_pathway_code": _TEXT,
        "diagnosis_group_code": _TEXT,
        "age_from": _COUNT,
        "age_to": _COUNT,
        "segment_code": _TEXT,
        "entry_route_codes": _TEXTS,
        "responsible_code": _TEXT,
        "waiting_phone": _TEXT,
        "languages": _TEXTS,
        "is_remote": pl.Boolean(),
        "referral_product_name": _TEXT,
        "exclusions": _TEXT,  # JSON object: criterion code -> value code
        "exclusion_reason": _TEXT,
        "exclusion_valid_to": pl.Date(),
        "contracts": _TEXT,  # JSON object: concern code -> yes, no, unknown or ceiling
        "urgency_code": _TEXT,
        "free_count": _COUNT,
        "total_count": _COUNT,
        "reserved_count": _COUNT,
        "expected_7_count": _COUNT,
        "expected_14_count": _COUNT,
        "expected_28_count": _COUNT,
        "first_on": pl.Date(),
        "counted_at": _MOMENT,
        "valid_until_at": _MOMENT,
        "is_stop": pl.Boolean(),
        "stop_reason_code": _TEXT,
        "stop_concern_codes": _TEXTS,
        "stop_from": pl.Date(),
        "stop_until": pl.Date(),
    },
)

WAITING_TIME = RecordKind(
    "waiting_time",
    {
        "location_key": _TEXT,
        "provider_key": _TEXT,
        "provider_name": _TEXT,
        "location_name": _TEXT,
        "place_name": _TEXT,
        "postcode4": _TEXT,
        "municipality_codes": _TEXTS,
        "agb_location": _TEXT,
        "kvk_vestiging": _TEXT,
        "agb_codes": _TEXTS,
        "provider_group": _TEXT,
        "provider_kind": _TEXT,
        "circuit_code": _TEXT,
        "diagnosis_group_code": _TEXT,
        "group_literal": _TEXT,
        "segment_code": _TEXT,
        "setting_code": _TEXT,
        "method_code": _TEXT,
        "reference_on": pl.Date(),
        "intake_weeks": _WEEKS,
        "intake_state": _TEXT,
        "intake_literal": _TEXT,
        "intake_rule": _TEXT,
        "treatment_weeks": _WEEKS,
        "treatment_state": _TEXT,
        "treatment_literal": _TEXT,
        "treatment_rule": _TEXT,
        "waiting_intake_count": _INT,
        "waiting_intake_over_norm_count": _INT,
        "waiting_treatment_count": _INT,
        "waiting_treatment_over_norm_count": _INT,
        "inflow_intake_count": _INT,
        "inflow_intake_within_norm_count": _INT,
        "inflow_treatment_count": _INT,
        "inflow_treatment_within_norm_count": _INT,
        "new_month_count": _INT,
        "started_month_count": _INT,
        "left_month_count": _INT,
        "start_event_code": _TEXT,
        "site_updated_on": pl.Date(),
        "stop_until_on": pl.Date(),
        "insurer_literal": _TEXT,
        "remark": _TEXT,
        "flags": _TEXTS,
    },
)

DIRECTORY = RecordKind(
    "directory",
    {
        "resource_type": _TEXT,
        "resource_id": _TEXT,
        "version_id": _TEXT,
        "updated_at": _MOMENT,
        "is_deleted": pl.Boolean(),
        "is_active": pl.Boolean(),
        "name": _TEXT,
        "agb_code": _TEXT,
        "ura_number": _TEXT,
        "kvk_number": _TEXT,
        "kvk_vestiging": _TEXT,
        "type_code": _TEXT,
        "postcode": _TEXT,
        "place_name": _TEXT,
        "phone": _TEXT,
        "parent_reference": _TEXT,
        "location_references": _TEXTS,
    },
)

POPULATION = RecordKind(
    "population",
    {
        "municipality_code": _TEXT,
        "counted_on": pl.Date(),
        "inhabitant_counts": _TEXT,  # JSON object: age class, such as 0-4 or 95+ -> inhabitants
    },
)
