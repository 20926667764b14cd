"""Every page, file and callback against every role and nobody, from the registries: a new one is covered at once."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dash
import flask
import pytest

from dashboard import access, gate
from dashboard.sign_in import demo

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
        f"{path}.csv" for path, page in pages().items() if page.get("export")
    }


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_its_pages_files_and_menu_and_no_other(signed_in: Callable[[str], Any], role: str) -> None:
    one = signed_in(role)
    seen = set()
    for path, page in pages().items():
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
        if "GET" in (rule.methods or ()) and "<" not in rule.rule and not (policy and policy.is_public):
            assert one.fetch(rule.rule).status_code in {401, 404}, rule.rule


@pytest.mark.parametrize("role", [*ROLES, None])
def test_a_callback_runs_for_whom_its_policy_names(
    signed_in: Callable[[str], Any], browser: Callable[[], Any], web: flask.Flask, role: str | None
) -> None:
    app = web.extensions[gate.EXTENSION]
    one = signed_in(role) if role else browser()
    one.get("/aanmelden")
    for output, entry in access.server_callbacks(app.callback_map).items():
        answer = one.post(asked(output, entry))
        allowed = role is not None and may(role, access.policy_of_callback(entry))
        assert answer.status_code in ({200, 204} if allowed else {401, 403}), output
        assert one.post({**asked(output, entry), "output": output + "x"}).status_code in {400, 401}


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
