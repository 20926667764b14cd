"""The operator's forms about a source, as a browser sends them: what is stored, never shown, refused."""

import os
from collections.abc import Callable
from typing import Any

import pytest

from sql import credentials
from sql.call import driver
from tests import factories as make
from tests.conftest import Database
from tests.dashboard.visit import START

PATH = "/beheer/bronnen"
URL = "https://files.example.org/places.json"
SENT = "Bearer canary-5f1d"
Asked = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture
def operator(browser: Callable[[], Any], database: Database, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An operator, with one source that sends by itself."""
    monkeypatch.setenv("TRANSFERPUNT_HOME", database.env["TRANSFERPUNT_HOME"])
    with database.engine().begin() as connection:
        make.publish(connection, source_code="bron-een")
    return browser().sign_in("operator")


@pytest.fixture
def asked(database: Database) -> Asked:
    def rows(query: str) -> list[tuple[Any, ...]]:
        with database.engine().begin() as connection:
            return driver(connection).execute(query.encode()).fetchall()

    return rows


def sent(operator: Any, word: str, **form: str) -> str:
    answer = operator.submit(f"{PATH}/{word}", {"bron": "bron-een", **form})
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def test_a_credential_is_stored_sealed_and_shown_nowhere(operator: Any, asked: Asked, events: Any) -> None:
    assert sent(operator, "adres", adres=URL, toegang=SENT) == f"{PATH}?bron=bron-een&gedaan=adres"
    ((url, sealed),) = asked("select url, credential_encrypted from ops.source_transport")
    assert url == URL
    assert SENT not in sealed
    assert credentials.decrypt(sealed, os.environ) == SENT
    drawn = operator.page(PATH, "?bron=bron-een").text
    assert "met toegangsgegeven" in drawn
    assert "canary" not in drawn
    assert sealed not in drawn
    assert "canary" not in str(events())
    assert [event["account_id"] is not None for event in events() if event["event_type"] == "transport_saved"] == [True]


def test_saving_again_keeps_the_credential_and_a_new_address_needs_its_own(operator: Any, asked: Asked) -> None:
    sent(operator, "adres", adres=URL, toegang=SENT)
    kept = asked("select credential_encrypted from ops.source_transport")
    sent(operator, "adres", adres=URL, hosts="cdn.example.org")
    assert asked("select credential_encrypted from ops.source_transport") == kept
    other = "https://elsewhere.example.org/"
    assert "fout=credential_of_old_address" in sent(operator, "adres", adres=other)
    assert asked("select url from ops.source_transport") == [(URL,)]
    sent(operator, "adres", adres=other, zonder="ja")
    assert asked("select url, credential_encrypted from ops.source_transport") == [(other, None)]


def test_what_was_typed_wrong_comes_back_but_never_the_credential(operator: Any, asked: Asked) -> None:
    told = sent(operator, "adres", adres="ftp://x", toegang=SENT, hosts="a.example.org")
    assert "fout=wrong_url" in told
    assert "hosts=a.example.org" in told
    assert "canary" not in told
    drawn = str(operator.page(PATH, told.partition(PATH)[2]).get_json())
    assert "Het adres begint met https" in drawn
    assert "'value': 'ftp://x'" in drawn
    assert asked("select count(*) from ops.source_transport") == [(0,)]


def test_what_is_agreed_counts_from_now_and_the_operators_list_does_not(operator: Any, asked: Asked) -> None:
    form = {"ritme": "60", "marge": "2", "vanaf": "", "contact": "Functioneel beheer", "telefoon": "0000-1"}
    assert sent(operator, "afspraken", **form) == f"{PATH}?bron=bron-een&gedaan=afspraken"
    query = "select expected_every::text, grace::text, contact_name, contact_email, maintained_by"
    query += " from core.source where source_code = 'bron-een'"
    assert asked(query) == [("01:00:00", "02:00:00", "Functioneel beheer", None, "page")]
    assert "De regel in source.csv geldt niet meer" in operator.page(PATH, "?bron=bron-een&gedaan=afspraken").text
    told = sent(operator, "afspraken", **(form | {"mail": "geen"}))
    assert "fout=wrong_mail" in told
    assert "Functioneel" not in told, "a contact does not belong in an address"


def test_a_fetch_is_asked_and_stopping_asks_whether_one_is_sure(operator: Any, asked: Asked, events: Any) -> None:
    assert "fout=not_fetched" in sent(operator, "ophalen")
    sent(operator, "adres", adres=URL)
    assert "gedaan=ophalen" in sent(operator, "ophalen")
    assert asked("select asked_at is not null from load.schedule()") == [(True,)]
    assert "gevraagd, wacht op een worker" in operator.page(PATH, "?bron=bron-een").text
    assert "fout=not_sure" in sent(operator, "stoppen")
    assert "gedaan=stoppen" in sent(operator, "stoppen", zeker="ja")
    assert asked("select count(*) from ops.source_transport") == [(0,)]
    kinds = [(event["event_type"], event["outcome_code"]) for event in events() if event["object_type"] == "source"]
    assert kinds == [
        ("fetch_asked", "refused"),
        ("transport_saved", "success"),
        ("fetch_asked", "success"),
        ("transport_removed", "success"),
    ]


@pytest.mark.parametrize("role", ["gp", "insurer", "provider", "coordinator", "auditor"])
def test_others_may_not(browser: Callable[[], Any], role: str) -> None:
    other = browser().sign_in(role)
    assert other.page(PATH).status_code == 403
    for word in ("ophalen", "stoppen", "afspraken", "adres"):
        assert other.submit(f"{PATH}/{word}", {"bron": "bron-een"}).status_code == 403


def test_the_night_is_told_in_one_look(operator: Any, database: Database) -> None:
    with database.engine().begin() as connection:
        make.delivery(connection, source_code="bron-een", state_code="failed", received_at=START)
    drawn = operator.page("/beheer").text
    assert "Ging de nacht goed?" in drawn
    assert "er heeft nog nooit een worker gedraaid" in drawn
    assert "Er is iets mis" in drawn or "dingen hebben u nu nodig" in drawn
