"""Fifty people clicking through the main pages on two web processes, alone and while a delivery is loaded."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from bench import world
from bench.goal import Finding, Side
from bench.goal_08_callbacks import SEARCH
from bench.load import load
from bench.setting import Setting
from bench.web import Visitor, fill_buckets, served, visitor
from bench.world import TENTH
from sql.call import value

TITLE = "Fifty visitors"
WORK = "bench_visitors"
PAGES = (*[("/vrije-plekken", SEARCH)] * 20, *[("/regio", "?regio=ZK23")] * 2, ("/wachttijden", "?regio=ZK23"))
_FAILED = ("De gegevens zijn nu niet bereikbaar", "Deze pagina kon niet worden gemaakt")
PAUSE = 10.0  # seconds between two clicks of one visitor, on average: somebody who reads


def measure(setting: Setting) -> list[Finding]:
    """One alone, then all, then all during a load; each clicks at moments that are drawn beforehand."""
    count, seconds = (5, 15.0) if setting.is_quick else (50, 60.0)
    setting.place.copy(setting.database(TENTH), WORK)
    with setting.asking(WORK, "etl_writer") as worker:  # what the worker keeps ready after a load
        while value(worker, "load.total_wait_month", as_of=world.AS_OF):
            pass
    with served(setting.place, WORK) as address:
        visitors = [visitor(address, number) for number in range(count)]
        for who in visitors[:4]:
            clicked(who, 0)
        alone = Side("one alone", "s", tuple(clicked(visitors[0], turn)[0] for turn in range(len(PAGES))))
        fill_buckets(setting.place, WORK)
        quiet = _all(visitors, seconds)
        fill_buckets(setting.place, WORK)
        busy = _during_a_load(setting, visitors, seconds)
    setting.place.drop(WORK)
    return [*_judged(f"{count} visitors", quiet, alone), *_judged(f"{count} visitors during a load", busy, alone)]


def clicked(who: Visitor, turn: int) -> tuple[float, bool]:
    """(seconds, whether it was answered) of one click: the page's callback, as the browser asks it."""
    path, search = PAGES[turn % len(PAGES)]
    began = time.perf_counter()
    try:
        answer = who.page(path, search)
        # A page that says in words that it could not be drawn comes with 200 as well; each of ours has its own heading.
        is_well = answer.status_code == httpx.codes.OK and not any(words in answer.text for words in _FAILED)
    except httpx.TransportError:
        is_well = False
    return time.perf_counter() - began, is_well


def _all(visitors: list[Visitor], seconds: float) -> list[tuple[float, bool]]:
    with ThreadPoolExecutor(len(visitors)) as pool:
        told = pool.map(lambda place: _clicking(visitors[place], place, seconds), range(len(visitors)))
        return [one for clicks in told for one in clicks]


def _clicking(who: Visitor, number: int, seconds: float) -> list[tuple[float, bool]]:
    """The clicks of one visitor, from a moment that is its own; a late answer makes the next click no later."""
    began, told, turn = time.monotonic(), [], 0
    at = world.draw(30, number) % 1000 / 1000 * PAUSE
    while at < seconds:
        time.sleep(max(0.0, began + at - time.monotonic()))
        told.append(clicked(who, number + turn))
        turn += 1
        at += PAUSE * (0.5 + world.draw(31, number, turn) % 1000 / 1000)
    return told


def _during_a_load(setting: Setting, visitors: list[Visitor], seconds: float) -> list[tuple[float, bool]]:
    path = setting.delivery(20_000)
    loading = threading.Thread(target=load, args=(setting.place, WORK, path))
    loading.start()
    told = _all(visitors, seconds)
    loading.join()
    return told


def _judged(what: str, told: list[tuple[float, bool]], alone: Side) -> list[Finding]:
    clicks = Side("clicks", "s", tuple(took for took, _ in told))
    errors = sum(not is_well for _, is_well in told)
    note = "N1/10; a click every ten seconds on average; p95 against the middle of one alone"
    return [
        Finding(f"{what}: p95", clicks, alone, clicks.at(0.95) / alone.median, "at most", 4, note),
        Finding(
            f"{what}: errors", Side("errors", "clicks", (float(errors),)), None, errors, "at most", 0, f"of {len(told)}"
        ),
    ]
