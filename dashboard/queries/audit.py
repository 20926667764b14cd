"""Writing down what happens outside the database: refusals, suspicion of scraping."""

from collections.abc import Mapping

import flask
from psycopg.types.json import Jsonb

from dashboard.queries.database import change
from dashboard.viewer import Viewer


def record(
    viewer: Viewer,
    event_type: str,
    *,
    action: str,
    outcome: str,
    object_type: str,
    object_id: str | None = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    """One row of the audit trail. action: C, R, U, D or E. outcome: success, refused or failed.

    detail says which filters or how many, never what was shown. Raises DataUnavailableError: what cannot be written
    down does not happen.
    """
    change(
        "record_event",
        at=viewer.asked_at,
        account=viewer.account_id,
        session=viewer.session_id,
        event_type=event_type,
        action=action,
        outcome=outcome,
        object_type=object_type,
        object_id=object_id,
        detail=Jsonb(dict(detail or {})),
        address=viewer.address,
        request_id=flask.g.request_id,
    )
