"""The calls that said "klopte niet": whose they are to work off, and what settles one."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from sql.call import driver, rows, value
from tests import factories as make
from tests.factories import AS_OF
from tests.sql.access.people import account


def called(connection: Connection, offer: int, *, is_as_shown: bool = False, hours: int = 2) -> int:
    facts = {"offer_id": offer, "urgency_code": "regulier", "is_as_shown": is_as_shown, "role_code": "gp"}
    row = make.insert(connection, "core.call_outcome", called_at=AS_OF - timedelta(hours=hours), **facts)
    return int(row["call_outcome_id"])


@pytest.fixture
def utrecht(connection: Connection) -> int:
    """A coordinator of Utrecht."""
    return account(connection, "coordinator", scopes={"region": ["ZK23"]})


def open_calls(connection: Connection, who: int, **more: object) -> list[int]:
    return [row["call_outcome_id"] for row in rows(connection, "read.open_calls", as_of=AS_OF, asker=who, **more)]


def settle(connection: Connection, who: int | None, call: int, result: str = "was_right", phoned: int = 0) -> str:
    facts = {"call_outcome": call, "result": result, "phoned_count": phoned, "at": AS_OF, "request_id": "r3"}
    return str(value(connection, "act.settle_call", asker=who, **facts))


def test_open_are_those_that_were_not_right_in_own_regions_oldest_first(connection: Connection, utrecht: int) -> None:
    here = make.offer(connection)
    make.count(connection, here, free_count=4)
    there = make.offer(connection, location_id=make.location(connection, postcode4="1011"))
    newer, older = called(connection, here), called(connection, here, hours=30)
    called(connection, here, is_as_shown=True)
    called(connection, here, hours=-1)
    far = called(connection, there)
    assert open_calls(connection, utrecht) == [older, newer]
    assert open_calls(connection, utrecht, region="ZK02") == []
    assert open_calls(connection, account(connection, "coordinator", scopes={"region": ["ZK02"]})) == [far]
    for role in ("operator", "gp", "provider"):
        assert open_calls(connection, account(connection, role, scopes={"region": ["ZK23"]})) == []
    (row, *_) = rows(connection, "read.open_calls", as_of=AS_OF, asker=utrecht)
    assert (row["status_code"], row["free_count"], row["phoned_count"]) == ("free", 4, 0)


def test_a_final_result_settles_it_and_another_leaves_it_open(connection: Connection, utrecht: int) -> None:
    call = called(connection, make.offer(connection))
    assert settle(connection, utrecht, call, "no_answer") == "done"
    assert settle(connection, utrecht, call, "no_answer") == "not_open", "the same answer sent twice counts once"
    assert open_calls(connection, utrecht) == [call]
    assert settle(connection, utrecht, call, "was_right", phoned=1) == "done"
    assert open_calls(connection, utrecht) == []
    assert settle(connection, utrecht, call, "was_right", phoned=2) == "not_open"
    query = "select phoned_count, handled_at, handled_as from core.call_outcome where call_outcome_id = %s"
    assert driver(connection).execute(query, [call]).fetchone() == (2, AS_OF, "was_right")
    events = [
        row
        for row in rows(connection, "read.own_actions", as_of=AS_OF, account=utrecht)
        if row["event_type"] == "call_settled"
    ]
    assert [row["outcome_code"] for row in reversed(events)] == ["success", "failed", "success", "failed"]
    assert events[0]["detail"] == {"result": "was_right"}


def test_who_may_not_settle_is_denied_and_that_is_written_down(connection: Connection, utrecht: int) -> None:
    call = called(connection, make.offer(connection))
    others = [
        account(connection, "coordinator", scopes={"region": ["ZK02"]}),
        account(connection, "operator"),
        account(connection, "gp", scopes={"region": ["ZK23"]}),
    ]
    for who in others:
        assert settle(connection, who, call) == "denied"
        (event, *_) = rows(connection, "read.own_actions", as_of=AS_OF, account=who)
        assert (event["event_type"], event["outcome_code"]) == ("call_settled", "refused")
    assert settle(connection, None, call) == "denied"
    assert settle(connection, utrecht, 10**9) == "denied"
    assert settle(connection, utrecht, call, "opgelost") == "unknown_result"
    assert settle(connection, utrecht, called(connection, make.offer(connection), is_as_shown=True)) == "not_open"
    assert open_calls(connection, utrecht) == [call]


def entered(connection: Connection, who: int, offer: int, **told: object) -> dict[str, Any]:
    nothing = dict.fromkeys(("first_on", "stop_reason", "stop_until"))
    given = {
        **nothing,
        "urgency": "regulier",
        "free": 2,
        "idempotency_key": "k",
        "at": AS_OF,
        "request_id": "r4",
    } | told
    (row,) = rows(connection, "act.enter_by_phone", asker=who, offer=offer, **given)
    return row


def test_what_is_entered_by_telephone_settles_the_calls_about_that_figure(connection: Connection, utrecht: int) -> None:
    provider = make.provider(connection)
    location = make.location(connection, provider_id=provider)
    for kind, number, code in (("provider", provider, "09000090"), ("location", location, "09000091")):
        named = {f"{kind}_id": number, "system_code": "agb", "value": code, "valid_from": "2020-01-01"}
        make.insert(connection, f"core.{kind}_identifier", **named)
    offer = make.offer(connection, location_id=location)
    other = make.offer(connection, location_id=location, diagnosis_group_code="D05")
    first, second = called(connection, offer), called(connection, offer, hours=5)
    elsewhere = called(connection, other)
    assert (entered(connection, utrecht, offer, free=None)["outcome_code"], len(open_calls(connection, utrecht))) == (
        "without_count",
        3,
    )
    assert entered(connection, utrecht, offer)["settled_count"] == 2
    assert open_calls(connection, utrecht) == [elsewhere]
    assert entered(connection, utrecht, offer)["settled_count"] == 0, "the same sent twice"
    query = "select handled_as, handled_at, phoned_count from core.call_outcome where call_outcome_id = any(%s)"
    assert set(driver(connection).execute(query, [[first, second]]).fetchall()) == {("entered", AS_OF, 1)}
    events = rows(connection, "read.own_actions", as_of=AS_OF, account=utrecht)
    settled = {row["object_id"] for row in events if row["event_type"] == "call_settled"}
    assert settled == {str(first), str(second)}


def test_who_may_not_enter_settles_nothing(connection: Connection, utrecht: int) -> None:
    offer = make.offer(connection)
    call = called(connection, offer)
    stranger = account(connection, "coordinator", scopes={"region": ["ZK02"]})
    assert (entered(connection, stranger, offer)["outcome_code"], open_calls(connection, utrecht)) == ("denied", [call])
