"""A page opened for the first time in a real browser on a slow line: bytes, time, what came twice."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

ROOT = Path(__file__).parent.parent
PATIENCE = 300_000  # milliseconds: a page that comes late on a busy machine is told as late, not as missing
LINE = {"offline": False, "latency": 40, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}


@dataclass
class Opened:
    """KiB over the line, milliseconds until the text stood, addresses asked more than once, files not kept for good."""

    kib: float = 0.0
    ms: float = 0.0
    twice: list[str] = field(default_factory=list)
    not_immutable: list[str] = field(default_factory=list)
    not_compressed: list[str] = field(default_factory=list)
    warm_kib: float = 0.0
    requests: int = 0
    heading: str = ""


@contextmanager
def browsing() -> Iterator[Browser]:
    """A Chromium."""
    found = subprocess.run(
        [sys.executable, "tests/browser.py"], stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT
    )
    path = found.stdout.split()[-1]
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])


def patient(browser: Browser, state: Any) -> BrowserContext:  # noqa: ANN401 - Playwright's
    """Somebody's browser with an empty cache, who waits."""
    context = browser.new_context(storage_state=state, locale="nl-NL")
    context.set_default_timeout(PATIENCE)
    return context


def opened(browser: Browser, address: str, *, text: str, state: Any = None) -> Opened:  # noqa: ANN401 - Playwright's
    """Open an address with an empty cache until `text` (a selector) stands; then once more with what was kept."""
    context = patient(browser, state)
    page = context.new_page()
    told = Opened()
    told.kib, told.ms = _visit(context.new_cdp_session(page), page, address, text, told)
    warm = context.new_page()
    told.warm_kib, _ms = _visit(context.new_cdp_session(warm), warm, address, text, None)
    context.close()
    return told


def _visit(session: CDPSession, page: Page, address: str, text: str, told: Opened | None) -> tuple[float, float]:
    length: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.on("Network.loadingFinished", lambda event: length.update(all=int(event["encodedDataLength"])))
    session.on("Network.requestWillBeSent", lambda event: asked.update(_get(event)))
    if told is not None:
        session.on("Network.responseReceived", lambda event: _judge(event["response"], told))
    page.goto(address, wait_until="commit")
    page.wait_for_selector(text)
    ms = page.evaluate("performance.now()")
    page.wait_for_load_state("networkidle")
    if told is not None:
        told.twice = sorted(url for url, count in asked.items() if count > 1)
        told.requests = asked.total()
        told.heading = page.locator("h1 >> visible=true").first.inner_text()
    return length["all"] / 1024, float(ms)


def _get(event: dict[str, Any]) -> list[str]:
    return [event["request"]["url"]] if event["request"]["method"] == "GET" else []


def _judge(response: dict[str, Any], told: Opened) -> None:
    headers = {name.lower(): value for name, value in response["headers"].items()}
    url = response["url"]
    if not url.startswith("http") or ("_dash-component-suites" not in url and "/assets/" not in url):
        return
    if "immutable" not in headers.get("cache-control", ""):
        told.not_immutable.append(url)
    if "content-encoding" not in headers and int(headers.get("content-length", "0")) > 1024:
        told.not_compressed.append(url)
