"""The first load of every page, each for somebody who may see it, against a page as Dash serves it by default."""

from contextlib import ExitStack

from playwright.sync_api import Browser

from bench.first_load import Opened, browsing, opened
from bench.goal import Finding, Side
from bench.goal_08_callbacks import SEARCH
from bench.openings import DEFAULT, GRAPH, bytes_against, serving, signed_in
from bench.setting import Setting
from bench.web import fill_buckets, served

TITLE = "The first load of every page"
WORK = "bench_every_page"
PAGES = {
    "coordinator": (
        *(f"/vrije-plekken{SEARCH}", "/wachttijden", "/regio", "/regio/bellen", "/regio/telefonisch", "/regio/agenda"),
        *("/regio/aangehouden", "/regio/witte-vlekken", "/aansluitingen", "/vestiging/7", "/vestiging/7/herkomst"),
        *("/regiototalen", "/wachtplekken", "/mijn-handelingen"),
    ),
    "provider": ("/opgave", "/aanlevering"),
    "operator": ("/beheer", "/beheer/bronnen", "/beheer/gebruikers", "/beheer/stamgegevens", "/beheer/gemeenten"),
    "auditor": ("/audit",),
}
_UNDRAWN = ("De gegevens zijn nu niet bereikbaar", "Deze pagina kon niet worden gemaakt")
_REFUSED = ("Dit is niet voor u toegankelijk", "Deze pagina bestaat niet")


def measure(setting: Setting) -> list[Finding]:
    """Each page once with an empty cache, 10 Mbit/s and 40 ms; the default page before and after all of them."""
    pages = {role: paths[:1] for role, paths in PAGES.items()} if setting.is_quick else PAGES
    setting.ready(WORK)
    told: dict[str, Opened] = {}
    with ExitStack() as stack:
        address = stack.enter_context(served(setting, WORK))
        default = [] if setting.is_quick else [stack.enter_context(serving(setting, DEFAULT))]
        browser = stack.enter_context(browsing())
        its = [_default(browser, where) for where in default]
        for role, paths in pages.items():
            told |= _opened(setting, browser, address, role, paths)
        its += [_default(browser, where) for where in default]
    setting.place.drop(WORK)
    undrawn = sorted(path for path, one in told.items() if one.heading in _UNDRAWN)
    twice = sorted({url for one in told.values() for url in one.twice})
    return [
        *(finding(path, one, its) for path, one in told.items()),
        Finding(
            "pages that could not be drawn",
            Side("ours", "pages", (float(len(undrawn)),)),
            None,
            len(undrawn),
            "at most",
            0,
            ", ".join(undrawn),
        ),
        Finding(
            "files asked more than once on any page",
            Side("ours", "files", (float(len(twice)),)),
            None,
            len(twice),
            "at most",
            0,
        ),
    ]


def finding(path: str, ours: Opened, its: list[Opened]) -> Finding:
    """The bytes of a page as a share of the default's; its requests and times are told beside it."""
    name = path.partition("?")[0]
    times = "".join(f"; default {one.requests} requests, {one.ms:.0f} ms" for one in its)
    note = f"{ours.requests} requests, text after {ours.ms:.0f} ms{times}"
    return bytes_against(name, [ours], its, "default Dash", 0.10, note=note)


def _default(browser: Browser, address: str) -> Opened:
    return opened(browser, f"{address}/", text=GRAPH)


def _opened(setting: Setting, browser: Browser, address: str, role: str, paths: tuple[str, ...]) -> dict[str, Opened]:
    state = signed_in(browser, address, role)
    told = {}
    for path in paths:
        fill_buckets(setting.place, WORK)
        told[path] = opened(browser, f"{address}{path}", text="h1 >> visible=true", state=state)
        if any(words in told[path].heading for words in _REFUSED):
            raise AssertionError(f"{path} is not for a {role}: {told[path].heading}")
    return told
