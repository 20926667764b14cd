"""Signing out at the identity provider too (OpenID Connect RP-Initiated Logout 1.0).

A provider knows which of its sessions to end by the ID token it gave; without that token it asks the person, or does
not answer at all. So the browser keeps it, encrypted, and the server keeps nothing of it.
"""

from datetime import timedelta
from urllib.parse import urlencode

import flask

from dashboard import cookies, sessions
from dashboard.failure import incident
from dashboard.sign_in import passwords, provider

_LARGEST = 3800  # characters; a browser drops a cookie of more than 4096 bytes, name and flags included


def remember(token: str) -> None:
    """Keeps the ID token of who just signed in for when it signs out. One too large is left out."""
    settings = sessions.settings()
    sealed = passwords.encrypted(token, settings.secret_keys)
    if len(sealed) <= _LARGEST:
        cookies.send(settings, _name(), sealed)


def address() -> str:
    """Where the provider ends its own session and sends the browser back to us; ours when it offers no such address."""
    known, back = provider.configured(), f"{provider.own_address()}/aanmelden"
    try:
        end = provider.facts(known.issuer).get(provider.END)
    except provider.ProviderError as error:
        incident(error, "sign-out")
        end = None
    wanted = {"client_id": known.client_id, "post_logout_redirect_uri": back}
    if token := _forget():
        wanted["id_token_hint"] = token
    return f"{end}{'&' if '?' in end else '?'}{urlencode(wanted)}" if end else back


def _forget() -> str | None:
    """The token that was kept, which goes now."""
    settings = sessions.settings()
    kept = flask.request.cookies.get(_name(), "")
    if kept:
        cookies.send(settings, _name(), "", max_age=timedelta(0))
    return passwords.decrypted(kept, settings.secret_keys)


def _name() -> str:
    return cookies.names(sessions.settings()).sign_out
