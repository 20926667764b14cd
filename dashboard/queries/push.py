"""The questions and deeds of programs that push, and of the people who look after their tokens."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import flask
from psycopg.types.json import Jsonb

from dashboard.push.token import Token
from dashboard.queries.database import Row, ask, ask_without_viewer, change, deed
from dashboard.viewer import Viewer


def sender(prefix: str, at: datetime) -> Row | None:
    """The token with this visible part: token_id, source_code, token_sha256, state_code."""
    return next(iter(ask_without_viewer("push_sender", at, token_prefix=prefix)), None)


def note_use(token: int, at: datetime) -> None:
    """That a token was used, to the minute."""
    change("note_push_token", token=token, at=at)


def note_refused(prefix: str, code: str, *, address: str, at: datetime) -> None:
    """That somebody tried a token that opens nothing, in the audit trail."""
    change(
        "record_event",
        at=at,
        account=None,
        event_type="push_refused",
        action="C",
        outcome="refused",
        object_type="push_token",
        object_id=prefix,
        detail=Jsonb({"reason": code}),
        address=address,
        request_id=flask.g.request_id,
    )


def receive(token_sha256: str, key: str, payload: bytes, *, address: str, at: datetime) -> Row:
    """outcome_code and receipt_id, as act.receive_push gives them."""
    asked = {"token_sha256": token_sha256, "idempotency_key": key, "payload": payload, "address": address}
    (row,) = change("receive_push", at=at, request_id=flask.g.request_id, **asked)
    return row


def state(token_sha256: str, receipt: int, at: datetime) -> Row | None:
    """What became of what this sender pushed; None for anything else."""
    return next(iter(ask_without_viewer("push_state", at, token_sha256=token_sha256, receipt=receipt)), None)


def ask_trial(token_sha256: str, key: str, payload: bytes, at: datetime) -> Row:
    """outcome_code, trial_id and receipt_id, as act.ask_trial gives them."""
    (row,) = change("ask_trial", token_sha256=token_sha256, idempotency_key=key, payload=payload, at=at)
    return row


def take_trial(trial: Any, *, gives_up: bool) -> Row | None:  # noqa: ANN401 - a uuid
    """What a dry run came to; None while there is no answer. After this it is gone."""
    return next((row["told"] for row in change("take_trial", trial=trial, gives_up=gives_up)), None)


def tokens(viewer: Viewer) -> list[Row]:
    """One row per token in reach, by connection, the newest first."""
    return ask(viewer, "push_tokens", asker=viewer.account_id)


def codes(viewer: Viewer) -> list[Row]:
    """One row per AGB code of one's own: agb_code, name."""
    return ask(viewer, "push_codes", asker=viewer.account_id)


def make(viewer: Viewer, name: str, codes: Sequence[str], token: Token, *, days: int) -> str:
    """done, or why not, as act.make_push_token says it."""
    return _outcome(
        viewer, "make_push_token", connection_name=name, agb_codes=list(codes), **_seen(token), valid_days=days
    )


def rotate(viewer: Viewer, source: str, token: Token, *, days: int) -> str:
    """done, or why not, as act.rotate_push_token says it."""
    return _outcome(viewer, "rotate_push_token", source=source, **_seen(token), valid_days=days)


def revoke(viewer: Viewer, token: int) -> str:
    """done or denied."""
    return _outcome(viewer, "revoke_push_token", token=token)


def ask_own_trial(viewer: Viewer, source: str, payload: bytes) -> Row:
    """outcome_code and trial_id, as act.ask_own_trial gives them."""
    (row,) = deed(viewer, "ask_own_trial", asker=viewer.account_id, source=source, payload=payload, at=viewer.asked_at)
    return row


def _seen(token: Token) -> dict[str, str]:
    """All that the database may know of it."""
    return {"token_prefix": token.prefix, "token_sha256": token.sha256}


def _outcome(viewer: Viewer, name: str, **told: object) -> str:
    asked = {"at": viewer.asked_at, "request_id": flask.g.request_id}
    (row,) = deed(viewer, name, asker=viewer.account_id, **told, **asked)
    return str(row["outcome_code"])
