"""What every answer says to the browser: pages, files, errors, redirects and assets, from the routes there are."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import flask
import pytest
from werkzeug.test import TestResponse

from dashboard import gate, headers
from dashboard.settings import Settings
from tests.dashboard.visit import Browser

LARGE = "x" * (300 * 1024)


@pytest.fixture(params=[False, True], ids=["plain", "behind TLS"])
def settings(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    return replace(settings, public_url="https://localhost") if request.param else settings


@pytest.fixture
def web(web: flask.Flask, settings: Settings) -> flask.Flask:
    """Asked over https where there is TLS in front: a browser sends the cookies of such a server nowhere else."""
    web.config["PREFERRED_URL_SCHEME"] = "https" if settings.is_secure else "http"
    return web


def test_every_answer_is_strict_and_only_tls_promises_tls(
    web: flask.Flask, browser: Callable[[], Any], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = {**of_routes(web, browser()), **of_mistakes(browser()), **of_faults(browser(), web, monkeypatch)}
    statuses = {asked: answer.status_code for asked, answer in answers.items()}
    assert {*statuses.values()} >= {200, 302, 303, 400, 401, 403, 404, 405, 413, 500}, statuses
    asset = answers["GET /assets/transferpunt.css"]
    assert (asset.status_code, asset.mimetype) == (200, "text/css")
    for asked, answer in answers.items():
        told = answer.headers
        for name, value in headers._FIXED.items():
            assert told.get_all(name) == [value], asked
        policy = dict(part.split(" ", 1) for part in told["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == "'none'", asked
        assert "unsafe" not in policy["script-src"], asked
        assert ("Strict-Transport-Security" in told) is settings.is_secure, asked
        assert told["Cache-Control"] == "no-store", asked
        answer.close()


def of_routes(web: flask.Flask, one: Browser) -> dict[str, TestResponse]:
    """An answer of every route without a part to fill in, to nobody; and of an asset."""
    paths = [
        rule.rule for rule in web.url_map.iter_rules() if "<" not in rule.rule and rule.endpoint not in gate.CLOSED
    ]
    asked = {f"GET {path}": one.get(path) for path in [*paths, "/assets/transferpunt.css", "/assets/nergens.css"]}
    return asked | {f"fetch {path}": one.fetch(path) for path in paths}


def of_mistakes(one: Browser) -> dict[str, TestResponse]:
    """Answers to what is no question of a page of ours, from nobody and from a GP."""
    one.get("/aanmelden")
    return {
        "a form without its token": one.submit("/aanmelden/demo", {"csrf": "", "rol": "gp"}),
        "no such role": one.submit("/aanmelden/demo", {"rol": "minister"}),
        "another site": one.submit("/aanmelden/demo", {"rol": "gp"}, {"Sec-Fetch-Site": "cross-site"}),
        "the way in": one.submit("/aanmelden/demo", {"rol": "gp"}),
        "another host": one.get("/", Host="elsewhere.example"),
        "a method": one.client.put("/aanmelden"),
        "too much": one.submit("/aanmelden/demo", {"rol": LARGE}),
        "not allowed": one.get("/audit"),
        "not there": one.get("/nergens"),
        "a forged callback": one.post({}),
        "a page": one.get("/vrije-plekken"),
        "a page drawn": one.page("/vrije-plekken"),
        "an empty field": one.get("/vrije-plekken?klacht="),
        "a file": one.get("/vrije-plekken.csv?zorgpad=AMB"),
        "a file that is refused": one.get("/audit.csv"),
    }


def of_faults(one: Browser, web: flask.Flask, monkeypatch: pytest.MonkeyPatch) -> dict[str, TestResponse]:
    """The answer when a view breaks."""

    def broken() -> str:
        raise ValueError("planted")

    setattr(broken, "__policy__", gate.PUBLIC)  # noqa: B010
    monkeypatch.setitem(web.view_functions, "sign_in", broken)
    return {"a fault": one.get("/aanmelden"), "a fault, fetched": one.fetch("/aanmelden")}
