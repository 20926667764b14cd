"""Several web processes count together, and what one counted is not lost when it dies."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Database
from tests.launch.conftest import free_port
from tests.repository import ROOT

COUNTED = re.compile(
    r'^transferpunt_requests_total\{method="GET",route="/healthz",status="200"\} ([0-9.e+]+)$', re.MULTILINE
)


@pytest.fixture
def port(database: Database, eventually: Callable[..., Any]) -> Iterator[int]:
    chosen = free_port()
    (line,) = [line for line in (ROOT / "Procfile").read_text().splitlines() if line.startswith("web:")]
    env = {**database.env, "PORT": str(chosen), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    command = ["/bin/sh", "-c", f"exec {line.partition(':')[2]}"]
    with subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.DEVNULL) as process:
        try:
            eventually(lambda: ask(chosen, "/healthz") == "ok", seconds=60)
            yield chosen
        finally:
            process.send_signal(signal.SIGTERM)


def ask(port: int, path: str) -> str | None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
            return str(response.read().decode())
    except OSError:
        return None


def counted(port: int) -> float:
    found = COUNTED.search(ask(port, "/metrics") or "")
    return float(found[1]) if found else 0


def test_processes_count_together(port: int, database: Database, eventually: Callable[..., Any]) -> None:
    folder = database.home / "metrics"
    before = counted(port)
    asked = 0

    def both_counted() -> bool:
        nonlocal asked
        asked += ask(port, "/healthz") == "ok"
        return len(list(folder.glob("counter_*.db"))) == 2

    eventually(both_counted)
    assert counted(port) == before + asked
    (first, _) = sorted(int(path.stem.partition("_")[2]) for path in folder.glob("counter_*.db"))
    live = set(folder.glob(f"gauge_live*_{first}.db"))
    os.kill(first, signal.SIGKILL)
    eventually(lambda: not any(path.exists() for path in live))
    assert counted(port) >= before + asked
    assert folder.stat().st_mode & 0o777 == 0o700
