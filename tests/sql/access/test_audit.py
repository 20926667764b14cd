"""The audit trail: one unbroken chain whoever writes, nobody changes it, and what was changed all the same is found."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, NullPool, create_engine

from sql import audit, call
from sql.call import driver, rows, value
from tests.conftest import Database, Server
from tests.factories import AS_OF
from tests.sql.access.people import account, sha256

WRITERS, EACH = 8, 25
Forger = Callable[[psycopg.Connection[Any]], object]


def record(connection: Connection, who: int | None = None, **more: Any) -> int:
    facts: dict[str, Any] = {"event_type": "page_shown", "action": "R"} | more
    return int(value(connection, "act.record_event", account=who, at=AS_OF, **facts))


def command(database: Database, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sql", "audit", *arguments],
        env=database.env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_event_holds_what_a_reviewer_must_know(connection: Connection) -> None:
    who = account(connection, "auditor", display_name="Voorbeeldauditor")
    number = record(
        connection,
        who,
        outcome="refused",
        object_type="page",
        object_id="/audit",
        region="ZK23",
        purpose="export",
        detail={"filter": "ggz"},
        session=7,
        address="127.0.0.1",
        request_id="r1",
    )
    (event, *earlier) = rows(connection, "read.own_actions", as_of=AS_OF, account=who)
    assert earlier == []  # its account was made by the command line, which is nobody's own action
    assert event == {
        "event_id": number,
        "occurred_at": AS_OF,
        "event_type": "page_shown",
        "action_code": "R",
        "outcome_code": "refused",
        "role_code": "auditor",
        "session_id": 7,
        "address": "127.0.0.1",
        "purpose": "export",
        "region_code": "ZK23",
        "object_type": "page",
        "object_id": "/audit",
        "detail": {"filter": "ggz"},
        "request_id": "r1",
    }
    for wrong in ({"action": "X"}, {"outcome": "maybe"}, {"event_type": "Page"}, {"detail": {"x": "y" * 5000}}):
        with pytest.raises(psycopg.errors.CheckViolation), connection.begin_nested():
            record(connection, who, **wrong)
    with pytest.raises(psycopg.errors.CheckViolation, match="account_is_known"), connection.begin_nested():
        record(connection, 10**9)
    with pytest.raises(psycopg.errors.NotNullViolation), connection.begin_nested():
        record(connection, who, event_type="audit_month_dropped")
    assert record(connection, who) == number + 1  # what failed left no gap


def test_each_sees_its_own_and_the_auditor_all_which_is_itself_written_down(connection: Connection) -> None:
    one, other, auditor = (account(connection, role) for role in ("gp", "gp", "auditor"))
    numbers = [record(connection, who, object_id=f"/{who}") for who in (one, other, one)]
    own = rows(connection, "read.own_actions", as_of=AS_OF, account=one)
    assert [event["event_id"] for event in own] == [numbers[2], numbers[0]]
    page = rows(connection, "read.own_actions", as_of=AS_OF, account=one, row_limit=1, before_event=numbers[2])
    assert [event["event_id"] for event in page] == [numbers[0]]
    asked = {"as_of": AS_OF, "asker": auditor, "request_id": "r2"}
    found = rows(connection, "read.audit_search", account=other, **asked)
    assert [event["event_id"] for event in found] == [numbers[1]]
    assert [event["event_id"] for event in rows(connection, "read.audit_search", object_id=f"/{one}", **asked)] == [
        numbers[2],
        numbers[0],
    ]
    assert rows(connection, "read.audit_search", from_at=AS_OF + timedelta(seconds=1), **asked) == []
    assert rows(connection, "read.audit_search", until_at=AS_OF, **asked) == []
    exported = rows(connection, "read.audit_search", purpose="export", row_limit=1, **asked)
    assert (exported[0]["event_type"], exported[0]["user_name"] is not None) == ("audit_exported", True)
    looks = rows(connection, "read.audit_search", account=auditor, **asked)
    assert [look["event_type"] for look in looks] == ["audit_read", "audit_exported", *["audit_read"] * 4]
    assert looks[-1]["detail"] == {"account": other}
    assert rows(connection, "read.audit_search", as_of=AS_OF, asker=other) == []
    assert rows(connection, "read.audit_search", as_of=AS_OF, asker=None) == []
    looks = rows(connection, "read.audit_search", row_limit=1, **asked)
    (health,) = rows(connection, "read.audit_health", as_of=AS_OF)
    assert health["event_count"] == health["last_event_id"] == looks[0]["event_id"]
    assert health["head_hash"] == looks[0]["event_hash"]


def test_nobody_changes_it_not_even_the_owner(connection: Connection) -> None:
    record(connection)
    for statement in (
        "update audit.event set user_name = 'somebody else'",
        "delete from audit.event",
        "truncate audit.event",
        "delete from audit.head",
        "truncate audit.head",
        "insert into audit.head values (false, 1, '')",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="never changed"), connection.begin_nested():
            driver(connection).execute(statement.encode())


def test_what_could_not_be_written_down_was_not_shown(database: Database) -> None:
    with database.engine().begin() as connection:
        auditor = account(connection, "auditor")
    shown = call.select("read.audit_search", role="auditor", as_of=AS_OF, asker=auditor)
    assert shown[0]["event_type"] == "audit_read"
    with database.engine().connect() as connection:
        assert audit.head(connection).event_id == shown[0]["event_id"]  # the look was kept
    with pytest.raises(psycopg.errors.CheckViolation, match="account_is_known"):
        call.select("read.audit_search", role="auditor", as_of=AS_OF, asker=auditor + 1)


def test_eight_writers_leave_one_chain_and_a_bucket_that_gave_no_more_than_it_held(database: Database) -> None:
    url = database.engine("app_session").url

    def write(number: int) -> int:
        with create_engine(url, poolclass=NullPool).connect() as connection:  # the product's pool gives six
            got = 0
            for turn in range(EACH):
                with connection.begin():
                    record(connection, object_id=f"{number}-{turn}", detail={"é": [number, turn]})
                    take = {"bucket_key": "all", "cost": 1, "capacity": 40, "per_second": 0, "at": AS_OF}
                    got += rows(connection, "act.take_tokens", **take)[0]["allowed"]
        return got

    with ThreadPoolExecutor(WRITERS) as pool:
        got = sum(pool.map(write, range(WRITERS)))
    assert got == 40
    assert audit.verify(database.engine()) == audit.Verdict(WRITERS * EACH)
    with database.engine("app_session").connect() as connection:  # what is rolled back leaves no gap
        with connection.begin() as undone:
            record(connection)
            undone.rollback()
        with connection.begin():
            record(connection)
    assert audit.verify(database.engine()) == audit.Verdict(WRITERS * EACH + 1)


FORGERIES: dict[str, tuple[str, int, str]] = {
    "a name": ("update audit.event set user_name = 'iemand anders' where event_id = 4", 4, "its hash"),
    "a moment": ("update audit.event set occurred_at = occurred_at + interval '1us' where event_id = 1", 1, "its hash"),
    "a detail": ("update audit.event set detail = '{}' where event_id = 6", 6, "its hash"),
    "a row taken away": ("delete from audit.event where event_id = 3", 3, "its hash"),
    "the first": ("delete from audit.event where event_id = 1", 1, "its hash"),
    "the last": ("delete from audit.event where event_id = 6", 6, "the head"),
    "the last, and the head set back": (
        (
            "delete from audit.event where event_id = 6;"
            " update audit.head set event_id = 5, event_hash = (select event_hash from audit.event where event_id = 5)"
        ),
        6,
        "exported",
    ),
}  # fmt: skip


def as_superuser(server: Server, database: Database, statement: str) -> None:
    """What only somebody can do whom the database cannot hold back: triggers and policies switched off."""
    url = server.admin.set(drivername="postgresql", database=database.name).render_as_string(hide_password=False)
    with psycopg.connect(url) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(statement.encode())


def test_what_a_superuser_changed_is_found_and_named(
    server: Server, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, heads = database.engine(), tmp_path / "heads" / "heads.csv"
    with engine.begin() as connection:
        for number in range(6):
            record(connection, detail={"number": number})
    assert audit.export(engine, heads, AS_OF).event_id == 6
    assert heads.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(audit, "_CHUNK", 2)
    assert audit.verify(engine, heads) == audit.Verdict(6)
    keep = "create table public.kept as select * from audit.event; create table public.head as select * from audit.head"
    as_superuser(server, database, keep)
    for name, (forgery, broken_at, reason) in FORGERIES.items():
        as_superuser(server, database, forgery)
        found = audit.verify(engine, heads)
        assert (found.broken_at, reason in found.reason) == (broken_at, True), (name, found)
        as_superuser(
            server,
            database,
            "delete from audit.event; insert into audit.event select * from public.kept;"
            " delete from audit.head; insert into audit.head select * from public.head",
        )
        assert audit.verify(engine, heads) == audit.Verdict(6), name


def test_a_chain_made_anew_is_found_by_what_was_exported(server: Server, database: Database, tmp_path: Path) -> None:
    engine, heads = database.engine(), tmp_path / "heads.csv"
    with engine.begin() as connection:
        for _ in range(3):
            record(connection)
    audit.export(engine, heads, AS_OF)
    anew = (
        "update audit.event e set user_name = 'iemand anders' where event_id = 2;"
        " do $$ declare e audit.event; last text := repeat('0', 64); begin"
        " for e in select * from audit.event order by event_id loop"
        " last := audit.hash_of(last, e); update audit.event set event_hash = last where event_id = e.event_id;"
        " end loop; update audit.head set event_hash = last; end $$"
    )
    as_superuser(server, database, anew)
    assert audit.verify(engine) == audit.Verdict(3)
    found = audit.verify(engine, heads)
    assert (found.broken_at, "exported" in found.reason) == (3, True)


def test_the_commands_verify_and_export(server: Server, database: Database) -> None:
    with database.engine().begin() as connection:
        who = account(connection)
        rows(connection, "act.open_session", account=who, token_sha256=sha256("t"), csrf_sha256=sha256("c"), at=AS_OF)
    first = command(database, "verify")
    assert (first.returncode, first.stdout) == (0, "the audit trail is whole: 2 events\n")
    exported = command(database, "export")
    assert exported.returncode == 0
    assert (database.home / "audit" / "heads.csv").read_text().splitlines()[1].split(",")[1] == "2"
    as_superuser(server, database, "update audit.event set role_code = 'operator' where event_id = 2")
    broken = command(database, "verify")
    assert (broken.returncode, broken.stdout) == (1, "")
    assert broken.stderr.startswith("the audit trail is broken at event 2: its hash")
