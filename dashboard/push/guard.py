"""The guard of the addresses for programs that push: a token opens them and nothing else does, no cookie either."""

import flask
import structlog

from dashboard import access, limits, sessions
from dashboard.push.addresses import PLACES, is_asked
from dashboard.push.refusal import refused
from dashboard.push.sender import NoSenderError, Sender, sender_of
from dashboard.queries import push
from dashboard.viewer import now

__all__ = ["current_sender", "guard", "is_asked"]
_log = structlog.get_logger("dashboard")


def guard() -> flask.Response | None:
    """Refuses the request under way, or lets it through with `flask.g.sender` set. Raises DataUnavailableError."""
    request = flask.request
    policy = access.policy_on(flask.current_app.view_functions.get(request.endpoint or ""))
    if policy is None or not (policy.is_public or policy.is_for_senders):
        return refused("method", 405) if request.path == PLACES else refused("not_found", 404)
    if policy.is_public:
        return None
    try:
        sender = sender_of(request.headers.get("Authorization", ""), now())
    except NoSenderError as error:
        return _refuse(error)
    flask.g.sender = sender
    seconds = limits.wait(limits.PUSHES if request.method == "POST" else limits.PUSH_STATES, sender.source)
    return refused("too_many", 429, retry_after=seconds) if seconds else None


def current_sender() -> Sender:
    """Who sent the request under way. The guard lets no request by without one."""
    sender: Sender = flask.g.sender
    return sender


def _refuse(error: NoSenderError) -> flask.Response:
    """Who has no token, or one that opens nothing. A known token is written down, as far as one address may write."""
    seconds = limits.wait(limits.PUSH_DENIALS, sessions.address())
    if seconds:
        return refused("too_many", 429, retry_after=seconds)
    if error.prefix:
        push.note_refused(error.prefix, error.code, address=sessions.address(), at=now())
    _log.warning("push refused", code=error.code, token=error.prefix or None, request=flask.g.request_id)
    return refused(error.code, 401)
