"""NZa's workbook of 2018: the description of its columns, and each piece of its dirt in a row of our own."""

import csv
import re
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from data.world import nza_2018
from etl import pipeline
from etl.feeds.nza_ggz_2018 import FEED
from etl.records import Parsed
from etl.text.workbook import read_workbook
from sql import call
from tests.conftest import Database

AT = datetime(2026, 11, 21, 6, tzinfo=UTC)
SOUND = {
    **dict.fromkeys(FEED.required, ""),
    "Uniek_zorgaanbiederID": "12",
    "Type_aanbieder": "Instelling",
    "Groep": "N.v.t.",
    "Naam_zorgaanbieder": "Stichting Proefberg ",
    "AGBcode 1": "97990012",
    "Vestigingslocatie": "Hoofdgebouw",
    "Plaatsnaam": "Voorbeeldstad",
    "Gekozen_plaats": "Voorbeeldstad",
    "Gemeentecodes": "GM0014",
    "Circuit": "Volwassenen",
    "Hoofddiagnosegroep": "Eetstoornissen",
    "Type_zorg": "SGGZ",
    "Datum_actualisatie_website": "2018-02-01",
    "Peildatum": "2018-02-15",
    "Aanmeldwachttijd_letterlijk": "4-6 weken",
    "Aanmeldwachttijd": "5",
    "Behandelwachttijd_letterlijk": "Aansluitend",
    "Behandelwachttijd": "1",
}


def parsed(**cells: str) -> Parsed:
    return FEED.parse(pl.DataFrame([{**SOUND, **cells, "line": 2}]), AT)


def record(**cells: str) -> dict[str, object]:
    found = parsed(**cells)
    assert found.rejected == []
    return found.rows.row(0, named=True)


def test_the_coded_column_is_the_figure_and_the_literal_one_stays_beside_it() -> None:
    found = record()
    assert (found["intake_weeks"], found["intake_state"], found["intake_literal"]) == (5.0, "value", "4-6 weken")
    assert (found["treatment_weeks"], found["treatment_literal"]) == (1.0, "Aansluitend")
    assert (found["provider_name"], found["provider_key"], found["method_code"]) == (
        "Stichting Proefberg",
        "12",
        "unknown",
    )
    assert found["flags"] == []


@pytest.mark.parametrize(
    ("coded", "weeks", "state"),
    [
        ("4", 4.0, "value"),
        ("2.5", 2.5, "value"),
        ("2,5", 2.5, "value"),
        ("1.4285714285714286", 1.4285714285714286, "value"),
        ("0", 0.0, "no_wait"),
        ("Stop", None, "stop"),
        ("Stop ", None, "stop"),
        ("-", None, "not_published"),
        (" -", None, "not_published"),
        ("-99", None, "not_published"),
        ("", None, "not_published"),
        ("Onbekend", None, "unknown"),
    ],
)
def test_each_cell_of_a_coded_column_ends_in_its_own_state(coded: str, weeks: float | None, state: str) -> None:
    found = record(Aanmeldwachttijd=coded, Behandelwachttijd=coded)
    assert (found["intake_weeks"], found["intake_state"]) == (weeks, state)
    assert (found["treatment_weeks"], found["treatment_state"]) == (weeks, state)


@pytest.mark.parametrize("weeks", ["261", "-1", "99999"])
def test_a_number_that_no_wait_can_be_is_refused(weeks: str) -> None:
    found = parsed(Aanmeldwachttijd=weeks)
    assert [(one.line, one.column, one.code, one.value) for one in found.rejected] == [
        (2, "Aanmeldwachttijd", "weeks_out_of_range", weeks)
    ]


def test_a_row_without_a_reference_date_or_a_provider_is_refused() -> None:
    assert [one.code for one in parsed(Peildatum="").rejected] == ["not_a_date"]
    assert [one.code for one in parsed(Naam_zorgaanbieder=" ").rejected] == ["no_provider"]


def test_agb_codes_of_mixed_type() -> None:
    dirty = {"AGBcode 1": "9990012", "AGBcode 2": "97990013 ", "AGBcode 3": "9990012", "AGBcode 26": "97990014"}
    found = record(**dirty)
    assert found["agb_codes"] == ["09990012", "97990013", "97990014"]
    assert found["flags"] == ["agb_zero_restored"]
    assert found["agb_location"] is None  # they are the provider's: they must not join its locations into one
    assert record(**{"AGBcode 1": "Onbekend"})["flags"] == ["no_agb"]
    malformed = record(**{"AGBcode 1": "979900120", "AGBcode 2": "97990013"})
    assert (malformed["agb_codes"], malformed["flags"]) == (["97990013"], ["agb_malformed"])


@pytest.mark.parametrize(
    ("text", "on", "flags"),
    [
        ("2018-02-01", date(2018, 2, 1), []),
        ("05-02-2018", date(2018, 2, 5), []),
        ("-", None, ["no_site_date"]),
        ("Onbekend", None, ["no_site_date"]),
        ("medio januari", None, ["site_date_unreadable"]),
        ("31-02-2018", None, ["site_date_unreadable"]),
        ("2018-12-02", date(2018, 12, 2), ["site_date_after_reference"]),
    ],
)
def test_dates_of_the_site(text: str, on: date | None, flags: list[str]) -> None:
    found = record(Datum_actualisatie_website=text)
    assert (found["site_updated_on"], found["flags"]) == (on, flags)


def test_a_location_over_several_municipalities() -> None:
    found = record(Gemeentecodes="GM0014, GM0034;363")
    assert found["municipality_codes"] == ["GM0014", "GM0034", "GM0363"]
    assert found["flags"] == ["several_municipalities"]
    assert record(Gemeentecodes="Groningen")["flags"] == ["municipality_unreadable"]


def test_a_stop_in_the_remark_is_flagged_and_changes_no_figure() -> None:
    found = record(Opmerking="Aanmeldstop")
    assert (found["intake_weeks"], found["remark"], found["flags"]) == (5.0, "Aanmeldstop", ["stop_in_remark"])


def test_the_insurer_is_part_of_the_key_and_an_explanation_without_one_a_remark() -> None:
    named = {
        "Zorgverzekeraar": "Overig",
        "Zorgverzekeraar_overig": "Schijnpolis",
        "Zorgverzekeraar_toelichting": "plafond",
    }
    assert record(**named)["insurer_literal"] == "Overig | Schijnpolis | plafond"
    assert record(Zorgverzekeraar=" Menzis")["insurer_literal"] == "Menzis"
    everybody = record(Zorgverzekeraar_toelichting="voor iedereen gelijk")
    assert (everybody["insurer_literal"], everybody["remark"]) == ("", "voor iedereen gelijk")


def test_a_wait_that_was_not_divided_stays_in_the_remark() -> None:
    undivided = {"Aanmeld/behandelwachttijd_letterlijk": "8 weken", "Opmerking": "per team"}
    assert record(**undivided)["remark"] == "per team | Aanmeld/behandelwachttijd_letterlijk: 8 weken"


@pytest.mark.parametrize(
    ("label", "code", "flags"),
    [
        ("Overige stoornissen", "IV15", []),
        ("Overige stoornissen kindertijd", "IV14", []),
        ("Overige aan middel gebonden stoornissen", "IV09", []),
        ("Aan alcohol gebonden stoornissen", "IV03", []),
        ("Delirium, dementie en overige cognitieve stoornissen ", "IV06", []),
        ("Geen onderscheid", "IV00", []),
        ("Angst- en depressieve stoornissen", "IV00", ["group_unrecognised"]),
        ("Iets anders", "IV00", ["group_unrecognised"]),
    ],
)
def test_labels_of_groups(label: str, code: str, flags: list[str]) -> None:
    found = record(Hoofddiagnosegroep=label)
    assert (found["diagnosis_group_code"], found["flags"]) == (code, flags)


def test_words_that_are_none_of_the_known_ones_are_unknown_and_flagged() -> None:
    found = record(Circuit="Iedereen", Type_zorg="GGZ")
    assert (found["circuit_code"], found["segment_code"]) == ("unknown", "unknown")
    assert found["flags"] == ["circuit_unrecognised", "segment_unrecognised"]


def test_every_group_of_the_historic_list_is_known_by_its_label() -> None:
    path = Path(__file__).parents[3] / "sql" / "reference" / "diagnosis_group.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        named = {row["name_nl"]: row["diagnosis_group_code"] for row in csv.DictReader(stream) if row["nza_name"]}
    assert len(named) == 15
    assert {name: record(Hoofddiagnosegroep=name)["diagnosis_group_code"] for name in named} == named


def test_rows_that_differ_in_what_nza_counts_by_are_told_as_different_locations() -> None:
    changes = {
        "Groep": "Voorbeeldgroep",
        "Naam_zorgaanbieder": "Ander",
        "Vestigingslocatie": "Bijgebouw",
        "Type_aanbieder": "PUK/PAAZ",
        "Gekozen_plaats": "Elders",
    }
    keys = {record(**{column: value})["location_key"] for column, value in changes.items()}
    assert len({record()["location_key"], *keys}) == 6


def test_the_sample_has_the_columns_of_the_description(shared_data: Path) -> None:
    with (shared_data / "nza_2018" / "columns.csv").open(encoding="utf-8", newline="") as stream:
        described = tuple(row["header"] for row in csv.DictReader(stream))
    assert described == nza_2018.COLUMNS
    assert read_workbook(nza_2018.file(), sheet=FEED.sheet).header == described
    assert set(FEED.required) <= set(described)


def test_the_sample_holds_the_dirt_of_the_description() -> None:
    rows = nza_2018.rows()
    assert len(rows) >= 60
    cells = {column: [row.get(column) for row in rows] for column in nza_2018.COLUMNS}
    types = {column: {type(cell) for cell in found} for column, found in cells.items()}
    assert types["AGBcode 1"] == {str, int}
    assert types["Aanmeldwachttijd"] == {int, float, str}
    assert types["Datum_actualisatie_website"] == {str, datetime}
    assert types["Aanmeldwachttijd_letterlijk"] == {str, int, datetime, type(None)}
    assert all(any(found) for column, found in cells.items() if column.startswith("AGBcode"))
    assert {"Stop", "-", "2,5"} <= set(cells["Aanmeldwachttijd"])
    assert " Menzis" in cells["Zorgverzekeraar"]
    assert any(re.search(r"\s$", str(cell)) for cell in cells["AGBcode 3"])


def test_the_sample_makes_the_same_bytes_again() -> None:
    assert nza_2018.file() == nza_2018.file()


def test_the_sample_is_loaded(database: Database) -> None:
    outcome = pipeline.run(FEED, FEED.code, nza_2018.file(), "nza_ggz_2018.xlsx", at=AT)
    assert (outcome.outcome, outcome.read, outcome.duplicates) == ("applied", len(nza_2018.rows()), 1)
    assert outcome.refusals == {}
    with database.engine().connect() as connection:
        twice = call.driver(connection).execute(
            "select occurrence, intake_weeks::float from core.waiting_time join core.source_location using (source_location_id)"
            " where provider_name = 'Behandelhuis Nergensdal 38' order by occurrence"
        )
        assert twice.fetchall() == [(1, 5.0), (2, 8.0)]
        kept = call.driver(connection).execute(
            "select flag, count(*) from core.waiting_time, unnest(flags) flag group by flag order by flag"
        )
        assert dict(kept.fetchall()) == {
            "agb_malformed": 1,
            "agb_zero_restored": 1,
            "no_agb": 1,
            "no_location": 1,
            "no_site_date": 2,
            "several_municipalities": 1,
            "site_date_after_reference": 1,
            "site_date_unreadable": 1,
            "stop_in_remark": 2,
        }
