"""Hostile text of a delivery, on every page of every role in a real browser: shown as text, and nothing more."""

from collections.abc import Callable
from typing import Any

import dash
import pytest
from playwright.sync_api import Browser

from dashboard.app import create_app
from dashboard.settings import Settings
from dashboard.sign_in.demo import ROLES
from tests.end_to_end.hostile import WORDS

pytestmark = pytest.mark.browser
QUERIES = {
    "/vrije-plekken": "?zorgpad=AMB&regio=ZK21&alles=ja",
    "/regio": "?regio=ZK21",
    "/regiototalen": "?regio=ZK07",
}
WATCH = "document.addEventListener('securitypolicyviolation', e => { (window.VIOLATED ||= []).push(e.violatedDirective + ' ' + e.blockedURI) })"


@pytest.mark.parametrize("role", [name for _code, name in ROLES])
def test_no_text_of_a_delivery_runs(chromium: Browser, address: str, sign_in: Callable[[str], Any], role: str) -> None:
    create_app(Settings())  # fills the registry, so that a new page is looked at
    paths = [page["path"] for page in dash.page_registry.values() if page["path"] is not None]
    context = chromium.new_context(storage_state=sign_in(role), locale="nl-NL", viewport={"width": 1280, "height": 900})
    context.add_init_script(WATCH)
    page = context.new_page()
    remarks: list[str] = []
    page.on("console", lambda said: remarks.append(f"{page.url} {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: remarks.append(f"{page.url} {error}"))
    page.on("request", lambda asked: None if asked.url.startswith((address, "data:")) else remarks.append(asked.url))
    seen = ""
    for path in [*paths, "/nergens"]:
        answer = page.goto(address + path + QUERIES.get(path, ""))
        assert answer is not None
        page.wait_for_selector("h1")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert page.evaluate("window.PWN") is None, path
        assert page.evaluate("window.VIOLATED") is None, path
        assert page.locator("main script, main iframe, main img, main svg[onload]").count() == 0, path
        seen += page.inner_text("body")
    wrong = [said for said in remarks if "status of 403" not in said and "status of 404" not in said]
    assert wrong == [], "the browser remarks on pages that are refused or missing, and on nothing else"
    if role in {"Huisarts", "Zorgaanbieder", "Coördinator", "Beheerder"}:
        missing = [words for words in WORDS if words.isprintable() and words not in seen]
        assert missing == [], "what is not shown was not tested"
    context.close()
