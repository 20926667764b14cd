"""The demo's page of buttons, and what one of them opens."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import text

from dashboard.queries import accounts
from dashboard.sign_in import demo
from tests.conftest import Database

ROLES = {
    "gp": "Huisarts",
    "mediator": "Zorgbemiddelaar",
    "clinician": "Behandelaar",
    "coordinator": "Coördinator",
    "insurer": "Zorgverzekeraar",
    "provider": "Zorgaanbieder",
    "operator": "Beheerder",
    "auditor": "Auditor",
}


def test_there_is_a_button_for_each_role_on_a_page_marked_demo(browser: Callable[[], Any]) -> None:
    page = browser().get("/aanmelden")
    assert page.status_code == 200
    assert "DEMO" in page.text
    for code, name in ROLES.items():
        assert f'name="rol" value="{code}">{name}</button>' in page.text


def test_a_button_opens_the_page_of_the_role(browser: Callable[[], Any]) -> None:
    assert browser().sign_in("gp").get("/").headers["Location"] == "/vrije-plekken"
    assert browser().sign_in("coordinator").get("/").headers["Location"] == "/regio"


def test_the_page_that_was_asked_for_comes_after_signing_in(browser: Callable[[], Any]) -> None:
    one = browser()
    sent = one.get("/vrije-plekken?postcode=3511")
    assert sent.headers["Location"] == "/aanmelden?naar=%2Fvrije-plekken%3Fpostcode%3D3511"
    assert 'name="naar" value="/vrije-plekken?postcode=3511"' in one.get(sent.headers["Location"]).text
    answer = one.submit("/aanmelden/demo", {"rol": "gp", "naar": "/vrije-plekken?postcode=3511"})
    assert answer.headers["Location"] == "/vrije-plekken?postcode=3511"
    assert one.page("/vrije-plekken").status_code == 200


def test_a_page_that_is_not_for_the_role_is_not_gone_to(browser: Callable[[], Any]) -> None:
    one = browser()
    one.get("/aanmelden")
    assert one.submit("/aanmelden/demo", {"rol": "auditor", "naar": "/vrije-plekken"}).headers["Location"] == "/"


def test_who_is_refused_can_sign_out(browser: Callable[[], Any]) -> None:
    one = browser().sign_in("auditor")
    refused = one.get("/vrije-plekken")
    assert refused.status_code == 403
    assert 'action="/aanmelden/uit"' in refused.text
    assert f'name="csrf" value="{one.cookie("csrf")}"' in refused.text


def test_two_who_come_in_first_at_once_share_one_account(
    browser: Callable[[], Any], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = Barrier(2)
    by_login = accounts.by_login

    def looked(login: str) -> Any:
        known = by_login(login)
        together.wait(timeout=30)  # neither goes on before the other has seen that there is no account
        return known

    monkeypatch.setattr(demo.accounts, "by_login", looked)
    two = [browser(), browser()]
    with ThreadPoolExecutor(2) as pool:
        for one in pool.map(lambda somebody: somebody.sign_in("coordinator"), two):
            assert one.page("/regio").status_code == 200
    with database.engine().connect() as connection:
        query = text(
            "select count(*), (select count(*) from ops.account_scope), (select count(*) from ops.session)"
            " from ops.account"
        )
        assert connection.execute(query).one() == (1, 1, 2)
