"""The questions and deeds around an invitation: of who invites and decides, and of the invited by a link."""

from typing import Any

import flask
from psycopg.types.json import Jsonb

from dashboard.queries.database import Row, ask, ask_without_viewer, change, changed, deed, give
from dashboard.viewer import Viewer, now


def invitations(viewer: Viewer, invitation: int | None = None) -> list[Row]:
    """One row per invitation that this viewer may see; with a number that one, with its steps."""
    return ask(viewer, "invitations", asker=viewer.account_id, invitation=invitation)


def invite(viewer: Viewer, facts: dict[str, str]) -> Row:
    """outcome_code and invitation_id, as act.invite_provider gives them. facts: its arguments."""
    (row,) = deed(viewer, "invite_provider", asker=viewer.account_id, **_moment(viewer), **facts)
    return row


def change_invitation(viewer: Viewer, invitation: int, verdict: str) -> str:
    """done, denied or not_open. verdict: resend, withdraw."""
    told = {"asker": viewer.account_id, "invitation": invitation, "verdict": verdict}
    return str(give(viewer, "change_invitation", **told, **_moment(viewer)))


def decide(viewer: Viewer, invitation: int, verdict: str, reason: str) -> str:
    """done, or why not, as act.decide_application says. verdict: approve, return."""
    told = {"asker": viewer.account_id, "invitation": invitation, "verdict": verdict, "reason": reason}
    return str(give(viewer, "decide_application", **told, **_moment(viewer)))


def invited(token_sha256: str) -> Row:
    """What a link is good for, and what was filled in with it. Asking changes nothing."""
    (row,) = ask_without_viewer("invited", now(), token_sha256=token_sha256)
    return row


def save_step(token_sha256: str, step: str, content: dict[str, Any], version: int) -> Row:
    """outcome_code and version, as act.save_application_step gives them."""
    told = {"step": step, "content": Jsonb(content), "version": version}
    (row,) = change("save_application_step", token_sha256=token_sha256, at=now(), request_id=_request(), **told)
    return row


def submit(token_sha256: str) -> str:
    """done, or why not, as act.submit_application says."""
    return str(changed("submit_application", token_sha256=token_sha256, at=now(), request_id=_request()))


def _moment(viewer: Viewer) -> dict[str, object]:
    return {"at": viewer.asked_at, "request_id": _request()}


def _request() -> str:
    number: str = flask.g.request_id
    return number
