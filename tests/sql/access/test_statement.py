"""What a provider states of its own places: stored once, its own only, judged as every delivery, undone in time."""

from datetime import timedelta
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection

from etl import worker
from sql.call import act, driver, rows, select
from tests.conftest import Database
from tests.etl.capacity_file import AT
from tests.sql.access.people import account

LATER = AT + timedelta(hours=1)


def _one(connection: Connection, query: Any, *given: object) -> Any:
    return driver(connection).execute(query, list(given)).fetchone()


def offers(who: int, at: Any = LATER) -> list[dict[str, Any]]:
    return select("read.own_offers", role="app_provider", as_of=at, asker=who)


def save(who: int, *told: dict[str, Any], key: str = "sleutel", at: Any = LATER) -> dict[str, Any]:
    given = {"told": Jsonb(list(told)), "idempotency_key": key, "at": at}
    (answer,) = act("act.save_statement", role="app_provider", asker=who, **given)
    return answer


def place(row: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What the form sends back for a row of read.own_offers."""
    named = {"offer_id": row["offer_id"], "urgency_code": row["urgency_code"], "version": row["version"]}
    return {name: told for name, told in (row["told"] | named | changes).items() if told is not None}


def shown(database: Database) -> list[tuple[Any, ...]]:
    with database.engine().begin() as connection:
        return (
            driver(connection)
            .execute(
                "select free_count, total_count, first_on, source_code, expires_at"
                " from core.capacity_current order by offer_id"
            )
            .fetchall()
        )


def test_a_statement_is_a_delivery_of_its_own_source_and_changes_what_it_names(database: Database, who: int) -> None:
    first, second, third = offers(who)
    assert first["told"] == {
        "free_count": 3, "total_count": 8, "entry_route_codes": ["gp"], "exclusions": {"X_AGR": "excluded"}
    }  # fmt: skip
    assert (first["status_code"], first["is_under_way"]) == ("free", False)
    until = str(AT.date() + timedelta(days=30))
    stop = {"stop_reason_code": "ceiling", "stop_concern_codes": ["vgz"], "stop_until": until}
    answer = save(who, place(first, free_count=5, first_on="2026-09-10", expected_28_count=2), place(second, **stop))
    assert (answer["outcome_code"], answer["conflicts"]) == ("done", None)
    under_way = offers(who)
    assert [row["is_under_way"] for row in under_way] == [True, True, False]
    assert under_way[0]["told"]["free_count"] == 5, "what is on its way stands in the form"
    worker.round_(database.home)
    after = offers(who, LATER + timedelta(seconds=3))
    assert [row["told"].get("free_count") for row in after] == [5, 3, 3]
    assert after[1]["told"] == second["told"] | stop | {"stop_from": str(AT.date())}
    assert after[0]["told"]["first_on"] == "2026-09-10"
    assert [row["source_code"] for row in after] == ["opgave-09000000", "opgave-09000000", third["source_code"]]
    asked = {"as_of": LATER, "asker": who, "statement": answer["statement_id"]}
    assert [row["state_code"] for row in select("read.own_statement", role="app_provider", **asked)] == ["applied"] * 2


def test_what_a_statement_leaves_out_of_the_form_is_no_longer_told(database: Database, who: int) -> None:
    row = offers(who)[0]
    save(who, place(row, exclusions=None, entry_route_codes=None, total_count=None, responsible_code="gp"))
    worker.round_(database.home)
    assert offers(who)[0]["told"] == {"free_count": 3, "responsible_code": "gp"}


def test_the_same_sent_twice_is_stored_once_and_the_second_of_two_people_is_told(database: Database, who: int) -> None:
    row = offers(who)[0]
    once = save(who, place(row, free_count=1))
    assert save(who, place(row, free_count=1), at=LATER + timedelta(seconds=2)) == once
    with database.engine().begin() as connection:
        colleague = account(connection, "provider", at=AT, scopes={"agb": ["09000000"]})
    other = save(colleague, place(row, free_count=7))
    named = {"offer_id": row["offer_id"], "urgency_code": "regulier"}
    assert other == {"outcome_code": "changed_meanwhile", "statement_id": None, "conflicts": [named]}
    worker.round_(database.home)
    assert shown(database)[0][0] == 1
    assert save(colleague, place(offers(colleague)[0], free_count=7), key="weer")["outcome_code"] == "done"


def test_only_its_own_and_only_what_can_be(database: Database, who: int) -> None:
    row = offers(who)[0]
    with database.engine().begin() as connection:
        others = [
            account(connection, "provider", at=AT, scopes={"agb": ["09000001"]}),  # one of its locations
            account(connection, "provider", at=AT, scopes={"agb": ["09999999"]}),
            account(connection, "clinician", at=AT, scopes={"agb": ["09000000"]}),
            account(connection, "coordinator", at=AT, scopes={"region": ["ZK01"]}),
        ]
    last = offers(who)[2]
    assert [len(offers(other)) for other in others] == [1, 0, 0, 0]
    assert [save(other, place(last))["outcome_code"] for other in others] == ["denied"] * 4
    wrong = [
        ([], "nothing"),
        ([place(row) | {"offer_id": 10**9}], "denied"),
        ([place(row, urgency_code="crisis", version=None)], "not_enterable"),
        ([place(row, exclusion_reason="vraag naar 123 456 789")], "wrong_text"),
    ]
    for told, code in wrong:
        assert save(who, *told) == {"outcome_code": code, "statement_id": None, "conflicts": None}
    assert select("load.waiting_receipts", role="etl_writer") == []
    with database.engine().begin() as connection:
        assert _one(connection, "select count(*) from core.statement") == (0,)
        (event, *_) = rows(connection, "read.own_actions", as_of=LATER, account=others[1])
    assert (event["event_type"], event["outcome_code"], event["object_type"]) == (
        "capacity_entered", "refused", "statement"
    )  # fmt: skip


def test_what_cannot_be_true_is_refused_by_the_same_gates(database: Database, who: int) -> None:
    first, second, _third = offers(who)
    answer = save(who, place(first, free_count=9), place(second, free_count=4))
    worker.round_(database.home)
    assert [row[0] for row in shown(database)] == [3, 4, 3], "the good line is taken over, the other stays as it was"
    asked = {"as_of": LATER, "asker": who, "statement": answer["statement_id"]}
    refused, taken = select("read.own_statement", role="app_provider", **asked)
    assert [one["code"] for one in refused["refusals"]] == ["free_above_total"]
    assert (refused["state_code"], taken["state_code"]) == ("refused", "applied")


def undo(who: int, statement: int, at: Any) -> str:
    (answer,) = act("act.undo_statement", role="app_provider", asker=who, statement=statement, at=at)
    return str(answer["outcome_code"])


def test_a_statement_is_undone_within_ten_minutes_and_nothing_gets_fresher(database: Database, who: int) -> None:
    before = shown(database)
    row = offers(who)[0]
    made = save(who, place(row, free_count=0))["statement_id"]
    worker.round_(database.home)
    soon = LATER + timedelta(minutes=9)
    with database.engine().begin() as connection:
        other = account(connection, "provider", at=AT, scopes={"agb": ["09999999"]})
    assert undo(other, made, soon) == "denied"
    assert undo(who, made, LATER + timedelta(minutes=10)) == "too_late"
    assert [undo(who, made, soon), undo(who, made, soon)] == ["done", "done"]
    worker.round_(database.home)
    after = shown(database)
    assert [line[:3] for line in after] == [line[:3] for line in before]
    assert after[0][4] == before[0][4], "it holds no longer than it did"
    assert undo(who, 10**9, soon) == "denied"
    again = save(who, place(offers(who)[0], free_count=1), key="b", at=soon)["statement_id"]
    save(who, place(offers(who)[0], free_count=2), key="c", at=soon + timedelta(seconds=5))
    assert undo(who, again, soon + timedelta(seconds=9)) == "changed_meanwhile"


def test_undoing_what_was_told_of_a_lapsed_count_leaves_it_out_of_date(database: Database, who: int) -> None:
    lapsed = AT + timedelta(days=20)
    row = offers(who, lapsed)[0]
    assert row["unknown_code"] == "stale"
    made = save(who, place(row), at=lapsed)["statement_id"]
    worker.round_(database.home)
    assert offers(who, lapsed)[0]["status_code"] == "free"
    assert undo(who, made, lapsed + timedelta(minutes=1)) == "done"
    worker.round_(database.home)
    assert offers(who, lapsed + timedelta(minutes=2))[0]["unknown_code"] == "stale"
