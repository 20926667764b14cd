"""Every page, file and callback against every role and nobody, from the registries: a new one is covered at once."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import dash
import flask
import pytest
from dash import Input, Output, State, html

from dashboard import access, gate
from dashboard.access import FOR_MACHINES, PUBLIC, SIGNED_IN, Permission, one_of, requires
from dashboard.app import create_app
from dashboard.csv_text import Table
from dashboard.settings import Settings
from dashboard.sign_in import demo
from tests.dashboard.visit import Clock

REFERENCE = Path(__file__).parents[3] / "sql/reference"
ROLES = [line.partition(",")[0] for line in (REFERENCE / "access_role.csv").read_text().splitlines()[1:]]


def granted(role: str) -> set[str]:
    """The permissions of a role, from the list that is under review and not through the code that is under test."""
    with (REFERENCE / "access_permission.csv").open() as lines:
        return {
            row["permission_code"]
            for row in csv.DictReader(lines)
            if row["role_code"] == role and row["scope_code"] != "none"
        }


# Callbacks that the matrix plants, so that it is seen to bite; and which roles run them.
PLANTED = {
    "audit": Permission.SEE_AUDIT,
    "places": one_of(Permission.SEE_PLACES_EXACT, Permission.SEE_PLACES_CLASS),
    "everybody": SIGNED_IN,
}
RAN = "the planted callback ran"
RUN_BY = {
    "audit": {"auditor"},
    "places": {"gp", "mediator", "provider", "clinician", "coordinator", "operator"},
    "everybody": set(ROLES),
}


def may_call(role: str, policy: access.Policy | None) -> bool:
    """As `may`; a callback without a policy runs for nobody."""
    return policy is not None and may(role, policy)


def may(role: str, policy: access.Policy | None) -> bool:
    assert policy is not None
    return not policy.any_of or bool({str(one) for one in policy.any_of} & granted(role))


@pytest.fixture
def signed_in(browser: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """A browser of any role, also of those without a button in the demo; each with a scope of every kind."""
    scopes = {"region": ["ZK07"], "agb": ["09000002"], "concern": ["achmea"]}
    monkeypatch.setattr(demo, "ROLES", [(role, role) for role in ROLES])
    monkeypatch.setattr(demo, "_SCOPES", dict.fromkeys(ROLES, scopes))
    return lambda role: browser().sign_in(role)


def pages() -> dict[str, Any]:
    return {page["path"]: page for page in dash.page_registry.values() if page["path"] is not None}


def test_the_registries_hold_what_is_tested(web: flask.Flask) -> None:
    assert len(ROLES) == 8
    assert set(pages()) >= {"/vrije-plekken", "/regio", "/regiototalen", "/wachtplekken", "/mijn-handelingen", "/audit"}
    assert all(access.policy_of_page(page) is not None for page in pages().values())
    assert {rule.rule for rule in web.url_map.iter_rules() if rule.endpoint.startswith("export_")} == {
        f"{path}{ending}"
        for path, page in pages().items()
        for key, ending in {"export": ".csv", "workbook": ".xlsx", "report": ".pdf"}.items()
        if page.get(key)
    }


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_its_pages_files_and_menu_and_no_other(
    signed_in: Callable[[str], Any], clock: Clock, role: str
) -> None:
    one = signed_in(role)
    seen = set()
    for path, page in pages().items():
        clock.forward(minutes=1)  # files are few a minute
        allowed = may(role, access.policy_of_page(page))
        drawn = one.page(path)
        assert (drawn.status_code == 200) is allowed, path
        assert allowed or drawn.get_json() == {"error": "denied"}
        there = 404 if page.get("exists") else 200  # the path of a template is of nothing that is there
        assert one.get(path).status_code == (there if allowed else 403), path
        assert "incident" not in drawn.text
        assert "ging iets mis" not in drawn.text
        if allowed:
            menu = set(re.findall(r'"href": "([^"]+)"', json.dumps(drawn.get_json())))
            seen.add(frozenset(menu & {to for to, other in pages().items() if other.get("menu")}))
        if page.get("export"):
            file = one.get(f"{path}.csv")
            allowed = allowed and "export" in granted(role)
            assert file.status_code == (200 if allowed else 403), f"{path}.csv"
            assert (file.mimetype == "text/csv") is allowed
        for ending in (ending for key, ending in {"workbook": ".xlsx", "report": ".pdf"}.items() if page.get(key)):
            allowed = may(role, access.policy_of_page(page)) and "export" in granted(role)
            assert one.get(f"{path}{ending}").status_code == (200 if allowed else 403), f"{path}{ending}"
    expected = {to for to, page in pages().items() if page.get("menu") and may(role, access.policy_of_page(page))}
    assert {path for menu in seen for path in menu ^ expected} == set(), (
        "the menu names what may be seen, and nothing else"
    )
    assert one.get("/").headers["Location"] in expected


def test_nobody_gets_nothing(browser: Callable[[], Any], web: flask.Flask) -> None:
    one = browser()
    one.get("/aanmelden")
    for path, page in pages().items():
        assert one.get(path).headers["Location"].startswith("/aanmelden")
        assert one.page(path).status_code == 401
        if page.get("export"):
            assert one.get(f"{path}.csv").status_code == 302
            assert one.fetch(f"{path}.csv").status_code == 401
    for rule in web.url_map.iter_rules():
        policy = gate.route_policy(web, rule.endpoint)
        if "GET" in (rule.methods or ()) and "<" not in rule.rule and policy not in {PUBLIC, FOR_MACHINES}:
            assert one.fetch(rule.rule).status_code in {401, 404}, rule.rule


@pytest.mark.parametrize("role", [*ROLES, None])
def test_a_route_answers_whom_its_policy_names(
    signed_in: Callable[[str], Any], browser: Callable[[], Any], web: flask.Flask, role: str | None
) -> None:
    web.add_url_rule("/planted", "planted", requires(PLANTED["audit"])(lambda: "planted"))
    one = signed_in(role) if role else browser()
    answers = {}
    for rule in web.url_map.iter_rules():
        if "<" not in rule.rule and "GET" in (rule.methods or ()) and not rule.endpoint.startswith("export_"):
            if web.url_map.bind("localhost").match(rule.rule)[0] != rule.endpoint:
                continue  # Dash's own "/", which ours stands before
            policy = gate.route_policy(web, rule.endpoint)
            status = answers[rule.rule] = one.fetch(rule.rule).status_code
            if rule.endpoint in gate.CLOSED:
                assert status == (404 if role else 401), rule.rule
            elif policy in {PUBLIC, FOR_MACHINES}:  # what they tell whom: test_health.py
                assert status == 200, rule.rule
            elif role is None:
                assert status == 401, rule.rule
            else:
                assert (status not in {401, 403}) is may(role, policy), rule.rule
    assert len(answers) > 5
    assert answers["/planted"] == {"auditor": 200, None: 401}.get(role, 403)


@pytest.mark.parametrize("role", [*ROLES, None])
def test_a_callback_runs_for_whom_its_policy_names(
    signed_in: Callable[[str], Any], browser: Callable[[], Any], web: flask.Flask, role: str | None
) -> None:
    app = web.extensions[gate.EXTENSION]
    for name, policy in PLANTED.items():
        app.callback(Output(f"planted-{name}", "children"), Input("b", "value"), State("c", "data"))(
            requires(policy)(lambda value, _kept: f"{RAN} {value}")
        )
    app.callback(Output("planted-nothing", "children"), Input("b", "value"))(lambda _value: RAN)
    one = signed_in(role) if role else browser()
    one.get("/aanmelden")
    ran = set()
    for output, entry in access.server_callbacks(app.callback_map).items():
        answer = one.post(asked(output, entry))
        allowed = role is not None and may_call(role, access.policy_of_callback(entry))
        assert answer.status_code in ({200, 204} if allowed else {401, 403}), output
        assert (RAN in answer.text) is (allowed and output.startswith("planted")), output
        assert one.post({**asked(output, entry), "output": output + "x"}).status_code in {400, 401}
        ran |= {output} if allowed else set()
    expected = {name for name, roles in RUN_BY.items() if role in roles}
    assert {output for output in ran if output.startswith("planted")} == {
        f"planted-{name}.children" for name in expected
    }


@pytest.fixture
def planted_page(settings: Settings) -> Iterator[None]:
    """A page that somebody adds: with an export and a place in the menu, and nothing written for it in any test."""
    create_app(settings)  # dash.register_page asks for an application
    dash.register_page(
        "planted",
        path="/geplant",
        title=lambda: "Geplant",
        layout=lambda **_query: html.Div("the planted page"),
        permission=Permission.SEE_AUDIT,
        menu=lambda: "Geplant",
        export=lambda _viewer, _query: Table("geplant", "planted", ["a"], [["the planted file"]]),
    )
    yield
    del dash.page_registry["planted"]


@pytest.mark.usefixtures("planted_page")
@pytest.mark.parametrize("role", [*ROLES, None])
def test_a_new_page_is_behind_the_gate_the_day_it_is_written(
    signed_in: Callable[[str], Any], browser: Callable[[], Any], role: str | None
) -> None:
    one = signed_in(role) if role else browser()
    one.get("/aanmelden")
    drawn, index, file = one.page("/geplant"), one.get("/geplant"), one.get("/geplant.csv")
    expected = {"auditor": [200, 200, 200], None: [401, 302, 302]}.get(role, [403, 403, 403])
    assert [answer.status_code for answer in (drawn, index, file)] == expected
    assert ("the planted page" in drawn.text) is ("the planted file" in file.text) is (role == "auditor")


def asked(output: str, entry: dict[str, Any]) -> dict[str, Any]:
    """The request a page of ours would send for a callback, with no values."""
    outs = entry["output"]

    def named(one: Any) -> Any:
        if isinstance(one, list | tuple):
            return [named(inside) for inside in one]
        return {"id": one.component_id, "property": one.component_property}

    return {
        "output": output,
        "outputs": named(outs),
        "inputs": [{**one, "value": None} for one in entry["inputs"]],
        "state": [{**one, "value": None} for one in entry["state"]],
        "changedPropIds": [f"{one['id']}.{one['property']}" for one in entry["inputs"][:1]],
    }
