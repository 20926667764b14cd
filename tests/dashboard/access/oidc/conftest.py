"""An identity provider in a process of its own, one that lies, and the mapping of what they claim."""

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import flask
import pytest
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

from dashboard.settings import Provider, Settings, SignIn
from sql.call import rows
from tests.dashboard.access.oidc.way import CLIENT, Liar
from tests.dashboard.visit import KEYS, Clock, machine_clock

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
