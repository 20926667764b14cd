"""Tokens of a provider that lies: none of them lets anybody in."""

import base64
import hmac
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.dashboard.access.oidc.way import CLIENT, Liar, back, begin
from tests.dashboard.visit import Clock


def signed(key: Any, header: dict[str, Any] | None = None, **changed: Any) -> Callable[[dict[str, Any]], str]:
    """A token with the claims as they should be but for these; a claim of None is left out."""

    def make(claims: dict[str, Any]) -> str:
        said = {name: one for name, one in {**claims, **changed}.items() if one is not None}
        head = {"alg": "RS256", "kid": "one", **(header or {})}
        return jwt.encode(head, said, key, algorithms=[head["alg"]])

    return make


def coded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def unsigned(claims: dict[str, Any]) -> str:
    return f"{NO_ALGORITHM}.{coded(json.dumps(claims).encode())}."


def with_secret(secret: bytes, claims: dict[str, Any]) -> str:
    """HS256 with what everybody may know."""
    text = f"{SHARED}.{coded(json.dumps(claims).encode())}"
    return f"{text}.{coded(hmac.digest(secret, text.encode(), 'sha256'))}"


NO_ALGORITHM, SHARED = coded(b'{"alg":"none"}'), coded(b'{"alg":"HS256","kid":"one"}')
TAMPERED: dict[str, Callable[[Liar, int], Callable[[dict[str, Any]], str]]] = {
    "another nonce": lambda liar, _now: signed(liar.key, nonce="other"),
    "no nonce": lambda liar, _now: signed(liar.key, nonce=None),
    "another audience": lambda liar, _now: signed(liar.key, aud="somebody-else"),
    "no audience": lambda liar, _now: signed(liar.key, aud=None),
    "more audiences": lambda liar, _now: signed(liar.key, aud=[CLIENT, "somebody-else"]),
    "given to another": lambda liar, _now: signed(liar.key, azp="somebody-else"),
    "another issuer": lambda liar, _now: signed(liar.key, iss="https://elsewhere.example"),
    "no subject": lambda liar, _now: signed(liar.key, sub=None),
    "an empty subject": lambda liar, _now: signed(liar.key, sub=""),
    "expired": lambda liar, now: signed(liar.key, exp=now - 61),
    "no end": lambda liar, _now: signed(liar.key, exp=None),
    "made long ago": lambda liar, now: signed(liar.key, iat=now - 700),
    "made in the future": lambda liar, now: signed(liar.key, iat=now + 3600),
    "another key": lambda _liar, _now: signed(RSAKey.generate_key(2048, {"kid": "one"})),
    "not signed": lambda _liar, _now: unsigned,
    "signed with the public key": lambda liar, _now: lambda claims: with_secret(liar.key.as_pem(private=False), claims),
    "an unknown key": lambda _liar, _now: signed(RSAKey.generate_key(2048, {"kid": "two"}), {"kid": "two"}),
    "no token at all": lambda _liar, _now: lambda _claims: "a.b",
    "cut": lambda liar, _now: lambda claims: signed(liar.key)(claims)[:-8],
    "none": lambda _liar, _now: lambda _claims: "",
}


def answer_of(one: Any, liar: Liar, clock: Clock) -> Any:
    asked = parse_qs(urlsplit(begin(one)).query)
    now = int(clock().timestamp())
    own = {"iss": liar.address, "sub": "gp-1", "aud": CLIENT, "iat": now, "exp": now + 300, "groups": ["huisartsen"]}
    liar.claims = {**own, "nonce": asked["nonce"][0]}
    return back(one, f"/aanmelden/terug?code=any&state={asked['state'][0]}")


@pytest.mark.usefixtures("mapping")
def test_a_token_as_it_should_be_lets_in(browser: Any, liar: Liar, clock: Clock) -> None:
    liar.make = signed(liar.key)
    assert answer_of(browser(), liar, clock).status_code == 303


@pytest.mark.usefixtures("mapping")
@pytest.mark.parametrize("what", TAMPERED)
def test_a_tampered_token_lets_nobody_in(browser: Any, liar: Liar, clock: Clock, events: Any, what: str) -> None:
    liar.make = TAMPERED[what](liar, int(clock().timestamp()))
    one = browser()
    assert answer_of(one, liar, clock).status_code == 403
    assert one.cookie("sid") == ""
    last = events()[-1]
    assert (last["event_type"], last["outcome_code"], last["detail"]) == ("sign_in", "refused", {"reason": "token"})


@pytest.mark.usefixtures("mapping")
def test_a_provider_may_take_another_key_at_any_time(browser: Any, liar: Liar, clock: Clock) -> None:
    liar.make = signed(liar.key)
    assert answer_of(browser(), liar, clock).status_code == 303
    liar.key = RSAKey.generate_key(2048, {"kid": "two"})
    liar.make = signed(liar.key, {"kid": "two"})
    assert answer_of(browser(), liar, clock).status_code == 303


@pytest.mark.usefixtures("mapping")
def test_a_provider_without_a_sign_out_is_left_and_a_token_too_large_is_not_kept(
    browser: Any, liar: Liar, clock: Clock
) -> None:
    one = browser()
    liar.make = signed(liar.key, much="x" * 4000)
    assert answer_of(one, liar, clock).status_code == 303
    assert one.cookie("afmelding") == ""
    assert 'content="0; url=http://localhost/aanmelden"' in one.submit("/aanmelden/uit", {}).text


@pytest.mark.usefixtures("mapping")
def test_a_strange_address_to_sign_out_at_is_not_followed(browser: Any, liar: Liar) -> None:
    liar.more = {"end_session_endpoint": "javascript:alert(1)"}
    answer = browser().get("/aanmelden/start")
    assert answer.status_code == 503
    assert "De identityprovider van uw organisatie antwoordt niet." in answer.text
