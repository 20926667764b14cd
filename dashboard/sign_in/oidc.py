"""Signing in at the organisation's own identity provider: OpenID Connect, code flow with PKCE.

What belongs to one attempt (state, nonce, verifier) travels in an encrypted cookie of the browser that began it: an
answer that turns up in another browser is worth nothing. Each attempt can be finished once.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import flask
import orjson
import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from cryptography.fernet import InvalidToken

from dashboard import csrf, limits, sessions
from dashboard.failure import incident
from dashboard.language import _
from dashboard.queries import accounts
from dashboard.settings import Provider
from dashboard.sign_in import id_token, passwords, provider
from dashboard.viewer import now

LIFETIME = 600  # seconds in which an attempt must be finished
_SCOPE = "openid profile"


@dataclass(frozen=True)
class Proven:
    """Whose account it is, and where that person was going."""

    account_id: int
    onward: str


@dataclass(frozen=True)
class Refused:
    """sentence: what the person reads, in the language of the page."""

    sentence: Callable[[], str]


def begin(onward: str) -> flask.typing.ResponseReturnValue:
    """Sends the browser to the provider."""
    known = _provider()
    try:
        facts = provider.facts(known.issuer)
    except provider.ProviderError as error:
        incident(error, "sign-in")
        return flask.redirect("/aanmelden?" + urlencode({"mislukt": "provider"}))
    nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    with _client(known) as client:
        address, state = client.create_authorization_url(
            facts["authorization_endpoint"],
            state=secrets.token_urlsafe(32),
            nonce=nonce,
            code_verifier=verifier,
            response_type="code",
        )
    attempt = orjson.dumps({"state": state, "nonce": nonce, "verifier": verifier, "onward": onward})
    kept = passwords.vault(sessions.settings().secret_keys).encrypt_at_time(attempt, int(now().timestamp()))
    response = flask.make_response(flask.redirect(address))
    response.set_cookie(
        _cookie(),
        kept.decode(),
        max_age=LIFETIME,
        secure=sessions.settings().is_secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def finish() -> Proven | Refused:
    """Whom the provider sends back. Every doubt is a refusal, and written down. Raises DataUnavailableError."""
    flask.after_this_request(_forget)
    attempt = _attempt()
    given = flask.request.args.get("state", "")
    if attempt is None or not secrets.compare_digest(given.encode(), attempt["state"].encode()):
        return _refused("state")
    if not limits.is_first_use("state", given):
        return _refused("replay")
    if "error" in flask.request.args or "code" not in flask.request.args:
        return _refused("provider")
    known = _provider()
    try:
        facts = provider.facts(known.issuer)
        if flask.request.args.get("iss", facts["issuer"]) != facts["issuer"]:
            return _refused("issuer")
        with _client(known) as client:
            answer = client.fetch_token(
                facts["token_endpoint"],
                code=flask.request.args["code"],
                code_verifier=attempt["verifier"],
                timeout=provider.SECONDS,
                allow_redirects=False,
            )
        claims = id_token.claims(
            answer.get("id_token", ""),
            provider.keys(facts),
            issuer=known.issuer,
            client_id=known.client_id,
            nonce=attempt["nonce"],
            now=now(),
        )
    except (provider.ProviderError, id_token.NotValidError, AuthlibBaseError, requests.RequestException) as error:
        incident(error, "sign-in")
        return _refused("token")
    return _account(known.issuer, claims, attempt["onward"])


def end_address() -> str:
    """Where the provider ends its own session; the sign-in page when it offers no such address."""
    back = f"{_own_address()}/aanmelden"
    try:
        end = provider.facts(_provider().issuer).get("end_session_endpoint")
    except provider.ProviderError as error:
        incident(error, "sign-out")
        end = None
    wanted = urlencode({"client_id": _provider().client_id, "post_logout_redirect_uri": back})
    return f"{end}?{wanted}" if end else back


def _account(issuer: str, claims: Mapping[str, Any], onward: str) -> Proven | Refused:
    """Brings the account up to what the provider says today; other rights end the sessions of before."""
    rights = accounts.mapped_rights(issuer, claims)
    if rights is None:
        return _refused("rights")
    if not id_token.is_strong_enough(claims, rights["minimum_acr"], needs_second_factor=rights["needs_second_factor"]):
        return _refused("strength")
    name = next((str(claims[part]) for part in ("name", "preferred_username") if claims.get(part)), _("No name given"))
    known = accounts.by_subject(issuer, claims["sub"])
    if known is not None and not known["is_active"]:
        return _refused("inactive")
    account = accounts.save(
        now(),
        role=rights["role_code"],
        display_name=name[:200],
        scopes=rights["scopes"],
        issuer=issuer,
        subject=claims["sub"],
        means="oidc",
    )
    return Proven(account, onward)


def _client(known: Provider) -> OAuth2Session:
    client = OAuth2Session(
        known.client_id,
        known.client_secret,
        scope=_SCOPE,
        redirect_uri=f"{_own_address()}/aanmelden/terug",
        code_challenge_method="S256",
    )
    client.trust_env = False  # the client secret goes to the provider and through no proxy of the environment
    return client


def _attempt() -> dict[str, str] | None:
    kept = flask.request.cookies.get(_cookie(), "")
    vault = passwords.vault(sessions.settings().secret_keys)
    try:
        text = vault.decrypt_at_time(kept.encode(), ttl=LIFETIME, current_time=int(now().timestamp()))
    except InvalidToken:
        return None
    attempt: dict[str, str] = orjson.loads(text)
    return attempt


def _refused(reason: str) -> Refused:
    state = csrf.fingerprint(flask.request.args.get("state", ""))[:16]
    accounts.note_failure(None, f"oidc {state}", reason=reason, address=sessions.address(), at=now())
    return Refused(_no_rights if reason in {"rights", "strength", "inactive"} else _failed)


def _forget(response: flask.Response) -> flask.Response:
    response.delete_cookie(_cookie(), path="/", secure=sessions.settings().is_secure, httponly=True, samesite="Lax")
    return response


def _cookie() -> str:
    return sessions.cookies(sessions.settings()).sign_in


def _own_address() -> str:
    return sessions.settings().public_url or flask.request.host_url.rstrip("/")


def _provider() -> Provider:
    known = sessions.settings().provider
    if known is None:
        raise LookupError("no identity provider is set")
    return known


def _no_rights() -> str:
    return _("Your organisation let you in, and gives you no rights here that this sign-in is strong enough for.")


def _failed() -> str:
    return _("Signing in did not succeed. Try it again from this page.")
