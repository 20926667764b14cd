"""Saying no: a page with a sentence to a person, a code to a program."""

import flask

from dashboard.language import _
from dashboard.plain_page import Button, Form, Link, plain_page
from dashboard.push import refusal as push
from dashboard.push.addresses import is_asked as is_pushed
from dashboard.viewer import viewer_or_none

_NOT_ALLOWED = frozenset({"denied", "no_page"})


def is_navigation() -> bool:
    """Whether a person goes to an address, and so reads what comes back."""
    request = flask.request
    mode = request.headers.get("Sec-Fetch-Mode")
    if request.method not in {"GET", "HEAD"}:
        return mode == "navigate" and request.mimetype != "application/json"
    return mode == "navigate" if mode else "text/html" in request.headers.get("Accept", "")


def refused(code: str, status: int) -> flask.Response:
    """What is asked is not for who asks it, or is no question of a page of ours."""
    if is_pushed():
        return push.refused(code, status)
    if not is_navigation():
        return flask.make_response(flask.jsonify(error=code), status)
    if code == "csrf":
        return plain_page(
            _("This form is too old"),
            _("It was opened before you signed in or out, or too long ago. Open the page again and send it once more."),
            links=[Link(_("To the start"), "/")],
            status=status,
        )
    if code not in _NOT_ALLOWED:
        said = _("What you asked cannot be asked this way.")
        return plain_page(_("This does not work"), said, links=[Link(_("To the start"), "/")], status=status)
    who = viewer_or_none()
    return plain_page(
        _("This is not open to you"),
        _("Your rights do not include what you asked for. That you asked has been written down."),
        links=[Link(_("To the start"), "/")],
        forms=[Form("/aanmelden/uit", [Button(_("Sign out"))])] if who else [],
        token=who.csrf if who else "",
        status=status,
    )


def too_many(seconds: int) -> flask.Response:
    """Too often in a short time."""
    if is_pushed():
        return push.refused("too_many", 429, retry_after=seconds)
    if is_navigation():
        response = plain_page(
            _("Too many questions at once"),
            _("Wait {seconds} seconds and try again.").format(seconds=seconds),
            status=429,
        )
    else:
        response = flask.make_response(flask.jsonify(error="too_many"), 429)
    response.headers["Retry-After"] = str(seconds)
    return response


def unavailable(number: str) -> flask.Response:
    """The database cannot be reached, and this cannot be done without it."""
    if is_pushed():
        return push.refused("unavailable", 503, number=number)
    if not is_navigation():
        return flask.make_response(flask.jsonify(error="unavailable", number=number), 503)
    return plain_page(
        _("The data cannot be reached just now"),
        _("Where a place is free cannot be shown at this moment. Try again in a few minutes."),
        _(
            "Urgent? Phone the transfer point of your region. "
            "Crisis? Phone the crisis line, or 112 when life is in danger."
        ),
        _("Does it stay like this? Tell the operator this number: {number}").format(number=number),
        status=503,
    )


def broken(number: str) -> flask.Response:
    """A fault of ours: no trace of it goes out, only the number under which the log tells more."""
    if is_pushed():
        return push.refused("broken", 500, number=number)
    if not is_navigation():
        return flask.make_response(flask.jsonify(error="broken", number=number), 500)
    return plain_page(
        _("This page could not be made"),
        _("Something went wrong on our side. Try again, or ask your question in another way."),
        _("Does it stay like this? Tell the operator this number: {number}").format(number=number),
        status=500,
    )
