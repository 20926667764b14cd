"""How often offers were shown, and whose."""

from collections.abc import Mapping
from datetime import date

from dashboard.queries.database import Row, ask, change
from dashboard.viewer import Viewer


def note(day: date, counts: Mapping[str, list[int]]) -> None:
    """Adds up, for a day: offer -> lists, and lists among the first ten. Raises DataUnavailableError."""
    change("note_shown", shown_on=day, counts=dict(counts))


def shares(viewer: Viewer, region: str | None) -> Row:
    """Small providers' share of the first ten that were shown, and of all that fitted, of the last 28 days."""
    (row,) = ask(viewer, "shown_shares", region=region)
    return row
