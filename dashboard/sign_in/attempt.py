"""One attempt to sign in at an identity provider: what belongs to it, in the browser that began it.

State, nonce and verifier travel in an encrypted cookie: an answer that turns up in another browser is worth nothing.
"""

import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta

import flask
import orjson
from cryptography.fernet import InvalidToken

from dashboard import cookies, sessions
from dashboard.sign_in import passwords
from dashboard.viewer import now

LIFETIME = 600  # seconds in which an attempt must be finished


@dataclass(frozen=True)
class Attempt:
    """state: comes back from the provider. nonce: stands in its token. verifier: of PKCE. onward: where to after it."""

    state: str
    nonce: str
    verifier: str
    onward: str


def begin(onward: str) -> Attempt:
    """A new attempt, whose cookie goes with the answer under way."""
    made = Attempt(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48), onward)
    settings = sessions.settings()
    sealed = passwords.vault(settings.secret_keys).encrypt_at_time(orjson.dumps(asdict(made)), int(now().timestamp()))
    cookies.send(settings, _name(), sealed.decode(), max_age=timedelta(seconds=LIFETIME))
    return made


def take() -> Attempt | None:
    """The attempt of this browser, which is over now; None without one, or with one that took too long."""
    settings = sessions.settings()
    cookies.send(settings, _name(), "", max_age=timedelta(0))
    kept = flask.request.cookies.get(_name(), "").encode()
    try:
        text = passwords.vault(settings.secret_keys).decrypt_at_time(kept, LIFETIME, int(now().timestamp()))
    except InvalidToken:
        return None
    return Attempt(**orjson.loads(text))


def _name() -> str:
    return cookies.names(sessions.settings()).sign_in
