"""Finds a Chromium for the tests, or installs one: python tests/browser.py prints its path."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find() -> str | None:
    """CHROMIUM, a browser of the machine, or the one that Playwright installed before."""
    return next((path for path in _places() if path and _works(path)), None)


def install() -> str:
    """Install one: Debian's package when that is allowed, else Playwright's own. Exits with a sentence."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for asked in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *asked], check=False, stdout=subprocess.DEVNULL, env=quiet)
    if find() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    path = find()
    if path is None:
        sys.exit(
            "The tests drive a real browser and none could be found or installed. "
            "Debian: apt-get install chromium; elsewhere name one: CHROMIUM=/path/to/chromium make test"
        )
    return path


def _places() -> Iterator[str | None]:
    yield os.environ.get("CHROMIUM")
    yield from map(shutil.which, NAMES)
    yield _playwrights()  # last, for asking it starts its driver


def _playwrights() -> str:
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _works(path: str) -> bool:
    if not Path(path).exists():
        return False
    asked = subprocess.run([path, "--headless", "--no-sandbox", "--version"], capture_output=True, check=False)
    return asked.returncode == 0


if __name__ == "__main__":
    print(find() or install())
