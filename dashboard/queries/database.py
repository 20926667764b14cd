"""The one door to the database: every question is asked with the rights of the viewer, for the moment of asking.

When it does not answer, what this process remembers does, where that may be (dashboard/last_known.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
import sqlalchemy.exc

from dashboard import last_known
from dashboard.failure import DataUnavailableError
from dashboard.viewer import Viewer
from sql.call import rows, select
from sql.database import engine
from sql.errors import DatabaseError
from sql.replica import select_near

Row = dict[str, Any]
_SESSIONS = "app_session"


def ask(viewer: Viewer, question: str, **arguments: object) -> list[Row]:
    """The rows of a read function. Raises DataUnavailableError when the database does not answer in time."""
    asked = last_known.Asked.of(viewer, question, arguments)
    try:
        with _reached(question):
            answer = _asked(viewer, question, arguments)
    except DataUnavailableError:
        remembered = last_known.recall(viewer, asked)
        if remembered is None:
            raise
        return remembered
    last_known.keep(viewer, asked, answer)
    return answer


def _asked(viewer: Viewer, question: str, arguments: dict[str, object]) -> list[Row]:
    """Of a replica what may be remembered too: counts of places, lists. All else of the primary."""
    asked = {"role": viewer.database_role, "as_of": viewer.asked_at, **arguments}
    if question not in last_known.QUESTIONS:
        return select(f"read.{question}", **asked)  # type: ignore[arg-type]
    answer = select_near(f"read.{question}", **asked)  # type: ignore[arg-type]
    last_known.tell_place(answer.place)
    if answer.stands_at is not None:
        last_known.note_moment(answer.stands_at)
    return answer.rows


def change(deed: str, **arguments: object) -> list[Row]:
    """What an act function about sessions, accounts or the audit trail answers. Raises DataUnavailableError.

    In the moment of a release it is not there: then once more, as `sql.select` does.
    """
    with _reached(deed):
        try:
            return _change(deed, arguments)
        except (psycopg.errors.UndefinedFunction, psycopg.errors.InvalidSchemaName):
            return _change(deed, arguments)


def deed(viewer: Viewer, name: str, **arguments: object) -> list[Row]:
    """What an act function answers that is called with the rights of the viewer. Raises DataUnavailableError."""
    with _reached(name), engine(viewer.database_role).begin() as connection:
        return rows(connection, f"act.{name}", **arguments)


def give(viewer: Viewer, name: str, **arguments: object) -> Any:  # noqa: ANN401 - any SQL type
    """The same for one that answers with a single value."""
    (row,) = deed(viewer, name, **arguments)
    (only,) = row.values()
    return only


def ask_without_viewer(question: str, at: datetime, **arguments: object) -> list[Row]:
    """A question that is asked before or without signing in, or by the command line. Raises DataUnavailableError."""
    return ask_as(_SESSIONS, question, at, **arguments)


def ask_as(role: str, question: str, at: datetime, **arguments: object) -> list[Row]:
    """A question that no person asks, with the rights of a login role. Raises DataUnavailableError.

    In a database of another release it may not be there: that counts as one that does not answer.
    """
    with _reached(question):
        try:
            return select(f"read.{question}", role=role, as_of=at, **arguments)
        except (psycopg.errors.UndefinedFunction, psycopg.errors.InvalidSchemaName) as error:
            raise DataUnavailableError(question) from error


def changed(deed: str, **arguments: object) -> Any:  # noqa: ANN401 - any SQL type
    """The same for one that answers with a single value."""
    (row,) = change(deed, **arguments)
    (only,) = row.values()
    return only


def _change(deed: str, arguments: dict[str, object]) -> list[Row]:
    with engine(_SESSIONS).begin() as connection:  # not sql.act, for an argument may be called role
        return rows(connection, f"act.{deed}", **arguments)


@contextmanager
def _reached(name: str) -> Iterator[None]:
    try:
        yield
    except (
        DatabaseError,
        psycopg.OperationalError,
        sqlalchemy.exc.OperationalError,
        sqlalchemy.exc.TimeoutError,
    ) as error:
        raise DataUnavailableError(name) from error
