"""Deliveries reach whose they are; who looks at them, decides on one, or says how a call went, is written down."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection

from sql.call import driver, rows, value
from tests import factories as make
from tests.conftest import Database
from tests.factories import AS_OF
from tests.sql.access.people import account

OWN, BRANCH, OTHER = "06000001", "06000003", "06000002"
REASON = "gebeld: klopt"


def identify(connection: Connection, kind: str, key: int, code: str) -> None:
    of = {f"{kind}_id": key, "system_code": "agb", "value": code, "valid_from": date(2020, 1, 1)}
    make.insert(connection, f"core.{kind}_identifier", **of)


def sent(connection: Connection, source_code: str, codes: list[str], **facts: object) -> int:
    """A held delivery of a source that may report for these AGB codes."""
    make.source(connection, source_code, **facts)
    for code in codes:
        make.insert(connection, "core.source_agb", source_code=source_code, agb_code=code)
    return make.delivery(connection, source_code=source_code, state_code="held", received_at=AS_OF - timedelta(hours=1))


@pytest.fixture
def held(connection: Connection) -> dict[str, int]:
    """Held deliveries: own (a provider's code and its location's, Utrecht), other (Amsterdam), both's, everybody's."""
    provider_id = make.provider(connection)
    identify(connection, "provider", provider_id, OWN)
    identify(connection, "location", make.location(connection, provider_id=provider_id), BRANCH)
    amsterdam = make.location(connection, postcode4="1011")
    identify(connection, "location", amsterdam, OTHER)
    return {
        "own": sent(connection, "eigen", [OWN, BRANCH]),
        "other": sent(connection, "ander", [OTHER]),
        "both": sent(connection, "allebei", [OWN, OTHER]),
        "all": sent(connection, "allen", [OWN], is_any_agb=True),
        "none": sent(connection, "geen", []),
    }


def last_event(connection: Connection, who: int | None) -> dict[str, Any]:
    (event, *_) = rows(connection, "read.own_actions", as_of=AS_OF, account=who)
    return event


Seeing = tuple[str, dict[str, list[str]], set[str]]  # a role, its scopes, and which of the held deliveries it reaches
SEEN: list[Seeing] = [
    ("provider", {"agb": [OWN]}, {"own"}),
    ("clinician", {"agb": [OWN]}, {"own"}),
    ("provider", {"agb": [OTHER]}, {"other"}),
    ("provider", {"agb": [OWN, OTHER]}, {"own", "other", "both"}),
    ("provider", {"agb": [BRANCH]}, set()),  # the source speaks for all of its provider
    ("provider", {"region": ["ZK23"]}, set()),
    ("coordinator", {"region": ["ZK23"]}, {"own", "both", "all"}),
    ("coordinator", {"region": ["ZK02"]}, {"other", "both"}),
    ("coordinator", {"region": ["ZK07"]}, set()),
    ("coordinator", {"agb": [OWN]}, set()),
    ("operator", {}, {"own", "other", "both", "all", "none"}),
    ("auditor", {}, {"own", "other", "both", "all", "none"}),
    ("gp", {"region": ["ZK23"], "agb": [OWN]}, set()),
    ("mediator", {"region": ["ZK23"]}, set()),
    ("insurer", {"region": ["ZK23"], "agb": [OWN]}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("role", "scopes", "expected"), SEEN)
def test_each_sees_the_deliveries_that_are_its_own(
    connection: Connection, held: dict[str, int], role: str, scopes: dict[str, list[str]], expected: set[str]
) -> None:
    who = account(connection, role, scopes=scopes)
    asked = {"as_of": AS_OF, "asker": who, "request_id": "r1"}
    found = rows(connection, "read.deliveries", **asked)
    assert [row["delivery_id"] for row in found] == sorted((held[name] for name in expected), reverse=True)
    event = last_event(connection, who)
    assert (event["event_type"], event["action_code"], event["object_type"], event["request_id"]) == (
        "deliveries_read", "R", "delivery", "r1",
    )  # fmt: skip
    one = rows(connection, "read.deliveries", source="eigen", **asked)
    assert [row["delivery_id"] for row in one] == ([held["own"]] if "own" in expected else [])
    assert last_event(connection, who)["detail"] == {"source": "eigen"}
    assert len(rows(connection, "read.deliveries", row_limit=1, **asked)) == min(1, len(expected))
    for delivery_id in held.values():
        make.insert(connection, "raw.refused_row", delivery_id=delivery_id, line=3, refusal_code="key_conflict")
    for name, delivery_id in held.items():
        refused = rows(connection, "read.refused_rows", delivery=delivery_id, **asked)
        assert [row["line"] for row in refused] == ([3] if name in expected else [])
        event = last_event(connection, who)
        outcome = "success" if name in expected else "refused"
        assert (event["event_type"], event["outcome_code"], event["object_id"]) == (
            "refused_rows_read", outcome, str(delivery_id),
        )  # fmt: skip


def test_somebody_unknown_or_switched_off_sees_nothing(connection: Connection, held: dict[str, int]) -> None:
    off = account(connection, "operator")
    value(connection, "act.set_active", account=off, is_active=False, at=AS_OF)
    for who in (off, None):
        assert rows(connection, "read.deliveries", as_of=AS_OF, asker=who) == []
        assert rows(connection, "read.refused_rows", as_of=AS_OF, asker=who, delivery=held["own"]) == []
        decision = {"delivery": held["own"], "verdict": "refuse", "reason": REASON, "at": AS_OF}
        assert value(connection, "act.decide_held", asker=who, **decision) == "denied"
    with pytest.raises(psycopg.errors.CheckViolation), connection.begin_nested():
        rows(connection, "read.deliveries", as_of=AS_OF, asker=10**9)


def decide(connection: Connection, who: int, delivery_id: int, verdict: str = "release", reason: str = REASON) -> str:
    found = value(
        connection, "act.decide_held", asker=who, delivery=delivery_id, verdict=verdict, reason=reason, at=AS_OF,
        request_id="r2",
    )  # fmt: skip
    return str(found)


def state(connection: Connection, delivery_id: int) -> tuple[Any, ...]:
    query = "select state_code, decided_by, decision_reason, decided_at from raw.delivery where delivery_id = %s"
    found = driver(connection).execute(query, [delivery_id]).fetchone()
    assert found is not None
    return found


DECIDERS: list[Seeing] = [
    ("coordinator", {"region": ["ZK23"]}, {"own", "both", "all"}),
    ("coordinator", {"region": ["ZK02"]}, {"other", "both"}),
    ("coordinator", {}, set()),
    ("operator", {}, {"own", "other", "both", "all", "none"}),
    ("auditor", {}, set()),
    ("provider", {"agb": [OWN, OTHER], "region": ["ZK23"]}, set()),
    ("gp", {"region": ["ZK23"]}, set()),
]


@pytest.mark.parametrize("verdict", ["release", "refuse"])
@pytest.mark.parametrize("case", DECIDERS)
def test_who_decides_on_a_held_delivery(
    connection: Connection, held: dict[str, int], verdict: str, case: Seeing
) -> None:
    role, scopes, expected = case
    who = account(connection, role, scopes=scopes)
    for name, delivery_id in held.items():
        answer = decide(connection, who, delivery_id, verdict)
        event = last_event(connection, who)
        assert (event["object_type"], event["object_id"], event["request_id"]) == ("delivery", str(delivery_id), "r2")
        if name not in expected:
            assert (answer, event["event_type"], event["outcome_code"]) == ("denied", "delivery_decision", "refused")
            assert state(connection, delivery_id) == ("held", None, None, None)
            continue
        assert (answer, event["event_type"], event["outcome_code"]) == ("done", f"delivery_{verdict}d", "success")
        assert event["detail"] == {"by": role, "reason": REASON, "means": "page"}
        after = "held" if verdict == "release" else "rejected"
        assert state(connection, delivery_id) == (after, role, REASON, AS_OF)
        assert decide(connection, who, delivery_id, verdict) == "not_held"
    released = [row["delivery_id"] for row in rows(connection, "load.released_deliveries")]
    assert released == (sorted(held[name] for name in expected) if verdict == "release" else [])
    operator = account(connection, "operator")
    waiting = {row["delivery_id"] for row in rows(connection, "read.held_deliveries", as_of=AS_OF, asker=operator)}
    assert waiting == {held[name] for name in held.keys() - expected}, "what was decided on waits for nobody"


def test_a_decision_needs_a_reason_and_a_delivery_that_is_held(connection: Connection, held: dict[str, int]) -> None:
    who = account(connection, "operator")
    for nothing in ("", "  \n"):
        assert decide(connection, who, held["own"], reason=nothing) == "without_reason"
    assert decide(connection, who, held["own"], verdict="drop") == "not_held"
    assert decide(connection, who, make.delivery(connection)) == "not_held"
    assert decide(connection, who, 10**9) == "denied"
    assert state(connection, held["own"]) == ("held", None, None, None)


def test_a_refusal_lifts_what_the_delivery_blanked(connection: Connection, held: dict[str, int]) -> None:
    offer_id = make.offer(connection, source_code="eigen")
    blank = {"blank_code": "held_lower", "blank_delivery_id": held["own"]}
    make.count(connection, offer_id, source_code="eigen", **blank)
    assert decide(connection, account(connection, "operator"), held["own"], "refuse") == "done"
    (row,) = rows(connection, "read.free_places", as_of=AS_OF)
    assert (row["status_code"], row["free_count"]) == ("free", 1)


def test_a_decision_waits_for_the_load_that_runs(database: Database) -> None:
    with database.engine().connect() as connection:
        connection.begin()
        who = account(connection, "operator")
        delivery_id = sent(connection, "eigen", [OWN])
        connection.commit()
    with database.engine("etl_writer").begin() as loading, database.engine("app_operator").begin() as deciding:
        rows(loading, "load.lock_source", source="eigen", patience="1s")
        driver(deciding).execute("set local lock_timeout = '100ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            decide(deciding, who, delivery_id)
    with database.engine("app_operator").begin() as deciding:
        assert decide(deciding, who, delivery_id) == "done"


POSTCODES = {"utrecht": "3511", "amsterdam": "1011"}
CALLERS: list[Seeing] = [
    ("gp", {}, set(POSTCODES)),
    ("mediator", {}, set(POSTCODES)),
    ("clinician", {"agb": [OWN]}, set()),
    ("coordinator", {"region": ["ZK23"]}, {"utrecht"}),
    ("coordinator", {}, set()),
    ("provider", {"agb": [OWN]}, set()),
    ("insurer", {"region": ["ZK23"]}, set()),
    ("operator", {}, set()),
    ("auditor", {}, set()),
]


@pytest.mark.parametrize(("role", "scopes", "expected"), CALLERS)
def test_who_called_says_whether_it_was_as_shown(
    connection: Connection, role: str, scopes: dict[str, list[str]], expected: set[str]
) -> None:
    who = account(connection, role, scopes=scopes)
    for place, postcode4 in POSTCODES.items():
        offer_id = make.offer(connection, location_id=make.location(connection, postcode4=postcode4))
        may = place in expected
        told = {"asker": who, "offer": offer_id, "urgency": "regulier", "is_as_shown": False, "at": AS_OF}
        number = value(connection, "act.report_call", request_id="r3", **told)
        assert (number is not None) == may
        event = last_event(connection, who)
        assert (event["event_type"], event["action_code"], event["outcome_code"], event["object_id"]) == (
            "call_reported", "C", "success" if may else "refused", str(offer_id),
        )  # fmt: skip
        assert event["detail"] == {"urgency": "regulier", "is_as_shown": False}
        kept = driver(connection).execute(
            "select call_outcome_id, is_as_shown, role_code, called_at from core.call_outcome where offer_id = %s",
            [offer_id],
        )
        assert kept.fetchall() == ([(number, False, role, AS_OF)] if may else [])


def test_nobody_reports_a_call_to_an_offer_that_is_not_there(connection: Connection) -> None:
    told = {"offer": 10**9, "urgency": "regulier", "is_as_shown": True, "at": AS_OF}
    assert value(connection, "act.report_call", asker=account(connection), **told) is None
    assert value(connection, "act.report_call", asker=None, **told) is None
