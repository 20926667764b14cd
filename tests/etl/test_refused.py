"""Files and rows that are refused: by name, with a sentence, and the good ones load."""

import pytest
from sqlalchemy import text

from etl import pipeline
from etl.errors import WrongUseError
from sql.call import select
from tests.conftest import Database
from tests.etl.capacity_file import AT, csv_file, row, rows
from tests.etl.loaded import FEED, LATER, NEXT_DAY, ask, current, load

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"", "empty_file"),
        (csv_file([]), "no_rows"),
        (b"<!doctype html><html><body>Inloggen</body></html>", "html_page"),
        (csv_file(rows(3))[:-70], "cut_off"),
        (b"zomaar tekst zonder kolommen\n", "not_a_table"),
        (b"a,b,c\n1,2,3\n", "missing_column"),
        (b"PK\x03\x04 geen werkmap", "not_a_workbook"),
    ],
)
def test_a_file_that_cannot_be_read_is_rejected_with_a_sentence(database: Database, payload: bytes, code: str) -> None:
    load(rows(3))
    outcome = load(payload, at=NEXT_DAY)
    assert (outcome.outcome, outcome.reason) == ("rejected", code)
    assert outcome.sentence
    assert outcome.sentence.endswith(".")
    assert set(current(database).values()) == {(3, None)}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_dialect_is_read_alike(database: Database, separator: str, encoding: str) -> None:
    outcome = load(csv_file([row(naam_aanbieder="Praktijk Café Zuiderzée")], separator, encoding))
    assert outcome.outcome == "applied"
    assert ask(database, "select name from core.provider") == [("Praktijk Café Zuiderzée",)]


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"vrij": "9", "totaal": "8"}, "free_above_total", "vrij"),
        ({"vrij": "-1"}, "not_a_count", "vrij"),
        ({"vrij": "1e9"}, "not_a_count", "vrij"),
        ({"vrij": "NaN"}, "not_a_count", "vrij"),
        ({"vrij": "1_0"}, "not_a_count", "vrij"),
        ({"vrij": "٣"}, "not_a_count", "vrij"),
        ({"vrij": "2,5"}, "not_a_count", "vrij"),
        ({"geteld_op": "2099-01-01T07:00+01:00"}, "moment_in_future", "geteld_op"),
        ({"geteld_op": "2026-03-29 02:30"}, "no_such_local_time", "geteld_op"),
        ({"geteld_op": "2025-10-26 02:30"}, "ambiguous_local_time", "geteld_op"),
        ({"geteld_op": ""}, "required", "geteld_op"),
        ({"agb_vestiging": "9000001"}, "agb_lost_zero", "agb_vestiging"),
        ({"agb_vestiging": "ABC"}, "agb_malformed", "agb_vestiging"),
        ({"postcode": "0123"}, "postcode_malformed", "postcode"),
        ({"postcode": "1999"}, "unknown_postcode", "postcode"),
        ({"zorgpad": "XYZ"}, "unknown_pathway", "zorgpad"),
        ({"zorgpad": "CRIS"}, "pathway_without_places", "zorgpad"),
        ({"diagnosegroep": "D77"}, "unknown_group", "diagnosegroep"),
        ({"diagnosegroep": "IV04"}, "group_not_valid_then", "diagnosegroep"),
        ({"urgentie": "morgen"}, "unknown_urgency", "urgentie"),
        ({"urgentie": "crisis"}, "urgency_without_places", "urgentie"),
        ({"segment": "s-gz"}, "unknown_segment", "segment"),
        ({"leeftijd_van": "65", "leeftijd_tot": "18"}, "age_range", "leeftijd_tot"),
        ({"verwijsroute": "huisarts|buurvrouw"}, "unknown_route", "verwijsroute"),
        ({"agressie": "misschien"}, "unknown_exclusion_value", "agressie"),
        ({"contracten": "ONBEKENDE:ja"}, "unknown_concern", "contracten"),
        ({"aanmeldstop": "ja", "stop_verzekeraars": "nergens"}, "unknown_concern", "stop_verzekeraars"),
        ({"aanmeldstop": "ja", "stop_reden": "zomaar"}, "unknown_closure_reason", "stop_reden"),
        ({"aanmeldstop": "ja", "stop_vanaf": "2026-09-10", "stop_tot": "2026-09-01"}, "stop_range", "stop_tot"),
        ({"verwacht_7d": "4", "verwacht_14d": "2"}, "expected_decreasing", "verwacht_28d"),
        ({"naam_aanbieder": "x" * 201}, "text_too_long", "naam_aanbieder"),
        ({"naam_aanbieder": "Prak\x07tijk"}, "control_character", "naam_aanbieder"),
        ({"verwijsproduct": "voor 111222333"}, "bsn_like", "verwijsproduct"),
    ],
)
def test_a_bad_row_is_refused_by_name_and_the_others_load(
    database: Database, changes: dict[str, str], code: str, column: str
) -> None:
    """P6: read = accepted + refused + duplicate; the refused row keeps its line."""
    bad = row(agb_vestiging="09009999") | changes
    outcome = load([*rows(4), bad, *rows(4)[:1]])
    assert (outcome.outcome, outcome.read, outcome.accepted, outcome.refused, outcome.duplicates) == (
        "applied",
        6,
        4,
        1,
        1,
    )
    assert outcome.refusals == {code: 1}
    refused = select("load.refused_rows", delivery=outcome.delivery_id)
    assert [(found["line"], found["column_name"], found["refusal_code"]) for found in refused] == [(6, column, code)]
    assert all(found["sentence_nl"] and found["advice_nl"] for found in refused)
    assert len(current(database)) == 4


def test_a_bsn_is_kept_nowhere(database: Database) -> None:
    load([*rows(3), row(agb_vestiging="09009999", verwijsproduct="BSN 111222333")])
    kept = bytes(ask(database, "select string_agg(payload, '' order by chunk_number) from raw.delivery_chunk")[0][0])
    assert b"111222333" not in kept
    assert b"BSN *********" in kept
    assert ask(database, "select masked_count from raw.delivery") == [(1,)]
    assert ask(database, "select value_excerpt from raw.refused_row") == [("*********",)]


def test_two_rows_with_one_key_and_other_values_are_both_refused() -> None:
    outcome = load([*rows(4), row(agb_vestiging="09000009", vrij=1), row(agb_vestiging="09000009", vrij=2)])
    assert (outcome.accepted, outcome.refused, outcome.refusals) == (4, 2, {"key_conflict": 2})


def test_too_many_bad_rows_reject_the_file(database: Database) -> None:
    load(rows(10))
    outcome = load([*rows(10, geteld_op=LATER)[:5], *rows(10, vrij="veel", geteld_op=LATER)[5:]], at=NEXT_DAY)
    assert (outcome.outcome, outcome.reason, outcome.refused) == ("rejected", "too_many_refused", 5)
    assert set(current(database).values()) == {(3, None)}


def test_a_source_may_report_for_its_own_codes_only(database: Database) -> None:
    with database.engine().begin() as connection:
        connection.execute(
            text("insert into core.source (source_code, feed_code, name) values ('own', 'capacity_csv', 'Eigen')")
        )
        connection.execute(text("insert into core.source_agb (source_code, agb_code) values ('own', '09000000')"))
    foreign = row(agb_vestiging="09007777", agb_onderneming="09007770")
    outcome = pipeline.run(FEED, "own", csv_file([*rows(3), foreign]), "eigen.csv", at=AT)
    assert (outcome.accepted, outcome.refusals) == (3, {"not_authorised_for_agb": 1})
    assert "09007777" not in current(database)


def test_an_unknown_source_and_a_wrong_feed_are_refused_in_words() -> None:
    with pytest.raises(WrongUseError, match="no source 'nobody'"):
        pipeline.run(FEED, "nobody", b"", "x.csv", at=AT)
    with pytest.raises(WrongUseError, match="sends nza_ggz_2016, not capacity_csv"):
        pipeline.run(FEED, "nza_ggz_2016", b"", "x.csv", at=AT)
