"""capacity_csv: the product's own template for places (docs/feeds.md), CSV or XLSX, one row per offer and urgency."""

from dataclasses import replace
from datetime import datetime

import polars as pl

from etl.columns import (
    Column,
    Rule,
    by_value,
    cleaned,
    number,
    parse_columns,
    read_column,
    text,
    word,
    words,
)
from etl.feed import Feed, Gates
from etl.records import CAPACITY, Parsed
from etl.template import POSTCODE_PATTERN, YES_NO, agb, with_dates
from etl.text.dates import parse_moment
from etl.text.numbers import COUNT_PATTERN

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
ANSWERS = {
    "uitgesloten": "excluded",
    "in overleg": "by_consultation",
    "geen belemmering": "no_obstacle",
    "onbekend": "unknown",
}
SIZES = {"solo": "solo", "klein": "small", "middel": "mid", "groot": "large"}
SEGMENTS = {"gb-ggz": "gb-ggz", "s-ggz": "s-ggz", "sociaal": "social"}
ROUTES = {
    "huisarts": "gp",
    "crisisdienst": "crisis_service",
    "eigen_behandelaar": "own_clinician",
    "gemeente": "municipality",
    "zelf": "self",
}
RESPONSIBLE = {"huisarts": "gp", "aanbieder": "provider", "verwijzer": "referrer"}
CONTRACTS = {"ja": "yes", "nee": "no", "plafond": "ceiling", "onbekend": "unknown"}
_DATES = ("criteria_geldig_tot", "eerste_datum", "stop_vanaf", "stop_tot")
_CONTRACT_PATTERN = r"^[a-z_]+:(ja|nee|plafond|onbekend)(\|[a-z_]+:(ja|nee|plafond|onbekend))*$"
_AGE_PATTERN = r"^[0-9]{1,3}$"


def parse(chunk: pl.DataFrame, at: datetime) -> Parsed:  # noqa: ARG001 - what is in the future the database judges
    """Rows of the template as capacity records."""
    frame = with_dates(cleaned(chunk), _DATES)
    frame = by_value(frame, "geteld_op", parse_moment, CAPACITY.columns["counted_at"])
    return parse_columns(frame, _COLUMNS)


def _count(name: str, source: str) -> Column:
    return number(name, source, COUNT_PATTERN, "not_a_count", CAPACITY.columns[name])


def _from_birth(column: Column) -> Column:
    return replace(column, value=column.value.fill_null(0))


def _postcodes() -> list[Column]:
    cell = pl.col("postcode").str.replace(" ", "").str.to_uppercase()
    malformed = Rule("postcode", "postcode_malformed", ~pl.col("postcode").str.contains(POSTCODE_PATTERN))
    return [
        Column("postcode4", cell.str.slice(0, 4), (malformed,)),
        Column("postcode6", pl.when(cell.str.len_chars() == 6).then(cell)),
    ]


def _exclusions() -> Column:
    """A JSON object with the criteria that were answered; the rest is unknown by being absent."""
    answers = [pl.col(source).str.to_lowercase() for source in CRITERIA]
    pairs = [
        pl.when(answer.is_not_null()).then(
            pl.concat_str(pl.lit(f'"{code}":"'), answer.replace_strict(ANSWERS, default=None), pl.lit('"'))
        )
        for answer, code in zip(answers, CRITERIA.values(), strict=True)
    ]
    value = pl.concat_str(pl.lit("{"), pl.concat_str(pairs, separator=",", ignore_nulls=True), pl.lit("}"))
    rules = [
        Rule(source, "unknown_exclusion_value", ~answer.is_in(list(ANSWERS)))
        for source, answer in zip(CRITERIA, answers, strict=True)
    ]
    return Column("exclusions", value, tuple(rules))


def _contracts() -> Column:
    """A JSON object, insurer concern to answer, from `achmea:ja|cz:nee`."""
    cell = pl.col("contracten").str.to_lowercase().str.replace_all(" ", "")
    body = cell.str.replace_all(r"([a-z_]+):", '"$1":').str.replace_all("|", ",", literal=True)
    for word_, code in CONTRACTS.items():
        body = body.str.replace_all(rf":{word_}\b", f':"{code}"')
    value = pl.concat_str(pl.lit("{"), body.fill_null(""), pl.lit("}"))
    return Column("contracts", value, (Rule("contracten", "invalid_value", ~cell.str.contains(_CONTRACT_PATTERN)),))


_COLUMNS = [
    agb("agb_location", "agb_vestiging"),
    agb("agb_provider", "agb_onderneming"),
    text("provider_name", "naam_aanbieder", is_required=True),
    text("location_name", "naam_vestiging", is_required=True),
    word("size_code", "omvang", SIZES),
    *_postcodes(),
    text("place_name", "plaats"),
    text("phone", "telefoon"),
    text("consult_phone", "overleg_telefoon"),
    text("consult_hours", "overleg_uren"),
    Column(
        "care_pathway_code",
        pl.col("zorgpad").str.to_uppercase(),
        (Rule("zorgpad", "required", pl.col("zorgpad").is_null()),),
    ),
    Column("diagnosis_group_code", pl.col("diagnosegroep").str.to_uppercase().fill_null("D00")),
    _from_birth(number("age_from", "leeftijd_van", _AGE_PATTERN, "age_range", CAPACITY.columns["age_from"])),
    number("age_to", "leeftijd_tot", _AGE_PATTERN, "age_range", CAPACITY.columns["age_to"]),
    word("segment_code", "segment", SEGMENTS, "unknown_segment", is_required=True),
    words("entry_route_codes", "verwijsroute", ROUTES, "unknown_route"),
    word("responsible_code", "tijdens_wachten", RESPONSIBLE),
    text("waiting_phone", "wachten_telefoon"),
    words("languages", "talen", None, ""),
    word("is_remote", "op_afstand", YES_NO),
    text("referral_product_name", "verwijsproduct"),
    _exclusions(),
    text("exclusion_reason", "criteria_grond"),
    read_column("exclusion_valid_to", "criteria_geldig_tot", ["not_a_date"]),
    _contracts(),
    Column(
        "urgency_code",
        pl.col("urgentie").str.to_lowercase(),
        (Rule("urgentie", "required", pl.col("urgentie").is_null()),),
    ),
    _count("free_count", "vrij"),
    _count("total_count", "totaal"),
    _count("reserved_count", "gereserveerd"),
    _count("expected_7_count", "verwacht_7d"),
    _count("expected_14_count", "verwacht_14d"),
    _count("expected_28_count", "verwacht_28d"),
    read_column("first_on", "eerste_datum", ["not_a_date"]),
    read_column(
        "counted_at",
        "geteld_op",
        ["not_a_date", "no_such_local_time", "ambiguous_local_time"],
        is_required=True,
    ),
    Column("valid_until_at", pl.lit(None, CAPACITY.columns["valid_until_at"])),  # the template has no column for it
    word("is_stop", "aanmeldstop", YES_NO),
    Column("stop_reason_code", pl.col("stop_reden").str.to_lowercase()),
    words("stop_concern_codes", "stop_verzekeraars", None, ""),
    read_column("stop_from", "stop_vanaf", ["not_a_date"]),
    read_column("stop_until", "stop_tot", ["not_a_date"]),
]

# Columns are known by the name of their rule's column, else by their own; the database refuses by record column.
_HEADERS = {
    "agb_location": "agb_vestiging",
    "postcode4": "postcode",
    "care_pathway_code": "zorgpad",
    "diagnosis_group_code": "diagnosegroep",
    "urgency_code": "urgentie",
    "segment_code": "segment",
    "age_to": "leeftijd_tot",
    "entry_route_codes": "verwijsroute",
    "contracts": "contracten",
    "stop_concern_codes": "stop_verzekeraars",
    "stop_reason_code": "stop_reden",
    "stop_until": "stop_tot",
    "free_count": "vrij",
    "expected_28_count": "verwacht_28d",
    "counted_at": "geteld_op",
}
_REQUIRED = (
    "agb_vestiging",
    "agb_onderneming",
    "naam_aanbieder",
    "naam_vestiging",
    "zorgpad",
    "segment",
    "urgentie",
    "vrij",
    "geteld_op",
)
_OPTIONAL = (
    "omvang",
    "postcode",
    "plaats",
    "telefoon",
    "overleg_telefoon",
    "overleg_uren",
    "diagnosegroep",
    "leeftijd_van",
    "leeftijd_tot",
    "verwijsroute",
    "tijdens_wachten",
    "wachten_telefoon",
    "talen",
    "op_afstand",
    "verwijsproduct",
    *CRITERIA,
    "criteria_grond",
    "criteria_geldig_tot",
    "contracten",
    "totaal",
    "gereserveerd",
    "verwacht_7d",
    "verwacht_14d",
    "verwacht_28d",
    "eerste_datum",
    "aanmeldstop",
    "stop_reden",
    "stop_verzekeraars",
    "stop_vanaf",
    "stop_tot",
)

FEED = Feed(
    code="capacity_csv",
    title="Places: the product's own template",
    record=CAPACITY,
    required=_REQUIRED,
    optional=_OPTIONAL,
    parse=parse,
    gates=Gates(),
    headers=_HEADERS,
    max_bytes=512 << 20,  # five million rows, and a third more
)
