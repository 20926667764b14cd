"""Proof that a change was sent by a page of ours: a token that another site can neither read nor set.

A session has its own token, of which the database knows the hash. Who is not signed in has one that we signed.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence

HEADER = "X-CSRFToken"
FIELD = "csrf"
_SEPARATOR = "."


def fingerprint(token: str) -> str:
    """SHA-256 of an opaque token in hex: what is stored in its place."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_of_session(given: str, stored: str) -> bool:
    """Whether what was sent is the token whose hash the session has."""
    return bool(given) and hmac.compare_digest(fingerprint(given), stored)


def new_anonymous(keys: Sequence[str]) -> str:
    """A token for a form that somebody who is not signed in gets to see."""
    number = secrets.token_urlsafe(32)
    return f"{number}{_SEPARATOR}{_signature(number, keys[0])}"


def is_anonymous(given: str, cookie: str, keys: Sequence[str]) -> bool:
    """Whether form and cookie agree, and the cookie is one of ours and not one that a neighbouring site put there."""
    if not given or not hmac.compare_digest(given.encode(), cookie.encode()):
        return False
    number, _, signature = given.partition(_SEPARATOR)
    return any(hmac.compare_digest(signature.encode(), _signature(number, key).encode()) for key in keys)


def proof(of: str, token: str, keys: Sequence[str]) -> str:
    """For a form that only the browser with this token may send: another, that knows all else, cannot make it."""
    return _proof(of, token, keys[0])


def is_proof(given: str, of: str, token: str, keys: Sequence[str]) -> bool:
    """Whether it was made for this and for this token."""
    return any(hmac.compare_digest(given.encode(), _proof(of, token, key).encode()) for key in keys)


def _proof(of: str, token: str, key: str) -> str:
    return hmac.new(key.encode(), f"only {of} {token}".encode(), hashlib.sha256).hexdigest()


def _signature(number: str, key: str) -> str:
    return hmac.new(key.encode(), f"csrf {number}".encode(), hashlib.sha256).hexdigest()
