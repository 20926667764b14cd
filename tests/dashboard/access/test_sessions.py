"""Sessions: how long they last, what ends them, and what is left when the database is away."""

from collections.abc import Callable
from typing import Any

import pytest

from dashboard import limits, senders, sessions
from dashboard.app import create_app
from dashboard.settings import Settings, SignIn
from sql.call import rows
from tests.dashboard.visit import KEYS


def ask(database: Any, name: str, **arguments: object) -> list[dict[str, Any]]:
    with database.engine("app_session").begin() as connection:
        return rows(connection, name, **arguments)


def test_a_session_is_known_by_its_hash_only(gp: Any, database: Any) -> None:
    with database.engine().begin() as connection:
        (stored,) = connection.exec_driver_sql("select * from ops.session").mappings()
    text = str(dict(stored))
    assert gp.cookie("sid") not in text
    assert gp.cookie("csrf") not in text


def test_cookies_are_the_servers_alone(browser: Callable[[], Any]) -> None:
    one = browser()
    one.get("/aanmelden")
    sent = one.submit("/aanmelden/demo", {"rol": "gp"}).headers.getlist("Set-Cookie")
    session = next(line for line in sent if line.startswith("sid="))
    assert "HttpOnly" in session
    assert "SameSite=Lax" in session
    assert "Path=/" in session
    assert "Domain" not in session


@pytest.mark.usefixtures("database")
def test_behind_tls_cookies_are_bound_to_it() -> None:
    settings = Settings(is_demo=True, sign_in=SignIn.LOCAL, public_url="https://care.example", secret_keys=KEYS)
    client = create_app(settings).server.test_client()
    answer = client.get("/aanmelden", base_url="https://care.example")
    (sent,) = answer.headers.getlist("Set-Cookie")
    assert sent.startswith("__Host-csrf=")
    assert "Secure" in sent
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.parametrize(
    ("public_url", "sender", "address"),
    [
        ("https://care.example", "127.0.0.1", "192.0.2.7"),  # what the proxy on this machine added last
        ("https://care.example", "198.51.100.9", "198.51.100.9"),  # came past the proxy
        (None, "127.0.0.1", "127.0.0.1"),  # there is no proxy
    ],
)
def test_who_asks_cannot_say_from_where(public_url: str | None, sender: str, address: str) -> None:
    proxies = senders.LOOPBACK if public_url else ()
    settings = Settings(sign_in=SignIn.LOCAL, public_url=public_url, secret_keys=KEYS, trusted_proxies=proxies)
    told = {"X-Forwarded-For": "203.0.113.1, 192.0.2.7"}
    with create_app(settings).server.test_request_context("/", headers=told, environ_base={"REMOTE_ADDR": sender}):
        assert sessions.address() == address


def test_signing_in_again_makes_a_new_session_and_ends_the_old(browser: Callable[[], Any]) -> None:
    one, thief = browser().sign_in("gp"), browser()
    old = one.cookie("sid")
    one.submit("/aanmelden/demo", {"rol": "coordinator"})
    assert one.cookie("sid") != old
    thief.client.set_cookie("sid", old)
    assert thief.fetch("/_dash-layout").status_code == 401


def test_a_session_that_was_planted_is_none(browser: Callable[[], Any]) -> None:
    one = browser()
    one.client.set_cookie("sid", "planted")
    assert one.fetch("/_dash-layout").status_code == 401
    before = one.cookie("sid")
    assert one.sign_in("gp").cookie("sid") != before


def test_signing_out_ends_it_everywhere(gp: Any, browser: Callable[[], Any]) -> None:
    copy = browser()
    copy.client.set_cookie("sid", gp.cookie("sid"))
    assert copy.fetch("/_dash-layout").status_code == 200
    assert gp.submit("/aanmelden/uit", {}).status_code == 303
    assert gp.cookie("sid") == ""
    assert copy.fetch("/_dash-layout").status_code == 401


def test_a_session_ends_when_it_is_not_used(browser: Callable[[], Any], clock: Any) -> None:
    one = browser().sign_in("operator")
    clock.forward(minutes=29)
    assert one.fetch("/_dash-layout").status_code == 200
    clock.forward(minutes=31)
    assert one.fetch("/_dash-layout").status_code == 401


def test_a_session_ends_after_a_working_day_however_it_is_used(gp: Any, clock: Any) -> None:
    for _ in range(14):
        clock.forward(minutes=42)
        assert gp.fetch("/_dash-layout").status_code == 200
    clock.forward(minutes=42)
    assert gp.fetch("/_dash-layout").status_code == 401


def test_other_rights_end_the_session_at_once(gp: Any, database: Any, clock: Any) -> None:
    (account,) = ask(database, "act.account_by_login", login="demo-gp")
    with database.engine("app_session").begin() as connection:
        connection.exec_driver_sql("select act.set_rights(%s, 'auditor', null, %s)", (account["account_id"], clock()))
    assert gp.fetch("/_dash-layout").status_code == 401


def test_pages_are_limited_for_an_account_and_scraping_is_written_down_once(
    gp: Any, events: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PAGES", limits.Limit("pages", 3, 0.1))
    assert [gp.get("/vrije-plekken").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert int(gp.page("/vrije-plekken").headers["Retry-After"]) > 0
    assert [one["event_type"] for one in events()].count("scraping_suspected") == 1
