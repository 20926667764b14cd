"""Accounts: failed sign-ins, second factors, what an identity provider's claims give, roles, and limits."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection

from dashboard.access import Permission
from sql import roles
from sql.call import driver, rows, value
from tests.factories import AS_OF
from tests.sql.access.people import PASSWORD, account, sha256

MINUTE = timedelta(minutes=1)
ISSUER = "https://id.voorbeeld.example"


def failed(connection: Connection, who: int | None, login: str = "voorbeeld") -> Any:
    return value(connection, "act.note_sign_in", account=who, login=login, succeeded=False, at=AS_OF, reason="password")


def test_failures_block_longer_and_longer_and_success_clears(connection: Connection) -> None:
    who = account(connection, "operator", login="Beheer", password_hash=PASSWORD)
    blocked = [failed(connection, who) for _ in range(10)]
    waits = [until and until - AS_OF for until in blocked]
    assert waits == [None] * 4 + [MINUTE * number for number in (1, 2, 4, 8, 15, 15)]
    (found,) = rows(connection, "act.account_by_login", login="BEHEER")
    assert (found["account_id"], found["failed_count"], found["blocked_until"]) == (who, 10, blocked[-1])
    assert found["needs_second_factor"]
    assert value(connection, "act.note_sign_in", account=who, login="beheer", succeeded=True, at=AS_OF) is None
    (found,) = rows(connection, "act.account_by_login", login="beheer")
    assert (found["failed_count"], found["blocked_until"]) == (0, None)
    assert failed(connection, None, "niemand") is None
    assert rows(connection, "act.account_by_login", login="niemand") == []
    query = "select account_id, outcome_code, object_id, detail from audit.event where event_type = 'sign_in'"
    written = driver(connection).execute(query).fetchall()
    assert len(written) == 11
    assert written[-1] == (None, "refused", "niemand", {"reason": "password"})


def test_a_code_works_once(connection: Connection) -> None:
    who, other = account(connection), account(connection)
    codes = [sha256(code) for code in ("a", "b")]
    assert value(connection, "act.save_recovery_codes", account=who, codes_sha256=codes, at=AS_OF) == 2
    use = {"code_sha256": codes[0], "at": AS_OF}
    assert not value(connection, "act.use_recovery_code", account=other, **use)
    assert value(connection, "act.use_recovery_code", account=who, **use)
    assert not value(connection, "act.use_recovery_code", account=who, **use)
    assert value(connection, "act.save_recovery_codes", account=who, codes_sha256=[sha256("c")], at=AS_OF) == 1
    assert not value(connection, "act.use_recovery_code", account=who, code_sha256=codes[1], at=AS_OF)
    steps = [value(connection, "act.use_totp_step", account=who, step=step) for step in (5, 5, 4, 6)]
    assert steps == [True, False, False, True]


def test_claims_give_a_role_and_scopes_through_the_table(connection: Connection) -> None:
    def mapped(**claims: object) -> list[dict[str, Any]]:
        return rows(connection, "act.mapped_rights", issuer=ISSUER, claims=claims)

    def save(**mapping: object) -> int:
        return int(value(connection, "act.save_claim_mapping", issuer=ISSUER, at=AS_OF, **mapping))

    first = save(claim="roles", value="tp-coordinator", role="coordinator", priority=1)
    assert save(claim="roles", value="tp-coordinator", role="coordinator", priority=2) == first
    save(claim="roles", value="tp-provider", role="provider", priority=9)
    save(claim="agb", value="*", kind="agb")
    save(claim="desk", value="utrecht", kind="region", scope="ZK23")
    (found,) = mapped(roles=["tp-provider", "other"], agb="06000001", desk="groningen")
    assert (found["role_code"], found["needs_second_factor"]) == ("provider", True)
    assert found["scopes"] == {"region": [], "agb": ["06000001"], "concern": []}
    (found,) = mapped(roles=["tp-provider", "tp-coordinator"], agb=["06000002", "06000001"], desk=["utrecht"])
    assert found["role_code"] == "coordinator"
    assert found["scopes"] == {"region": ["ZK23"], "agb": ["06000001", "06000002"], "concern": []}
    for nothing in ({}, {"roles": []}, {"roles": "other"}, {"roles": {"tp-provider": True}}, {"roles": None}):
        assert mapped(**nothing) == []
    assert rows(connection, "act.mapped_rights", issuer="https://else.example", claims={"roles": "tp-provider"}) == []
    who = account(connection, "provider", login=None, issuer=ISSUER, subject="42", means="oidc")
    (known,) = rows(connection, "act.account_by_subject", issuer=ISSUER, subject="42")
    assert known["account_id"] == who
    assert rows(connection, "act.account_by_subject", issuer="https://else.example", subject="42") == []
    for wrong in ({"claim": "roles", "value": "*", "role": "operator"}, {"claim": "agb", "value": "*"}):
        with pytest.raises(psycopg.errors.CheckViolation), connection.begin_nested():
            save(**wrong)


def test_a_claim_that_gives_something_is_listed_and_can_be_taken_away(connection: Connection) -> None:
    told = {"issuer": ISSUER, "claim": "roles", "at": AS_OF}
    second = value(connection, "act.save_claim_mapping", value="nurse", role="gp", priority=2, **told)
    first = value(connection, "act.save_claim_mapping", value="doctor", role="gp", priority=1, **told)
    scope = value(connection, "act.save_claim_mapping", value="*", kind="region", **told)
    listed = rows(connection, "read.claim_mappings", as_of=AS_OF)
    assert [row["claim_mapping_id"] for row in listed] == [first, second, scope]
    assert value(connection, "act.remove_claim_mapping", claim_mapping=first, at=AS_OF) is True
    assert value(connection, "act.remove_claim_mapping", claim_mapping=first, at=AS_OF) is False
    (found,) = rows(connection, "act.mapped_rights", issuer=ISSUER, claims={"roles": ["nurse"]})
    assert found["role_code"] == "gp"
    assert rows(connection, "act.mapped_rights", issuer=ISSUER, claims={"roles": ["doctor"]}) == []
    trail = connection.exec_driver_sql(
        "select event_type, action_code, object_id from audit.event order by event_id desc"
    )
    assert trail.first() == ("claim_mapping_removed", "D", str(first))


def test_accounts_are_listed_without_secrets(connection: Connection) -> None:
    who = account(connection, "provider", scopes={"agb": ["06000001"]}, password_hash=PASSWORD)
    (listed,) = rows(connection, "read.accounts", as_of=AS_OF)
    assert (listed["account_id"], listed["scopes"], listed["has_password"]) == (who, {"agb": ["06000001"]}, True)
    assert PASSWORD not in str(listed)
    for wrong in ({"password_hash": "plain"}, {"scopes": {"agb": ["123"]}}, {"login": None}):
        with pytest.raises(psycopg.errors.CheckViolation), connection.begin_nested():
            account(connection, "gp", **wrong)


def test_every_role_decides_on_every_permission(connection: Connection) -> None:
    found = rows(connection, "read.access_roles", as_of=AS_OF)
    permissions = {name for role in found for name in role["permission_scopes"]}
    assert permissions == set(Permission)
    by_role = {role["role_code"]: role["permission_scopes"] for role in found}
    assert all(set(scopes) == permissions for scopes in by_role.values())
    assert list(by_role) == [
        "gp", "mediator", "insurer", "provider", "clinician", "coordinator", "operator", "auditor",
    ]  # fmt: skip
    assert {role["database_role"] for role in found} == set(roles.ROLES) - {"app_session", "etl_writer"}
    assert [code for code in by_role if by_role[code]["see_audit"] != "none"] == ["auditor"]
    assert by_role["coordinator"]["see_waiting_counts"] == "region"
    assert [role["role_code"] for role in found if role["remembered_hours"]] == ["gp"]
    driver(connection).execute("update core.access_role set valid_to = '2026-11-18' where role_code = 'gp'")
    assert "gp" not in {role["role_code"] for role in rows(connection, "read.access_roles", as_of=AS_OF)}


def test_a_bucket_empties_and_fills(connection: Connection) -> None:
    def take(seconds: float, cost: int = 1) -> tuple[bool, int]:
        at = AS_OF + timedelta(seconds=seconds)
        (found,) = rows(
            connection, "act.take_tokens", bucket_key="page 1", cost=cost, capacity=3, per_second=0.5, at=at
        )
        return found["allowed"], found["retry_after_seconds"]

    assert [take(0), take(0), take(0), take(0)] == [(True, 0)] * 3 + [(False, 2)]
    assert take(1) == (False, 1)
    assert take(2) == (True, 0)
    assert take(-60) == (False, 2)  # a clock that runs behind gives nothing
    assert take(3600, cost=3) == (True, 0)
    assert take(3600, cost=4)[0] is False
    (other,) = rows(connection, "act.take_tokens", bucket_key="page 2", cost=1, capacity=1, per_second=0, at=AS_OF)
    assert other["allowed"]
    (other,) = rows(connection, "act.take_tokens", bucket_key="page 2", cost=1, capacity=1, per_second=0, at=AS_OF)
    assert other == {"allowed": False, "retry_after_seconds": None}
