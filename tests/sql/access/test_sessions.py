"""Sessions and known devices: opened once, ended by everything that must end them, at once."""

from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection

from sql.call import driver, rows, value
from tests.factories import AS_OF
from tests.sql.access.people import PASSWORD, account, sha256

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def opened(connection: Connection, who: int, name: str = "one", at: datetime = AS_OF, **more: Any) -> list[Any]:
    return rows(
        connection,
        "act.open_session",
        account=who,
        token_sha256=sha256(name),
        csrf_sha256=sha256(f"csrf of {name}"),
        at=at,
        **more,
    )


def session(connection: Connection, name: str = "one", at: datetime = AS_OF) -> dict[str, Any] | None:
    found = rows(connection, "act.session_of", token_sha256=sha256(name), at=at)
    assert len(found) <= 1
    return found[0] if found else None


def events(connection: Connection) -> list[tuple[Any, ...]]:
    query = "select event_type, outcome_code, account_id from audit.event order by event_id"
    return driver(connection).execute(query).fetchall()


def test_a_session_says_who_it_is_and_what_that_person_may(connection: Connection) -> None:
    who = account(connection, "provider", scopes={"agb": ["06000002", "06000001"]}, is_demo=True)
    (at_once,) = opened(connection, who, address="127.0.0.1", means="demo")
    found = session(connection)
    assert found == at_once
    assert found["account_id"] == who
    assert (found["role_code"], found["database_role"], found["is_demo"]) == ("provider", "app_provider", True)
    assert found["scopes"] == {"region": [], "agb": ["06000001", "06000002"], "concern": []}
    assert found["csrf_sha256"] == sha256("csrf of one")
    assert found["permissions"] == sorted(found["permission_scopes"])
    assert found["permission_scopes"]["see_waiting_counts"] == "own"
    assert "see_audit" not in found["permissions"]
    assert (found["signed_in_at"], found["proved_at"], found["expires_at"]) == (AS_OF, AS_OF, AS_OF + HOUR)
    assert events(connection)[-1] == ("sign_in", "success", who)
    assert session(connection, "another") is None
    with pytest.raises(psycopg.errors.UniqueViolation), connection.begin_nested():
        opened(connection, who)


def test_it_ends_when_idle_and_when_old_and_use_puts_idleness_off(connection: Connection) -> None:
    opened(connection, account(connection, "coordinator"))
    assert session(connection, at=AS_OF + 30 * timedelta(seconds=1)) is not None
    seen = "select seen_at from ops.session"
    assert driver(connection).execute(seen).fetchone() == (AS_OF,)  # written at most once a minute
    assert session(connection, at=AS_OF + 59 * MINUTE) is not None
    assert driver(connection).execute(seen).fetchone() == (AS_OF + 59 * MINUTE,)
    assert session(connection, at=AS_OF + 118 * MINUTE) is not None
    assert session(connection, at=AS_OF + 118 * MINUTE + HOUR) is None
    for minutes in range(150, 600, 30):
        assert session(connection, at=AS_OF + minutes * MINUTE) is not None
    assert session(connection, at=AS_OF + 600 * MINUTE - timedelta(seconds=1)) is not None
    assert session(connection, at=AS_OF + 600 * MINUTE) is None


def test_signing_out_ends_it_once_and_is_written_down(connection: Connection) -> None:
    who = account(connection)
    opened(connection, who)
    opened(connection, who, "other")
    assert value(connection, "act.close_session", token_sha256=sha256("one"), at=AS_OF + MINUTE)
    assert not value(connection, "act.close_session", token_sha256=sha256("one"), at=AS_OF + MINUTE)
    assert session(connection, at=AS_OF + MINUTE) is None
    assert session(connection, "other", at=AS_OF + MINUTE) is not None
    assert events(connection)[-1] == ("sign_out", "success", who)


@pytest.mark.parametrize(
    ("deed", "arguments"),
    [
        ("act.set_rights", {"role": "operator", "scopes": None}),
        ("act.set_rights", {"role": "coordinator", "scopes": {"region": ["ZK01"]}}),
        ("act.set_active", {"is_active": False}),
        ("act.revoke_sessions", {}),
    ],
)
def test_a_change_of_rights_ends_every_session_at_once(
    connection: Connection, deed: str, arguments: dict[str, Any]
) -> None:
    who, by = account(connection, "coordinator", scopes={"region": ["ZK23"]}), account(connection, "operator")
    for token in ("here", "there"):
        opened(connection, who, token)
    value(connection, deed, account=who, at=AS_OF + MINUTE, by=by, **arguments)
    assert session(connection, "here", AS_OF + MINUTE) is None
    assert session(connection, "there", AS_OF + MINUTE) is None
    assert events(connection)[-1][2] == by
    again = opened(connection, who, "again", AS_OF + 2 * MINUTE)
    assert len(again) == (deed != "act.set_active")


def test_the_same_rights_again_end_nothing(connection: Connection) -> None:
    who = account(connection, "coordinator", scopes={"region": ["ZK23", "ZK01"]})
    opened(connection, who)
    before = len(events(connection))
    given = {"region": ["ZK01", "ZK23"], "agb": []}
    assert not value(connection, "act.set_rights", account=who, role="coordinator", scopes=given, at=AS_OF)
    assert session(connection) is not None
    assert len(events(connection)) == before
    with pytest.raises(psycopg.errors.CheckViolation), connection.begin_nested():
        value(connection, "act.set_rights", account=who, role="coordinator", scopes={"country": ["nl"]}, at=AS_OF)
    with pytest.raises(psycopg.errors.ForeignKeyViolation), connection.begin_nested():
        value(connection, "act.set_rights", account=who, role="king", scopes=None, at=AS_OF)


def test_a_new_password_ends_the_sessions_of_the_old_one(connection: Connection) -> None:
    who = account(connection, "operator", login="Beheer", password_hash=PASSWORD)
    opened(connection, who)
    assert account(connection, "operator", login="beheer", display_name="Beheer") == who
    assert session(connection) is not None
    account(connection, "operator", login="beheer", display_name="Beheer", password_hash=PASSWORD + "2")
    assert session(connection) is None
    kept = driver(connection).execute("select string_agg(detail::text, '') from audit.event").fetchone()
    assert kept is not None
    assert "password" in kept[0]
    assert "argon2id" not in kept[0]


def test_a_practice_signs_in_once_a_day_on_a_device_it_knows(connection: Connection) -> None:
    who, other, device = account(connection, "gp"), account(connection, "gp"), sha256("device")
    assert value(connection, "act.remember_device", account=who, device_sha256=device, at=AS_OF, label="balie")
    opened(connection, who, "morning", device_sha256=device, means="oidc")
    assert session(connection, "morning", AS_OF + HOUR) is None  # idle
    (known,) = rows(connection, "act.device_of", device_sha256=device, at=AS_OF + 3 * HOUR)
    assert (known["account_id"], known["expires_at"]) == (who, AS_OF + 24 * HOUR)
    opened(connection, who, "noon", AS_OF + 3 * HOUR, device_sha256=device, means="device")
    assert session(connection, "noon", AS_OF + 3 * HOUR) is not None
    (late,) = opened(connection, who, "late", AS_OF + 23.5 * HOUR, device_sha256=device, means="device")
    assert late["expires_at"] == AS_OF + 24 * HOUR  # not a minute longer than the device is known
    assert session(connection, "late", AS_OF + 24 * HOUR) is None
    assert rows(connection, "act.device_of", device_sha256=device, at=AS_OF + 24 * HOUR) == []
    assert opened(connection, other, "thief", device_sha256=device) == []
    assert events(connection)[-1] == ("sign_in", "refused", other)
    assert not value(connection, "act.remember_device", account=other, device_sha256=device, at=AS_OF)
    coordinator = account(connection, "coordinator")
    assert not value(connection, "act.remember_device", account=coordinator, device_sha256=sha256("else"), at=AS_OF)


@pytest.mark.parametrize("how", ["revoked", "signed out", "rights", "all"])
def test_a_forgotten_device_lets_nobody_in(connection: Connection, how: str) -> None:
    who, device = account(connection, "gp"), sha256("device")
    value(connection, "act.remember_device", account=who, device_sha256=device, at=AS_OF)
    opened(connection, who, device_sha256=device)
    (listed,) = rows(connection, "read.known_devices", as_of=AS_OF, account=who)
    if how == "revoked":
        assert value(connection, "act.revoke_device", account=who, device=listed["device_id"], at=AS_OF, by=who)
        assert not value(connection, "act.revoke_device", account=who, device=listed["device_id"], at=AS_OF, by=who)
    elif how == "signed out":
        value(connection, "act.close_session", token_sha256=sha256("one"), at=AS_OF)
    elif how == "rights":
        value(connection, "act.set_rights", account=who, role="mediator", scopes=None, at=AS_OF)
    else:
        assert value(connection, "act.revoke_sessions", account=who, at=AS_OF) == 1
    assert session(connection) is None
    assert rows(connection, "act.device_of", device_sha256=device, at=AS_OF + MINUTE) == []
    assert rows(connection, "read.known_devices", as_of=AS_OF, account=who) == []
    assert opened(connection, who, "again", device_sha256=device) == []


def test_what_ended_long_ago_is_swept_and_what_lives_stays(connection: Connection) -> None:
    who, device = account(connection, "gp"), sha256("device")
    value(connection, "act.remember_device", account=who, device_sha256=device, at=AS_OF)
    opened(connection, who, "old", device_sha256=device)
    opened(connection, who, "new", AS_OF + timedelta(days=31))
    take = {"bucket_key": "x", "cost": 1, "capacity": 2, "per_second": 1}
    rows(connection, "act.take_tokens", at=AS_OF, **take)
    assert value(connection, "act.forget_ended", at=AS_OF + timedelta(days=31)) == 1
    left = driver(connection).execute(
        "select (select count(*) from ops.device), (select count(*) from ops.token_bucket)"
    )
    assert left.fetchone() == (0, 0)
    assert session(connection, "new", AS_OF + timedelta(days=31)) is not None
