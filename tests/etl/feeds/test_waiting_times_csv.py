"""Our own template for waiting times: what each cell means, and which rows no sender can mean."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from data.world import waiting_times_csv as sender
from etl import pipeline
from etl.feeds.waiting_times_csv import FEED
from etl.records import WAITING_TIME, Parsed
from sql import call
from tests.conftest import Database

AT = datetime(2026, 11, 21, 6, tzinfo=UTC)
SOUND = {
    "agb_vestiging": "09000010",
    "agb_onderneming": "09000001",
    "kvk_vestiging": "000000990010",
    "naam_aanbieder": "GGZ De Voorbeeldlinde",
    "naam_vestiging": "Voorbeeldlinde Oost",
    "postcode": "9711",
    "plaats": "Groningen",
    "segment": "s-ggz",
    "circuit": "volwassenen",
    "diagnosegroep": "D04",
    "setting": "ambulant",
    "methode": "actueel",
    "peildatum": "2026-11-01",
    "aanmeld_weken": "4,5",
    "behandel_weken": "6",
}


def parsed(**cells: str) -> Parsed:
    row = {**dict.fromkeys((*FEED.required, *FEED.optional), None), **SOUND, **cells, "line": 2}
    return FEED.parse(pl.DataFrame([row], schema_overrides=dict.fromkeys(FEED.optional, pl.String)), AT)


def record(**cells: str) -> dict[str, object]:
    found = parsed(**cells)
    assert found.rejected == []
    return found.rows.row(0, named=True)


def codes(**cells: str) -> set[tuple[str, str]]:
    found = parsed(**cells)
    assert found.rows.is_empty()
    return {(one.column, one.code) for one in found.rejected}


def test_a_row_becomes_a_whole_record() -> None:
    found = parsed()
    assert set(found.rows.columns) == {"line", *WAITING_TIME.columns}
    assert {name: found.rows.schema[name] for name in WAITING_TIME.columns} == WAITING_TIME.columns
    row = found.rows.row(0, named=True)
    assert (row["location_key"], row["agb_location"], row["provider_key"]) == ("09000010", "09000010", "09000001")
    assert (row["agb_codes"], row["postcode4"], row["reference_on"]) == (["09000001"], "9711", date(2026, 11, 1))
    assert (row["intake_weeks"], row["intake_state"], row["intake_rule"]) == (4.5, "value", "number")
    assert (row["treatment_weeks"], row["treatment_state"]) == (6.0, "value")
    assert (row["method_code"], row["start_event_code"], row["flags"]) == ("current", "intake_request", [])


def test_what_is_left_out_has_its_default() -> None:
    found = record(circuit="", setting="", agb_onderneming="", naam_vestiging="", postcode="", wachtend_intake="")
    assert (found["circuit_code"], found["setting_code"]) == ("adults", "ambulant")
    assert (found["provider_key"], found["agb_codes"]) == ("GGZ De Voorbeeldlinde", [])
    assert (found["postcode4"], found["waiting_intake_count"]) == (None, None)


@pytest.mark.parametrize(
    ("cell", "weeks", "state"),
    [
        ("4-6 weken", 5.0, "value"),
        ("2 maanden", 8.0, "value"),
        ("per 15 november", 2.0, "value"),  # counted from the reference date
        ("geen wachttijd", 0.0, "no_wait"),
        ("0", 0.0, "no_wait"),
        ("stop", None, "stop"),
        ("-", None, "not_published"),
        ("", None, "not_published"),
        ("afhankelijk van de start van de groep", None, "unknown"),
    ],
)
def test_each_way_to_write_a_wait_ends_in_its_own_state(cell: str, weeks: float | None, state: str) -> None:
    found = record(aanmeld_weken=cell, behandel_weken="1")
    assert (found["intake_weeks"], found["intake_state"], found["intake_literal"]) == (weeks, state, cell or None)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("105", "weeks_out_of_range"),
        ("3 jaar", None),
        ("30 maanden", "weeks_out_of_range"),
        ("-3", "weeks_out_of_range"),
        ("12345", "weeks_out_of_range"),
        ("1e9", "not_weeks"),
        ("4,5,6", "not_weeks"),
        ("4.123456", "not_weeks"),
    ],
)
def test_a_number_that_no_wait_can_be_is_refused(cell: str, code: str | None) -> None:
    if code is None:
        assert record(aanmeld_weken=cell)["intake_state"] == "unknown"
    else:
        assert codes(aanmeld_weken=cell) == {("aanmeld_weken", code)}


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("agb_vestiging", "", "required"),
        ("agb_vestiging", "9000010", "agb_lost_zero"),
        ("agb_vestiging", "090000100", "agb_malformed"),
        ("agb_onderneming", "9000001", "agb_lost_zero"),
        ("kvk_vestiging", "12345678", "kvk_malformed"),
        ("naam_aanbieder", " ", "required"),
        ("postcode", "0123", "postcode_malformed"),
        ("segment", "", "required"),
        ("segment", "sociaal", "unknown_segment"),
        ("circuit", "iedereen", "unknown_circuit"),
        ("diagnosegroep", "", "required"),
        ("setting", "dagbehandeling", "invalid_value"),
        ("methode", "", "required"),
        ("methode", "schatting", "unknown_method"),
        ("peildatum", "", "required"),
        ("peildatum", "november 2026", "not_a_date"),
        ("wachtend_intake", "-1", "not_a_count"),
        ("wachtend_intake", "2,5", "not_a_count"),
        ("instroom_behandeling_2m", "NaN", "not_a_count"),
        ("aanmeldstop", "soms", "invalid_value"),
        ("stop_tot", "later", "not_a_date"),
    ],
)
def test_a_row_with_one_wrong_cell_is_refused_for_it(column: str, cell: str, code: str) -> None:
    assert codes(**{column: cell}) == {(column, code)}


def test_every_wrong_cell_of_a_row_is_told_at_once() -> None:
    assert codes(segment="", methode="schatting", aanmeld_weken="200") == {
        ("segment", "required"),
        ("methode", "unknown_method"),
        ("aanmeld_weken", "weeks_out_of_range"),
    }


def test_a_row_must_tell_something() -> None:
    assert codes(aanmeld_weken="", behandel_weken="") == {("aanmeld_weken", "no_wait_at_all")}
    assert record(aanmeld_weken="", behandel_weken="", aanmeldstop="ja")["intake_state"] == "stop"
    assert record(aanmeld_weken="-", behandel_weken="")["intake_state"] == "not_published"


def test_a_stop_for_everybody_outweighs_the_weeks_beside_it() -> None:
    found = record(aanmeldstop="Ja", stop_tot="01-02-2027")
    assert (found["intake_weeks"], found["intake_state"], found["intake_literal"]) == (None, "stop", "4,5")
    assert (found["treatment_weeks"], found["stop_until_on"]) == (6.0, date(2027, 2, 1))
    assert found["flags"] == ["wait_beside_stop"]


def test_a_stop_for_some_insurers_leaves_the_wait_of_all_others() -> None:
    found = record(aanmeldstop="ja", stop_verzekeraars="CZ | menzis")
    assert (found["intake_weeks"], found["intake_state"]) == (4.5, "value")
    assert found["flags"] == ["stop_for_cz", "stop_for_menzis"]
    assert codes(aanmeldstop="ja", stop_verzekeraars="7119") == {("stop_verzekeraars", "unknown_concern")}
    assert codes(aanmeldstop="nee", stop_verzekeraars="cz") == {("stop_verzekeraars", "invalid_value")}


def test_with_referral_dates_the_clock_starts_at_the_referral() -> None:
    found = record(methode="verwijsdata")
    assert (found["method_code"], found["start_event_code"]) == ("referral_date", "referral")


def test_the_columns_are_those_the_sample_world_sends() -> None:
    assert set(sender.COLUMNS) == {*FEED.required, *FEED.optional}


def test_what_only_the_database_knows_is_refused_there_under_the_senders_names(database: Database) -> None:
    rows = [
        {},
        {"diagnosegroep": "IV07"},
        {"diagnosegroep": "D77"},
        {"peildatum": "2027-01-01"},
        {"wachtend_intake": "3", "wachtend_intake_boven_norm": "4", "circuit": "ouderen"},
        {"circuit": "jeugd"},
        {"circuit": "jeugd", "aanmeld_weken": "9"},
        {"circuit": "forensisch"},
        {"circuit": "forensisch"},
    ]
    columns = (*FEED.required, *FEED.optional)
    lines = [";".join({**SOUND, **row}.get(column, "") for column in columns) for row in rows]
    payload = "\n".join([";".join(columns), *lines, *(lines[0].replace("s-ggz", "gb-ggz"),)]).encode()
    outcome = pipeline.run(FEED, FEED.code, payload + b"\n", "wachttijden.csv", at=AT)
    assert (outcome.read, outcome.accepted, outcome.refused, outcome.duplicates) == (10, 3, 6, 1)
    assert outcome.outcome == "rejected"
    with database.engine().connect() as connection:
        found = call.driver(connection).execute(
            "select line, column_name, refusal_code from raw.refused_row order by line, refusal_code"
        )
        assert found.fetchall() == [
            (3, "diagnosegroep", "group_not_valid_then"),
            (4, "diagnosegroep", "unknown_group"),
            (5, "peildatum", "date_in_future"),
            (6, "wachtend_intake_boven_norm", "sub_count_above_count"),
            (7, "", "key_conflict"),
            (8, "", "key_conflict"),
        ]
