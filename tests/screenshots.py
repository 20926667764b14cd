"""Makes the pictures of the documents: python -m tests.screenshots

Some days of the made-up world go through the pipeline, morning by morning, into a home that is thrown away; the pages
are served with their clock at the anchor of the samples. So the pictures change only when the pages do.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import sync_playwright

from sql import embedded
from tests.browser import find, install
from tests.end_to_end.served import ANCHOR

CHECKOUT = Path(__file__).parent.parent
FOLDER = CHECKOUT / "docs/screenshots"
MORNINGS = 4
# Name -> who looks, address, the part that stands at the top, width and height in pixels.
PICTURES = {
    "free-places": (
        "Huisarts",
        "/vrije-plekken?klacht=somber&postcode=3511&afstand=15&leeftijd=26-54",
        ".search",
        1100,
        480,
    ),
    "region": ("Coördinator", "/regio?regio=ZK23", ".columns", 1200, 620),
    "phone": ("Huisarts", "/vrije-plekken?klacht=somber&postcode=3511&afstand=15&leeftijd=26-54", "header", 360, 600),
    "question": ("Huisarts", "/vrije-plekken", "h1", 1000, 560),
    "location": ("Huisarts", "/vestiging/1", "h1", 1000, 560),
    "lineage": ("Huisarts", "/vestiging/1/herkomst?soort=plekken&aanbod=1&urgentie=regulier", "h1", 1000, 560),
    "totals": ("Zorgverzekeraar", "/regiototalen", "h1", 1000, 480),
    "waits": ("Zorgverzekeraar", "/wachttijden", ".hot-spots", 1000, 560),
    "waiting-places": ("Zorgverzekeraar", "/wachtplekken", "h1", 1000, 480),
    "agenda": ("Coördinator", "/regio/agenda", "h1", 1000, 560),
    "calls": ("Coördinator", "/regio/bellen", "h1", 1000, 360),
    "white-spots": ("Coördinator", "/regio/witte-vlekken", "h1", 1000, 480),
    "statement": ("Zorgaanbieder", "/opgave", "h1", 360, 640),
    "deliveries": ("Beheerder", "/aanlevering", "h1", 1000, 560),
    "night": ("Beheerder", "/beheer", "h1", 1000, 560),
    "sources": ("Beheerder", "/beheer/bronnen", "h1", 1000, 480),
    "municipalities": ("Beheerder", "/beheer/gemeenten", "h1", 1000, 480),
    "connections": ("Zorgaanbieder", "/opgave/koppeling", "h1", 1000, 480),
    "invitations": ("Coördinator", "/aansluitingen", "h1", 1000, 480),
    "telephone": ("Coördinator", "/regio/telefonisch?zoek=polikliniek", "h1", 1000, 480),
    "held": ("Coördinator", "/regio/aangehouden", "h1", 1000, 420),
    "file": ("Zorgaanbieder", "/opgave/bestand", "h1", 1000, 480),
    "users": ("Beheerder", "/beheer/gebruikers", "h1", 1000, 480),
    "doubles": ("Beheerder", "/beheer/stamgegevens", "h1", 1000, 480),
    "own-actions": ("Huisarts", "/mijn-handelingen", "h1", 1000, 420),
    "explanation": ("Huisarts", "/uitleg", "h1", 1000, 480),
    "audit": ("Auditor", "/audit", "h1", 1000, 420),
}


def main() -> None:
    """Write every picture, and say which."""
    chromium = find() or install()
    home = Path(tempfile.mkdtemp(prefix="tp-"))
    own = {"TRANSFERPUNT_HOME": str(home), "TRANSFERPUNT_DEMO": "1"}
    environ = {**{name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}, **own}
    try:
        _fill(home, environ)
        with _served(environ) as address:
            _photograph(address, chromium)
    finally:
        embedded.stop(home)
        shutil.rmtree(home)


def _fill(home: Path, environ: dict[str, str]) -> None:
    """The reference lists and the deliveries of each morning, received on that morning."""
    for days in reversed(range(MORNINGS)):
        now = ANCHOR - timedelta(days=days)
        span = ["--until", str((now - timedelta(days=1)).date()), "--nights", str(MORNINGS), "--months", "2"]
        _run(environ, "data.world", "demo", "--home", str(home), *span, "--now", now.isoformat())
        _run(environ, "sql", "migrate")
        _run(environ, "etl", "load-drop", "--as-of", now.isoformat())
        print(f"{now:%d %B} loaded", flush=True)


def _run(environ: dict[str, str], *command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=CHECKOUT, env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        sys.exit(f"python -m {' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")


@contextmanager
def _served(environ: dict[str, str]) -> Iterator[str]:
    """Where the pages are, while the context is open."""
    command = [sys.executable, "-m", "gunicorn", "tests.end_to_end.served:create_server()", "--bind", "127.0.0.1:0"]
    options = {"cwd": CHECKOUT, "env": environ, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([*command, "--threads", "4", "--no-control-socket"], **options) as server:
        try:
            assert server.stderr is not None
            yield next(line.split("Listening at: ")[1].split()[0] for line in server.stderr if "Listening at: " in line)
        finally:
            server.terminate()


def _photograph(address: str, chromium: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, (role, path, top, width, height) in PICTURES.items():
            page = browser.new_page(
                viewport={"width": width, "height": height}, locale="nl-NL", reduced_motion="reduce"
            )
            page.goto(f"{address}/aanmelden")
            page.get_by_role("button", name=role).click()
            page.wait_for_url(lambda url: "/aanmelden" not in url)
            answer = page.goto(address + path)
            if answer is None or not answer.ok:
                sys.exit(f"{path} is no page to picture: {answer and answer.status}")
            page.locator(top).first.wait_for()
            page.locator(top).first.evaluate("part => part.scrollIntoView()")
            page.screenshot(path=FOLDER / f"{name}.png")
            print(f"{name}.png {(FOLDER / f'{name}.png').stat().st_size // 1000} kB", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
