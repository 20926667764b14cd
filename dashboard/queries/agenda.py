"""The questions of the page /regio/agenda: the agenda of a regional table, frozen once a week."""

from datetime import date, datetime
from typing import Any

from dashboard.queries.database import Row, ask
from dashboard.viewer import Viewer


def agenda(viewer: Viewer, region: str, monday: date | None) -> Row | None:
    """The agenda of an own region for the week of a Monday (None: of now), beside the one before; see read.agenda.

    None: nothing was frozen that week, or the region is not one's own.
    """
    rows = ask(viewer, "agenda", asker=viewer.account_id, region=region, monday=monday)
    return next(({name: _with_moments(cell) for name, cell in row.items()} for row in rows), None)


def weeks(viewer: Viewer, region: str) -> list[date]:
    """The Mondays of the weeks of which an agenda was frozen, the newest first."""
    return [row["week_on"] for row in ask(viewer, "agenda_weeks", asker=viewer.account_id, region=region)]


def _with_moments(cell: Any) -> Any:  # noqa: ANN401 - what JSON can hold
    """What came as JSON, with its moments as moments again."""
    if isinstance(cell, dict):
        return {
            name: datetime.fromisoformat(inside)
            if name.endswith("_at") and isinstance(inside, str)
            else _with_moments(inside)
            for name, inside in cell.items()
        }
    return [_with_moments(inside) for inside in cell] if isinstance(cell, list) else cell
