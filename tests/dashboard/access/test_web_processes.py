"""The product as the Procfile starts it, on four processes and in a hostile environment: what holds over all of them.

A process is asked by itself while the others are stopped, so it is known which one answers.
"""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pyotp
import pytest
import requests
from psycopg.rows import dict_row
from requests.adapters import HTTPAdapter

from dashboard import limits
from launch.programs import read_procfile
from tests.conftest import Server

CHECKOUT = Path(__file__).parents[3]
WORKERS = 4
HOSTILE = {"DASH_DEBUG": "true", "DASH_MCP_ENABLED": "true", "DASH_HOT_RELOAD": "true", "FLASK_DEBUG": "1"}


@dataclass(frozen=True)
class Served:
    """address: http://127.0.0.1:<port>. workers: process ids. environment: of a command on the same database."""

    address: str
    workers: list[int]
    environment: dict[str, str]

    @contextlib.contextmanager
    def only(self, worker: int) -> Iterator[None]:
        """Only this process answers."""
        others = [one for one in self.workers if one != worker]
        for one in others:
            os.kill(one, signal.SIGSTOP)
        try:
            yield
        finally:
            for one in others:
                os.kill(one, signal.SIGCONT)

    def users(self, *words: str) -> str:
        """What `python -m dashboard users ...` prints."""
        command = [sys.executable, "-m", "dashboard", "users", *words]
        done = subprocess.run(
            command, cwd=CHECKOUT, env=self.environment, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


class From(HTTPAdapter):
    """Connects from an address of its own."""

    def __init__(self, address: str) -> None:
        self.own = address
        super().__init__()

    def init_poolmanager(self, *given: Any, **more: Any) -> None:
        super().init_poolmanager(*given, **more, source_address=(self.own, 0))


_addresses = (f"127.2.0.{one}" for one in range(1, 255))


@pytest.fixture(scope="module")
def served(server: Server, worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One start for all of these tests: everybody in them has an address and a name of its own."""
    name = f"processes_{worker_id}"
    home = server.home / name
    home.mkdir(mode=0o700)
    passwords = server.home / "role_passwords.json"
    if passwords.exists():
        shutil.copy2(passwords, home)
    server.run("drop database if exists {name} with (force)", name=name)
    server.copy_template(name, worker_id)
    given = {variable: value for variable, value in os.environ.items() if not variable.startswith("DATABASE_")}
    own = {"TRANSFERPUNT_SECRET_KEY": "x" * 32, "TRANSFERPUNT_SIGN_IN": "local", "PORT": "0"}
    path = {"WEB_WORKERS": str(WORKERS), "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    environment = {**given, **server.environment(name, home), **own, **HOSTILE, **path}
    command = read_procfile(CHECKOUT / "Procfile")["web"]
    log = tmp_path_factory.mktemp("served") / "log"
    with (
        log.open("w") as sink,
        subprocess.Popen(["sh", "-c", f"exec {command}"], cwd=CHECKOUT, env=environment, stderr=sink) as process,
    ):
        try:
            address, workers = _when_listening(log, process)
            yield Served(address, workers, environment)
        finally:
            process.send_signal(signal.SIGTERM)
    assert "Traceback" not in log.read_text()
    assert process.returncode == 0
    server.run("drop database {name} with (force)", name=name)
    shutil.rmtree(home)


def _when_listening(log: Path, process: "subprocess.Popen[bytes]") -> tuple[str, list[int]]:
    until = time.monotonic() + 60
    while True:
        said = log.read_text()
        found = re.search(r"Listening at: (http://127\.0\.0\.1:\d+)", said)
        workers = [int(one) for one in re.findall(r"Booting worker with pid: (\d+)", said)]
        if found is not None and len(workers) == WORKERS:
            return found[1], workers
        assert process.poll() is None, said
        assert time.monotonic() < until, said
        threading.Event().wait(0.05)


def events(served: Served, event_type: str) -> list[dict[str, Any]]:
    """The rows of one kind in the audit trail."""
    with psycopg.connect(served.environment["DATABASE_URL"], row_factory=dict_row) as connection:
        return connection.execute("select * from audit.event where event_type = %s", [event_type]).fetchall()


def visitor(served: Served) -> requests.Session:
    one = requests.Session()
    one.trust_env = False
    one.mount("http://", From(next(_addresses)))
    one.headers.update({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"})
    one.headers["Connection"] = "close"  # a connection that stays belongs to one process
    assert one.get(f"{served.address}/aanmelden", timeout=30).status_code == 200
    return one


def attempt(served: Served, one: requests.Session, login: str, password: str, code: str = "") -> int:
    form = {"csrf": one.cookies["csrf"], "naam": login, "wachtwoord": password, "code": code}
    return one.post(f"{served.address}/aanmelden/wachtwoord", data=form, allow_redirects=False, timeout=30).status_code


def member(served: Served, login: str, role: str) -> requests.Session:
    """Somebody signed in with what the command printed."""
    printed = served.users("add", login, "--role", role, "--name", login.capitalize())
    found = re.search(r"^password +(\S+)$.*secret=([A-Z2-7]+)", printed, re.MULTILINE | re.DOTALL)
    assert found is not None
    one = visitor(served)
    assert attempt(served, one, login, found[1], pyotp.TOTP(found[2]).now()) == 303
    return one


def test_guessing_from_one_address_is_counted_over_all_processes(served: Served) -> None:
    one, began = visitor(served), time.monotonic()
    each = limits.SIGN_INS_FROM.capacity // WORKERS + 5
    answers = []
    for worker in served.workers:
        with served.only(worker):
            answers += [attempt(served, one, f"nobody{worker}-{number}", "guess") for number in range(each)]
    refilled = (time.monotonic() - began) * limits.SIGN_INS_FROM.per_second
    assert set(answers) == {403, 429}
    assert answers[: limits.SIGN_INS_FROM.capacity] == [403] * limits.SIGN_INS_FROM.capacity
    assert answers.count(403) <= limits.SIGN_INS_FROM.capacity + refilled + 1


def test_scraping_is_stopped_over_all_processes_and_written_down_once(served: Served) -> None:
    one, began = member(served, "praktijk", "gp"), time.monotonic()
    each = limits.PAGES.capacity // WORKERS + 30
    answers = []
    for worker in served.workers:
        with served.only(worker):
            answers += [one.get(f"{served.address}/vrije-plekken", timeout=30).status_code for _ in range(each)]
    refilled = (time.monotonic() - began) * limits.PAGES.per_second
    assert set(answers) == {200, 429}
    assert limits.PAGES.capacity <= answers.count(200) <= limits.PAGES.capacity + refilled + 1
    (alarm,) = events(served, "scraping_suspected")
    assert (alarm["role_code"], alarm["outcome_code"]) == ("gp", "refused")
    assert alarm["address"].startswith("127.2.0.")
    other = member(served, "elders", "gp")
    assert other.get(f"{served.address}/vrije-plekken", timeout=30).status_code == 200, "nobody else is kept waiting"


def test_who_signs_out_or_is_switched_off_is_out_in_every_process(served: Served) -> None:
    one, other = member(served, "uitlogger", "gp"), member(served, "uitgezet", "operator")
    copy = visitor(served)
    copy.cookies.set("sid", one.cookies["sid"])
    first, last = served.workers[0], served.workers[-1]
    with served.only(last):
        assert copy.get(f"{served.address}/_dash-layout", timeout=30).status_code == 200
        assert other.get(f"{served.address}/_dash-layout", timeout=30).status_code == 200
    with served.only(first):
        form = {"csrf": one.cookies["csrf"]}
        gone = one.post(f"{served.address}/aanmelden/uit", data=form, allow_redirects=False, timeout=30)
        assert gone.status_code == 303
        served.users("disable", "uitgezet")
    with served.only(last):
        for gone_one in (copy, other):
            answer = gone_one.get(f"{served.address}/_dash-layout", headers={"Sec-Fetch-Mode": "cors"}, timeout=30)
            assert answer.status_code == 401


def test_a_hostile_environment_and_large_bodies_open_nothing(served: Served) -> None:
    nobody, one = visitor(served), member(served, "beheer", "operator")
    for path in ("/_mcp", "/_reload-hash", "/_dash-layout", "/_dash-dependencies", "/_alive_x"):
        answer = nobody.get(f"{served.address}{path}", headers={"Sec-Fetch-Mode": "cors"}, timeout=30)
        assert (answer.status_code, answer.json()) == (401, {"error": "not_signed_in"}), path
    assert one.get(f"{served.address}/_reload-hash", timeout=30).status_code == 404
    for path in ("/_mcp", "/_alive_x"):
        assert one.get(f"{served.address}{path}", timeout=30).status_code == 404, path
    index = one.get(f"{served.address}/regio", timeout=30)
    assert '"ui":false,"props_check":false' in index.text, "no tools for developers"
    headers = {"X-CSRFToken": one.cookies["csrf"], "Content-Type": "application/json", "Sec-Fetch-Mode": "cors"}

    def pieces() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 8192  # in pieces, so that no length is told

    callback = f"{served.address}/_dash-update-component"
    assert one.post(callback, data=pieces(), headers=headers, timeout=30).status_code == 411
    assert one.post(callback, data=b"x" * 300_000, headers=headers, timeout=30).status_code == 413
    form = {"csrf": nobody.cookies["csrf"], "naam": "x" * 300_000}
    assert nobody.post(f"{served.address}/aanmelden/wachtwoord", data=form, timeout=30).status_code == 413
    many = {"csrf": nobody.cookies["csrf"], **{f"field{number}": "x" for number in range(2000)}}
    answer = nobody.post(f"{served.address}/aanmelden/wachtwoord", data=many, allow_redirects=False, timeout=30)
    assert answer.status_code in {403, 413}
    for answer in (
        one.get(f"{served.address}/regio?regio={'x' * 10_000}", timeout=30),
        one.get(f"{served.address}/regio", headers={"X-Long": "x" * 20_000}, timeout=30),
    ):
        assert answer.status_code in {400, 414, 431}
        assert "Traceback" not in answer.text
    assert one.get(f"{served.address}/regio", timeout=30).status_code == 200
