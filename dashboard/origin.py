"""Whether the request under way was sent by a page of ours: what the browser says of it, its token, its size."""

import secrets
from urllib.parse import urlsplit

import flask

from dashboard import access, cookies, csrf, sessions
from dashboard.viewer import Viewer


def is_from_our_pages() -> bool:
    """Another site may link to us, and do nothing else. Where a browser does not say, the origin does."""
    request = flask.request
    site = request.headers.get("Sec-Fetch-Site", "")
    if request.method == "POST":
        if site:
            return site == "same-origin"
        origin = request.headers.get("Origin")
        return origin is None or (urlsplit(origin).netloc == request.host)
    is_link = (
        request.headers.get("Sec-Fetch-Mode") == "navigate" and request.headers.get("Sec-Fetch-Dest") == "document"
    )
    return site in {"", "same-origin", "none"} or is_link


def has_token(viewer: Viewer | None) -> bool:
    """Whether the request carries the token of this session, or of this browser when nobody is signed in."""
    request = flask.request
    given = request.headers.get(csrf.HEADER, "") if request.is_json else request.form.get(csrf.FIELD, "")
    if viewer is not None:
        return viewer.csrf != "" and secrets.compare_digest(given.encode(), viewer.csrf.encode())
    settings = sessions.settings()
    return csrf.is_anonymous(given, request.cookies.get(cookies.names(settings).csrf, ""), settings.secret_keys)


def take_body(viewer: Viewer | None, policy: access.Policy | None) -> None:
    """As large a body as the route says, for who may ask it. To be called before anything of the body is read."""
    view = flask.current_app.view_functions.get(flask.request.endpoint or "")
    most_bytes = access.body_of(view)
    if most_bytes is not None and viewer is not None and access.allows(policy, viewer.permissions):
        flask.request.max_content_length = most_bytes
