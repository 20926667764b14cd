"""The questions and deeds about master data: which locations and providers are the same, and what they were before.

Each is asked and done with the rights of the operator, and judged again in the database.
"""

from datetime import date

import flask

from dashboard.queries.database import Row, ask, give
from dashboard.viewer import Viewer


def location_doubles(viewer: Viewer) -> list[Row]:
    """One row per pair of locations that look alike and of which nobody said what they are, with why."""
    return ask(viewer, "location_doubles", asker=viewer.account_id)


def provider_doubles(viewer: Viewer) -> list[Row]:
    """The same of providers."""
    return ask(viewer, "provider_doubles", asker=viewer.account_id)


def unmatched(viewer: Viewer, *, historic: bool) -> list[Row]:
    """One row per location as a source names it that is none of ours yet, and candidate."""
    return ask(viewer, "unmatched_locations", asker=viewer.account_id, historic=historic)


def merges(viewer: Viewer) -> list[Row]:
    """One row per merge, the newest first, and whether it can be undone."""
    return ask(viewer, "merges", asker=viewer.account_id)


def matched(viewer: Viewer) -> list[Row]:
    """One row per location of a source that a person said is one of ours."""
    return ask(viewer, "matched_by_person", asker=viewer.account_id)


def renamed_or_moved(viewer: Viewer) -> list[Row]:
    """One row per name or address that a location or provider had before."""
    return ask(viewer, "renamed_or_moved", asker=viewer.account_id)


def identified(viewer: Viewer, kind: str, agb: str) -> int | None:
    """The number of the location or provider that bears this AGB code today."""
    rows = ask(viewer, "identified", asker=viewer.account_id, kind=kind, agb_code=agb)
    return next((int(row["object_id"]) for row in rows), None)


def merge(viewer: Viewer, kind: str, *, gone: int, kept: int, reason: str) -> str:
    """done, denied, without_reason, or not_alike. kind: location or provider."""
    return _outcome(viewer, "merge_same", kind=kind, gone=gone, kept=kept, reason=reason)


def undo(viewer: Viewer, number: int) -> str:
    """done, denied, not_open, or in_between."""
    return _outcome(viewer, "undo_merge", merge=number)


def not_same(viewer: Viewer, kind: str, one: int, other: int) -> str:
    """done or denied. kind: location, provider, or source_location."""
    return _outcome(viewer, "say_not_same", kind=kind, one=one, other=other)


def match(viewer: Viewer, source_location: int, location: int | None) -> str:
    """done, denied, or not_alike. Without a location: takes back what was said."""
    return _outcome(viewer, "match_location", source_location=source_location, location=location)


def municipality_changes(viewer: Viewer) -> list[Row]:
    """One row per municipality that ends or ended, what comes first."""
    return ask(viewer, "municipality_changes", asker=viewer.account_id)


def end_municipality(viewer: Viewer, code: str, *, successor: str, name: str, from_on: date, source: str) -> str:
    """done, denied, or why not. name: of a successor that no list knows yet. source: where that was read."""
    told = {"municipality": code, "successor": successor, "successor_name": name, "from_on": from_on}
    return _outcome(viewer, "save_municipality_change", source=source, **told)


def withdraw_municipality(viewer: Viewer, code: str) -> str:
    """done, denied, or not_open."""
    return _outcome(viewer, "withdraw_municipality_change", municipality=code)


def _outcome(viewer: Viewer, deed: str, **arguments: object) -> str:
    number: str = flask.g.request_id
    asked = {"asker": viewer.account_id, "at": viewer.asked_at, "request_id": number, **arguments}
    return str(give(viewer, deed, **asked))
