"""The product's web processes for a measurement, and visitors who ask them for pages as a browser does."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bench.place import Place
from bench.setting import Setting
from bench.statement import statement
from sql.call import run_script

_SERVER = "bench.served:create_server()"
_OPTIONS = (
    "--worker-class",
    "gthread",
    "--threads",
    "4",
    "--no-control-socket",
    "--graceful-timeout",
    "1",
    "--preload",
)
_ROUTER = {
    "output": ".._pages_content.children..._pages_store.data..",
    "outputs": [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}],
    "changedPropIds": ["_pages_location.pathname", "_pages_location.search"],
    "state": [],
}


@dataclass(frozen=True)
class Visitor:
    """Somebody who signed in: a connection of its own, with its cookies and its token."""

    client: httpx.Client

    def page(self, path: str, search: str = "") -> httpx.Response:
        """The callback that draws a page."""
        inputs = [
            {"id": "_pages_location", "property": "pathname", "value": path},
            {"id": "_pages_location", "property": "search", "value": search},
        ]
        token = {"X-CSRFToken": self.client.cookies.get("csrf") or ""}
        return self.client.post("/_dash-update-component", json={**_ROUTER, "inputs": inputs}, headers=token)

    def bare(self, search: str) -> httpx.Response:
        """The same question without a page around it."""
        return self.client.get(f"/bench/places{search}")

    def questions(self, search: str) -> httpx.Response:
        """Every question that the page asks, without the page."""
        return self.client.get(f"/bench/page{search}")


def visitor(address: str, number: int) -> Visitor:
    """The visitor of this number, signed in."""
    # gunicorn hangs up after two idle seconds; who asks at that very moment would be cut off.
    client = httpx.Client(base_url=address, timeout=60, limits=httpx.Limits(keepalive_expiry=1.0))
    client.get(f"/bench/in/{number}").raise_for_status()
    return Visitor(client)


@contextmanager
def served(setting: Setting, name: str) -> Iterator[str]:
    """The address of gunicorn on this database, as the Procfile starts it."""
    place, workers = setting.place, ("--workers", str(setting.workers))
    command = [sys.executable, "-m", "gunicorn", _SERVER, "--bind", "127.0.0.1:0", *workers, *_OPTIONS]
    with listening(command, place.folder(name) / "gunicorn.log", env=place.environment(name)) as address:
        yield address


@contextmanager
def listening(command: list[str], log: Path, **options: Any) -> Iterator[str]:  # noqa: ANN401 - of a process
    """The address that a gunicorn says it listens at; it ends with the context."""
    with log.open("w") as said, subprocess.Popen(command, stderr=said, **options) as process:
        try:
            yield _address(log, process)
        finally:
            process.terminate()


def _address(log: Path, process: "subprocess.Popen[bytes]") -> str:
    mark, until = "Listening at: ", time.monotonic() + 60
    while True:
        said = log.read_text()
        found = [line for line in said.splitlines() if mark in line]
        if found:
            return str(found[0].split(mark)[1].split()[0])
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"gunicorn did not start: {said}")
        time.sleep(0.05)


def fill_buckets(place: Place, name: str) -> None:
    """Lets every visitor ask on: the clock stands still, so its bucket would not fill by itself."""
    with place.superuser(name) as connection:
        run_script(connection, statement("empty_buckets"))
