"""Whose word is taken on where a request comes from, and that nobody else reaches us at all."""

from ipaddress import ip_network
from typing import Any

import flask
import pytest

from dashboard import senders
from dashboard.app import create_app
from dashboard.sessions import address
from dashboard.setting_error import SettingError
from dashboard.settings import Settings, SignIn
from tests.dashboard.visit import KEYS, START

PROXIES = senders.from_env({"TRANSFERPUNT_TRUSTED_PROXIES": "127.0.0.1, 10.1.2.0/24 2001:db8::/64"})
BEHIND = Settings(is_demo=True, sign_in=SignIn.DEMO, secret_keys=KEYS, trusted_proxies=PROXIES)
ALONE = Settings(is_demo=True, sign_in=SignIn.DEMO, secret_keys=KEYS)


def seen(settings: Settings, sender: str, forwarded: str | None) -> str:
    server = flask.Flask(__name__)
    server.config["TRANSFERPUNT_SETTINGS"] = settings
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    with server.test_request_context("/", headers=headers, environ_base={"REMOTE_ADDR": sender}):
        return address()


@pytest.mark.parametrize(
    ("sender", "forwarded", "expected"),
    [
        ("127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # what stands first anybody can have written
        ("127.0.0.1", "198.51.100.1, 203.0.113.9, 10.1.2.3", "203.0.113.9"),  # through two proxies of ours
        ("::ffff:10.1.2.3", "203.0.113.9", "203.0.113.9"),
        ("2001:db8::7", "2001:db9::1", "2001:db9::1"),
        ("127.0.0.1", "203.0.113.9, <script>", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("10.1.3.3", "203.0.113.9", "10.1.3.3"),
    ],
)
def test_the_last_address_that_no_proxy_of_ours_has(sender: str, forwarded: str | None, expected: str) -> None:
    assert seen(BEHIND, sender, forwarded) == expected


def test_without_a_proxy_nobody_is_believed() -> None:
    assert seen(ALONE, "127.0.0.1", "203.0.113.9") == "127.0.0.1"


@pytest.mark.parametrize(
    ("settings", "sender", "status"),
    [(ALONE, "10.1.2.3", 403), (BEHIND, "10.1.2.3", 200), (BEHIND, "10.1.3.3", 403), (ALONE, "127.0.0.1", 200)],
)
def test_strangers_are_refused_wherever_we_listen(database: Any, settings: Settings, sender: str, status: int) -> None:  # noqa: ARG001
    client = create_app(settings, lambda: START).server.test_client()
    assert client.get("/aanmelden", environ_base={"REMOTE_ADDR": sender}).status_code == status


def test_the_setting_says_what_is_wrong() -> None:
    assert senders.from_env({}) == ()
    assert ip_network("10.1.2.0/24") in PROXIES
    for wrong, said in (("proxy.example", "does not appear to be"), ("0.0.0.0/0", "trusts the whole world")):
        with pytest.raises(SettingError, match=said):
            senders.from_env({"TRANSFERPUNT_TRUSTED_PROXIES": wrong})


def test_a_public_address_trusts_the_proxy_on_this_machine(tmp_path: Any) -> None:
    env = {"TRANSFERPUNT_HOME": str(tmp_path), "TRANSFERPUNT_PUBLIC_URL": "https://transferpunt.example.org"}
    assert Settings.from_env(env).trusted_proxies == senders.LOOPBACK
    assert Settings.from_env({"TRANSFERPUNT_HOME": str(tmp_path)}).trusted_proxies == ()
    named = {**env, "TRANSFERPUNT_TRUSTED_PROXIES": "10.1.2.3"}
    assert Settings.from_env(named).trusted_proxies == (ip_network("10.1.2.3"),)
