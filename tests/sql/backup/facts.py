"""All that a restored database must have again: rows of every table, roles, policies, rights, triggers, functions."""

from typing import Any

import psycopg
from psycopg import sql

TABLES = """
select n.nspname, c.relname, c.relpersistence = 'u'
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where n.nspname in ('raw', 'core', 'board', 'audit', 'ops') and c.relkind in ('r', 'p') and not c.relispartition
"""
QUESTIONS = {
    "roles": "select rolname, rolsuper, rolcanlogin, rolcreaterole, rolbypassrls, rolinherit from pg_roles order by 1",
    "memberships": "select roleid::regrole::text, member::regrole::text from pg_auth_members order by 1, 2",
    "policies": "select schemaname, tablename, policyname, roles::text, cmd, qual, with_check from pg_policies"
    " order by 1, 2, 3",
    "forced": "select oid::regclass::text, relforcerowsecurity from pg_class where relrowsecurity order by 1",
    # no list of rights, and one with the owner's own, are the same
    "rights": "select oid::regclass::text, coalesce(relacl, acldefault('r', relowner))::text from pg_class"
    " where relkind in ('r', 'p', 'v', 'm') order by 1",
    "functions": "select oid::regprocedure::text, proacl::text, proowner::regrole::text, prosecdef from pg_proc"
    " where pronamespace::regnamespace::text in ('functions', 'load', 'read', 'act', 'audit') order by 1",
    "triggers": "select tgrelid::regclass::text, tgname, tgenabled::text from pg_trigger where not tgisinternal"
    " order by 1, 2",
    "constraints": "select conrelid::regclass::text, conname, contype::text from pg_constraint order by 1, 2",
    "revision": "select version_num from ops.alembic_version",
}
# Only the same where the pages themselves come back: what is read from a text again is put in other words.
DEFINITIONS = """
select oid::regprocedure::text, md5(pg_get_functiondef(oid)) from pg_proc
 where prokind = 'f' and pronamespace::regnamespace::text in ('functions', 'load', 'read', 'act', 'audit') order by 1
"""


def facts(connection: "psycopg.Connection[Any]") -> dict[str, Any]:
    """Name -> what is there. A table gives its number of rows and a sum over all of them; asked as a superuser."""
    found: dict[str, Any] = {name: connection.execute(one.encode()).fetchall() for name, one in QUESTIONS.items()}
    for schema, table, is_unlogged in connection.execute(TABLES).fetchall():
        if is_unlogged:  # empty after a crash, and so after a restore: the product counts on it
            continue
        asked = sql.SQL("select count(*), md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {} t")
        found[f"{schema}.{table}"] = connection.execute(asked.format(sql.Identifier(schema, table))).fetchone()
    return found
