"""The first load of /vrije-plekken in a real browser, against a page with a grid and a graph and against a bare one."""

import statistics
from contextlib import ExitStack
from typing import Any

from playwright.sync_api import Browser

from bench import peer
from bench.first_load import Opened, browsing, opened
from bench.goal import Finding, Side
from bench.goal_08_callbacks import SEARCH
from bench.place import Place
from bench.setting import Setting
from bench.web import fill_buckets, listening, served, total_months
from bench.world import TENTH

TITLE = "The first load of a page"
WORK = "bench_pages"
_TURNS = 2  # each with an empty cache; the bytes hardly differ, and a default page takes many seconds


def measure(setting: Setting) -> list[Finding]:
    """Ours, the default and the bare page in turn, 10 Mbit/s and 40 ms, with an empty cache each time."""
    pages = {
        "ours": (f"/vrije-plekken{SEARCH}", "main li, main article"),
        "default_dash": ("/", ".ag-row"),
        "bare_dash": ("/", "h1"),
    }
    told = in_turn(setting, pages)
    return [
        *against(
            "/vrije-plekken with its list",
            told["ours"],
            told["default_dash"],
            "default Dash",
            most_bytes=0.10,
            most_time=0.45,
        ),
        bytes_against("/vrije-plekken with its list", told["ours"], told["bare_dash"], "bare Dash, gzip", 1.25),
        *_conditions(told["ours"]),
    ]


def in_turn(setting: Setting, pages: dict[str, tuple[str, str]]) -> dict[str, list[Opened]]:
    """name -> each time it was opened. pages: name -> (path, what must stand); a name other than ours is a peer's."""
    ready(setting, WORK)
    with ExitStack() as stack:
        address = stack.enter_context(served(setting.place, WORK))
        addresses = {name: stack.enter_context(serving(setting.place, name)) for name in pages if "dash" in name}
        browser = stack.enter_context(browsing())
        state = signed_in(browser, address)
        told: dict[str, list[Opened]] = {name: [] for name in pages}
        for _ in range(_TURNS):
            fill_buckets(setting.place, WORK)
            for name, (path, text) in pages.items():
                where = addresses.get(name, address)
                found = opened(browser, f"{where}{path}", text=text, state=None if name in addresses else state)
                told[name].append(found)
    setting.place.drop(WORK)
    return told


def ready(setting: Setting, name: str) -> None:
    """A database of a tenth of the country, with the totals of its months made: what the worker does after a load."""
    setting.place.copy(setting.database(TENTH, 6), name)
    total_months(setting, name)


def against(
    what: str, ours: list[Opened], other: list[Opened], name: str, *, most_bytes: float, most_time: float | None
) -> list[Finding]:
    """Bytes and time of ours as shares of the other's."""
    mine, its = _time(what, ours), _time(name, other)
    time = Finding(f"{what}: time until its text stands", mine, its, mine.median / its.median, "at most", most_time)
    return [bytes_against(what, ours, other, name, most_bytes), time]


def bytes_against(what: str, ours: list[Opened], other: list[Opened], name: str, most: float | None) -> Finding:
    """The same of the bytes alone."""
    mine = Side(what, "KiB", tuple(one.kib for one in ours))
    its = Side(name, "KiB", tuple(one.kib for one in other))
    return Finding(f"{what}: bytes", mine, its, mine.median / its.median, "at most", most)


def _time(name: str, opened_pages: list[Opened]) -> Side:
    return Side(name, "ms", tuple(one.ms for one in opened_pages))


def _conditions(ours: list[Opened]) -> list[Finding]:
    """What must be nothing: files that came twice, that are not kept for good, that came uncompressed."""
    last = ours[-1]
    counted = {
        "files asked more than once": last.twice,
        "files without an immutable Cache-Control": last.not_immutable,
        "files over 1 KiB without compression": last.not_compressed,
    }
    warm = statistics.median(one.warm_kib for one in ours)
    share = Finding(
        "a second visit, of the first's bytes", Side("again", "KiB", (warm,)), None, warm / last.kib, "at most", None
    )
    return [*(_nothing(what, found) for what, found in counted.items()), share]


def _nothing(what: str, found: list[str]) -> Finding:
    names = ", ".join(sorted({url.split("?")[0].rsplit("/", 1)[-1] for url in found}))
    return Finding(what, Side("ours", "files", (float(len(found)),)), None, len(found), "at most", 0, names)


def signed_in(browser: Browser, address: str, role: str = "coordinator") -> Any:  # noqa: ANN401 - Playwright's
    """What a browser keeps of somebody of this role who signed in."""
    context = browser.new_context()
    context.new_page().goto(f"{address}/bench/in/1?role={role}")
    state = context.storage_state()
    context.close()
    return state


def serving(place: Place, name: str) -> Any:  # noqa: ANN401 - a context that gives an address
    """A peer's page, served."""
    made = peer.made(place, name)
    command = [str(made.python), "-m", "gunicorn", f"{name}:server", "--bind", "127.0.0.1:0", "--threads", "4"]
    return listening(command, place.home / f"{name}.log", cwd=peer.FOLDER)
