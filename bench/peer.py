"""Peers: other people's tools at the same work, each in an environment of its own that is made outside the time."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.goal import NotMeasuredError
from bench.setting import Setting

FOLDER = Path(__file__).with_name("peers")
# Nothing is told to anybody outside, and no peer waits for an address that does not answer.
QUIET = {"RUNTIME__DLTHUB_TELEMETRY": "false", "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false"}

NOT_IN_A_QUICK_RUN = "a quick run makes no environments for peers"


@dataclass(frozen=True)
class Peer:
    """python: of its environment. steps: commands it took to set up. lines: of code that a user writes."""

    name: str
    python: Path
    steps: int
    lines: int
    versions: str


def made(setting: Setting, name: str) -> Peer:
    """The peer of bench/peers/<name>.txt (its packages) and <name>.py (its code); the environment is made once.

    Raises NotMeasuredError in a quick run: it asks no package index for anything.
    """
    if setting.is_quick:
        raise NotMeasuredError(NOT_IN_A_QUICK_RUN)
    environment = setting.place.home / "peers" / name
    python = environment / "bin/python"
    if not python.exists():
        listed = FOLDER / f"{name}.txt"
        uv = str(Path(sys.executable).with_name("uv"))
        for command in (["venv", str(environment)], ["pip", "install", "--python", str(python), "-r", str(listed)]):
            subprocess.run([uv, *command, "--quiet"], check=True)
    asked = [str(Path(sys.executable).with_name("uv")), "pip", "freeze", "--quiet", "--python", str(python)]
    frozen = subprocess.run(asked, stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    wanted = [line.split("[")[0] for line in (FOLDER / f"{name}.txt").read_text().split()]
    versions = ", ".join(one.replace("==", " ") for one in frozen if one.split("==")[0] in wanted)
    code = [line for line in (FOLDER / f"{name}.py").read_text().splitlines() if line.strip()]
    return Peer(name, python, 2, len(code), versions)


def run(peer: Peer, *arguments: str) -> float:
    """Runs its code once; the seconds of the work itself, which it prints last (its imports are outside)."""
    command = [str(peer.python), str(FOLDER / f"{peer.name}.py"), *arguments]
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=peer.python.parent,
        env=os.environ | QUIET,
        timeout=300,
    )
    return float(done.stdout.split()[-1])
