"""The statements of the benchmarks, each a file of bench/statements."""

from pathlib import Path
from typing import LiteralString

from psycopg import sql

_FOLDER = Path(__file__).with_name("statements")


def statement(name: str) -> LiteralString:
    """The text of a statement. It is as fixed as a literal: the file is part of the code."""
    return (_FOLDER / f"{name}.sql").read_text()


def named(name: str, /, **identifiers: str) -> sql.Composed:
    """A statement with its {names} filled in as identifiers."""
    return sql.SQL(statement(name)).format(**{key: sql.Identifier(value) for key, value in identifiers.items()})
