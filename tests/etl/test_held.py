"""What holds a delivery for a person, what shows meanwhile, and what a decision does."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from etl import pipeline
from etl.errors import WrongUseError
from etl.outcome import Outcome
from sql.call import select
from tests.conftest import Database
from tests.etl.capacity_file import AT, row, rows
from tests.etl.loaded import LATER, NEXT_DAY, ask, current, load
from tests.faults.reliability import survives

pytestmark = pytest.mark.usefixtures("database")


def audited(database: Database) -> list[tuple[Any, ...]]:
    """What the audit trail tells of decisions: kind, delivery, by whom, why."""
    return ask(
        database,
        "select event_type, object_id::bigint, detail ->> 'by', detail ->> 'reason' from audit.event"
        " where object_type = 'delivery' and detail ->> 'means' = 'command' order by event_id",
    )


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


def test_a_feed_that_tells_the_same_for_a_week_is_used_with_a_warning_until_it_moves(database: Database) -> None:
    """Each night counted anew, and no figure moves: what a stuck export looks like."""
    found = []
    for night in range(9):
        at = AT + timedelta(days=night)
        counted = (at - timedelta(minutes=50)).isoformat()
        lines = rows(20, vrij=2, geteld_op=counted)
        if night == 8:
            lines[0]["vrij"] = "1"
        assert load(lines, at=at).outcome == "applied"
        gates = select("load.deliveries", as_of=at)[0]["gates"]
        found.append(next((gate["found"], gate["verdict"]) for gate in gates if gate["code"] == "frozen_feed"))
        rings = {row["subject"] for row in select("load.alarms", as_of=at) if row["alarm_code"] == "feed_frozen"}
        assert rings == ({"capacity_csv"} if night == 7 else set()), night
    assert found == [*((night, "pass") for night in range(7)), (7, "warn"), (0, "pass")]
    assert ask(database, "select count(distinct figures_sha256) from raw.delivery") == [(2,)]
