"""Saying no to a program that pushes: a code for the program, a sentence for whoever reads its log."""

from collections.abc import Mapping

import flask

from dashboard.language import _, current
from dashboard.push.addresses import MOST_BYTES, PLACES

PROBLEM = "application/problem+json"
_ALLOWED = {PLACES: "POST"}  # anything else is only read


def refused(code: str, status: int, *, retry_after: int = 0, number: str = "") -> flask.Response:
    """The answer that says no. retry_after: seconds. number: under which the log tells more."""
    if code == "http":
        code = _BY_STATUS.get(status, "wrong_request")
    told = {"status": status, "code": code, "detail": sentence(code)}
    answer = flask.make_response(flask.jsonify(told | ({"number": number} if number else {})), status)
    answer.headers["Content-Type"] = PROBLEM
    answer.headers["Content-Language"] = current()
    if retry_after or status == 503:
        answer.headers["Retry-After"] = str(retry_after or 30)
    if status == 405:
        answer.headers["Allow"] = _ALLOWED.get(flask.request.path, "GET, HEAD")
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="transferpunt"'
    return answer


def sentence(code: str) -> str:
    """What a refusal means and what to do, in the language of the request."""
    return sentences()[code]


_BY_STATUS = {400: "wrong_request", 404: "not_found", 405: "method", 413: "too_large", 415: "wrong_type"}


def sentences() -> Mapping[str, str]:
    """Every code with which a program is refused, and its sentence."""
    return {
        "token_missing": _("Send your token along: Authorization: Bearer tp_…"),
        "token_unknown": _("This token is not known. Take the whole of it, as it was shown when it was made."),
        "token_expired": _("This token has expired. Make a new one on the page Connection."),
        "token_revoked": _("This token was revoked. Make a new one on the page Connection."),
        "token_ended": _("The connection of this token has ended. Ask the operator."),
        "too_many": _("Too many requests in a short time. Wait as many seconds as Retry-After says."),
        "wrong_type": _("Send JSON as it is: Content-Type: application/json, in UTF-8, without Content-Encoding."),
        "too_large": _("This delivery is larger than {most} MiB. Let us fetch it instead: ask the operator.").format(
            most=MOST_BYTES // 1024 // 1024
        ),
        "length": _("Say how long the body is: Content-Length."),
        "body_incomplete": _("The body ended before its Content-Length. Send it again under the same key."),
        "key_missing": _(
            "Give each delivery a key of its own: Idempotency-Key, of 1 to 64 letters, digits, and the marks . _ : -"
        ),
        "key_used": _("This Idempotency-Key was used for another body. Nothing was stored: take a new key."),
        "wrong_parameter": _("The address has a part that is not known here. The only one is dry_run, 1 or 0."),
        "not_json": _("The body is no valid JSON."),
        "not_this_form": _("The body is not a delivery of places: an object with form and a list of places."),
        "wrong_request": _("What you asked cannot be asked this way."),
        "not_found": _("There is nothing at this address, or nothing of yours."),
        "method": _("This address is not asked with this method. Allow says with which."),
        "no_answer": _("The dry run was not answered in time. Nothing was stored: try again in a moment."),
        "unavailable": _("The data cannot be reached just now. Try again in a few minutes, under the same key."),
        "broken": _("Something went wrong on our side. Send it again under the same key; it is stored once."),
        "unknown_sender": _("Requests from this address are not answered."),
        "unknown_host": _("Requests are not answered under this host name."),
        "cross_site": _("A web page of another site cannot push."),
    }
