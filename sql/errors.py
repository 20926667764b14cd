"""What can stand between a program and its database. Each error carries one sentence that says what to do."""

import psycopg
from sqlalchemy.exc import DBAPIError

_NOT_THERE = (psycopg.errors.InvalidSchemaName, psycopg.errors.UndefinedFunction, psycopg.errors.UndefinedTable)


def sentence(error: DBAPIError | psycopg.Error) -> str:
    """What a command prints when the database refuses something; what to do, where it lacks what this release needs.

    The first sentence only: the details behind it can quote a row.
    """
    said = error.orig if isinstance(error, DBAPIError) else error
    first = (said.diag.message_primary if isinstance(said, psycopg.Error) else None) or said
    hint = "\nIs it at this release? python -m sql migrate" if isinstance(said, _NOT_THERE) else ""
    return f"The database says: {first}{hint}"


class DatabaseError(Exception):
    """The database cannot be used as it is set up. Every error of this file is one of these."""


class SettingsError(DatabaseError):
    """A setting is missing or wrong: the sentence names the variable and gives an example."""


class DatabaseUnavailable(DatabaseError):  # noqa: N818 - reads as what the user is told
    """The database does not answer, or could not be started."""


class UnsuitableServer(DatabaseError):  # noqa: N818 - reads as what the user is told
    """The database answers, but this product must not or cannot run on it."""
