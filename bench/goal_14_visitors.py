"""Fifty and two hundred people clicking through the main pages on two web processes, while a delivery is loaded."""

import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

import httpx

from bench import world
from bench.goal import Finding, Side, same
from bench.goal_08_callbacks import SEARCH
from bench.load import load
from bench.setting import Setting
from bench.statement import statement
from bench.web import Visitor, fill_buckets, served, visitor
from sql.call import driver

TITLE = "Fifty and two hundred visitors"
WORK = "bench_visitors"
PAGES = (*[("/vrije-plekken", SEARCH)] * 20, *[("/regio", "?regio=ZK23")] * 2, ("/wachttijden", "?regio=ZK23"))
_FAILED = ("De gegevens zijn nu niet bereikbaar", "Deze pagina kon niet worden gemaakt")
PAUSE = 10.0  # seconds between two clicks of one of fifty visitors, on average: somebody who reads
CLICKS = 5.0  # a second, of all visitors together: two hundred read longer, so that more people are no more clicks


def measure(setting: Setting) -> list[Finding]:
    """One alone, then fifty, then fifty and two hundred during a load; each clicks at moments drawn beforehand."""
    few, many, seconds = (5, 20, 4.0) if setting.is_quick else (50, 200, 45.0)
    setting.ready(WORK)
    findings = []
    with served(setting, WORK) as address:
        visitors = [visitor(address, number) for number in range(many)]
        for who in visitors[:4]:
            clicked(who, 0)
        alone = Side("one alone", "s", tuple(clicked(visitors[0], turn)[0] for turn in range(len(PAGES))))
        fill_buckets(setting.place, WORK)
        findings += _judged(f"{few} visitors", all_clicking(visitors[:few], seconds), alone)
        for turn, count in enumerate((few, many)):
            fill_buckets(setting.place, WORK)
            busy, waiting = _during_loads(setting, visitors[:count], seconds, 20 * turn)
            findings += _judged(f"{count} visitors during a load", busy, alone)
            findings.append(
                _none(f"{count} visitors during a load: readers seen waiting for a lock", waiting, "samples")
            )
    setting.place.drop(WORK)
    return findings


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


def all_clicking(visitors: list[Visitor], seconds: float) -> list[tuple[float, bool]]:
    """Everybody's clicks for so long, one each at least."""
    pause = min(max(PAUSE, len(visitors) / CLICKS), seconds)
    with ThreadPoolExecutor(len(visitors)) as pool:
        told = pool.map(lambda place: _clicking(visitors[place], place, seconds, pause), range(len(visitors)))
        return [one for clicks in told for one in clicks]


def _clicking(who: Visitor, number: int, seconds: float, pause: float) -> list[tuple[float, bool]]:
    """The clicks of one visitor, from a moment that is its own; a late answer makes the next click no later."""
    began, told, turn = time.monotonic(), [], 0
    at = world.draw(30, number) % 1000 / 1000 * pause
    while at < seconds:
        time.sleep(max(0.0, began + at - time.monotonic()))
        told.append(clicked(who, number + turn))
        turn += 1
        at += pause * (0.5 + world.draw(31, number, turn) % 1000 / 1000)
    return told


def _during_loads(
    setting: Setting, visitors: list[Visitor], seconds: float, first: int
) -> tuple[list[tuple[float, bool]], int]:
    """The clicks while the nights of everybody are loaded one after another, and how many readers were seen waiting for
    a lock, twice a second until all of it was done."""
    waiting = 0
    with ThreadPoolExecutor(2) as pool, setting.place.asking(WORK, "owner") as watching:
        clicking = pool.submit(all_clicking, visitors, seconds)
        loading = pool.submit(_load_until, setting, clicking, first)
        under_way: list[Future[Any]] = [clicking, loading]
        while wait(under_way, timeout=0.5).not_done:
            (found,) = driver(watching).execute(statement("readers_waiting")).fetchone() or (0,)
            waiting += found
        same(set(loading.result()), {"applied"}, "the deliveries that were loaded meanwhile")
        return clicking.result(), waiting


def _load_until(setting: Setting, clicking: Future[Any], turn: int) -> list[str]:
    outcomes: list[str] = []
    while not clicking.done():
        outcomes.append(load(setting.place, WORK, setting.next_night(setting.small, turn + len(outcomes))).outcome)
    return outcomes


def _judged(what: str, told: list[tuple[float, bool]], alone: Side) -> list[Finding]:
    clicks = Side("clicks", "s", tuple(took for took, _ in told))
    errors = sum(not is_well for _, is_well in told)
    note = "N1/10; at most five clicks a second together; p95 against the middle of one alone"
    return [
        Finding(f"{what}: p95", clicks, alone, clicks.at(0.95) / alone.median, "at most", 4, note),
        _none(f"{what}: errors", errors, "clicks", f"of {len(told)}"),
    ]


def _none(what: str, found: int, unit: str, note: str = "") -> Finding:
    return Finding(what, Side("ours", unit, (float(found),)), None, found, "at most", 0, note)
