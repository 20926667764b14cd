"""What each login role may do in the whole database, compared with a file under git; and the second lock, row security.

After a wanted change write the file again: TRANSFERPUNT_WRITE_GOLDEN=1 pytest tests/sql/access/test_rights.py, and read
what changed as one reads code.
"""

import csv
import io
import os
from pathlib import Path

import pytest
from psycopg import errors, sql
from sqlalchemy import Connection

from etl import records
from sql import roles
from sql.call import driver, rows
from tests.conftest import Database
from tests.factories import AS_OF
from tests.sql.access.people import account, sha256

GOLDEN = Path(__file__).parents[1] / "golden" / "rights.csv"
# Everything outside the system's own schemas that some login role may use, by whatever grant it came to it.
RIGHTS = """
with role as (select oid, rolname from pg_roles where rolname = any (%(roles)s)),
place as (select oid, nspname from pg_namespace
           where nspname not in ('pg_catalog', 'information_schema') and nspname !~ '^pg_(toast|temp)')
select rolname::text, 'schema', nspname::text, kind  -- text: a name is cut at 63 characters
  from role, place, unnest(array['USAGE', 'CREATE']) kind
 where has_schema_privilege(role.oid, place.oid, kind)
union all
select rolname, 'function',
       format('%%s.%%s(%%s)', nspname, proname, pg_get_function_identity_arguments(p.oid)), 'EXECUTE'
  from role, place join pg_proc p on p.pronamespace = place.oid
 where has_function_privilege(role.oid, p.oid, 'EXECUTE')
union all
select rolname, 'table', nspname || '.' || relname, kind
  from role, place join pg_class c on c.relnamespace = place.oid and c.relkind in ('r', 'p', 'v', 'm', 'f'),
       unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) kind
 where has_table_privilege(role.oid, c.oid, kind)
union all
select rolname, 'column', nspname || '.' || relname || '.' || attname, kind
  from role, place join pg_class c on c.relnamespace = place.oid and c.relkind in ('r', 'p', 'v', 'm', 'f')
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped,
       unnest(array['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) kind
 where has_column_privilege(role.oid, c.oid, a.attnum, kind) and not has_table_privilege(role.oid, c.oid, kind)
union all
select rolname, 'sequence', nspname || '.' || relname, kind
  from role, place join pg_class c on c.relnamespace = place.oid and c.relkind = 'S',
       unnest(array['USAGE', 'SELECT', 'UPDATE']) kind
 where has_sequence_privilege(role.oid, c.oid, kind)
union all
select rolname, 'database', 'this one', 'CREATE'
  from role
 where has_database_privilege(role.oid, current_database(), 'CREATE')
union all
select member.rolname, 'role', owned.rolname, 'MEMBER'
  from role member join pg_auth_members m on m.member = member.oid join pg_roles owned on owned.oid = m.roleid
 order by 1, 2, 3, 4
"""
METRIC_READERS = ("app_coordinator", "app_insurer", "app_operator")
RECORDS = (records.CAPACITY, records.WAITING_TIME, records.DIRECTORY, records.POPULATION)
COLUMNS = ("role", "kind", "object", "right")


def catalogue(connection: Connection) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(sorted(driver(connection).execute(RIGHTS, {"roles": list(roles.ROLES)}).fetchall()))
    return stream.getvalue()


def test_each_role_may_do_what_the_golden_file_says_and_nothing_else(connection: Connection) -> None:
    found = catalogue(connection)
    if os.environ.get("TRANSFERPUNT_WRITE_GOLDEN"):
        GOLDEN.write_text(found, encoding="utf-8")
    assert found.splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines()


def test_the_golden_file_holds_functions_a_public_view_and_the_pipelines_tables() -> None:
    with GOLDEN.open(encoding="utf-8", newline="") as stream:
        lines = [tuple(row.values()) for row in csv.DictReader(stream)]
    assert {role for role, *_ in lines} == set(roles.ROLES)
    queue = {line for line in lines if line[2].startswith("queue.")}
    assert {role for role, *_ in queue} == {"etl_writer"}, "the queue is the worker's"
    assert {line for line in lines if line[1] not in {"schema", "function"}} - queue == {
        *(("etl_writer", "table", f"raw.staged_{kind.name}", "INSERT") for kind in RECORDS),
        *((role, "table", "metrics.nza_2018_mean_wait_by_group", "SELECT") for role in METRIC_READERS),
    }
    assert {right for _, kind, _, right in lines if kind == "schema"} == {"USAGE"}
    own = {(role, thing.split("(")[0]) for role, kind, thing, _ in lines if kind == "function"}
    acting: dict[str, set[str]] = {}
    for role, name in own:
        if name.startswith("act."):
            acting.setdefault(role, set()).add(name)
    pushing = {"act.make_push_token", "act.rotate_push_token", "act.revoke_push_token", "act.ask_own_trial"}
    assert {role: names for role, names in acting.items() if role != "app_session"} == {
        "app_gp": {"act.report_call", "act.want_wait_view"},
        "app_insurer": {"act.want_wait_view"},
        "app_coordinator": {
            *("act.report_call", "act.decide_held", "act.enter_by_phone", "act.settle_call"),
            *("act.invite_provider", "act.change_invitation", "act.decide_application", "act.want_wait_view"),
        },
        "app_operator": {
            *pushing,
            *("act.invite_provider", "act.change_invitation", "act.decide_application"),
            "act.agree_with_source",
            "act.ask_fetch",
            "act.decide_held",
            "act.manage_transport",
            "act.match_location",
            "act.merge_same",
            "act.save_municipality_change",
            "act.save_source",
            "act.say_not_same",
            "act.stop_fetching",
            "act.switch_source",
            "act.try_source",
            "act.undo_merge",
            "act.want_wait_view",
            "act.withdraw_municipality_change",
        },
        "app_provider": {"act.save_statement", "act.undo_statement", "act.upload_places", "act.copy_offer", *pushing},
        "etl_writer": {"act.forget_ended", "act.freeze_agenda"},
    }
    assert {role for role, name in own if name == "read.free_places"} == {"app_gp", "app_coordinator", "app_operator"}
    assert {role for role, name in own if name == "read.audit_search"} == {"auditor"}
    for name in ("read.waiting_counts", "read.location_waits"):
        assert {role for role, thing in own if thing == name} == {"app_insurer"}
    assert not [name for _, name in own if name.startswith(("functions.", "audit."))]


def test_what_public_may_do_is_nothing(connection: Connection) -> None:
    query = (
        "select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace,"
        " aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a"
        " where n.nspname not in ('pg_catalog', 'information_schema') and a.grantee = 0"
    )
    assert driver(connection).execute(query).fetchall() == []
    definers = (
        "select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
        " where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')"
        " and not coalesce('search_path=\"\"' = any (p.proconfig), false)"
    )
    assert driver(connection).execute(definers).fetchall() == []


def test_row_security_is_forced_on_everything_about_people_who_sign_in(connection: Connection) -> None:
    query = (
        "select n.nspname || '.' || c.relname, c.relrowsecurity and c.relforcerowsecurity,"
        " (select count(*) from pg_policy p where p.polrelid = c.oid),"
        " (select count(*) from pg_policy p where p.polrelid = c.oid and p.polroles <> array[c.relowner])"
        " from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where c.relkind in ('r', 'p') and n.nspname in ('audit', 'board', 'ops')"
    )
    plain = {"ops.release", "ops.upkeep", "ops.alembic_version"}
    tables = {name: found for name, *found in driver(connection).execute(query).fetchall()}
    assert plain < set(tables)
    assert {"audit.event", "audit.head", "ops.account", "ops.session", "ops.device"} < set(tables)
    for name, (is_forced, policies, for_others) in tables.items():
        assert name in plain or (is_forced and policies >= 1 and for_others == 0), name


def test_without_a_policy_the_owner_sees_nothing_either(connection: Connection) -> None:
    """Default deny is there: take the policies away and the owner, who owns the rows, finds none."""
    assert driver(connection).execute("select count(*) from audit.head").fetchone() == (1,)
    driver(connection).execute("drop policy owner_reads on audit.head")
    assert driver(connection).execute("select count(*) from audit.head").fetchone() == (0,)


@pytest.mark.parametrize("role", roles.ROLES)
def test_a_login_role_reads_no_table_about_people_who_sign_in(database: Database, role: str) -> None:
    with database.engine(role).connect() as connection:
        own = driver(connection)
        for table in ("audit.event", "audit.head", "ops.session", "ops.account", "ops.token_bucket"):
            with pytest.raises(errors.InsufficientPrivilege, match="permission denied"):
                own.execute(sql.SQL("select * from {}").format(sql.Identifier(*table.split("."))))
            own.rollback()


def tables_of_people(connection: Connection) -> list[str]:
    """Every table of the schemas with row security, each month of the audit trail by its own name as well."""
    query = (
        "select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where c.relkind in ('r', 'p') and n.nspname in ('audit', 'board', 'ops')"
        " and c.relname not in ('release', 'alembic_version') order by 1"
    )
    return [name for (name,) in driver(connection).execute(query).fetchall()]


def test_a_grant_given_by_mistake_still_shows_no_row(database: Database) -> None:
    """The second lock: with every right on the tables, a login role finds no row, can change none and add none."""
    with database.engine().begin() as connection:
        someone = account(connection, "coordinator", scopes={"region": ["ZK23"]})
        rows(
            connection, "act.open_session", account=someone, token_sha256=sha256("t"), csrf_sha256=sha256("c"), at=AS_OF
        )
        for role in roles.ROLES:
            grantee = sql.Identifier(role)
            driver(connection).execute(sql.SQL("grant usage on schema audit, ops to {}").format(grantee))
            driver(connection).execute(sql.SQL("grant all on all tables in schema audit, ops to {}").format(grantee))
        tables = tables_of_people(connection)
    assert {"audit.event", "audit.event_2026_11", "ops.session"} < set(tables)
    for role in roles.ROLES:
        with database.engine(role).connect() as connection:
            own = driver(connection)
            for table in tables:
                assert (
                    own.execute(sql.SQL("select * from {}").format(sql.Identifier(*table.split(".")))).fetchall() == []
                )
            assert own.execute("update ops.account set role_code = 'operator'").rowcount == 0
            with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
                own.execute("insert into ops.account_scope values (1, 'region', 'ZK01')")
