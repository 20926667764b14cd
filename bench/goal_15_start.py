"""The second start of the demonstration until it answers, against its server's own start and importing Dash."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from bench.goal import Finding, NotMeasuredError, Side, seconds
from bench.setting import Setting
from sql import embedded

TITLE = "The second start of the demonstration"
ROOT = Path(__file__).parent.parent
_TURNS = 2
_PATIENCE = 900.0  # seconds: the first start makes a world
# As a home that has its server already: it is started, answers, and is stopped.
_OWN_START = (
    "import sys, time; from pathlib import Path; from sql import embedded; home = Path(sys.argv[1]); "
    "began = time.perf_counter(); embedded.start(home); print(time.perf_counter() - began); embedded.let_go(home)"
)


def measure(setting: Setting) -> list[Finding]:
    """The first start, which makes a world, is outside the time."""
    if setting.is_quick:
        raise NotMeasuredError("the first start makes a world, and a quick run has no minutes for it")
    home = setting.place.home / "demo"
    first = _started(home)
    turns = [(_own_start(home), _import_dash(), _started(home)) for _ in range(_TURNS)]
    shutil.rmtree(home)
    ours = Side("second start", "s", tuple(demo for _, _, demo in turns))
    floor = Side("server and import of dash", "s", tuple(server + dash for server, dash, _ in turns))
    note = f"the first start took {first:.0f} s"
    return [Finding("to the first answer", ours, floor, ours.median / floor.median, "at most", 3, note)]


def _started(home: Path) -> float:
    """Seconds from the command to the first page; then all of it is stopped."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "TRANSFERPUNT_"))}
    environ = {**kept, "TRANSFERPUNT_HOME": str(home), "PORT": str(port)}
    began = time.monotonic()
    command = [sys.executable, "-m", "launch", "demo"]
    # One client for all attempts: making one costs more than an attempt, beside what is measured. Who asks for no page
    # is refused; a browser is led to where one signs in.
    address, browser = f"http://127.0.0.1:{port}", {"Accept": "text/html"}
    with (
        httpx.Client(base_url=address, headers=browser, follow_redirects=True, timeout=30) as client,
        subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL) as process,
    ):
        try:
            while not _answers(client):
                if process.poll() is not None or time.monotonic() - began > _PATIENCE:
                    raise RuntimeError("the demonstration did not start")
                time.sleep(0.05)
            return time.monotonic() - began
        finally:
            process.terminate()
            process.wait()
            embedded.stop(home)  # it may still be stopping, and the next start would wait for that


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/").status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def _own_start(home: Path) -> float:
    done = subprocess.run(
        [sys.executable, "-c", _OWN_START, str(home)], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    return float(done.stdout.split()[-1])


def _import_dash() -> float:
    return seconds(lambda: subprocess.run([sys.executable, "-c", "import dash"], check=True))
