"""Every page as every role, wide and narrow, in two languages, where every text of a delivery tries to be a script."""

from collections.abc import Callable, Iterator
from typing import Any

import dash
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response

from dashboard.app import create_app
from dashboard.settings import Settings
from dashboard.sign_in.demo import ROLES
from tests.end_to_end.hostile import NAMES, PLACES
from tests.end_to_end.seen import accessibility, fits, watch

pytestmark = pytest.mark.browser

WIDTHS = (1280, 360)
OPEN = ("/uitleg", "/toegankelijkheid")  # to everybody
LANGUAGES = ("nl", "en")
# A page whose list needs a question, or is long without one.
QUESTIONS = {
    "/vrije-plekken": "zorgpad=AMB&regio=ZK21&alles=ja",
    "/regio": "regio=ZK21&zorgpad=AMB",
    "/regiototalen": "regio=ZK21",
}
# What is seen of capacity_csv; everybody who is not named sees all of it. The names in the other feeds are on no page:
# they are matched with these, or wait for a match.
SEES = {"Zorgverzekeraar": NAMES, "Auditor": []}


STARTS = {
    "Huisarts": "/vrije-plekken",
    "Zorgbemiddelaar": "/vrije-plekken",
    "Behandelaar": "/vrije-plekken",
    "Zorgverzekeraar": "/wachttijden",
    "Zorgaanbieder": "/opgave",
    "Coördinator": "/regio",
    "Beheerder": "/beheer",
    "Auditor": "/audit",
}


@pytest.mark.parametrize("role", [name for _code, name in ROLES])
def test_every_page_of_a_role_is_clean(
    chromium: Browser, address: str, sign_in: Callable[[str], Any], role: str
) -> None:
    with opened(chromium, sign_in(role)) as context:
        page = context.new_page()
        remarks = watch(page, address)
        words: list[str] = []
        shown: set[str] = set()
        refused: set[str] = set()
        for language in LANGUAGES:
            for path in [*paths(), "/nergens"]:
                if path in refused:
                    continue
                answer = go(page, address, path, language)
                page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
                words.append(page.inner_text("body"))
                (refused if answer.status == 403 else shown).add(path)
                for width in WIDTHS:
                    remarks += [f"{path} {language} {width}: {said}" for said in looked_at(page, width, language)]
        start = context.request.get(f"{address}/", max_redirects=0, headers={"Accept": "text/html"})
        assert start.headers["location"] == STARTS[role]
        seen = "\n".join(words)
        wrong = [said for said in remarks if "status of 403" not in said and "status of 404" not in said]
        assert wrong == []
        assert len(shown) > 2
        assert refused
        assert seen.count("DEMO") >= len(LANGUAGES) * len(shown) + len(refused), "the mark stands on every screen"
        assert [text for text in SEES.get(role, NAMES + PLACES) if text not in seen] == [], "not shown is not tested"


def test_the_way_in_is_clean(chromium: Browser, address: str) -> None:
    with opened(chromium, None) as context:
        page = context.new_page()
        remarks = watch(page, address)
        for language in LANGUAGES:
            for path in ("/aanmelden", "/vrije-plekken", "/nergens", "/aanmelden/nergens", *OPEN):
                go(page, address, path, language)
                assert path in OPEN or "/aanmelden" in page.url, "nobody gets no further"
                assert page.get_by_text("DEMO", exact=True).count() == 1
                for width in WIDTHS:
                    remarks += [f"{path} {language} {width}: {said}" for said in looked_at(page, width, language)]
        assert [said for said in remarks if "status of 404" not in said] == []


def paths() -> list[str]:
    """The pages there are: a new one is looked at the day it is written."""
    create_app(Settings())
    return [page["path"] for page in dash.page_registry.values() if page["path"] is not None]


def go(page: Page, address: str, path: str, language: str) -> Response:
    question = QUESTIONS.get(path)
    answer = page.goto(f"{address}{path}?{question + '&' if question else ''}taal={language}")
    assert answer is not None
    page.wait_for_selector("h1")
    return answer


def looked_at(page: Page, width: int, language: str) -> Iterator[str]:
    """What is wrong with the page that is open, at this width."""
    page.set_viewport_size({"width": width, "height": 900})
    if not fits(page, width):
        yield "scrolls sideways"
    if page.evaluate("document.documentElement.lang") != language:
        yield "is in another language than asked"
    if page.evaluate("window.PWN") is not None:
        yield "ran a text"
    if page.locator(
        "main script, main iframe, main img, main svg[onload], main style, main form[action^='//']"
    ).count():
        yield "made an element of a text"
    if language == LANGUAGES[0]:  # the rules ask after the elements and colours, which are the same in all
        yield from accessibility(page, colours=width == WIDTHS[0])


def opened(chromium: Browser, state: Any) -> BrowserContext:
    context = chromium.new_context(storage_state=state, locale="nl-NL", reduced_motion="reduce")
    context.set_default_timeout(20_000)
    return context
