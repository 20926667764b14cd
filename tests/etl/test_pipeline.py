"""A delivery from bytes to figures, on a real server: loaded once, in order, by one run at a time."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from etl import pipeline
from tests.conftest import Database
from tests.etl.capacity_file import AT, csv_file, row, rows
from tests.etl.loaded import FEED, LATER, NEXT_DAY, ask, current, load
from tests.faults.reliability import survives

pytestmark = pytest.mark.usefixtures("database")


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


def test_an_offer_absent_from_an_applied_delivery_is_unknown_at_once(database: Database) -> None:
    load(rows(10))
    load([*rows(9, geteld_op=LATER), row(agb_vestiging="09000010", zorgpad="GRP", geteld_op=LATER)], at=NEXT_DAY)
    found = ask(
        database,
        "select care_pathway_code, blank_code from core.capacity_current join core.offer using (offer_id)"
        " join core.location_identifier i using (location_id) where i.value = '09000010' order by 1",
    )
    assert found == [("AMB", "absent"), ("GRP", None)]


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
