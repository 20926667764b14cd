"""The committed samples, loaded through the pipeline, served by gunicorn, and looked at in a real browser."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import browser as browsers
from tests.conftest import Server
from tests.end_to_end import hostile
from tests.end_to_end.seen import WIDE, Look, Looked, watch
from tests.end_to_end.served import ANCHOR

CHECKOUT = Path(__file__).parents[2]
SAMPLES = CHECKOUT / "data/sample"
FEEDS = {"capacity_csv": "capacity_csv.csv", "waiting_times_csv": "waiting_times_csv.csv"}


@pytest.fixture(scope="session")
def filled(server: Server, worker_id: str) -> Iterator[dict[str, str]]:
    """The environment of a database that holds the sample world at its anchor."""
    name = f"screen_{worker_id}"
    home = server.home / name
    home.mkdir(mode=0o700)
    passwords = server.home / "role_passwords.json"
    if passwords.exists():
        shutil.copy2(passwords, home)
    shutil.copytree(SAMPLES / "reference", home / "reference")
    given = {variable: value for variable, value in os.environ.items() if not variable.startswith("DATABASE_")}
    environment = {**given, **server.environment(name, home)}
    server.run("drop database if exists {name} with (force)", name=name)
    server.copy_template(name, worker_id)
    with (home / "reference/source.csv").open("a") as sources:
        sources.write(hostile.SOURCE_ROWS)
    _run(environment, "sql", "migrate")
    sent = {**{source: (SAMPLES / file).read_bytes() for source, file in FEEDS.items()}, **hostile.deliveries()}
    for source, payload in sent.items():
        (home / "drop" / source).mkdir(parents=True)
        (home / "drop" / source / f"delivery{'.xlsx' if payload.startswith(b'PK') else '.csv'}").write_bytes(payload)
    said = _run(environment, "etl", "load-drop", "--json", "--as-of", ANCHOR.isoformat())
    loaded = {line["source"]: line for line in map(json.loads, said.splitlines())}
    assert {source: loaded[source]["outcome"] for source in sent} == dict.fromkeys(sent, "applied"), said
    assert all(loaded[source]["accepted"] == hostile.ROWS for source in hostile.deliveries()), said
    yield environment
    server.run("drop database {name} with (force)", name=name)
    shutil.rmtree(home)


def _run(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def address(filled: dict[str, str]) -> Iterator[str]:
    """Where the pages are: http://127.0.0.1:<port>."""
    command = [sys.executable, "-m", "gunicorn", "tests.end_to_end.served:create_server()", "--bind", "127.0.0.1:0"]
    options = ["--worker-class", "gthread", "--threads", "4", "--no-control-socket", "--graceful-timeout", "1"]
    dying = ["setpriv", "--pdeathsig", "TERM"]  # with this run, however it ends
    with subprocess.Popen(
        [*dying, *command, *options],
        cwd=CHECKOUT,
        env=filled,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as served:
        assert served.stderr is not None
        said = []
        for line in served.stderr:
            said.append(line)
            if "Listening at: " in line:
                break
        else:
            pytest.fail("gunicorn did not start: " + "".join(said))
        yield line.split("Listening at: ")[1].split()[0]
        served.send_signal(signal.SIGTERM)
        remarks = served.stderr.read()
    assert "incident" not in remarks, remarks


@pytest.fixture(autouse=True)
def _full_buckets(request: pytest.FixtureRequest) -> None:
    """The clock of the pages stands still, so what limits their number would never fill again."""
    if "address" in request.fixturenames:
        url = request.getfixturevalue("filled")["DATABASE_URL"]
        with psycopg.connect(url) as connection:
            connection.execute("delete from ops.token_bucket")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for this test process."""
    path = browsers.find()
    if path is None:
        pytest.skip("no Chromium: python tests/browser.py installs one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sign_in(chromium: Browser, address: str) -> Callable[[str], Any]:
    """sign_in(name of the button): the cookies of somebody who came in by the demo's page, once for each role."""
    states: dict[str, Any] = {}

    def state(button: str) -> Any:
        if button not in states:
            context = chromium.new_context(locale="nl-NL")
            page = context.new_page()
            page.goto(f"{address}/aanmelden")
            page.get_by_role("button", name=button).click()
            page.wait_for_url(lambda url: "/aanmelden" not in url)
            page.wait_for_selector("h1")
            states[button] = context.storage_state()
            context.close()
        return states[button]

    return state


@pytest.fixture
def look(chromium: Browser, address: str, sign_in: Callable[[str], Any]) -> Iterator[Look]:
    """look(role, width): a fresh page of somebody. Afterwards the browser has no remark."""
    opened: list[Looked] = []

    def open_page(role: str = "Coördinator", width: int = WIDE) -> Looked:
        size: Any = {"width": width, "height": 740}
        page = chromium.new_context(viewport=size, locale="nl-NL", storage_state=sign_in(role)).new_page()
        looked = Looked(page, address, watch(page, address))
        opened.append(looked)
        return looked

    yield open_page
    for looked in opened:
        looked.page.context.close()
    assert [remark for looked in opened for remark in looked.remarks] == []
