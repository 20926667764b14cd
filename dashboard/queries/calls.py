"""What callers tell of the offers they phoned."""

import flask

from dashboard.access import Permission
from dashboard.queries.database import Row, give
from dashboard.viewer import Viewer


def report(viewer: Viewer, *, offer: int, urgency: str, is_as_shown: bool) -> bool:
    """Whether it was stored, now or by the same tap just before; False when this person may not say so of it."""
    told = give(
        viewer,
        "report_call",
        asker=viewer.account_id,
        offer=offer,
        urgency=urgency,
        is_as_shown=is_as_shown,
        at=viewer.asked_at,
        request_id=flask.g.request_id,
    )
    return told is not None


def may_report(viewer: Viewer, row: Row) -> bool:
    """Whether this person may tell of this offer: everywhere, in its regions, or of its own locations."""
    match viewer.reaches(Permission.REPORT_CALL):
        case "all":
            return True
        case "region":
            return row["region_code"] in viewer.codes("region")
        case "own":
            return bool(row.get("is_own"))
        case _other:
            return False
