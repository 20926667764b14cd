"""The login roles: one for each audience, one for sessions, one for the pipeline. None owns anything."""

from collections.abc import Mapping

import psycopg
from psycopg import sql
from sqlalchemy import Connection

from sql import database
from sql.call import driver

ROLES = database.ROLES[1:]  # the owner is whoever migrates


def ensure(connection: Connection, passwords: Mapping[str, str]) -> list[str]:
    """Make the roles that are missing, set the passwords given, and give back the names of those made.

    Roles belong to the whole server, so two databases on one server share them.
    """
    cursor = driver(connection)
    known = {name for (name,) in cursor.execute("select rolname from pg_roles where rolname = any(%s)", [list(ROLES)])}
    made = [role for role in ROLES if role not in known]
    for role in made:
        create = sql.SQL("create role {} login nosuperuser nocreatedb nocreaterole noinherit")
        try:
            with driver(connection).transaction():
                cursor.execute(create.format(sql.Identifier(role)))
        except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
            continue  # a release of another database on this server made it in the same moment
    for role in ROLES:
        if role in passwords:
            statement = sql.SQL("alter role {} password {}").format(sql.Identifier(role), sql.Literal(passwords[role]))
            cursor.execute(statement)
    return made


def grant_state(connection: Connection) -> None:
    """What the pipeline may do beside calling its functions: fill the staging tables, and everything with the queue,
    whose functions act with the rights of who calls them. Nobody else reaches a table."""
    cursor = driver(connection)
    cursor.execute("revoke all on schema public from public")
    cursor.execute("grant usage on schema raw to etl_writer")
    for table in ("staged_capacity", "staged_waiting_time", "staged_directory", "staged_population"):
        cursor.execute(sql.SQL("grant insert on raw.{} to etl_writer").format(sql.Identifier(table)))
    cursor.execute("revoke all on all functions in schema queue from public")
    cursor.execute("grant usage on schema queue to etl_writer")
    cursor.execute("grant select, insert, update, delete on all tables in schema queue to etl_writer")
    cursor.execute("grant usage on all sequences in schema queue to etl_writer")
    cursor.execute("grant execute on all functions in schema queue to etl_writer")
