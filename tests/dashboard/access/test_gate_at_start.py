"""The gate when the application starts: what has no policy, or wants in from outside, stops it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dash
import flask
import pytest
from dash import Input, Output, html

from dashboard import access, gate
from dashboard.access import Permission, requires
from dashboard.app import create_app
from dashboard.settings import Settings

CHECKOUT = Path(__file__).parents[3]


def test_a_page_or_callback_without_a_policy_stops_the_start(settings: Settings) -> None:
    app = create_app(settings)
    pages, callbacks = dash.page_registry, app.callback_map
    assert list(access.unguarded(pages, callbacks, {})) == []
    naked = {"planted": {"module": "planted", "layout": html.Div}}
    assert list(access.unguarded(naked, {}, {})) == ["page planted has no permission="]
    app.callback(Output("a", "children"), Input("b", "n_clicks"))(lambda _clicks: "secret")
    with pytest.raises(access.UnguardedError, match=r"callback a\.children has no @requires$"):
        gate.demand_policies(app)


def test_a_route_without_a_policy_stops_the_start(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(server: flask.Flask, _settings: Settings) -> None:
        server.add_url_rule("/export", "export", lambda: "secret")

    monkeypatch.setattr("dashboard.sign_in.routes.add_routes", careless)
    with pytest.raises(access.UnguardedError, match=r"route export has no @requires$"):
        create_app(settings)


def test_a_callback_is_for_who_its_policy_names(web: flask.Flask, browser: Callable[[], Any]) -> None:
    app = web.extensions[gate.EXTENSION]
    secret = requires(Permission.MANAGE_USERS)(lambda clicks: f"secret {clicks}")
    app.callback(Output("planted", "children"), Input("b", "n_clicks"))(secret)
    gate.demand_policies(app)
    body = {
        "output": "planted.children",
        "outputs": {"id": "planted", "property": "children"},
        "inputs": [{"id": "b", "property": "n_clicks", "value": 999}],
        "changedPropIds": ["b.n_clicks"],
    }
    answer = browser().sign_in("gp").post(body)
    assert (answer.status_code, answer.get_json()) == (403, {"error": "denied"})
    assert browser().sign_in("operator").post(body).get_json()["response"] == {"planted": {"children": "secret 999"}}


@pytest.mark.usefixtures("database")
def test_a_hostile_environment_opens_nothing() -> None:
    hostile = {
        "DASH_DEBUG": "true",
        "DASH_HOT_RELOAD": "true",
        "DASH_MCP_ENABLED": "true",
        "DASH_MCP_PATH": "aanmelden/mcp",
        "DASH_SUPPRESS_CALLBACK_EXCEPTIONS": "false",
        "DASH_URL_BASE_PATHNAME": "/elsewhere/",
        "DASH_INCLUDE_ASSETS_FILES": "true",
        "FLASK_DEBUG": "1",
        "FLASK_ENV": "development",
    }
    program = (
        "import json, os; from dashboard.app import create_server; s = create_server();"
        "print(json.dumps(sorted(rule.rule for rule in s.url_map.iter_rules())))"
    )
    seen = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=CHECKOUT,
            env={**os.environ, **more},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for more in ({}, hostile)
    ]
    assert json.loads(seen[0]) == json.loads(seen[1])
    assert "/_dash-update-component" in json.loads(seen[0])


def test_a_package_that_wants_into_dash_stops_the_start(tmp_path: Path) -> None:
    made = tmp_path / "stranger-1.0.dist-info"
    made.mkdir()
    (made / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 1.0\n")
    (made / "entry_points.txt").write_text("[dash_hooks]\nstranger = stranger\n")
    (tmp_path / "stranger.py").write_text("raise SystemExit('the stranger ran')")
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            "from dashboard.app import create_app; from dashboard.settings import Settings as S; create_app(S())",
        ],
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONPATH": f"{CHECKOUT}{os.pathsep}{tmp_path}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "UnguardedError: An installed package wants to run inside every page: stranger (stranger)" in run.stderr
    assert "the stranger ran" not in run.stderr + run.stdout
