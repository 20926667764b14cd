"""The questions and deeds of the operator: how the night went, sources and how they are fetched.

Each is asked and done with the rights of the operator, and judged again in the database.
"""

from datetime import datetime, time, timedelta

import flask

from dashboard.queries.database import Row, ask, give
from dashboard.viewer import Viewer


def night(viewer: Viewer, since: datetime) -> Row | None:
    """What happened since a moment and what waits now, in numbers."""
    return next(iter(ask(viewer, "night", asker=viewer.account_id, since=since)), None)


def upkeep(viewer: Viewer) -> list[Row]:
    """One row per kind of upkeep that ever ran."""
    return ask(viewer, "upkeep")


def sources(viewer: Viewer) -> list[Row]:
    """One row per source: what is agreed with it and how it is fetched, never its credential."""
    return ask(viewer, "managed_sources", asker=viewer.account_id)


def trial(viewer: Viewer, source: str) -> Row | None:
    """What became of the last try of a source; None when it was never tried."""
    return next(iter(ask(viewer, "source_trial", asker=viewer.account_id, source=source)), None)


def save_source(
    viewer: Viewer, source: str, *, feed: str | None, name: str, entry: str, is_any_agb: bool, agb_codes: list[str]
) -> str:
    """done, denied, source_exists, unknown_feed or unknown_source. feed: of one that is added, None to change one."""
    told = {"feed": feed, "source_name": name, "entry_code": entry, "is_any_agb": is_any_agb, "agb_codes": agb_codes}
    return _outcome(viewer, "save_source", source=source, **told)


def switch_source(viewer: Viewer, source: str, *, is_active: bool) -> str:
    """done, denied, or unknown_source."""
    return _outcome(viewer, "switch_source", source=source, is_active=is_active)


def try_source(viewer: Viewer, source: str) -> str:
    """done, denied, or not_fetched: it sends by itself."""
    return _outcome(viewer, "try_source", source=source)


def ask_fetch(viewer: Viewer, source: str) -> str:
    """done, denied, or not_fetched: it sends by itself."""
    return _outcome(viewer, "ask_fetch", source=source)


def stop_fetching(viewer: Viewer, source: str) -> str:
    """done, denied, or not_fetched."""
    return _outcome(viewer, "stop_fetching", source=source)


def agree(
    viewer: Viewer,
    source: str,
    *,
    every: timedelta | None,
    grace: timedelta,
    due_time: time | None,
    name: str,
    phone: str,
    email: str,
) -> str:
    """done, denied, or unknown_source. Empty contacts are none."""
    contact = {"contact_name": name, "contact_phone": phone, "contact_email": email}
    terms = {"expected_every": every, "grace": grace, "due_time": due_time}
    return _outcome(viewer, "agree_with_source", source=source, **terms, **contact)


def save_transport(
    viewer: Viewer,
    source: str,
    *,
    way: str,
    url: str,
    user: str | None,
    credential_encrypted: str | None,
    host_key: str | None,
    hosts: list[str],
    is_private_allowed: bool,
    ca_file: str | None,
) -> str:
    """done, denied, or unknown_source. credential_encrypted: None leaves the one that is kept, "" takes it away."""
    return _outcome(
        viewer,
        "manage_transport",
        source=source,
        way=way,
        url=url,
        user_name=user,
        credential_encrypted=credential_encrypted,
        host_key=host_key,
        allowed_hosts=hosts,
        is_private_allowed=is_private_allowed,
        ca_file=ca_file,
    )


def _outcome(viewer: Viewer, deed: str, **arguments: object) -> str:
    number: str = flask.g.request_id
    asked = {"asker": viewer.account_id, "at": viewer.asked_at, "request_id": number, **arguments}
    return str(give(viewer, deed, **asked))
