"""What the server answers around the pages: addresses, language, health, and failure."""

import json
from collections.abc import Callable
from typing import Any

import dash
import flask
import psycopg
import pytest
from structlog.testing import capture_logs

from dashboard import language
from dashboard.app import create_app
from dashboard.queries import database as queries
from dashboard.settings import Settings
from sql.errors import DatabaseUnavailable
from tests.dashboard.seen import text
from tests.dashboard.visit import Browser


@pytest.fixture
def one(browser: Callable[[], Browser]) -> Browser:
    """Somebody who may see most pages."""
    return browser().sign_in("coordinator")


def routed_page(one: Browser, path: str, search: str = "") -> str:
    """What the browser's half of Dash gets for a page, as JSON that can be read."""
    answer = one.page(path, search)
    assert answer.status_code == 200
    return json.dumps(answer.get_json(), ensure_ascii=False)


def test_it_is_healthy_without_asking_the_database() -> None:
    answer = create_app(Settings()).server.test_client().get("/healthz")
    assert (answer.status_code, answer.get_data(as_text=True)) == (200, "ok")


@pytest.mark.parametrize(
    ("role", "first"),
    [
        ("gp", "/vrije-plekken"),
        ("provider", "/opgave"),
        ("coordinator", "/regio"),
        ("insurer", "/wachttijden"),
        ("operator", "/beheer"),
        ("mediator", "/vrije-plekken"),
        ("clinician", "/vrije-plekken"),
        ("auditor", "/audit"),
    ],
)
def test_the_start_leads_to_where_the_work_of_a_role_begins(
    browser: Callable[[], Browser], role: str, first: str
) -> None:
    answer = browser().sign_in(role).get("/")
    assert (answer.status_code, answer.location) == (302, first)


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/vrije-plekken", 200, "Vrije plekken – Transferpunt"),
        ("/regio", 200, "Regio – Transferpunt"),
        ("/nergens", 404, "Hier is geen pagina – Transferpunt"),
        ("/regio/x", 404, "Hier is geen pagina – Transferpunt"),
    ],
)
def test_every_address_has_its_status_and_title(one: Browser, path: str, status: int, title: str) -> None:
    answer = one.get(path)
    assert answer.status_code == status
    assert f"<title>{title}</title>" in answer.text
    assert '<html lang="nl">' in answer.text


def test_the_first_answer_holds_no_page_and_nothing_from_elsewhere(one: Browser) -> None:
    html = one.get("/regio").text
    assert "validation_layout" not in html
    assert "Zorgpad" not in html
    assert "https://" not in html.replace("https://dash-version.plotly.com", "")
    assert " onclick=" not in html
    for bundle in ("plotly.min.js", "async-graph", "ag-grid"):
        assert bundle not in html


def test_a_page_that_is_missing_says_where_the_pages_are(one: Browser) -> None:
    answer = routed_page(one, "/nergens")
    assert "Hier is geen pagina" in json.loads(answer)["response"]["_pages_store"]["data"]["title"]
    assert '"href": "/vrije-plekken"' in answer


def test_empty_fields_of_a_form_do_not_stay_in_the_address(one: Browser) -> None:
    answer = one.get("/vrije-plekken?klacht=som%20ber&urgentie=spoed&postcode=&regio=%20&afstand=")
    assert (answer.status_code, answer.location) == (302, "/vrije-plekken?klacht=som+ber&urgentie=spoed")
    assert one.get("/vrije-plekken?klacht=").location == "/vrije-plekken"
    assert one.get("/vrije-plekken?klacht=somber").status_code == 200


def test_a_language_is_remembered_and_a_strange_one_is_not(one: Browser) -> None:
    assert '<html lang="en">' in one.get("/regio?taal=en").text
    cookie = one.client.get_cookie("taal")
    assert cookie is not None
    assert (cookie.value, cookie.http_only, cookie.same_site) == ("en", True, "Lax")
    assert "<title>Region – Transferpunt</title>" in one.get("/regio").text
    one.get("/regio?taal=x")
    assert '<html lang="en">' in one.get("/regio").text
    assert '<html lang="nl">' in one.get("/regio?taal=nl").text


def every_question_raises(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    for way in ("select", "select_near"):
        monkeypatch.setattr(queries, way, fail)


@pytest.mark.parametrize(
    "error",
    [DatabaseUnavailable("away"), psycopg.OperationalError("server closed"), psycopg.errors.QueryCanceled("too slow")],
)
def test_when_the_data_are_away_the_page_says_what_to_do(
    one: Browser, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    every_question_raises(monkeypatch, error)
    with capture_logs() as logged:
        answer = routed_page(one, "/vrije-plekken", "?klacht=iets+geheims")
    (incident,) = logged
    assert "De gegevens zijn nu niet bereikbaar" in answer
    assert "Bel de crisislijn, of 112 bij levensgevaar" in answer
    assert incident["number"] in answer, "the reader can name what the log tells"
    assert (incident["error"], incident["cause"]) == ("DataUnavailableError", type(error).__name__)
    assert "geheims" not in str(logged), "what was asked is nobody's business"


def test_a_fault_of_ours_is_a_sentence_and_a_number_too(one: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = "-".join(["se", "cret"])

    every_question_raises(monkeypatch, KeyError(asked))
    with capture_logs() as logged:
        answer = routed_page(one, "/regio")
    (incident,) = logged
    assert "Deze pagina kon niet worden gemaakt" in answer
    assert incident["number"] in answer
    assert incident["error"] == "KeyError"
    assert asked not in str(logged)
    assert asked not in answer


def test_a_fault_beside_the_pages_is_a_number_and_no_trace(one: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = "-".join(["se", "cret"])

    every_question_raises(monkeypatch, KeyError(asked))
    with capture_logs() as logged:
        person, program = one.get("/vrije-plekken.csv?zorgpad=AMB"), one.fetch("/vrije-plekken.csv?zorgpad=AMB")
    assert [answer.status_code for answer in (person, program)] == [500, 500]
    assert [incident["error"] for incident in logged] == ["KeyError"] * 2
    assert logged[0]["number"] in person.text
    assert program.get_json() == {"error": "broken", "number": logged[1]["number"]}
    assert asked not in person.text + program.text + str(logged)


def test_every_page_has_a_title_in_each_language(web: flask.Flask) -> None:
    titles = set()
    with web.test_request_context("/"):
        for code in language.LOCALES:
            language.choose(code)
            titles |= {page["title"]() for page in dash.page_registry.values()}
    assert len(titles) == 2 * len(dash.page_registry)


def test_the_frame_asks_no_data(one: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> Any:
        raise AssertionError("the frame asked the database")

    monkeypatch.setattr(queries, "select", fail)
    assert one.fetch("/_dash-layout").status_code == 200
    assert text(dash.page_container) == ""
