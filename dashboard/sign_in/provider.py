"""What an identity provider says of itself: its addresses and its keys. Asked from it, and kept for some minutes."""

import threading
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import flask
import requests
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from dashboard import sessions
from dashboard.settings import Provider

SECONDS = 10  # to wait for an answer
_KEPT = 300.0  # seconds; a key that the provider withdrew is refused after that
_LARGEST = 512 * 1024  # bytes
END = "end_session_endpoint"  # not every provider has one
_NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")

_known: dict[str, tuple[float, dict[str, Any]]] = {}
_guard = threading.Lock()


class ProviderError(Exception):
    """The identity provider does not answer as one."""


def configured() -> Provider:
    """The provider of the settings."""
    known = sessions.settings().provider
    if known is None:
        raise LookupError("no identity provider is set")
    return known


def own_address() -> str:
    """Where the browser reaches us, as the provider knows it; without a path."""
    return sessions.settings().public_url or flask.request.host_url.rstrip("/")


def facts(issuer: str) -> Mapping[str, Any]:
    """Its own description: issuer, the addresses of its parts. Raises ProviderError."""
    found = _asked(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    missing = [name for name in _NEEDED if not isinstance(found.get(name), str)]
    if missing:
        raise ProviderError(f"its description has no {', '.join(missing)}")
    if found["issuer"].rstrip("/") != issuer.rstrip("/"):
        raise ProviderError("it describes another issuer")
    own = urlsplit(issuer).scheme
    used = [str(found[name]) for name in (*_NEEDED[1:], END) if name in found]
    if any(urlsplit(one).scheme not in {own, "https"} for one in used):
        raise ProviderError("a part of it is not behind TLS")
    return found


def keys(known: Mapping[str, Any], wanted: str) -> KeySet:
    """The keys it signs with; asked again when the one that is wanted is not among those that were kept.

    Raises ProviderError.
    """
    try:
        found = KeySet.import_key_set(_asked(known["jwks_uri"]))  # type: ignore[arg-type]
        if wanted and wanted not in {key.kid for key in found.keys}:
            found = KeySet.import_key_set(_asked(known["jwks_uri"], is_fresh=True))  # type: ignore[arg-type]
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise ProviderError("its keys cannot be read") from error
    return found


def _asked(address: str, *, is_fresh: bool = False) -> dict[str, Any]:
    with _guard:
        kept = _known.get(address)
    if kept is not None and not is_fresh and time.monotonic() - kept[0] < _KEPT:
        return kept[1]
    try:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.get(address, timeout=SECONDS, allow_redirects=False)
        found = answer.json() if answer.status_code == 200 and len(answer.content) <= _LARGEST else None
    except (requests.RequestException, ValueError) as error:
        raise ProviderError("it does not answer") from error
    if not isinstance(found, dict):
        raise ProviderError("it answers something else")
    with _guard:
        _known[address] = (time.monotonic(), found)
    return found
