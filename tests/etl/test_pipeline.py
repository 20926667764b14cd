"""A delivery from bytes to figures, on a real server: what is promised of it whatever is sent."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from etl import pipeline
from etl.errors import WrongUseError
from etl.feed import all_feeds
from etl.outcome import Outcome
from sql.call import select
from tests.conftest import Database
from tests.etl.capacity_file import AT, csv_file, row, rows
from tests.faults.reliability import survives

FEED = all_feeds()["capacity_csv"]
pytestmark = pytest.mark.usefixtures("database")


def load(lines: list[dict[str, str]] | bytes, **more: Any) -> Outcome:
    payload = lines if isinstance(lines, bytes) else csv_file(lines)
    return pipeline.run(FEED, "capacity_csv", payload, "test.csv", at=more.pop("at", AT), **more)


def ask(database: Database, statement: str) -> list[tuple[Any, ...]]:
    with database.engine().connect() as connection:
        return [tuple(found) for found in connection.execute(text(statement))]


def current(database: Database) -> dict[str, tuple[int | None, str | None]]:
    """Location's AGB -> (free places, why it is unknown) for regular places."""
    found = ask(
        database,
        "select i.value, c.free_count, c.blank_code from core.capacity_current c join core.offer using (offer_id)"
        " join core.location_identifier i using (location_id) where urgency_code = 'regulier' order by 1",
    )
    return {agb: (free, blank) for agb, free, blank in found}


def audited(database: Database) -> list[tuple[Any, ...]]:
    """What the audit trail tells of decisions: kind, delivery, by whom, why."""
    return ask(
        database,
        "select event_type, object_id::bigint, detail ->> 'by', detail ->> 'reason' from audit.event"
        " where object_type = 'delivery' and detail ->> 'means' = 'command' order by event_id",
    )


LATER = "2026-09-02T07:10+02:00"
NEXT_DAY = AT + timedelta(days=1)


def test_a_delivery_is_kept_loaded_and_published(database: Database) -> None:
    outcome = load(rows(3))
    assert (outcome.outcome, outcome.read, outcome.accepted, outcome.refused) == ("applied", 3, 3, 0)
    assert current(database) == {f"0900000{n}": (3, None) for n in (1, 2, 3)}
    kept = ask(database, "select string_agg(payload, '' order by chunk_number) from raw.delivery_chunk")[0][0]
    assert bytes(kept) == csv_file(rows(3))


@survives("the same file comes twice", "the second is a duplicate; no row is written", "nothing")
def test_the_same_file_twice_changes_nothing(database: Database) -> None:
    """P2: not one row of state is written again."""
    load(rows(3))
    state = "select xmin::text, * from core.capacity_current union all select xmin::text, * from core.capacity_current"
    before = ask(database, state)
    again = load(rows(3), at=NEXT_DAY)
    assert (again.outcome, again.reason, again.read, again.duplicates) == ("duplicate", "same_bytes", 3, 3)
    assert ask(database, state) == before
    assert ask(database, "select count(*) from core.capacity_count") == [(3,)]


def test_the_same_rows_in_another_order_are_a_duplicate(database: Database) -> None:
    lines = rows(20)
    load(lines)
    before = ask(database, "select xmin::text, * from core.capacity_current")
    random.Random(7).shuffle(lines)
    again = load(lines)
    assert (again.outcome, again.reason, again.duplicates) == ("duplicate", "same_rows", 20)
    assert ask(database, "select xmin::text, * from core.capacity_current") == before


def test_one_row_more_often_is_not_the_same_file() -> None:
    load(rows(2))
    again = load([*rows(2), rows(2)[0]])
    assert (again.outcome, again.accepted, again.duplicates) == ("applied", 2, 1)


@survives("an older file comes after a newer one", "it is kept and not used", "nothing")
def test_an_older_file_after_a_newer_one_is_kept_and_not_used(database: Database) -> None:
    load(rows(3, vrij=1, geteld_op=LATER), at=NEXT_DAY)
    older = load(rows(3, vrij=5), at=NEXT_DAY)
    assert (older.outcome, older.reason, older.read, older.accepted) == ("superseded", "older", 3, 3)
    assert {free for free, _ in current(database).values()} == {1}


@survives(
    "half of the rows are missing",
    "the delivery is held for a person, with both numbers",
    "the counts of before; what the new delivery lowers is *unknown* at once",
)
def test_half_the_rows_missing_holds_the_delivery_and_the_old_one_stays(database: Database) -> None:
    load(rows(10))
    held = load(rows(5, geteld_op=LATER), at=NEXT_DAY)
    assert (held.outcome, held.reason) == ("held", "offers_gone")
    assert held.sentence == "Er ontbreken plekken: verwacht minstens 8, ontvangen 5."
    assert current(database) == {f"0900{n:04}": (3, None) for n in range(1, 11)}
    assert [gate["code"] for gate in select("load.deliveries", as_of=NEXT_DAY)[0]["gates"]] == [
        "too_many_refused",
        "offers_gone",
        "locations_gone",
        "free_jump",
    ]


def test_half_of_the_very_same_rows_is_held_too() -> None:
    load(rows(10))
    assert load(rows(5)).outcome == "held"


def test_a_held_delivery_blanks_what_it_lowers_and_nothing_else(database: Database) -> None:
    """P3: fewer places and stops show at once as unknown; more places and absent rows wait."""
    load(rows(10))
    lower = [
        row(agb_vestiging="09000001", vrij=1, geteld_op=LATER),
        row(agb_vestiging="09000002", vrij=7, geteld_op=LATER),
        row(agb_vestiging="09000003", vrij=3, geteld_op=LATER, aanmeldstop="ja"),
        row(agb_vestiging="09000004", vrij=3, geteld_op=LATER),
        row(agb_vestiging="09000005", vrij="", geteld_op=LATER),
        row(agb_vestiging="09000006", vrij=3, geteld_op=LATER, aanmeldstop="ja", stop_verzekeraars="achmea"),
    ]
    held = load(lower, at=NEXT_DAY)
    assert held.outcome == "held"
    blanked = {agb for agb, (_, blank) in current(database).items() if blank == "held_lower"}
    assert blanked == {"09000001", "09000003", "09000005"}
    assert current(database)["09000002"] == (3, None)

    pipeline.refuse(held.delivery_id, by="coordinator", reason="verkeerd bestand", at=NEXT_DAY)
    assert {blank for _, blank in current(database).values()} == {None}
    assert select("load.deliveries", as_of=NEXT_DAY)[0]["state_code"] == "rejected"
    assert audited(database) == [("delivery_refused", held.delivery_id, "coordinator", "verkeerd bestand")]


def test_a_released_delivery_is_published_and_what_it_lacks_is_unknown(database: Database) -> None:
    load(rows(10))
    held = load(rows(5, vrij=1, geteld_op=LATER), at=NEXT_DAY)
    released = pipeline.release(held.delivery_id, by="coordinator", reason="vestigingen gesloten", at=NEXT_DAY)
    assert released.outcome == "applied"
    shown = current(database)
    assert {shown[f"0900{n:04}"] for n in range(1, 6)} == {(1, None)}
    assert {shown[f"0900{n:04}"] for n in range(6, 11)} == {(3, "absent")}
    with pytest.raises(WrongUseError, match="not held"):
        pipeline.release(held.delivery_id, by="coordinator", reason="nog eens", at=NEXT_DAY)
    assert audited(database) == [("delivery_released", held.delivery_id, "coordinator", "vestigingen gesloten")]


def test_a_release_that_fails_leaves_no_trace_of_a_decision(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row of the audit trail is written with what it tells of, or not at all."""
    load(rows(10))
    held = load(rows(5, vrij=1, geteld_op=LATER), at=NEXT_DAY)

    def gone(*_: Any, **__: Any) -> Outcome:
        raise psycopg.OperationalError("the server went away")

    monkeypatch.setattr(pipeline, "load", gone)
    with pytest.raises(psycopg.OperationalError):
        pipeline.release(held.delivery_id, by="coordinator", reason="gebeld", at=NEXT_DAY)
    assert audited(database) == []
    assert select("load.deliveries", as_of=NEXT_DAY)[0]["decided_by"] is None


def test_a_newer_good_delivery_overtakes_a_held_one_and_lifts_its_blanks(database: Database) -> None:
    load(rows(10))
    held = load(rows(5, vrij=1, geteld_op=LATER), at=NEXT_DAY)
    good = load(rows(10, vrij=4, geteld_op="2026-09-03T07:10+02:00"), at=AT + timedelta(days=2))
    assert good.outcome == "applied"
    assert set(current(database).values()) == {(4, None)}
    states = {found["delivery_id"]: found["state_code"] for found in select("load.deliveries", as_of=AT)}
    assert states[held.delivery_id] == "superseded"


def test_a_second_held_delivery_takes_over_the_blanks_of_the_first(database: Database) -> None:
    load(rows(10))
    load(rows(5, vrij=1, geteld_op=LATER), at=NEXT_DAY)
    second = load(rows(4, vrij=3, geteld_op="2026-09-03T07:10+02:00"), at=AT + timedelta(days=2))
    assert second.outcome == "held"
    assert sum(blank == "held_lower" for _, blank in current(database).values()) == 5
    pipeline.refuse(second.delivery_id, by="operator", reason="fout", at=AT + timedelta(days=2))
    assert {blank for _, blank in current(database).values()} == {None}


def test_a_whole_location_gone_holds_a_large_sender() -> None:
    load([*rows(20), *rows(20, zorgpad="GRP")])
    assert (
        load([*rows(19, geteld_op=LATER), *rows(19, zorgpad="GRP", geteld_op=LATER)], at=NEXT_DAY).reason
        == "locations_gone"
    )


def test_a_jump_of_all_free_places_holds_and_a_small_one_does_not() -> None:
    load(rows(10, vrij=2, totaal=20))
    assert load(rows(10, vrij=5, totaal=20, geteld_op=LATER), at=NEXT_DAY).outcome == "applied"
    day = AT + timedelta(days=2)
    jump = load(rows(10, vrij=16, totaal=20, geteld_op="2026-09-03T07:10+02:00"), at=day)
    assert (jump.outcome, jump.reason) == ("held", "free_jump")


def test_an_offer_absent_from_an_applied_delivery_is_unknown_at_once(database: Database) -> None:
    load(rows(10))
    load([*rows(9, geteld_op=LATER), row(agb_vestiging="09000010", zorgpad="GRP", geteld_op=LATER)], at=NEXT_DAY)
    found = ask(
        database,
        "select care_pathway_code, blank_code from core.capacity_current join core.offer using (offer_id)"
        " join core.location_identifier i using (location_id) where i.value = '09000010' order by 1",
    )
    assert found == [("AMB", "absent"), ("GRP", None)]


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


def test_replay_gives_a_new_version_only_when_the_result_differs(database: Database) -> None:
    first = load(rows(4))
    assert pipeline.replay(first.delivery_id, at=NEXT_DAY).reason == "replay_unchanged"
    assert ask(database, "select count(*) from raw.delivery") == [(1,)]

    with database.engine().begin() as connection:
        connection.execute(
            text("update core.care_pathway set valid_from = '2026-10-01' where care_pathway_code = 'AMB'")
        )
    changed = pipeline.replay(first.delivery_id, at=NEXT_DAY)
    assert (changed.outcome, changed.refusals) == ("rejected", {"unknown_pathway": 4})
    assert changed.delivery_id != first.delivery_id
    assert ask(database, "select replay_of from raw.delivery where replay_of is not null") == [(first.delivery_id,)]


def test_an_unknown_source_and_a_wrong_feed_are_refused_in_words() -> None:
    with pytest.raises(WrongUseError, match="no source 'nobody'"):
        pipeline.run(FEED, "nobody", b"", "x.csv", at=AT)
    with pytest.raises(WrongUseError, match="sends nza_ggz_2016, not capacity_csv"):
        pipeline.run(FEED, "nza_ggz_2016", b"", "x.csv", at=AT)


@survives("two runs of one source at once", "the second waits for the lock, and gives up with `busy`", "nothing")
def test_the_second_of_two_runs_waits_and_then_says_busy(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_LOCK_WAIT", "50ms")
    with database.engine("etl_writer").begin() as connection:
        connection.execute(text("select load.lock_source('capacity_csv', '1s')"))
        outcome = load(rows(3))
    assert (outcome.outcome, outcome.read) == ("busy", 0)
    assert current(database) == {}
    assert pipeline.resume(outcome.delivery_id, at=AT).outcome == "applied"


def test_a_run_that_is_killed_in_the_middle_loses_nothing_and_is_taken_up_again(
    database: Database, tmp_path: Path, eventually: Callable[..., Any]
) -> None:
    """P1 and P3 under SIGKILL: the load stands before its first merge, dies there, and the next run finishes it."""
    load(rows(3))
    file = tmp_path / "nacht.csv"
    file.write_bytes(csv_file(rows(3, vrij=1, geteld_op=LATER)))
    command = [sys.executable, "-m", "etl", "run", "capacity_csv", "--file", str(file), "--as-of", NEXT_DAY.isoformat()]
    waiting = "select pid from pg_locks where relation = 'core.offer'::regclass and not granted"
    with database.engine().begin() as blocker:
        blocker.execute(text("lock table core.offer in exclusive mode"))
        with subprocess.Popen(command, env=database.env) as process:
            eventually(lambda: ask(database, waiting))
            os.kill(process.pid, signal.SIGKILL)
    eventually(lambda: not ask(database, waiting))
    assert set(current(database).values()) == {(3, None)}
    assert ask(database, "select state_code from raw.delivery order by delivery_id") == [("applied",), ("received",)]
    assert ask(database, "select count(*) from raw.staged_capacity") == [(0,)]

    again = subprocess.run([*command, "--json"], env=database.env, check=True, capture_output=True, text=True)
    assert '"outcome": "applied"' in again.stdout
    assert set(current(database).values()) == {(1, None)}
    assert ask(database, "select count(*) from raw.delivery") == [(2,)]


def test_the_source_that_counted_last_speaks_for_an_offer(database: Database) -> None:
    """An older count of another source changes nothing that is shown; a newer one takes all of it over."""
    with database.engine().begin() as connection:
        connection.execute(
            text(
                "insert into core.source (source_code, feed_code, name, is_any_agb)"
                " values ('other', 'capacity_csv', 'Ander', true)"
            )
        )
    load(rows(3, geteld_op=LATER, agressie="uitgesloten"), at=NEXT_DAY)
    stopped = rows(3, vrij=0, aanmeldstop="ja", agressie="geen belemmering")
    assert pipeline.run(FEED, "other", csv_file(stopped), "oud.csv", at=NEXT_DAY).outcome == "applied"
    assert set(current(database).values()) == {(3, None)}
    assert ask(database, "select count(*) from core.closure") == [(0,)]
    assert ask(database, "select distinct value_code from core.offer_exclusion") == [("excluded",)]

    newer = rows(3, vrij=2, geteld_op="2026-09-03T07:10+02:00", aanmeldstop="ja")
    day = AT + timedelta(days=2)
    assert pipeline.run(FEED, "other", csv_file(newer), "nieuw.csv", at=day).outcome == "applied"
    assert set(current(database).values()) == {(2, None)}
    load(rows(3, geteld_op="2026-09-04T07:10+02:00"), at=AT + timedelta(days=3))
    assert set(current(database).values()) == {(3, None)}
    assert ask(database, "select count(*) filter (where withdrawn_by is null), count(*) from core.closure") == [(0, 3)]


def test_a_stop_that_is_told_again_stays_and_one_no_longer_told_ends(database: Database) -> None:
    load(rows(3, aanmeldstop="ja", stop_reden="staff", stop_tot="2026-12-31"))
    load(rows(3, aanmeldstop="ja", stop_reden="staff", stop_tot="2026-12-31", geteld_op=LATER), at=NEXT_DAY)
    assert ask(database, "select from_on::text, withdrawn_by from core.closure") == [("2026-09-01", None)] * 3
    load(rows(3, geteld_op="2026-09-03T07:10+02:00"), at=AT + timedelta(days=2))
    assert ask(database, "select count(*) from core.closure where withdrawn_by is null") == [(0,)]
