"""NZa's file of 2016: the real one when it is at hand, and each piece of its dirt in a row of our own."""

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from data.world import nza_2016
from etl import pipeline
from etl.feeds.nza_ggz_2016 import FEED
from etl.records import Parsed
from etl.text.table import read_csv

AT = datetime(2026, 11, 21, 6, tzinfo=UTC)
SOUND = {
    "AGBCODE_INDIENER": "97990001",
    "NAAM": "CENTRUM PROEFBERG   ",
    "POSTCODE": "9711AB",
    "Naam.zorgaanbieder": "Centrum Proefberg",
    "Plaats.zorgaanbieder": "Voorbeeldstad",
    "Vestigingslocatie": "Proefberg, loc. Oost",
    "Type.GGZ": "SGGZ",
    "Circuit": "Volwassenen",
    "Nadere.typering": "FACT",
    "Typering": "",
    "Aanmeldtijd": "4",
    "Behandeltijd": "2,5",
    "Datum.actualisatie": "1-9-2016",
    "Peildatum": "23-9-2016",
    "AFWIJKEND_ZV": "",
    "Opmerkingen.MQ": "",
    "INST": "1",
    "Wachttijden.toelichting": "NA",
}


def parsed(**cells: str) -> Parsed:
    return FEED.parse(pl.DataFrame([{**SOUND, **cells, "line": 2}]), AT)


def record(**cells: str) -> dict[str, object]:
    found = parsed(**cells)
    assert found.rejected == []
    return found.rows.row(0, named=True)


def table(payload: bytes) -> pl.DataFrame:
    found = read_csv(payload, declared_encoding=FEED.dialect.encoding, separator=FEED.dialect.separator)
    return pl.concat([chunk.rows for chunk in found.chunks]).select("line", *FEED.required)


def counted(rows: pl.DataFrame, column: str) -> dict[str, int]:
    return dict(rows[column].value_counts().iter_rows())


def test_a_sound_row() -> None:
    found = record()
    assert found["location_key"] == "97990001|Centrum Proefberg|Voorbeeldstad|Proefberg, loc. Oost|"
    assert (found["intake_weeks"], found["intake_state"], found["intake_literal"]) == (4.0, "value", "4")
    assert (found["treatment_weeks"], found["treatment_state"]) == (2.5, "value")
    assert (found["reference_on"], found["site_updated_on"]) == (date(2016, 9, 23), date(2016, 9, 1))
    assert (found["segment_code"], found["circuit_code"], found["diagnosis_group_code"]) == ("s-ggz", "adults", "IV00")
    assert (found["setting_code"], found["method_code"]) == ("unknown", "unknown")
    assert found["flags"] == []


@pytest.mark.parametrize(
    ("text", "weeks", "state"),
    [
        ("0", 0.0, "no_wait"),
        ("56,5", 56.5, "value"),
        ("-", None, "not_published"),
        (" - ", None, "not_published"),
        ("", None, "not_published"),
        ("NA", None, "not_published"),
        ("n.v.t.", None, "not_published"),
        ("stop", None, "stop"),
        ("Stop", None, "stop"),
        ("in overleg", None, "unknown"),
        ("verschillend zie toelichting", None, "unknown"),
    ],
)
def test_each_way_to_write_a_wait_ends_in_its_own_state(text: str, weeks: float | None, state: str) -> None:
    found = record(Aanmeldtijd=text)
    assert (found["intake_weeks"], found["intake_state"], found["intake_literal"]) == (weeks, state, text)


def test_nothing_and_a_dash_are_told_apart_by_their_rule() -> None:
    assert record(Aanmeldtijd="")["intake_rule"] == "empty"
    assert record(Aanmeldtijd="-")["intake_rule"] == "missing_mark"


@pytest.mark.parametrize("weeks", ["261", "-1", "12345"])
def test_a_number_that_no_wait_can_be_is_refused(weeks: str) -> None:
    found = parsed(Behandeltijd=weeks)
    assert found.rows.is_empty()
    assert [(one.line, one.column, one.code, one.value) for one in found.rejected] == [
        (2, "Behandeltijd", "weeks_out_of_range", weeks)
    ]


def test_a_row_without_a_reference_date_or_a_provider_is_refused() -> None:
    assert [one.code for one in parsed(Peildatum="sep-16").rejected] == ["not_a_date"]
    nobody = parsed(**{"AGBCODE_INDIENER": "NA", "Naam.zorgaanbieder": "", "NAAM": "NA"})
    assert [one.code for one in nobody.rejected] == ["no_provider"]


def test_a_lost_zero_is_put_back_and_said() -> None:
    found = record(AGBCODE_INDIENER="9990001")
    assert found["agb_codes"] == ["09990001"]
    assert found["flags"] == ["agb_zero_restored"]


def test_what_a_row_lacks_is_flagged_and_the_row_kept() -> None:
    lacking = {
        "AGBCODE_INDIENER": "NA",
        "Vestigingslocatie": "",
        "Circuit": "",
        "Type.GGZ": "",
        "Datum.actualisatie": "-",
    }
    found = record(**lacking)
    assert found["flags"] == ["no_agb", "no_location", "no_circuit", "no_segment", "no_site_date"]
    assert (found["circuit_code"], found["segment_code"], found["agb_codes"]) == ("unknown", "unknown", [])


def test_a_site_date_that_cannot_be_is_flagged() -> None:
    assert record(**{"Datum.actualisatie": "sep-16"})["flags"] == ["site_date_unreadable"]
    assert record(**{"Datum.actualisatie": "7-9-2017"})["flags"] == ["site_date_after_reference"]


def test_a_name_that_is_missing_is_the_claimants() -> None:
    assert record(**{"Naam.zorgaanbieder": ""})["provider_name"] == "CENTRUM PROEFBERG"


def test_the_providers_own_words_stay_and_are_a_group_only_as_its_full_name() -> None:
    both = {"Nadere.typering": "Kliniek - Opname", "Typering": "klinisch"}
    found = record(**both)
    assert (found["group_literal"], found["setting_code"]) == ("Kliniek - Opname | klinisch", "clinical")
    assert found["diagnosis_group_code"] == "IV00"
    assert record(**{"Nadere.typering": "depressieve stoornissen"})["diagnosis_group_code"] == "IV07"
    assert record(**{"Nadere.typering": "Angst en depressie"})["diagnosis_group_code"] == "IV00"
    assert record(**{"Nadere.typering": "", "Type.GGZ": "BGGZ"})["diagnosis_group_code"] == "IV01"


@pytest.mark.parametrize(
    ("text", "code"), [("BGGZ", "gb-ggz"), ("SGGZ", "s-ggz"), ("BGGZ/SGGZ", "combined"), ("", "unknown")]
)
def test_segments(text: str, code: str) -> None:
    assert record(**{"Type.GGZ": text})["segment_code"] == code
    assert record(**{"Type.GGZ": text, "Typering": "forensisch"})["segment_code"] == "forensic"


def test_only_a_practice_stands_at_the_postcode_of_its_agb_code() -> None:
    assert record(INST="1")["postcode4"] is None
    assert record(INST="0")["postcode4"] == "9711"
    assert record(INST="0", POSTCODE="0000")["postcode4"] is None


def test_the_sample_is_read_whole() -> None:
    found = FEED.parse(table(nza_2016.file()), AT)
    assert found.rejected == []
    assert set(found.rows["intake_state"]) == {"value", "no_wait", "stop", "not_published", "unknown"}
    assert set(found.rows["flags"].explode().drop_nulls()) == {
        *("no_agb", "agb_zero_restored", "no_location", "no_circuit", "no_segment"),
        *("no_site_date", "site_date_unreadable", "site_date_after_reference"),
    }


def test_the_sample_has_the_columns_of_the_real_file(shared_data: Path) -> None:
    real = read_csv((shared_data / "nza_2016" / "brondata_wachttijden_ggz_2016.csv").read_bytes(), separator=";")
    assert read_csv(nza_2016.file(), separator=";").header == real.header


def test_the_real_file_ends_in_these_states(shared_data: Path) -> None:
    """The counts of docs/data-sources.md."""
    found = FEED.parse(table((shared_data / "nza_2016" / "brondata_wachttijden_ggz_2016.csv").read_bytes()), AT)
    assert (found.rows.height, found.rejected) == (2578, [])
    assert counted(found.rows, "intake_state") == {
        "value": 1792, "no_wait": 151, "stop": 63, "not_published": 564, "unknown": 8,
    }  # fmt: skip
    assert counted(found.rows, "treatment_state") == {
        "value": 1334, "no_wait": 453, "stop": 57, "not_published": 733, "unknown": 1,
    }  # fmt: skip
    flags = found.rows["flags"]
    assert dict(flags.explode().drop_nulls().value_counts().iter_rows()) == {
        "no_agb": 169, "no_location": 939, "agb_zero_restored": 1112, "no_circuit": 711, "no_segment": 356,
        "no_site_date": 752, "site_date_unreadable": 1, "site_date_after_reference": 4,
    }  # fmt: skip
    assert (flags.list.contains("no_agb") | flags.list.contains("no_location")).sum() == 1108  # 43 %
    assert all(len(code) == 8 for code in found.rows["agb_codes"].explode().drop_nulls())


@pytest.mark.usefixtures("database")
def test_the_real_file_is_loaded_whole(shared_data: Path) -> None:
    payload = (shared_data / "nza_2016" / "brondata_wachttijden_ggz_2016.csv").read_bytes()
    outcome = pipeline.run(FEED, FEED.code, payload, "brondata_wachttijden_ggz_2016.csv", at=AT)
    assert (outcome.outcome, outcome.read, outcome.duplicates) == ("applied", 2578, 16)
    assert (outcome.refusals, outcome.accepted) == ({}, 2578 - 16)
