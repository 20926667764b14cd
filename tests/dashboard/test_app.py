"""What the server answers around the pages: addresses, language, health, and failure."""

import json
from collections.abc import Iterator
from typing import Any

import dash
import flask
import psycopg
import pytest
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from dashboard import app as application
from dashboard import language
from dashboard.queries import database as queries
from dashboard.settings import Settings
from sql.errors import DatabaseUnavailable
from tests.dashboard.seen import text
from tests.factories import AS_OF


@pytest.fixture
def server() -> Iterator[flask.Flask]:
    """The application without a database: nothing here may need one."""
    made = application.create_app(Settings(), clock=lambda: AS_OF).server
    yield made
    language.choose("nl")


@pytest.fixture
def client(server: flask.Flask) -> FlaskClient:
    return server.test_client()


def page_at(client: FlaskClient, path: str, search: str = "") -> str:
    """Asks for a page as the browser's half of Dash does, and gives the JSON back."""
    asked = {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}],
        "inputs": [
            {"id": "_pages_location", "property": "pathname", "value": path},
            {"id": "_pages_location", "property": "search", "value": search},
        ],
        "changedPropIds": ["_pages_location.pathname"],
    }
    answer = client.post("/_dash-update-component", json=asked)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_it_is_healthy_without_asking_the_database(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.get_data(as_text=True)) == (200, "ok")


def test_the_start_leads_to_the_free_places_and_may_lead_elsewhere_later(client: FlaskClient) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer.location) == (302, "/vrije-plekken")


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/vrije-plekken", 200, "Vrije plekken – Transferpunt"),
        ("/regio", 200, "Regio – Transferpunt"),
        ("/nergens", 404, "Hier is geen pagina – Transferpunt"),
        ("/regio/x", 404, "Hier is geen pagina – Transferpunt"),
    ],
)
def test_every_address_has_its_status_and_title(client: FlaskClient, path: str, status: int, title: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    html = answer.get_data(as_text=True)
    assert f"<title>{title}</title>" in html
    assert '<html lang="nl">' in html


def test_the_first_answer_holds_no_page_and_nothing_from_elsewhere(client: FlaskClient) -> None:
    html = client.get("/regio").get_data(as_text=True)
    assert "validation_layout" not in html
    assert "Zorgpad" not in html
    assert "https://" not in html.replace("https://dash-version.plotly.com", "")
    assert " onclick=" not in html
    for bundle in ("plotly.min.js", "async-graph", "ag-grid"):
        assert bundle not in html


def test_a_page_that_is_missing_says_where_the_pages_are(client: FlaskClient) -> None:
    answer = page_at(client, "/nergens")
    assert "Hier is geen pagina" in json.loads(answer)["response"]["_pages_store"]["data"]["title"]
    assert '"href": "/vrije-plekken"' in _unescaped(answer)


def test_empty_fields_of_a_form_do_not_stay_in_the_address(client: FlaskClient) -> None:
    answer = client.get("/vrije-plekken?klacht=som%20ber&urgentie=spoed&postcode=&regio=%20&afstand=")
    assert (answer.status_code, answer.location) == (302, "/vrije-plekken?klacht=som+ber&urgentie=spoed")
    assert client.get("/vrije-plekken?klacht=").location == "/vrije-plekken"
    assert client.get("/vrije-plekken?klacht=somber").status_code == 200


def test_a_language_is_remembered_and_a_strange_one_is_not(client: FlaskClient) -> None:
    assert '<html lang="en">' in client.get("/regio?taal=en").get_data(as_text=True)
    cookie = client.get_cookie("taal")
    assert cookie is not None
    assert (cookie.value, cookie.http_only, cookie.same_site) == ("en", True, "Lax")
    assert "<title>Region – Transferpunt</title>" in client.get("/regio").get_data(as_text=True)
    client.get("/regio?taal=x")
    assert '<html lang="en">' in client.get("/regio").get_data(as_text=True)
    assert '<html lang="nl">' in client.get("/regio?taal=nl").get_data(as_text=True)


def test_no_door_stands_open_beside_the_pages(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.post("/_mcp", json={}).status_code in {404, 405}
    monkeypatch.setenv("DASH_MCP_ENABLED", "true")
    again = application.create_app(Settings()).server.test_client()
    assert again.post("/_mcp", json={}).status_code in {404, 405}


@pytest.mark.parametrize(
    "error",
    [DatabaseUnavailable("away"), psycopg.OperationalError("server closed"), psycopg.errors.QueryCanceled("too slow")],
)
def test_when_the_data_are_away_the_page_says_what_to_do(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(queries, "select", fail)
    with capture_logs() as logged:
        answer = page_at(client, "/vrije-plekken", "?klacht=iets+geheims")
    (incident,) = logged
    assert "De gegevens zijn nu niet bereikbaar" in _unescaped(answer)
    assert "Bel de crisislijn, of 112 bij levensgevaar" in _unescaped(answer)
    assert incident["number"] in answer, "the reader can name what the log tells"
    assert (incident["error"], incident["cause"]) == ("DataUnavailableError", type(error).__name__)
    assert "geheims" not in str(logged), "what was asked is nobody's business"


def test_a_fault_of_ours_is_a_sentence_and_a_number_too(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = "-".join(["se", "cret"])

    def fail(*_: object, **__: object) -> None:
        raise KeyError(asked)

    monkeypatch.setattr(queries, "select", fail)
    with capture_logs() as logged:
        answer = page_at(client, "/regio")
    (incident,) = logged
    assert "Deze pagina kon niet worden gemaakt" in _unescaped(answer)
    assert incident["number"] in answer
    assert incident["error"] == "KeyError"
    assert asked not in str(logged)
    assert asked not in answer


def _unescaped(answer: str) -> str:
    parsed: Any = json.loads(answer)
    return json.dumps(parsed, ensure_ascii=False)


def test_every_page_has_a_title_in_each_language(server: flask.Flask) -> None:
    titles = set()
    with server.test_request_context("/"):
        for code in language.LOCALES:
            language.choose(code)
            titles |= {page["title"]() for page in dash.page_registry.values()}
    assert len(titles) == 2 * len(dash.page_registry)


def test_the_frame_asks_no_data(server: flask.Flask) -> None:
    answer = server.test_client().get("/_dash-layout")
    assert answer.status_code == 200
    assert text(dash.page_container) == ""
