"""Signing in at an identity provider: a real one in a process of its own, and one that lies."""

import base64
import hmac
import html
import json
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import flask
import pytest
import requests
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

from dashboard.settings import Provider, Settings, SignIn
from sql.call import rows
from tests.dashboard.visit import KEYS, Clock, machine_clock

CLIENT = "transferpunt"
PEOPLE = [
    {"sub": "gp-1", "name": "Dokter Voorbeeld", "groups": ["huisartsen"], "amr": ["pwd"]},
    {"sub": "co-1", "name": "Co Voorbeeld", "groups": ["transfer"], "regio": ["ZK07"], "amr": ["pwd", "otp"]},
    {"sub": "co-2", "name": "Co Zwak", "groups": ["transfer"], "regio": ["ZK07"], "amr": ["pwd"]},
    {"sub": "co-3", "name": "Co Kort", "groups": ["transfer"], "agb": ["0900002"], "amr": ["pwd", "otp"]},
    {"sub": "none-1", "name": "Geen Rol", "groups": ["tuin"]},
]


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="session")
def real_provider() -> Iterator[str]:
    """The address of a provider that runs as a process."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "oidc_provider_mock",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--require-nonce",
    ]
    people = [part for person in PEOPLE for part in ("--user-claims", json.dumps(person))]
    with subprocess.Popen([*command, *people], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _when_answering(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _when_answering(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 30
    while True:
        assert process.poll() is None, "the provider ended"
        assert time.monotonic() < until, "the provider does not answer"
        with closing(socket.socket()) as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        threading.Event().wait(0.05)


@dataclass
class Liar:
    """A provider whose tokens say what a test wants."""

    address: str
    key: RSAKey
    make: Callable[[dict[str, Any]], str] = field(default=lambda _claims: "")
    claims: dict[str, Any] = field(default_factory=dict)
    more: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def liar() -> Iterator[Liar]:
    server = flask.Flask("liar")
    port = free_port()
    one = Liar(f"http://127.0.0.1:{port}", RSAKey.generate_key(2048, {"kid": "one"}))
    parts = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}

    @server.get("/.well-known/openid-configuration")
    def facts() -> dict[str, str]:
        return {"issuer": one.address, **{name: f"{one.address}/{part}" for name, part in parts.items()}, **one.more}

    @server.get("/keys")
    def keys() -> dict[str, Any]:
        return {"keys": [one.key.as_dict(private=False)]}

    @server.post("/token")
    def token() -> dict[str, str]:
        return {"access_token": "x", "token_type": "Bearer", "id_token": one.make(one.claims)}

    running = make_server("127.0.0.1", port, server, threaded=True)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield one
    running.shutdown()
    thread.join()
    running.server_close()


@pytest.fixture
def clock() -> Clock:
    """Tokens are stamped by the provider, with the time of the machine."""
    return machine_clock()


@pytest.fixture
def settings(request: pytest.FixtureRequest) -> Settings:
    issuer = request.getfixturevalue("liar").address if "liar" in request.fixturenames else None
    issuer = issuer or request.getfixturevalue("real_provider")
    return Settings(sign_in=SignIn.OIDC, secret_keys=KEYS, provider=Provider(issuer, CLIENT, "a secret"))


@pytest.fixture
def mapping(database: Any, settings: Settings, clock: Clock) -> None:
    assert settings.provider is not None
    told = [
        {"claim": "groups", "value": "huisartsen", "role": "gp"},
        {"claim": "groups", "value": "transfer", "role": "coordinator"},
        {"claim": "regio", "value": "*", "kind": "region"},
        {"claim": "agb", "value": "*", "kind": "agb"},
    ]
    with database.engine("app_session").begin() as connection:
        for one in told:
            rows(connection, "act.save_claim_mapping", issuer=settings.provider.issuer, at=clock(), **one)


def begin(one: Any, naar: str = "/vrije-plekken") -> str:
    """To the provider: the address a browser is sent to."""
    answer = one.get(f"/aanmelden/start?naar={naar}")
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def consent(address: str, who: str) -> str:
    """At the provider: the path a browser is sent back to."""
    answer = requests.post(address, data={"sub": who}, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def back(one: Any, path: str) -> Any:
    return one.get(path, **{"Sec-Fetch-Site": "cross-site"})


@pytest.mark.usefixtures("mapping")
class TestRealProvider:
    def test_a_person_comes_in_with_the_rights_of_the_claims(self, browser: Any, database: Any, events: Any) -> None:
        one = browser()
        address = begin(one, "/regio")
        asked = parse_qs(urlsplit(address).query)
        assert asked["code_challenge_method"] == ["S256"]
        assert asked["response_type"] == ["code"]
        assert {"state", "nonce", "code_challenge"} <= asked.keys()
        answer = back(one, consent(address, "co-1"))
        assert (answer.status_code, answer.headers["Location"]) == (303, "/regio")
        assert one.get("/regio").status_code == 200
        with database.engine().begin() as connection:
            (account,) = connection.exec_driver_sql("select * from ops.account").mappings()
            (scope,) = connection.exec_driver_sql("select * from ops.account_scope").mappings()
        assert (account["subject"], account["role_code"], account["password_hash"]) == ("co-1", "coordinator", None)
        assert (scope["kind_code"], scope["scope_code"]) == ("region", "ZK07")
        assert [one["event_type"] for one in events()][-1] == "sign_in"

    def test_signing_out_ends_it_at_the_provider_too_and_leads_back(
        self, browser: Any, settings: Settings, clock: Clock
    ) -> None:
        one = browser()
        back(one, consent(begin(one), "gp-1"))
        kept = one.cookie("afmelding")
        answer = one.submit("/aanmelden/uit", {})
        assert one.fetch("/_dash-layout").status_code == 401
        assert one.cookie("afmelding") == ""
        found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text)
        assert found is not None
        address = html.unescape(found[1])
        assert address.startswith(f"{settings.provider.issuer}/oauth2/end_session?")  # type: ignore[union-attr]
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked.keys() == {"client_id", "post_logout_redirect_uri", "id_token_hint"}
        assert asked["client_id"] == CLIENT
        hint = json.loads(base64.urlsafe_b64decode(asked["id_token_hint"].split(".")[1] + "=="))
        assert (hint["sub"], hint["aud"]) == ("gp-1", [CLIENT])
        assert asked["id_token_hint"] not in kept, "the browser keeps it encrypted"
        form = requests.get(address, timeout=10)
        assert form.status_code == 200
        assert "not set" not in form.text, "the provider misses nothing"
        confirmed = re.search(r'action="([^"]+)".*name="redirect_uri" value="([^"]+)"', form.text, re.DOTALL)
        assert confirmed is not None
        ended = requests.post(
            f"{settings.provider.issuer}{confirmed[1]}",  # type: ignore[union-attr]
            data={"redirect_uri": html.unescape(confirmed[2])},
            allow_redirects=False,
            timeout=10,
        )
        assert (ended.status_code, ended.headers["Location"]) == (302, "http://localhost/aanmelden")
        clock.forward(seconds=1)
        assert one.get("/aanmelden").status_code == 200

    @pytest.mark.parametrize("who", ["co-2", "co-3", "none-1"])
    def test_too_weak_or_of_no_possible_scope_or_without_a_role_is_nobody(self, browser: Any, who: str) -> None:
        one = browser()
        assert back(one, consent(begin(one), who)).status_code == 403
        assert one.cookie("sid") == ""

    def test_another_state_is_refused(self, browser: Any) -> None:
        one = browser()
        path = consent(begin(one), "gp-1")
        assert back(one, path.replace("state=", "state=x")).status_code == 403
        assert back(one, path).status_code == 403  # the attempt is over

    def test_another_browser_is_refused(self, browser: Any) -> None:
        one, thief = browser(), browser()
        path = consent(begin(one), "gp-1")
        assert back(thief, path).status_code == 403
        begin(thief)
        assert back(thief, path).status_code == 403
        assert back(one, path).status_code == 303

    def test_an_answer_is_good_once(self, browser: Any) -> None:
        one, copy = browser(), browser()
        path = consent(begin(one), "gp-1")
        copy.client.set_cookie("aanmelding", one.cookie("aanmelding"))
        assert back(one, path).status_code == 303
        assert back(copy, path).status_code == 403

    def test_a_code_of_another_attempt_is_refused(self, browser: Any) -> None:
        one, thief = browser(), browser()
        stolen = parse_qs(urlsplit(consent(begin(one), "co-1")).query)["code"][0]
        own = consent(begin(thief), "gp-1")
        code = parse_qs(urlsplit(own).query)["code"][0]
        assert back(thief, own.replace(code, stolen)).status_code == 403
        assert thief.cookie("sid") == ""

    def test_an_attempt_that_took_too_long_is_refused(self, browser: Any, clock: Clock) -> None:
        one = browser()
        path = consent(begin(one), "gp-1")
        clock.forward(minutes=11)
        assert back(one, path).status_code == 403

    def test_who_says_no_at_the_provider_is_nobody(self, browser: Any) -> None:
        one = browser()
        state = parse_qs(urlsplit(begin(one)).query)["state"][0]
        assert back(one, f"/aanmelden/terug?error=access_denied&state={state}").status_code == 403

    def test_other_claims_end_the_session_of_before(self, browser: Any, real_provider: str) -> None:
        one, later = browser(), browser()
        claims = {"name": "Wisselaar", "groups": ["huisartsen"]}
        assert requests.put(f"{real_provider}/users/wissel", json=claims, timeout=10).ok
        back(one, consent(begin(one), "wissel"))
        assert one.fetch("/_dash-layout").status_code == 200
        claims = {"name": "Wisselaar", "groups": ["transfer"], "regio": "ZK08", "amr": ["mfa"]}
        assert requests.put(f"{real_provider}/users/wissel", json=claims, timeout=10).ok
        assert back(later, consent(begin(later), "wissel")).status_code == 303
        assert one.fetch("/_dash-layout").status_code == 401
        assert later.get("/regio").status_code == 200


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
