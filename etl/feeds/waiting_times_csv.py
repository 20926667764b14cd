"""waiting_times_csv: our own template for waiting times (docs/feeds.md), CSV or XLSX, one row per figure and date.

A figure is told per location, circuit, diagnosis group, segment, setting and method. What is refused here is what no
sender can mean; what looks wrong though it could be true is left to sql/checks.
"""

import re
from dataclasses import replace
from datetime import datetime

import polars as pl

from etl.columns import Column, Rule, by_value, cleaned, number, parse_columns, pattern, read_column, text, word
from etl.feed import Feed, Gates
from etl.records import WAITING_TIME, Parsed
from etl.template import YES_NO, agb, postcode4, with_dates
from etl.text.codes import VESTIGING_PATTERN
from etl.text.dates import parse_date
from etl.text.numbers import COUNT_PATTERN
from etl.text.weeks import parse as parse_wait

SEGMENTS = {"gb-ggz": "gb-ggz", "s-ggz": "s-ggz"}
CIRCUITS = {
    "jeugd": "youth",
    "adolescenten": "adolescents",
    "volwassenen": "adults",
    "ouderen": "elderly",
    "verslavingszorg": "addiction",
    "forensisch": "forensic",
}
SETTINGS = {"ambulant": "ambulant", "klinisch": "clinical"}
METHODS = {
    "actueel": "current",
    "retrospectief": "retrospective",
    "declaratie": "claims",
    "verwijsdata": "referral_date",
}
START_EVENTS = {"verwijsdata": "referral"}  # with any other method the clock starts when the intake is asked for
COUNTS = {
    "waiting_intake_count": "wachtend_intake",
    "waiting_intake_over_norm_count": "wachtend_intake_boven_norm",
    "waiting_treatment_count": "wachtend_behandeling",
    "waiting_treatment_over_norm_count": "wachtend_behandeling_boven_norm",
    "inflow_intake_count": "instroom_intake_2m",
    "inflow_intake_within_norm_count": "instroom_intake_2m_binnen_norm",
    "inflow_treatment_count": "instroom_behandeling_2m",
    "inflow_treatment_within_norm_count": "instroom_behandeling_2m_binnen_norm",
    "new_month_count": "nieuw_maand",
    "started_month_count": "gestart_maand",
    "left_month_count": "vertrokken_maand",
}
MAX_WEEKS = 104.0
_WAITS = {"intake": "aanmeld_weken", "treatment": "behandel_weken"}
_WAIT = pl.Struct({"weeks": pl.Float64(), "state": pl.String(), "rule": pl.String()})
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_LIKE_A_NUMBER = re.compile(r"[-+.,0-9e]*[0-9][-+.,0-9e]*", re.IGNORECASE)
_NOT_TOLD = (
    "municipality_codes",
    "provider_group",
    "provider_kind",
    "insurer_literal",
    "site_updated_on",
    "remark",
)
_CONCERNS_PATTERN = r"^[a-z_]+(\|[a-z_]+)*$"
_NONE = pl.lit(pl.Series([[]], dtype=pl.List(pl.String())))


def parse(chunk: pl.DataFrame, _: datetime) -> Parsed:
    """Rows of the template as waiting times. Which groups, and what is in the future, the database judges."""
    frame = with_dates(cleaned(chunk), ("peildatum", "stop_tot"))
    for source in _WAITS.values():
        told = pl.concat_str("peildatum", source, separator="|").alias(f"{source}.told")
        frame = by_value(frame.with_columns(told), f"{source}.told", _read_wait, _WAIT)
    return parse_columns(frame, _COLUMNS, _RULES)


def _read_wait(told: str) -> tuple[object, str | None]:
    """A wait and the date on which it was true, as `date|wait`: "per 1 augustus" counts from that day."""
    day, _, cell = told.partition("|")
    reference_on = parse_date(day)
    if reference_on is None:  # refused for its date already
        return None, None
    wait = parse_wait(cell, reference_on)
    if wait.rule == "too_long" or (wait.weeks or 0) > MAX_WEEKS:
        return None, "weeks_out_of_range"
    if wait.state == "unknown" and _LIKE_A_NUMBER.fullmatch(cell):
        is_a_number = _NUMBER.fullmatch(cell) is not None
        is_in_range = is_a_number and 0 <= float(cell.replace(",", ".")) <= MAX_WEEKS
        return None, "weeks_out_of_range" if is_a_number and not is_in_range else "not_weeks"
    return {"weeks": wait.weeks, "state": wait.state, "rule": wait.rule}, None


_IS_STOP = pl.col("aanmeldstop").str.to_lowercase() == "ja"
_CONCERNS = pl.col("stop_verzekeraars").str.to_lowercase().str.replace_all(" ", "").str.strip_chars("|")
_IS_STOP_FOR_ALL = _IS_STOP.fill_null(value=False) & _CONCERNS.is_null()


def _wait(step: str) -> list[Column]:
    """Weeks, state, literal and rule of intake or treatment. No cell is a wait that was not published."""
    source = _WAITS[step]
    found = pl.col(f"{source}.told.value").struct
    rules = tuple(
        Rule(source, code, pl.col(f"{source}.told.code") == code) for code in ("weeks_out_of_range", "not_weeks")
    )
    weeks, state, rule = found.field("weeks"), found.field("state"), found.field("rule")
    if step == "intake":
        # A stop for everybody outweighs the weeks beside it: whoever counts on them would wait for nothing.
        weeks = pl.when(~_IS_STOP_FOR_ALL).then(weeks)
        state = pl.when(_IS_STOP_FOR_ALL).then(pl.lit("stop")).otherwise(state)
        rule = pl.when(_IS_STOP_FOR_ALL).then(pl.lit("stop_told")).otherwise(rule)
    return [
        Column(f"{step}_weeks", weeks, rules),
        Column(f"{step}_state", state.fill_null("not_published")),
        Column(f"{step}_literal", pl.col(source)),
        Column(f"{step}_rule", rule.fill_null("empty")),
    ]


def _flags() -> Column:
    """`wait_beside_stop`, and `stop_for_<concern>` for each insurer concern whose insured are not taken on."""
    beside = _IS_STOP_FOR_ALL & pl.col("aanmeld_weken.told.value").struct.field("weeks").is_not_null()
    concerns = _CONCERNS.str.split("|").list.eval(pl.concat_str(pl.lit("stop_for_"), pl.element())).fill_null(_NONE)
    flags = pl.concat_list(pl.when(beside).then(pl.lit("wait_beside_stop")), concerns)
    rules = (
        Rule("stop_verzekeraars", "unknown_concern", ~_CONCERNS.str.contains(_CONCERNS_PATTERN)),
        Rule("stop_verzekeraars", "invalid_value", _CONCERNS.is_not_null() & ~_IS_STOP),
    )
    return Column("flags", flags.list.drop_nulls(), rules)


_COLUMNS = [
    agb("location_key", "agb_vestiging"),
    Column("provider_key", pl.coalesce("agb_onderneming", "naam_aanbieder")),
    text("provider_name", "naam_aanbieder", is_required=True),
    text("location_name", "naam_vestiging"),
    text("place_name", "plaats"),
    postcode4("postcode"),
    Column("agb_location", pl.col("agb_vestiging")),
    pattern("kvk_vestiging", "kvk_vestiging", VESTIGING_PATTERN, "kvk_malformed"),
    replace(
        agb("agb_codes", "agb_onderneming", is_required=False),
        value=pl.when(pl.col("agb_onderneming").is_null()).then(_NONE).otherwise(pl.concat_list("agb_onderneming")),
    ),
    word("circuit_code", "circuit", CIRCUITS, "unknown_circuit", default="adults"),
    Column(
        "diagnosis_group_code",
        pl.col("diagnosegroep").str.to_uppercase(),
        (Rule("diagnosegroep", "required", pl.col("diagnosegroep").is_null()),),
    ),
    text("group_literal", "diagnosegroep_letterlijk"),
    word("segment_code", "segment", SEGMENTS, "unknown_segment", is_required=True),
    word("setting_code", "setting", SETTINGS, default="ambulant"),
    word("method_code", "methode", METHODS, "unknown_method", is_required=True),
    read_column("reference_on", "peildatum", ["not_a_date"], is_required=True),
    *_wait("intake"),
    *_wait("treatment"),
    *(
        number(name, source, COUNT_PATTERN, "not_a_count", WAITING_TIME.columns[name])
        for name, source in COUNTS.items()
    ),
    Column(
        "start_event_code", pl.col("methode").str.to_lowercase().replace_strict(START_EVENTS, default="intake_request")
    ),
    read_column("stop_until_on", "stop_tot", ["not_a_date"]),
    _flags(),
    # The template has no columns for these; other feeds do.
    *(Column(name, pl.lit(None, WAITING_TIME.columns[name])) for name in _NOT_TOLD),
]
_RULES = [
    Rule("aanmeldstop", "invalid_value", ~pl.col("aanmeldstop").str.to_lowercase().is_in(list(YES_NO))),
    Rule(
        "aanmeld_weken",
        "no_wait_at_all",
        pl.all_horizontal(pl.col(*_WAITS.values()).is_null()) & ~_IS_STOP.fill_null(value=False),
    ),
]

FEED = Feed(
    code="waiting_times_csv",
    title="Waiting times: the product's own template",
    record=WAITING_TIME,
    required=("agb_vestiging", "naam_aanbieder", "segment", "diagnosegroep", "methode", "peildatum"),
    optional=(
        "agb_onderneming",
        "kvk_vestiging",
        "naam_vestiging",
        "postcode",
        "plaats",
        "circuit",
        "diagnosegroep_letterlijk",
        "setting",
        *_WAITS.values(),
        *COUNTS.values(),
        "aanmeldstop",
        "stop_tot",
        "stop_verzekeraars",
    ),
    parse=parse,
    gates=Gates(
        # Typing errors are a row here and there; one in twenty means that a column was filled in wrongly throughout.
        max_refused=0.05,
        # A location that does not tell this month keeps its dated figure and nothing false is shown, unlike a free
        # place: so a few may be absent, and a fifth of the rows may not.
        min_offers_kept=0.8,
        max_locations_gone=3,
        min_locations_for_gone=10,
    ),
    headers={
        "agb_location": "agb_vestiging",
        "postcode4": "postcode",
        "diagnosis_group_code": "diagnosegroep",
        "segment_code": "segment",
        "circuit_code": "circuit",
        "method_code": "methode",
        "reference_on": "peildatum",
        "intake_weeks": "aanmeld_weken",
        "treatment_weeks": "behandel_weken",
        **COUNTS,
    },
)
