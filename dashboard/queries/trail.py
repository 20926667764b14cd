"""Reading the audit trail: one's own actions, and the auditor's search."""

from dataclasses import dataclass
from datetime import datetime

import flask

from dashboard.queries.database import Row, ask
from dashboard.viewer import Viewer

PAGE_ROWS, EXPORT_ROWS = 100, 10_000


@dataclass(frozen=True)
class Search:
    """What is looked for in the audit trail; None leaves it open. until_at is exclusive."""

    from_at: datetime | None = None
    until_at: datetime | None = None
    account: int | None = None
    event_type: str | None = None
    object_id: str | None = None
    outcome: str | None = None
    before_event: int | None = None


def own_actions(viewer: Viewer, before_event: int | None, *, row_limit: int = PAGE_ROWS) -> list[Row]:
    """What this person did, saw or was refused, newest first."""
    return ask(viewer, "own_actions", account=viewer.account_id, row_limit=row_limit, before_event=before_event)


def audit_search(viewer: Viewer, search: Search, *, is_export: bool = False) -> list[Row]:
    """The events that fit, newest first. The first of them is this reading itself."""
    return ask(
        viewer,
        "audit_search",
        asker=viewer.account_id,
        **vars(search),
        row_limit=EXPORT_ROWS if is_export else PAGE_ROWS,
        purpose="export" if is_export else None,
        request_id=flask.g.request_id,
    )
