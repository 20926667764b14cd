"""The gate under attack: what nobody, or the wrong person, or a forged request gets."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import dash
import flask
import pytest
from dash import html

from dashboard import access, gate
from dashboard.access import Permission
from dashboard.app import create_app
from dashboard.settings import Settings
from tests.dashboard.visit import Browser

CHECKOUT = Path(__file__).parents[3]
CROSS = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}


def router() -> dict[str, Any]:
    return {
        "output": access.PAGES_OUTPUT,
        "outputs": [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}],
        "inputs": [
            {"id": "_pages_location", "property": "pathname", "value": "/vrije-plekken"},
            {"id": "_pages_location", "property": "search", "value": ""},
        ],
        "changedPropIds": [],
        "state": [],
    }


@pytest.mark.parametrize(
    "path",
    [
        "/_dash-layout",
        "/_dash-dependencies",
        "/_reload-hash",
        "/_favicon.ico",
        "/_mcp",
        "/_dash-component-suites/dash/dcc/dash_core_components.js",
        "/vrije-plekken",
        "/regio",
        "/there-is-none",
        "/",
    ],
)
def test_nobody_gets_anything(browser: Callable[[], Any], path: str) -> None:
    answer = browser().fetch(path)
    assert (answer.status_code, answer.get_json()) == (401, {"error": "not_signed_in"})
    page = browser().get(path)
    assert page.status_code == 302
    assert page.headers["Location"].startswith("/aanmelden")


def test_nobody_learns_which_addresses_exist(browser: Callable[[], Any]) -> None:
    known, unknown = browser().get("/regio"), browser().get("/there-is-none")
    assert known.text.replace("regio", "") == unknown.text.replace("there-is-none", "")


def test_what_is_open_is_a_short_list(web: flask.Flask) -> None:
    open_routes = {
        rule.endpoint
        for rule in web.url_map.iter_rules()
        if (policy := gate.route_policy(web, rule.endpoint)) is not None and policy.is_public
    }
    known = {
        "healthz",
        "readyz",
        "explanation",
        "accessibility",
        "sign_in",
        "sign_in_demo",
        "sign_out",
        "statement_link",  # opened by the link of a mail, whose token is what it asks
        "use_statement_link",
        "application",  # as it, opened by the link of an invitation
        "save_application",
        "push_openapi",  # what describes the addresses for programs; they themselves ask for a token
        "push_schema",
        "_dash_assets.static",
    }
    assert open_routes == known


def test_nobody_runs_the_page_router(browser: Callable[[], Any]) -> None:
    one = browser()
    assert one.page("/vrije-plekken").status_code == 403
    one.get("/aanmelden")  # gives a token for forms of people who are not signed in
    answer = one.page("/vrije-plekken")
    assert (answer.status_code, answer.get_json()) == (401, {"error": "not_signed_in"})


def test_a_role_gets_no_page_of_another(browser: Callable[[], Any], events: Callable[[], Any]) -> None:
    auditor = browser().sign_in("auditor")
    assert auditor.get("/vrije-plekken").status_code == 403
    answer = auditor.page("/vrije-plekken")
    assert (answer.status_code, answer.get_json()) == (403, {"error": "denied"})
    assert [(one["event_type"], one["outcome_code"], one["role_code"], one["object_id"]) for one in events()][-2:] == [
        ("denied", "refused", "auditor", "page dashboard.pages.free_places")
    ] * 2


@pytest.mark.parametrize("path", ["/vrije-plekken/", "//vrije-plekken", "/vrije-plekken//", "/./vrije-plekken"])
def test_another_spelling_of_an_address_opens_nothing(browser: Callable[[], Any], path: str) -> None:
    answer = browser().sign_in("auditor").page(path)
    assert answer.status_code == 403 or "Hier is geen pagina" in answer.text


FORGED: dict[str, Callable[[], object]] = {
    "an output that is not there": lambda: {**router(), "output": "secret.children"},
    "a callback of the browser": lambda: {**router(), "output": "_pages_dummy.children"},
    "no output": dict,
    "a list": list,
    "a number for an output": lambda: {**router(), "output": 7},
    "an output in a list": lambda: {**router(), "output": [access.PAGES_OUTPUT]},
    "ids in another order": lambda: {**router(), "inputs": router()["inputs"][::-1]},
    "an id of its own": lambda: {
        **router(),
        "inputs": [{"id": "other", "property": "pathname", "value": "/regio"}, router()["inputs"][1]],
    },
    "an input too many": lambda: {**router(), "inputs": [*router()["inputs"], router()["inputs"][0]]},
    "no inputs": lambda: {**router(), "inputs": []},
    "inputs that are none": lambda: {**router(), "inputs": "pathname"},
    "outputs of its own": lambda: {**router(), "outputs": [{"id": "other", "property": "children"}]},
    "no outputs": lambda: {name: value for name, value in router().items() if name != "outputs"},
    "a relative path": lambda: {
        **router(),
        "inputs": [{"id": "_pages_location", "property": "pathname", "value": "regio"}, router()["inputs"][1]],
    },
    "a state of its own": lambda: {**router(), "state": [{"id": "store", "property": "data", "value": "operator"}]},
    "a path that is none": lambda: {
        **router(),
        "inputs": [{"id": "_pages_location", "property": "pathname", "value": {"a": 1}}, router()["inputs"][1]],
    },
    "changes that are none": lambda: {**router(), "changedPropIds": [{"a": 1}]},
}


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_callback_is_refused_and_written_down(gp: Any, events: Callable[[], Any], what: str) -> None:
    answer = gp.post(FORGED[what]())
    assert (answer.status_code, answer.get_json()) == (400, {"error": "denied"})
    last = events()[-1]
    assert (last["event_type"], last["outcome_code"]) == ("denied", "refused")
    assert last["object_id"].startswith("forged callback")


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_a_body_that_is_no_question_is_refused(gp: Any, body: bytes) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "X-CSRFToken": gp.cookie("csrf"), "Content-Type": "application/json"}
    told = {"CONTENT_LENGTH": str(len(body))}  # also of nothing, as browsers do
    answer = gp.client.post("/_dash-update-component", data=body, headers=headers, environ_overrides=told)
    assert answer.status_code == 400


def test_a_body_that_does_not_say_how_long_it_is_is_refused(gp: Any) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "X-CSRFToken": gp.cookie("csrf"), "Content-Type": "application/json"}
    answer = gp.client.post("/_dash-update-component", headers=headers)
    assert (answer.status_code, answer.get_json()) == (411, {"error": "length"})


def test_a_body_that_is_too_large_is_refused(gp: Any) -> None:
    assert gp.post({**router(), "more": "x" * 300_000}).status_code == 413


def test_a_change_needs_the_token_of_the_session(gp: Any, browser: Callable[[], Any]) -> None:
    other = browser().sign_in("gp")
    for token in ("", "guessed", other.cookie("csrf")):
        answer = gp.post(router(), headers={"X-CSRFToken": token})
        assert (answer.status_code, answer.get_json()) == (403, {"error": "csrf"})
    assert gp.post(router()).status_code == 200


def test_a_token_that_was_planted_as_a_cookie_is_none(browser: Callable[[], Any]) -> None:
    one = browser()
    one.client.set_cookie("csrf", "planted.by-a-neighbour")
    answer = one.submit("/aanmelden/demo", {"rol": "gp", "csrf": "planted.by-a-neighbour"})
    assert answer.status_code == 403


def test_another_site_can_link_and_nothing_else(gp: Any) -> None:
    assert gp.fetch("/_dash-layout", **CROSS).status_code == 403
    assert gp.post(router(), headers=CROSS).status_code == 403
    assert gp.post(router(), headers={"Sec-Fetch-Site": "", "Origin": "https://elsewhere.example"}).status_code == 403
    assert gp.post(router(), headers={"Sec-Fetch-Site": "", "Origin": "http://localhost"}).status_code == 200
    assert gp.submit("/aanmelden/uit", {}, headers={"Sec-Fetch-Site": "same-site"}).status_code == 403
    assert gp.get("/vrije-plekken", **{"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_another_name_for_this_machine_is_not_answered(browser: Callable[[], Any]) -> None:
    answer = browser().get("/aanmelden", Host="rebound.example")
    assert answer.status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_not_answered(gp: Any, method: str) -> None:
    assert gp.client.open("/vrije-plekken", method=method).status_code == 405


@pytest.mark.parametrize(
    "naar", ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil", "/aanmelden/uit"]
)
def test_signing_in_leads_to_no_other_site(browser: Callable[[], Any], naar: str) -> None:
    one = browser()
    one.get("/aanmelden")
    assert one.submit("/aanmelden/demo", {"rol": "gp", "naar": naar}).headers["Location"] == "/"


def test_a_query_says_nothing_about_who_asks(gp: Any) -> None:
    plain, forged = gp.page("/vrije-plekken"), gp.page("/vrije-plekken", "?role=operator&viewer=1&account_id=1")
    assert plain.status_code == forged.status_code == 200
    assert plain.get_json() == forged.get_json()


@pytest.fixture
def dossier(settings: Settings, clock: Any, database: Any) -> Iterator[Any]:  # noqa: ARG001
    """A browser of a GP, where there is a page that takes something from its path, and a page of the operator's."""

    def layout(dossier_id: str = "", role: str = "gp", **free: object) -> html.Div:
        return html.Div(f"dossier {dossier_id} as {role} with {sorted(free.items())}")

    def other(dossier_id: str = "", **_free: object) -> html.Div:
        return html.Div(f"secret {dossier_id}")

    create_app(settings, clock)  # fills the registry
    known = dict(dash.page_registry)
    for name, path, policy, drawn in (
        ("planted", "/dossier/<dossier_id>", Permission.SEE_PLACES_EXACT, layout),
        ("secret", "/beheer/<dossier_id>", Permission.MANAGE_USERS, other),
    ):
        dash.register_page(name, path_template=path, title=lambda **_: "Planted", layout=drawn, permission=policy)
    server = create_app(settings, clock).server
    yield Browser(server.test_client()).sign_in("gp")
    dash.page_registry.clear()
    dash.page_registry.update(known)


@pytest.mark.parametrize(
    "search", ["?dossier_id=999&role=operator", "?dossier_id=999&dossier_id=998", "?role=operator", "?%64ossier_id=999"]
)
def test_a_query_says_nothing_that_the_path_or_the_code_says(dossier: Any, search: str) -> None:
    drawn = dossier.page("/dossier/7", search).get_json()["response"]["_pages_content"]["children"]
    assert drawn["props"]["tree"]["props"]["children"] == "dossier 7 as gp with []"
    free = dossier.page("/dossier/7", f"{search}&kleur=rood").get_json()
    assert "dossier 7 as gp with [('kleur', 'rood')]" in str(free)


def test_a_path_that_is_no_dossier_of_its_own_opens_no_other_page(dossier: Any) -> None:
    assert dossier.page("/beheer/7").status_code == 403
    assert dossier.get("/beheer/7").status_code == 403
    assert dossier.page("/dossier/..%2Fbeheer/7").status_code == 200
    for path in ("/dossier/../beheer/7", "/dossier/7/../../beheer/7", "/beheer/7/", "/beheer/7?x", "//beheer/7"):
        assert "secret" not in dossier.page(path).text, path


def test_page_contents_are_not_in_the_index(gp: Any) -> None:
    index = gp.get("/vrije-plekken")
    assert index.status_code == 200
    assert "validation_layout" not in index.text
    assert "_pages_content" not in index.text


def test_headers_are_strict_on_every_answer(gp: Any, browser: Callable[[], Any]) -> None:
    answers = [
        browser().get("/aanmelden"),
        browser().fetch("/_dash-layout"),
        browser().fetch("/healthz"),
        gp.get("/vrije-plekken"),
        gp.page("/vrije-plekken"),
        gp.post({}),
        gp.get("/there-is-none"),
    ]
    assert [one.status_code for one in answers] == [200, 401, 200, 200, 200, 400, 404]
    for answer in answers:
        policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == policy["object-src"] == policy["frame-ancestors"] == "'none'"
        assert "unsafe" not in policy["script-src"]
        assert "http" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Strict-Transport-Security" not in answer.headers


def test_every_inline_script_is_allowed_by_its_hash(gp: Any, web: flask.Flask) -> None:
    app = web.extensions[gate.EXTENSION]
    policy = gp.get("/vrije-plekken").headers["Content-Security-Policy"]
    assert len(app.csp_hashes()) >= 2
    assert all(one in policy for one in app.csp_hashes())
