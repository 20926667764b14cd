"""Push tokens: bound to AGB codes of one's own, kept as a hash, over in time; and what is pushed with one."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from sql.call import driver, rows, value
from tests import factories as make
from tests.factories import AS_OF
from tests.sql.access.people import account, sha256

BODY = b'{"form": "transferpunt/capacity/1", "places": [{}]}'


@pytest.fixture
def who(connection: Connection) -> int:
    """Somebody of a provider (09000100) with two locations, 09000101 and 09000102."""
    provider = make.provider(connection)
    agb = {"system_code": "agb", "valid_from": AS_OF.date()}
    make.insert(connection, "core.provider_identifier", provider_id=provider, value="09000100", **agb)
    for code in ("09000101", "09000102"):
        place = make.location(connection, provider_id=provider, name=f"Voorbeeldhuis {code}")
        make.insert(connection, "core.location_identifier", location_id=place, value=code, **agb)
    return account(connection, "provider", scopes={"agb": ["09000100"]})


def grant(
    connection: Connection,
    who: int,
    *codes: str,
    name: str = "EPD Voorbeeld",
    seen: str = "tp_aaaaaaaa",
    days: int = 90,
) -> dict[str, Any]:
    told = {"connection_name": name, "agb_codes": list(codes), "token_prefix": seen, "token_sha256": sha256(seen)}
    (row,) = rows(connection, "act.make_push_token", asker=who, valid_days=days, at=AS_OF, **told)
    return row


def state(connection: Connection, seen: str = "tp_aaaaaaaa", at: datetime = AS_OF) -> str | None:
    found = rows(connection, "read.push_sender", as_of=at, token_prefix=seen)
    return found[0]["state_code"] if found else None


def push(
    connection: Connection, key: str = "k1", body: bytes = BODY, seen: str = "tp_aaaaaaaa", at: datetime = AS_OF
) -> tuple[str, int | None]:
    told = {"token_sha256": sha256(seen), "idempotency_key": key, "payload": body, "at": at}
    (row,) = rows(connection, "act.receive_push", **told)
    return row["outcome_code"], row["receipt_id"]


def query(connection: Connection, statement: Any, *given: object) -> list[tuple[Any, ...]]:
    return driver(connection).execute(statement, list(given)).fetchall()


def rotate(connection: Connection, who: int, source: str, seen: str = "tp_bbbbbbbb") -> str:
    told = {"source": source, "token_prefix": seen, "token_sha256": sha256(seen), "valid_days": 90}
    (row,) = rows(connection, "act.rotate_push_token", asker=who, at=AS_OF, **told)
    return str(row["outcome_code"])


def test_a_token_is_bound_to_own_codes_and_kept_as_a_hash(connection: Connection, who: int) -> None:
    assert {row["agb_code"] for row in rows(connection, "read.push_codes", as_of=AS_OF, asker=who)} == {
        *("09000100", "09000101", "09000102")
    }
    done = grant(connection, who, "09000101")
    assert (done["outcome_code"], done["source_code"]) == ("done", "push-aaaaaaaa")
    (source,) = query(
        connection,
        "select feed_code, is_any_agb, is_partial from core.source where source_code = %s",
        done["source_code"],
    )
    assert source == ("capacity_json", False, False)
    assert query(connection, "select agb_code from core.source_agb where source_code = %s", done["source_code"]) == [
        ("09000101",)
    ]
    (row,) = rows(connection, "read.push_tokens", as_of=AS_OF, asker=who)
    assert (row["token_prefix"], row["agb_codes"], row["state_code"]) == ("tp_aaaaaaaa", ["09000101"], "open")
    assert row["expires_at"] == AS_OF + timedelta(days=90)
    assert sha256("tp_aaaaaaaa") not in str(row)
    ((detail,),) = query(connection, "select detail from audit.event where event_type = 'push_token_made'")
    assert detail["agb_codes"] == ["09000101"]
    assert sha256("tp_aaaaaaaa") not in str(detail)


@pytest.mark.parametrize(
    ("codes", "more", "outcome"),
    [
        (["09000999"], {}, "denied"),
        (["09000101", "09000999"], {}, "denied"),
        ([], {}, "wrong_codes"),
        (["9000101"], {}, "wrong_codes"),
        (["09000101"], {"name": "  "}, "wrong_name"),
        (["09000101"], {"name": "x" * 81}, "wrong_name"),
        (["09000101"], {"days": 0}, "wrong_days"),
        (["09000101"], {"days": 367}, "wrong_days"),
    ],
)
def test_what_is_not_right_makes_no_token(
    connection: Connection, who: int, codes: list[str], more: dict[str, Any], outcome: str
) -> None:
    assert grant(connection, who, *codes, **more)["outcome_code"] == outcome
    assert query(connection, "select count(*) from ops.push_token") == [(0,)]
    assert query(connection, "select count(*) from core.source where source_code like 'push-%%'") == [(0,)]
    expected = "refused" if outcome == "denied" else "failed"
    assert query(connection, "select outcome_code from audit.event where event_type = 'push_token_made'") == [
        (expected,)
    ]


@pytest.mark.parametrize("role", ["gp", "mediator", "insurer", "clinician", "coordinator", "auditor"])
def test_other_roles_make_and_see_none(connection: Connection, who: int, role: str) -> None:
    grant(connection, who, "09000101")
    scopes = {"agb": ["09000100"], "region": ["ZK23"]}
    other = account(connection, role, scopes=scopes)
    assert grant(connection, other, "09000101", seen="tp_cccccccc")["outcome_code"] == "denied"
    assert rows(connection, "read.push_tokens", as_of=AS_OF, asker=other) == []
    assert rotate(connection, other, "push-aaaaaaaa") == "denied"


def test_another_provider_neither_sees_nor_touches_it_and_the_operator_does(connection: Connection, who: int) -> None:
    made = grant(connection, who, "09000101")
    stranger = account(connection, "provider", scopes={"agb": ["09000777"]})
    operator = account(connection, "operator")

    def revoke(asker: int) -> str:
        return str(value(connection, "act.revoke_push_token", asker=asker, token=made["token_id"], at=AS_OF))

    assert rows(connection, "read.push_tokens", as_of=AS_OF, asker=stranger) == []
    assert rotate(connection, stranger, "push-aaaaaaaa") == "denied"
    assert revoke(stranger) == "denied"
    told = {"source": "push-aaaaaaaa", "payload": BODY, "at": AS_OF}
    assert rows(connection, "act.ask_own_trial", asker=stranger, **told)[0]["outcome_code"] == "denied"
    assert state(connection) == "open"
    assert grant(connection, operator, "09000555", seen="tp_dddddddd")["outcome_code"] == "done"
    assert len(rows(connection, "read.push_tokens", as_of=AS_OF, asker=operator)) == 2
    assert revoke(operator) == "done"
    assert state(connection) == "revoked"
    assert [row["token_prefix"] for row in rows(connection, "read.push_tokens", as_of=AS_OF, asker=who)] == [
        "tp_aaaaaaaa"
    ]


def test_a_rotated_token_works_for_a_day_more_and_a_revoked_one_not_at_all(connection: Connection, who: int) -> None:
    grant(connection, who, "09000101")
    assert rotate(connection, who, "push-aaaaaaaa") == "done"
    day = timedelta(days=1)
    assert (state(connection, at=AS_OF + day - timedelta(seconds=1)), state(connection, at=AS_OF + day)) == (
        "open",
        "expired",
    )
    assert state(connection, "tp_bbbbbbbb", AS_OF + timedelta(days=89)) == "open"
    assert state(connection, "tp_bbbbbbbb", AS_OF + timedelta(days=90)) == "expired"
    assert push(connection, seen="tp_bbbbbbbb")[0] == "done"
    assert push(connection)[0] == "done", "the old one, within its day"
    (new,) = query(connection, "select token_id from ops.push_token where token_prefix = 'tp_bbbbbbbb'")
    assert value(connection, "act.revoke_push_token", asker=who, token=new[0], at=AS_OF) == "done"
    assert push(connection, "k2", seen="tp_bbbbbbbb") == ("not_open", None)
    assert push(connection, "k2", at=AS_OF + day) == ("not_open", None)


def test_use_is_noted_to_the_minute(connection: Connection, who: int) -> None:
    token = grant(connection, who, "09000101")["token_id"]
    moments = [AS_OF, AS_OF + timedelta(seconds=59), AS_OF + timedelta(seconds=60)]
    assert [value(connection, "act.note_push_token", token=token, at=at) for at in moments] == [1, 0, 1]
    assert query(connection, "select last_used_at from ops.push_token") == [(moments[-1],)]


def test_the_same_under_the_same_key_is_stored_once_and_another_is_not(connection: Connection, who: int) -> None:
    grant(connection, who, "09000101")
    first = push(connection)
    assert first[0] == "done"
    assert push(connection) == first
    assert push(connection, body=BODY + b" ") == ("other_body", None)
    assert push(connection, "k2")[1] != first[1]
    assert query(connection, "select count(*) from raw.receipt where source_code = 'push-aaaaaaaa'") == [(2,)]
    assert query(connection, "select count(*) from audit.event where event_type = 'delivery_pushed'") == [(2,)]
    grant(connection, who, "09000102", seen="tp_eeeeeeee")
    assert push(connection, body=b"other", seen="tp_eeeeeeee")[0] == "done", "a key is of one sender"


def test_a_key_is_free_again_after_thirty_days(connection: Connection, who: int) -> None:
    grant(connection, who, "09000101")
    _, first = push(connection)
    taken = make.delivery(connection, source_code="push-aaaaaaaa", feed_code="capacity_json")
    assert value(connection, "load.take_receipt", receipt=first, delivery=taken) is True
    almost, after = AS_OF + timedelta(days=30, seconds=-1), AS_OF + timedelta(days=30)
    assert push(connection, body=b"new", at=almost) == ("other_body", None)
    outcome, second = push(connection, body=b"new", at=after)
    assert (outcome, second == first) == ("done", False)
    assert rows(connection, "read.push_state", as_of=after, token_sha256=sha256("tp_aaaaaaaa"), receipt=first) != []


def test_only_the_sender_asks_what_became_of_it(connection: Connection, who: int) -> None:
    grant(connection, who, "09000101")
    grant(connection, who, "09000101", seen="tp_eeeeeeee")
    _, receipt = push(connection)

    def asked(token: str, at: datetime = AS_OF) -> list[Any]:
        found = rows(connection, "read.push_state", as_of=at, token_sha256=sha256(token), receipt=receipt)
        return [row["told"] for row in found]

    assert asked("tp_aaaaaaaa") == [{"state_code": "waiting"}]
    assert asked("tp_eeeeeeee") == asked("tp_nobody") == asked("tp_aaaaaaaa", AS_OF + timedelta(days=90)) == []


def test_a_dry_run_is_told_what_the_real_one_would_be_and_taken_once(connection: Connection, who: int) -> None:
    grant(connection, who, "09000101")

    def ask(key: str, body: bytes = BODY, seen: str = "tp_aaaaaaaa") -> dict[str, Any]:
        told = {"token_sha256": sha256(seen), "idempotency_key": key, "payload": body, "at": AS_OF}
        return rows(connection, "act.ask_trial", **told)[0]

    trial = ask("k1")
    assert (trial["outcome_code"], trial["receipt_id"]) == ("done", None)
    _, receipt = push(connection)
    assert (ask("k1")["outcome_code"], ask("k1")["receipt_id"]) == ("known", receipt)
    assert ask("k1", b"other")["outcome_code"] == "other_body"
    assert ask("k1", seen="tp_nobody")["outcome_code"] == "not_open"
    take = {"trial": trial["trial_id"], "gives_up": False}
    assert rows(connection, "act.take_trial", **take) == []
    value(connection, "load.answer_trial", trial=trial["trial_id"], answer={"state_code": "applied"})
    assert [row["told"] for row in rows(connection, "act.take_trial", **take)] == [{"state_code": "applied"}]
    assert rows(connection, "act.take_trial", **take) == []
    assert query(connection, "select count(*) from raw.trial") == [(0,)]


def test_at_most_twenty_tokens_work_for_one_code(connection: Connection, who: int) -> None:
    made = [
        grant(connection, who, "09000101", seen=f"tp_{letter * 8}")["outcome_code"]
        for letter in "abcdefghijklmnopqrstu"
    ]
    assert made == ["done"] * 20 + ["too_many"]
