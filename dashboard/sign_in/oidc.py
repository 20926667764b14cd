"""Signing in at the organisation's own identity provider: OpenID Connect, code flow with PKCE.

Each attempt can be finished once, in the browser that began it (dashboard/sign_in/attempt.py).
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import flask
import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session

from dashboard import csrf, limits, sessions
from dashboard.failure import incident
from dashboard.language import _
from dashboard.queries import accounts
from dashboard.settings import Provider
from dashboard.sign_in import attempt, id_token, provider, sign_out
from dashboard.viewer import now

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


def begin(onward: str) -> flask.typing.ResponseReturnValue | Refused:
    """Sends the browser to the provider, when that answers."""
    known = provider.configured()
    try:
        facts = provider.facts(known.issuer)
    except provider.ProviderError as error:
        incident(error, "sign-in")
        return Refused(_away)
    made = attempt.begin(onward)
    with _client(known) as client:
        address, _state = client.create_authorization_url(
            facts["authorization_endpoint"],
            state=made.state,
            nonce=made.nonce,
            code_verifier=made.verifier,
            response_type="code",
        )
    return flask.redirect(address)


def finish() -> Proven | Refused:
    """Whom the provider sends back. Every doubt is a refusal, and written down. Raises DataUnavailableError."""
    begun = attempt.take()
    given = flask.request.args.get("state", "")
    if begun is None or not secrets.compare_digest(given.encode(), begun.state.encode()):
        return _refused("state")
    if not limits.is_first_use("state", given):
        return _refused("replay")
    if "error" in flask.request.args or "code" not in flask.request.args:
        return _refused("provider")
    known = provider.configured()
    try:
        facts = provider.facts(known.issuer)
        if flask.request.args.get("iss", facts["issuer"]) != facts["issuer"]:
            return _refused("issuer")
        with _client(known) as client:
            answer = client.fetch_token(
                facts["token_endpoint"],
                code=flask.request.args["code"],
                code_verifier=begun.verifier,
                timeout=provider.SECONDS,
                allow_redirects=False,
            )
        token = str(answer.get("id_token", ""))
        claims = id_token.claims(
            token,
            provider.keys(facts, id_token.key_name(token)),
            issuer=known.issuer,
            client_id=known.client_id,
            nonce=begun.nonce,
            now=now(),
        )
    except (provider.ProviderError, id_token.NotValidError, AuthlibBaseError, requests.RequestException) as error:
        incident(error, "sign-in")
        return _refused("token")
    outcome = _account(known.issuer, claims, begun.onward)
    if isinstance(outcome, Proven):
        sign_out.remember(token)
    return outcome


def _account(issuer: str, claims: Mapping[str, Any], onward: str) -> Proven | Refused:
    """Brings the account up to what the provider says today; other rights end the sessions of before."""
    rights = accounts.mapped_rights(issuer, claims)
    if rights is None:
        return _refused("rights")
    if not rights["is_scope_possible"]:
        return _refused("scope")
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
        redirect_uri=f"{provider.own_address()}/aanmelden/terug",
        code_challenge_method="S256",
    )
    client.trust_env = False  # the client secret goes to the provider and through no proxy of the environment
    return client


def _refused(reason: str) -> Refused:
    state = csrf.fingerprint(flask.request.args.get("state", ""))[:16]
    accounts.note_failure(None, f"oidc {state}", reason=reason, address=sessions.address(), at=now())
    return Refused(_no_rights if reason in {"rights", "scope", "strength", "inactive"} else _failed)


def _no_rights() -> str:
    return _("Your organisation let you in, and gives you no rights here that this sign-in is strong enough for.")


def _away() -> str:
    return _("The identity provider of your organisation does not answer. Try again in a few minutes.")


def _failed() -> str:
    return _("Signing in did not succeed. Try it again from this page.")
