"""The one door to the database: every question is asked with the rights of the viewer, for the moment of asking."""

from typing import Any

import psycopg
import sqlalchemy.exc

from dashboard.failure import DataUnavailableError
from dashboard.viewer import Viewer
from sql.call import select
from sql.errors import DatabaseError

Row = dict[str, Any]


def ask(viewer: Viewer, question: str, **arguments: object) -> list[Row]:
    """The rows of a read function. Raises DataUnavailableError when the database does not answer in time."""
    try:
        return select(f"read.{question}", role=viewer.database_role, as_of=viewer.asked_at, **arguments)
    except (
        DatabaseError,
        psycopg.OperationalError,
        sqlalchemy.exc.OperationalError,
        sqlalchemy.exc.TimeoutError,
    ) as error:
        raise DataUnavailableError(question) from error
