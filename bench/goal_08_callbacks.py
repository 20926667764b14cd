"""The callback that draws /vrije-plekken, against its questions as JSON behind the same gate, bucket and rights."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx

from bench.goal import Finding, Side, seconds
from bench.setting import Setting
from bench.web import Visitor, fill_buckets, served, visitor

TITLE = "Callbacks"
WORK = "bench_web"
SEARCH = "?zorgpad=AMB&groep=D04&leeftijd=26-54&postcode=3511&afstand=15"
_VISITORS, _EACH = 4, 5


def measure(setting: Setting) -> list[Finding]:
    """Four visitors at once on two processes: pages, all their questions, and that of their list, block by block."""
    setting.place.copy(setting.database(setting.size), WORK)
    with served(setting, WORK) as address:
        visitors = [visitor(address, number) for number in range(_VISITORS)]
        found = check(visitors[0])
        turns = [_turn(setting, visitors) for _ in range(setting.rounds + 1)][1:]
    setting.place.drop(WORK)
    pages, questions, lists = (tuple(side) for side in zip(*turns, strict=True))
    ours = Side("callback", "/s", pages)
    every, one = Side("its questions as JSON", "/s", questions), Side("its list as JSON", "/s", lists)
    name, note = setting.size.name, f"{found} rows in the list; no figure stands on the page"
    return [
        Finding(f"{name}, the same questions", ours, every, ours.median / every.median, "at least", 0.75, note),
        Finding(f"{name}, the question of the list only", ours, one, ours.median / one.median, "at least", None),
    ]


def check(who: Visitor) -> int:
    """How many rows the question has; every one of them must stand on the page that is drawn of it."""
    answered, drawn = who.bare(SEARCH), who.page("/vrije-plekken", f"{SEARCH}&alles=ja")
    answered.raise_for_status()
    drawn.raise_for_status()
    missing = [row["location_name"] for row in answered.json() if row["location_name"] not in drawn.text]
    if missing or not answered.json():
        raise AssertionError(f"the page and the bare answer differ: {missing[:3]}")
    if answered.json() not in who.questions(SEARCH).json():
        raise AssertionError("the list is not among the questions of the page")
    return len(answered.json())


def _turn(setting: Setting, visitors: list[Visitor]) -> tuple[float, float, float]:
    fill_buckets(setting.place, WORK)
    return (
        _per_second(visitors, lambda who: who.page("/vrije-plekken", SEARCH)),
        _per_second(visitors, lambda who: who.questions(SEARCH)),
        _per_second(visitors, lambda who: who.bare(SEARCH)),
    )


def _per_second(visitors: list[Visitor], ask: Callable[[Visitor], httpx.Response]) -> float:
    def ask_on(who: Visitor) -> None:
        for _ in range(_EACH):
            ask(who).raise_for_status()

    with ThreadPoolExecutor(len(visitors)) as pool:
        took = seconds(lambda: list(pool.map(ask_on, visitors)))
    return len(visitors) * _EACH / took
