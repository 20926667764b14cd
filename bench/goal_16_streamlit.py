"""A Streamlit page for the same question on the same database: the same answers, the same number of people at once."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from subprocess import DEVNULL, Popen
from typing import Any

import httpx
from playwright.sync_api import Browser

from bench import peer, world
from bench.first_load import browsing, patient
from bench.goal import Finding, Side
from bench.goal_08_callbacks import SEARCH
from bench.openings import signed_in
from bench.setting import Setting
from bench.web import fill_buckets, served

TITLE = "Beside a Streamlit page"
WORK = "bench_streamlit"
AT_ONCE = 4
_NAMES = "td:nth-child(4)"  # the location, in the table of the peer
_CARD = "main li, main article"


def measure(setting: Setting) -> list[Finding]:
    """So many people open the page at once, in turn here and there; nothing is emulated of the line."""
    made = peer.made(setting, "streamlit_page")
    setting.place.copy(setting.database(setting.size), WORK)
    turns = []
    with ExitStack() as stack:
        ours = f"{stack.enter_context(served(setting, WORK))}"
        theirs = stack.enter_context(_streamlit(setting, made))
        browser = stack.enter_context(browsing())
        state = signed_in(browser, ours)
        page = f"{ours}/vrije-plekken{SEARCH}"
        found = _compare(browser, f"{page}&alles=ja", theirs, state)
        for _ in range(setting.rounds):
            fill_buckets(setting.place, WORK)
            turns.append((_opened(browser, page, _CARD, state), _opened(browser, theirs, _NAMES, None)))
    setting.place.drop(WORK)
    mine = Side("ours", "ms", tuple(ms for told, _ in turns for ms in told))
    its = Side("Streamlit", "ms", tuple(ms for _, told in turns for ms in told))
    note = (
        f"{found} rows, {AT_ONCE} people at once, cold, loopback; {made.versions}, set up in {made.steps} steps and "
        f"{made.lines} lines; it signs nobody in, checks no rights, counts nothing and keeps no trail"
    )
    return [
        Finding(
            f"{setting.size.name}: until the rows stand", mine, its, mine.median / its.median, "at most", None, note
        )
    ]


def _compare(browser: Browser, page: str, theirs: str, state: Any) -> int:  # noqa: ANN401 - Playwright's
    """How many rows the peer shows; every one of them must stand on ours."""
    texts = []
    for address, selector, kept in ((page, _CARD, state), (theirs, _NAMES, None)):
        context = patient(browser, kept)
        tab = context.new_page()
        tab.goto(address)
        tab.wait_for_selector(selector)
        texts.append((tab.locator("body").inner_text(), tab.locator(_NAMES).all_inner_texts()))
        context.close()
    names = texts[1][1]
    missing = [name for name in names if name not in texts[0][0]]
    if missing or not names:
        raise AssertionError(f"Streamlit shows what ours does not: {missing[:3]}")
    return len(names)


def _opened(browser: Browser, address: str, selector: str, state: Any) -> list[float]:  # noqa: ANN401 - Playwright's
    """Milliseconds until the rows stand, of each who opens the page at the same moment with an empty cache."""
    contexts = [patient(browser, state) for _ in range(AT_ONCE)]
    tabs = [context.new_page() for context in contexts]
    for tab in tabs:
        tab.goto(address, wait_until="commit")
    told = []
    for tab in tabs:
        tab.wait_for_selector(selector)
        told.append(float(tab.evaluate("performance.now()")))
    for context in contexts:
        context.close()
    return told


@contextmanager
def _streamlit(setting: Setting, made: peer.Peer) -> Iterator[str]:
    port = "8079"
    environ = (
        os.environ
        | peer.QUIET
        | {
            "BENCH_URL": setting.place.address(WORK),
            "BENCH_AS_OF": world.AS_OF.isoformat(),
        }
    )
    options = ("--server.headless=true", "--server.address=127.0.0.1", f"--server.port={port}")
    command = [str(made.python), "-m", "streamlit", "run", str(peer.FOLDER / f"{made.name}.py"), *options]
    with Popen(command, env=environ, stdout=DEVNULL, stderr=sys.stderr) as process:
        try:
            _wait(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait(address: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if httpx.get(f"{address}/_stcore/health", timeout=5).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("Streamlit did not start")
