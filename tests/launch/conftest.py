"""A checkout in which everything that `launch` starts is small: a page that answers, a worker that waits."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from launch.crew import orphans
from sql import embedded, keeper

CHECKOUT = Path(__file__).parent.parent.parent
FILES = {
    # Answers whatever is asked, with the number of the process that answered.
    "dashboard/app.py": """
        import os
        def create_server():
            def answer(environ, start):
                start("200 OK", [("Content-Type", "text/plain")])
                return [str(os.getpid()).encode()]
            return answer
        """,
    # Finds the server, and changes nothing. No SQLAlchemy: these programs start quickly.
    "sql/__main__.py": """
        import psycopg
        from etl import server
        psycopg.connect(server()).close()
        """,
    # A database of this release is one of a machine on which the demo ran before.
    "sql/migrate.py": """
        import os
        from pathlib import Path
        def is_current(connection):
            return (Path(os.environ["TRANSFERPUNT_HOME"]) / "drop").exists()
        """,
    # Writes a delivery for the last night, unless it is there.
    "data/world/__main__.py": """
        import sys
        from pathlib import Path
        home, until = Path(sys.argv[sys.argv.index("--home") + 1]), sys.argv[sys.argv.index("--until") + 1]
        (home / "drop" / "source_1").mkdir(parents=True, exist_ok=True)
        (home / "drop" / "source_1" / f"{until}.csv").touch()
        """,
    "etl/__init__.py": """
        import os
        from pathlib import Path
        home = Path(os.environ["TRANSFERPUNT_HOME"])
        def server():
            if url := os.environ.get("DATABASE_URL"):
                return url
            from sql import cluster, embedded
            embedded.start(home)
            return f"host={cluster.socket_folder(home)} user=transferpunt"
        """,
    # Loads by counting; works by being connected and waiting. How it behaves stands in a file in the home.
    "etl/__main__.py": """
        import signal, sys
        import psycopg
        from etl import home, server
        mood = (home / "mood").read_text() if (home / "mood").exists() else ""
        if sys.argv[1] == "load-drop":
            if mood == "fail":
                sys.exit("this delivery is beyond me")
            if mood == "hang":
                print("0/3 hanging", flush=True)
                signal.pause()
            for number in (1, 2, 3):
                print(f"{number}/3 source_{number} applied")
        else:
            if mood == "stubborn":
                for sign in (signal.SIGTERM, signal.SIGHUP):
                    signal.signal(sign, signal.SIG_IGN)
            connection = psycopg.connect(server())
            print("worker waits", flush=True)
            while True:
                signal.pause()
        """,
}


@pytest.fixture(scope="session")
def checkout() -> Iterator[Path]:
    """A copy of what is tested beside those small programs, readable by every user of the machine."""
    folder = Path(tempfile.mkdtemp(prefix="tp-"))
    folder.chmod(0o755)
    shutil.copytree(CHECKOUT / "launch", folder / "launch", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "sql").mkdir()
    for name in ("errors", "home", "keeper", "cluster", "embedded", "patience", "database"):
        shutil.copy(CHECKOUT / "sql" / f"{name}.py", folder / "sql")
    shutil.copy(CHECKOUT / "Procfile", folder)
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(line[8:] for line in text.splitlines()))
    shutil.copy(CHECKOUT / "dashboard" / "serving.py", folder / "dashboard")
    yield folder
    shutil.rmtree(folder)


@dataclass
class Machine:
    """Starts `launch` from that checkout for one home, and looks at what is left of it."""

    checkout: Path
    home: Path
    port: int
    prefix: tuple[str, ...] = ()
    environ: dict[str, str] = field(default_factory=dict)
    runs: "list[subprocess.Popen[str]]" = field(default_factory=list)

    def launch(self, *arguments: str, **environ: str) -> "subprocess.Popen[str]":
        own = {"TRANSFERPUNT_HOME": str(self.home), "PORT": str(self.port), "WEB_WORKERS": "1"}
        run = subprocess.Popen(
            [*self.prefix, self.environ.get("PYTHON", sys.executable), "-m", "launch", *arguments],
            cwd=self.checkout,
            env={**os.environ, **own, **self.environ, **environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            process_group=0,
        )
        self.runs.append(run)
        return run

    def started(self, *arguments: str, **environ: str) -> "tuple[subprocess.Popen[str], list[str]]":
        """A run that says it is up, and what it said until then."""
        run = self.launch(*(arguments or ("demo",)), **environ)
        said: list[str] = []
        assert run.stdout is not None
        for line in run.stdout:
            said.append(line)
            if line.startswith(("It can be reached", "Ctrl-C stops")):
                return run, said
        pytest.fail(f"it did not start (code {run.wait()}):\n{''.join(said)}")

    def answer(self) -> str | None:
        """Which process answers on the port, or None."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as response:
                return str(response.read().decode())
        except (OSError, urllib.error.URLError):
            return None

    def postmaster(self) -> int | None:
        """The server's own process."""
        try:
            return int((self.home / "postgres" / "postmaster.pid").read_text().splitlines()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None

    def left(self) -> list[int]:
        """Every process that serves this home."""
        kept = embedded.keeper_pid(self.home) if (self.home / "locks").exists() else None
        return [*orphans(self.home), *keeper.servers(self.home / "postgres"), *([kept] if kept else [])]

    def is_port_free(self) -> bool:
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(("127.0.0.1", self.port))
            except OSError:
                return False
        return True

    def children(self) -> dict[str, int]:
        """The programs of the run, by name."""
        found = {}
        for pid in orphans(self.home):
            try:
                words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
                parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]
            except (FileNotFoundError, ProcessLookupError):
                continue  # it ended while we looked
            if int(parent) in {run.pid for run in self.runs}:
                found["worker" if b"etl" in words else "web"] = pid
        return found

    def end(self) -> None:
        for run in self.runs:
            if run.poll() is None:
                run.send_signal(signal.SIGTERM)
            if run.stdout is not None and not run.stdout.closed:
                run.communicate(timeout=60)


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@pytest.fixture
def ordinary_user(checkout: Path) -> Iterator[Machine]:
    """The user `nobody` with a checkout of its own, on which nothing ran before."""
    if os.geteuid() != 0:
        pytest.skip("this run is an ordinary user's already, in every test")
    pythons = [sys.executable, f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"]
    nobody = ("setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups")
    usable = [
        python for python in pythons if subprocess.run([*nobody, "test", "-x", python], check=False).returncode == 0
    ]
    if not usable:
        pytest.skip(f"the user nobody can run none of {', '.join(pythons)}")
    folder = Path(tempfile.mkdtemp(prefix="tp-"))
    shutil.copytree(checkout, folder, dirs_exist_ok=True)
    (folder / "bin").mkdir()
    (folder / "bin" / "python").symlink_to(usable[0])
    (folder / "bin" / "gunicorn").write_text('#!/bin/sh\nexec python -m gunicorn "$@"\n')
    (folder / "bin" / "gunicorn").chmod(0o755)
    subprocess.run(["chown", "-R", "nobody:nogroup", folder], check=True)
    environ = {
        "PYTHON": str(folder / "bin" / "python"),
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "TRANSFERPUNT_HOME": "",
    }
    made = Machine(folder, folder / ".transferpunt", free_port(), nobody, environ)
    yield made
    made.end()
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def used_home(checkout: Path) -> Iterator[Path]:
    """A home in which the demo ran once, to copy: a second start is quicker."""
    folder = Path(tempfile.mkdtemp(prefix="tp-"))
    first = Machine(checkout, folder, free_port())
    first.started()
    first.end()
    assert first.left() == []
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def machine(checkout: Path, used_home: Path, empty_home: Path) -> Iterator[Machine]:
    """A machine on which the demo ran before."""
    subprocess.run(["cp", "-a", f"{used_home}/.", empty_home], check=True)
    made = Machine(checkout, empty_home, free_port())
    yield made
    made.end()


@pytest.fixture
def new_machine(checkout: Path, empty_home: Path) -> Iterator[Machine]:
    """A machine on which nothing ran before."""
    made = Machine(checkout, empty_home, free_port())
    yield made
    made.end()


@pytest.fixture(scope="module")
def running(checkout: Path, used_home: Path) -> Iterator[Machine]:
    """A run that outlives what is done to its parts."""
    folder = Path(tempfile.mkdtemp(prefix="tp-"))
    subprocess.run(["cp", "-a", f"{used_home}/.", folder], check=True)
    made = Machine(checkout, folder, free_port())
    made.started()
    yield made
    made.end()
    assert made.left() == []
    shutil.rmtree(folder)
