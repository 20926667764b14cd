"""Loads the reference lists: a folder of CSV files into the tables of the same names in schema core.

A reference list is a table in core with a column `maintained_by`; its file is `<table>.csv` (form: reference_file.py).
Columns that a file leaves out get their default. There are two folders: the product's own (sql/reference), and the
operator's, which may add rows or take over a row of the product by bringing the same key. What the operator took over
the product's load leaves alone, and what somebody changed on a page both leave alone.
"""

from collections.abc import Sequence
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, Literal

import psycopg
from psycopg import sql
from sqlalchemy import Connection

from sql.call import driver
from sql.reference_file import ReferenceFile, ReferenceList, read

OWN_FOLDER = Path(__file__).parent / "reference"
Maintainer = Literal["product", "operator"]

_LISTS = """
select c.relname,
       array_agg(a.attname::text order by a.attnum),
       array_agg(format_type(a.atttypid, a.atttypmod) order by a.attnum),
       array_agg(a.attname::text) filter (where a.attnotnull and not a.atthasdef),
       (select array_agg(k.attname::text order by array_position(i.indkey::smallint[], k.attnum))
          from pg_index i join pg_attribute k on k.attrelid = i.indrelid and k.attnum = any (i.indkey)
         where i.indrelid = c.oid and i.indisprimary),
       (select coalesce(array_agg(distinct p.relname::text), '{}')
          from pg_constraint f join pg_class p on p.oid = f.confrelid
         where f.conrelid = c.oid and f.contype = 'f')
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
 where c.relnamespace = 'core'::regnamespace and c.relkind = 'r'
   and a.attname <> 'maintained_by'
   and exists (select from pg_attribute m where m.attrelid = c.oid and m.attname = 'maintained_by')
 group by c.oid, c.relname
"""
_COMMA = sql.SQL(", ")


class ReferenceRefusedError(ValueError):
    """The reference lists hold mistakes; nothing of them was loaded. One sentence a mistake, with its file and line."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


def load(connection: Connection, folder: Path, maintained_by: Maintainer = "product") -> dict[str, int]:
    """Brings the tables in line with the folder's files, inside the caller's transaction.

    Returns the number of rows added, changed or removed by table; loading the same files again gives zeros and touches
    no row. A row that is gone from a file of the product is removed when nothing refers to it; rows of the operator
    stay. Raises ReferenceRefusedError with every mistake of every file, and then leaves nothing behind.
    """
    with connection.begin_nested():  # also makes SQLAlchemy begin, so that the driver below never commits on its own
        with driver(connection).cursor() as cursor:
            lists = _lists(cursor)
            paths = {path.stem: path for path in sorted(folder.glob("*.csv"))}
            problems = [
                f"{path.name}: there is no such reference list" for name, path in paths.items() if name not in lists
            ]
            files = [(lists[name], read(paths[name], lists[name])) for name in _parents_first(lists) if name in paths]
            changed: dict[str, int] = {}
            for table, file in files:
                problems += file.problems
                _stage(cursor, table, file)
                changed[table.name] = _merge(cursor, table, file, maintained_by, problems)
            if maintained_by == "product" and not problems:
                for table, file in reversed(files):
                    changed[table.name] += _remove(cursor, table, file, problems)
            for table, _ in files:
                cursor.execute(sql.SQL("drop table {}").format(_staged(table)))
        if problems:
            raise ReferenceRefusedError(problems)
    return changed


def _lists(cursor: psycopg.Cursor[Any]) -> dict[str, ReferenceList]:
    cursor.execute(_LISTS)
    return {
        name: ReferenceList(name, tuple(columns), tuple(types), frozenset(required), tuple(key), frozenset(parents))
        for name, columns, types, required, key, parents in cursor.fetchall()
    }


def _parents_first(lists: dict[str, ReferenceList]) -> list[str]:
    graph = {name: sorted(one.parents & lists.keys() - {name}) for name, one in sorted(lists.items())}
    return list(TopologicalSorter(graph).static_order())


def _staged(table: ReferenceList) -> sql.Identifier:
    return sql.Identifier("pg_temp", f"staged_{table.name}")


def _stage(cursor: psycopg.Cursor[Any], table: ReferenceList, file: ReferenceFile) -> None:
    texts = _COMMA.join(sql.SQL("{} text").format(sql.Identifier(name)) for name in table.columns)
    cursor.execute(sql.SQL("create temporary table {} (line integer, {}) on commit drop").format(_staged(table), texts))
    names = _COMMA.join(map(sql.Identifier, ("line", *file.columns)))
    with cursor.copy(sql.SQL("copy {} ({}) from stdin").format(_staged(table), names)) as stream:
        for line, cells in file.rows:
            stream.write_row((line, *cells))


def _merge(
    cursor: psycopg.Cursor[Any],
    table: ReferenceList,
    file: ReferenceFile,
    maintained_by: Maintainer,
    problems: list[str],
) -> int:
    """Upserts the staged rows in one statement; only when that fails, row by row, to name every bad line."""
    if not file.rows:
        return 0
    upsert = _upsert(table, file.columns)
    try:
        with cursor.connection.transaction():
            cursor.execute(upsert, {"maintained_by": maintained_by, "line": None})
            return cursor.rowcount
    except (psycopg.DataError, psycopg.IntegrityError):
        return _merge_each(cursor, upsert, file, maintained_by, problems)


def _merge_each(
    cursor: psycopg.Cursor[Any], upsert: sql.Composed, file: ReferenceFile, maintained_by: str, problems: list[str]
) -> int:
    changed = 0
    for line, _ in file.rows:
        try:
            with cursor.connection.transaction():
                cursor.execute(upsert, {"maintained_by": maintained_by, "line": line})
                changed += cursor.rowcount
        except (psycopg.DataError, psycopg.IntegrityError) as error:
            problems.append(f"{file.name}:{line}: {_sentence(error)}")
    return changed


def _upsert(table: ReferenceList, columns: Sequence[str]) -> sql.Composed:
    facts = [*(name for name in columns if name not in table.key), "maintained_by"]
    return sql.SQL(
        "insert into {table} as held ({columns}, maintained_by)"
        " select {values}, %(maintained_by)s from {staged} as staged"
        " where %(line)s::integer is null or staged.line = %(line)s"
        " on conflict ({key}) do update set {assignments}"
        " where (held.maintained_by = 'product'"
        " or (excluded.maintained_by = 'operator' and held.maintained_by <> 'page'))"
        " and ({held}) is distinct from ({excluded})"
    ).format(
        table=sql.Identifier("core", table.name),
        columns=_COMMA.join(map(sql.Identifier, columns)),
        values=_typed(table, columns),
        staged=_staged(table),
        key=_COMMA.join(map(sql.Identifier, table.key)),
        assignments=_COMMA.join(sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name)) for name in facts),
        held=_COMMA.join(sql.Identifier("held", name) for name in facts),
        excluded=_COMMA.join(sql.Identifier("excluded", name) for name in facts),
    )


def _typed(table: ReferenceList, columns: Sequence[str]) -> sql.Composed:
    """The staged texts as the table's own types, whose names the catalogue gave."""
    kind = dict(zip(table.columns, table.types, strict=True))
    cell = sql.SQL("cast({} as {})")
    return _COMMA.join(cell.format(sql.Identifier("staged", name), sql.SQL(kind[name])) for name in columns)


def _remove(cursor: psycopg.Cursor[Any], table: ReferenceList, file: ReferenceFile, problems: list[str]) -> int:
    """Removes the product's rows that are no longer in its file. A row still in use is named instead."""
    held = _COMMA.join(sql.Identifier("held", name) for name in table.key)
    own = sql.Identifier("core", table.name)
    gone = sql.SQL(
        "select held.ctid, concat_ws(', ', {held}) from {own} as held where held.maintained_by = 'product'"
        " and not exists (select from {staged} as staged where ({held}) = ({key}))"
    ).format(held=held, own=own, staged=_staged(table), key=_typed(table, table.key))
    cursor.execute(gone)
    removed = 0
    for place, name in cursor.fetchall():
        try:
            with cursor.connection.transaction():
                cursor.execute(sql.SQL("delete from {} where ctid = %s").format(own), (place,))
                removed += cursor.rowcount
        except psycopg.IntegrityError as error:
            problems.append(
                f"{file.name}: {name} is gone from the file but in use; end it with valid_to ({_sentence(error)})"
            )
    return removed


def _sentence(error: psycopg.Error) -> str:
    return " ".join(part for part in (error.diag.message_primary, error.diag.message_detail) if part)
