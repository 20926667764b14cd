"""Calling the database: views and read functions give rows, write functions act, frames are copied in.

Names are `schema.name`; arguments are named and bound, never written into the text.
"""

import re
from collections.abc import Collection, Sequence
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb
from sqlalchemy import Connection

from sql.database import engine

Row = dict[str, Any]
_NAME = re.compile(r"(?P<schema>[a-z]+)\.(?P<object>[a-z][a-z0-9_]*)")
_VIEW_SCHEMAS = frozenset({"metrics", "checks"})  # a metric that takes arguments is a function all the same


class UnknownNameError(ValueError):
    """There is no such view or function."""


def driver(connection: Connection) -> psycopg.Connection[Any]:
    """The psycopg connection under an SQLAlchemy one."""
    return connection.connection.driver_connection  # type: ignore[return-value]


def run_script(connection: Connection, text: str) -> None:
    """Run a script of several statements; nothing in it is taken for a parameter."""
    driver(connection).execute(text.encode())


def rows(connection: Connection, name: str, **arguments: object) -> list[Row]:
    """The rows of a view, or of a function with these arguments, inside the caller's transaction.

    A dict goes as jsonb, a list as an array.
    """
    bound = {key: Jsonb(value) if isinstance(value, dict) else value for key, value in arguments.items()}
    with driver(connection).cursor(row_factory=dict_row) as cursor:
        cursor.execute(_query(name, arguments), bound)
        return cursor.fetchall()


def value(connection: Connection, name: str, **arguments: object) -> Any:  # noqa: ANN401 - any SQL type
    """The one value of a function that returns one, inside the caller's transaction."""
    (row,) = rows(connection, name, **arguments)
    (only,) = row.values()
    return only


def select(name: str, *, role: str = "owner", **arguments: object) -> list[Row]:
    """The rows of a view or read function, asked as `role`.

    A reader that meets the moment of a release asks again, once.
    """
    try:
        return _select(name, role, arguments)
    except (psycopg.errors.UndefinedFunction, psycopg.errors.InvalidSchemaName, psycopg.errors.UndefinedTable):
        return _select(name, role, arguments)


def act(name: str, *, role: str, **arguments: object) -> list[Row]:
    """Call a write function as `role`, in a transaction of its own."""
    with engine(role).begin() as connection:
        return rows(connection, name, **arguments)


def copy_csv(connection: Connection, table: str, columns: Sequence[str], text: bytes, null: str) -> None:
    """COPY lines of CSV (UTF-8, comma, no header) into `schema.table`; an unquoted `null` is NULL."""
    statement = sql.SQL("copy {} ({}) from stdin (format csv, null {})").format(
        sql.Identifier(*table.split(".")), sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Literal(null)
    )
    with driver(connection).cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text)


def _select(name: str, role: str, arguments: dict[str, object]) -> list[Row]:
    # Committed, for some questions write down who asked: what could not be written down is not shown.
    with engine(role).begin() as connection:
        return rows(connection, name, **arguments)


def _query(name: str, arguments: Collection[str]) -> sql.Composed:
    match = _NAME.fullmatch(name)
    if match is None:
        raise UnknownNameError(f"{name!r} is no schema.name")
    target = sql.Identifier(match["schema"], match["object"])
    if match["schema"] in _VIEW_SCHEMAS and not arguments:
        return sql.SQL("select * from {}").format(target)
    named = sql.SQL(", ").join(
        sql.SQL("{} => {}").format(sql.Identifier(argument), sql.Placeholder(argument)) for argument in arguments
    )
    return sql.SQL("select * from {}({})").format(target, named)
