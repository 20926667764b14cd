"""The questions and deeds of a provider that states its own places: signed in, or by a link of a mail."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import flask
from psycopg.types.json import Jsonb

from dashboard.queries.database import Row, ask, ask_without_viewer, change, deed, give
from dashboard.viewer import Viewer, now

Place = dict[str, Any]


def own_offers(viewer: Viewer) -> list[Row]:
    """One row per own offer and urgency, with what was told of it last."""
    return ask(viewer, "own_offers", asker=viewer.account_id)


def own_spread(viewer: Viewer, location: int | None) -> dict[int, Row]:
    """Offer -> its weeks to treatment and how those of others in its region spread, where its own are known."""
    rows = ask(viewer, "own_spread", asker=viewer.account_id, location=location)
    return {row["offer_id"]: row for row in rows}


def own_statement(viewer: Viewer, statement: int | None = None) -> list[Row]:
    """One row per place of the newest own statement of the last day, or of that one, and how far it is."""
    return ask(viewer, "own_statement", asker=viewer.account_id, statement=statement)


def save(viewer: Viewer, told: Sequence[Place], key: str) -> Row:
    """outcome_code, statement_id and conflicts, as act.save_statement gives them."""
    asked = {"told": Jsonb(list(told)), "idempotency_key": key, "at": viewer.asked_at, "request_id": _request()}
    (row,) = deed(viewer, "save_statement", asker=viewer.account_id, **asked)
    return row


def undo(viewer: Viewer, statement: int) -> Row:
    """outcome_code and statement_id, as act.undo_statement gives them."""
    asked = {"statement": statement, "at": viewer.asked_at, "request_id": _request()}
    (row,) = deed(viewer, "undo_statement", asker=viewer.account_id, **asked)
    return row


def copy_offer(viewer: Viewer, offer: int, location: int) -> str:
    """done, or why not, as act.copy_offer says."""
    asked = {"offer": offer, "location": location, "at": viewer.asked_at, "request_id": _request()}
    return str(give(viewer, "copy_offer", asker=viewer.account_id, **asked))


def own_template(viewer: Viewer) -> list[Place]:
    """What the template of places tells of each own place, by the names of capacity_json."""
    return [row["place"] for row in ask(viewer, "own_template", asker=viewer.account_id)]


def upload(viewer: Viewer, payload: bytes, file_name: str, key: str) -> Row:
    """outcome_code and receipt_id, as act.upload_places gives them."""
    asked = {"payload": payload, "file_name": file_name, "idempotency_key": key, "request_id": _request()}
    (row,) = deed(viewer, "upload_places", asker=viewer.account_id, at=viewer.asked_at, **asked)
    return row


def own_upload(viewer: Viewer, receipt: int) -> Row | None:
    """What became of a file that was sent on the page; None for one of somebody else."""
    return next(iter(ask(viewer, "own_upload", asker=viewer.account_id, receipt=receipt)), None)


def own_upload_bytes(viewer: Viewer, receipt: int) -> tuple[str, bytes] | None:
    """Name and bytes of a file that was sent on the page, as CSV, when there is something to correct it from."""
    rows = ask(viewer, "own_upload_bytes", asker=viewer.account_id, receipt=receipt)
    return next(((row["file_name"], bytes(row["payload"])) for row in rows if row["payload"]), None)


def lists(at: datetime) -> list[Row]:
    """What the form chooses from: list_code, code and names."""
    return ask_without_viewer("statement_lists", at)


def link_state(token_sha256: str) -> Row:
    """What a link is good for. Asking changes nothing."""
    (row,) = ask_without_viewer("link_state", now(), token_sha256=token_sha256)
    return row


def linked_offers(token_sha256: str) -> list[Row]:
    """As own_offers, of the location of an open link."""
    return ask_without_viewer("linked_offers", now(), token_sha256=token_sha256)


def save_by_link(token_sha256: str, told: Sequence[Place] | None, key: str) -> Row:
    """As save. told: None for "all unchanged"."""
    asked = {"told": None if told is None else Jsonb(list(told)), "idempotency_key": key}
    (row,) = change("save_by_link", token_sha256=token_sha256, at=now(), request_id=_request(), **asked)
    return row


def undo_by_link(token_sha256: str) -> Row:
    """As undo, of the statement that was made with this link."""
    (row,) = change("undo_by_link", token_sha256=token_sha256, at=now(), request_id=_request())
    return row


def _request() -> str:
    number: str = flask.g.request_id
    return number
