"""The questions of who delivers and of who looks after it, and the decision on a delivery that is held.

All are asked with the rights of the viewer, judged in the database, and written down there, but for what is polled.
"""

from datetime import datetime

import flask

from dashboard.queries.database import Row, ask, deed
from dashboard.viewer import Viewer


def obligations(viewer: Viewer) -> list[Row]:
    """One row per source in reach: what it must deliver and when, what came, what is under way; late ones first."""
    return ask(viewer, "obligations", asker=viewer.account_id, request_id=_request())


def history(viewer: Viewer, source: str) -> list[Row]:
    """The newest deliveries of a source, none of one out of reach."""
    return ask(viewer, "deliveries", asker=viewer.account_id, source=source, request_id=_request())


def held(viewer: Viewer) -> list[Row]:
    """The deliveries in reach that wait for a person, oldest first."""
    return ask(viewer, "held_deliveries", asker=viewer.account_id, request_id=_request())


def refusal_groups(viewer: Viewer, delivery: int) -> list[Row]:
    """Why rows of a delivery were refused, by column and reason."""
    return ask(viewer, "refusal_groups", asker=viewer.account_id, delivery=delivery, request_id=_request())


def refused_rows(viewer: Viewer, delivery: int) -> list[Row]:
    """Every refused row of a delivery, by line."""
    return ask(viewer, "refused_rows", asker=viewer.account_id, delivery=delivery, request_id=_request())


def under_way(viewer: Viewer) -> list[Row]:
    """The sources in reach of which something is being fetched or loaded."""
    return ask(viewer, "under_way", asker=viewer.account_id)


def decide_held(viewer: Viewer, delivery: int, verdict: str, reason: str, at: datetime) -> str:
    """done, denied, without_reason, or not_held (any more). verdict: release or refuse."""
    asked = {"delivery": delivery, "verdict": verdict, "reason": reason, "at": at, "request_id": _request()}
    (row,) = deed(viewer, "decide_held", asker=viewer.account_id, **asked)
    return str(row["decide_held"])


def _request() -> str:
    number: str = flask.g.request_id
    return number
