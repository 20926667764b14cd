"""The cookies this product sends: what they are called, and what a browser may do with them."""

from dataclasses import dataclass
from datetime import timedelta

import flask

from dashboard.settings import Settings


@dataclass(frozen=True)
class Cookies:
    """The names of our cookies. The prefix binds them to this host and to TLS, where there is TLS."""

    session: str
    csrf: str
    device: str
    sign_in: str
    sign_out: str


def names(settings: Settings) -> Cookies:
    """With __Host- where Secure can be set."""
    prefix = "__Host-" if settings.is_secure else ""
    own = ("sid", "csrf", "device", "aanmelding", "afmelding")
    return Cookies(*(f"{prefix}{name}" for name in own))


def send(
    settings: Settings, name: str, value: str, *, max_age: timedelta | None = None, is_readable: bool = False
) -> None:
    """Sends a cookie with the answer under way; without max_age it ends with the browser.

    is_readable: scripts of our own pages may read it.
    """

    @flask.after_this_request
    def add(response: flask.Response) -> flask.Response:
        response.set_cookie(
            name,
            value,
            max_age=max_age,
            secure=settings.is_secure,
            httponly=not is_readable,
            samesite="Lax",
            path="/",
        )
        return response
