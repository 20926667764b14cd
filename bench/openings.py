"""The pages that goals 9 and 10 judge, opened once for both: ours, the default ones and the bare one in turn."""

from contextlib import ExitStack
from functools import cache
from typing import Any

from playwright.sync_api import Browser

from bench import peer
from bench.first_load import Opened, browsing, opened
from bench.goal import Finding, Side
from bench.goal_08_callbacks import SEARCH
from bench.setting import Setting
from bench.web import fill_buckets, listening, served

WORK = "bench_pages"
OURS, DEFAULT, BARE = "ours", "default_dash", "bare_dash"
GRAPH = ".js-plotly-plot .main-svg"
# name -> (whose, path, what must stand)
PAGES = {
    "list": (OURS, f"/vrije-plekken{SEARCH}", "main li, main article"),
    "default grid": (DEFAULT, "/", ".ag-row"),
    "bare": (BARE, "/", "h1"),
    "chart": (OURS, "/wachttijden", "main svg"),
    "default graph": (DEFAULT, "/", GRAPH),
}
_TURNS = 2  # each with an empty cache; the bytes hardly differ, and a default page takes many seconds


@cache
def measured(setting: Setting) -> dict[str, list[Opened]]:
    """name -> each time it was opened: 10 Mbit/s, 40 ms, an empty cache. A quick run, without peers, opens ours."""
    setting.ready(WORK)
    told: dict[str, list[Opened]] = {name: [] for name in PAGES}
    with ExitStack() as stack:
        addresses = {OURS: stack.enter_context(served(setting, WORK))}
        for name in () if setting.is_quick else (DEFAULT, BARE):
            addresses[name] = stack.enter_context(serving(setting, name))
        browser = stack.enter_context(browsing())
        states = {OURS: signed_in(browser, addresses[OURS])}
        for _ in range(min(_TURNS, setting.rounds)):
            fill_buckets(setting.place, WORK)
            for name, (whose, path, text) in PAGES.items():
                if whose in addresses:
                    address = f"{addresses[whose]}{path}"
                    told[name].append(opened(browser, address, text=text, state=states.get(whose)))
    setting.place.drop(WORK)
    return told


def bytes_against(
    what: str, ours: list[Opened], other: list[Opened], name: str, most: float | None, *, note: str = ""
) -> Finding:
    """The bytes of ours as a share of the other's."""
    mine = Side(what, "KiB", tuple(one.kib for one in ours))
    return _beside(f"{what}: bytes", mine, name, [one.kib for one in other], most, note=note)


def time_against(what: str, ours: list[Opened], other: list[Opened], name: str, most: float | None) -> Finding:
    """The same of the time until the text stands."""
    mine = Side(what, "ms", tuple(one.ms for one in ours))
    return _beside(f"{what}: time until its text stands", mine, name, [one.ms for one in other], most)


def _beside(what: str, ours: Side, name: str, values: list[float], most: float | None, *, note: str = "") -> Finding:
    if not values:
        return Finding(what, ours, None, ours.median, "at most", None, f"without {name}: {peer.NOT_IN_A_QUICK_RUN}")
    its = Side(name, ours.unit, tuple(values))
    return Finding(what, ours, its, ours.median / its.median, "at most", most, note)


def signed_in(browser: Browser, address: str, role: str = "coordinator") -> Any:  # noqa: ANN401 - Playwright's
    """What a browser keeps of somebody of this role who signed in."""
    context = browser.new_context()
    context.new_page().goto(f"{address}/bench/in/1?role={role}")
    state = context.storage_state()
    context.close()
    return state


def serving(setting: Setting, name: str) -> Any:  # noqa: ANN401 - a context that gives an address
    """A peer's page, served."""
    made = peer.made(setting, name)
    command = [str(made.python), "-m", "gunicorn", f"{name}:server", "--bind", "127.0.0.1:0", "--threads", "4"]
    return listening(command, setting.place.home / f"{name}.log", cwd=peer.FOLDER)
