"""One delivery through the product's pipeline, in a process of its own: python -m bench.load FILE prints what it took.

The environment names the database. Starting Python and importing are outside the time and inside the memory.
"""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench import world
from bench.place import Place
from etl import pipeline
from etl.feed import all_feeds

FEED = "capacity_csv"


@dataclass(frozen=True)
class Load:
    """What a load came to. seconds: from the bytes to the commit. peak, before: MiB of the process."""

    outcome: str
    read: int
    accepted: int
    refused: int
    seconds: float
    before: float
    peak: float


def load(place: Place, name: str, path: Path) -> Load:
    """Load a file into a database as a worker does."""
    command = [sys.executable, "-m", "bench.load", str(path)]
    done = subprocess.run(command, env=place.environment(name), stdout=subprocess.PIPE, text=True, check=True)
    return Load(**json.loads(done.stdout.splitlines()[-1]))


def _main(path: Path) -> None:
    feed = all_feeds()[FEED]
    before = _peak()
    began = time.perf_counter()
    with path.open("rb") as payload:
        outcome = pipeline.run(feed, FEED, payload, path.name, at=world.AS_OF)
    told = {
        "outcome": outcome.outcome,
        "read": outcome.read,
        "accepted": outcome.accepted,
        "refused": outcome.refused,
        "seconds": time.perf_counter() - began,
        "before": before,
        "peak": _peak(),
    }
    sys.stdout.write(json.dumps(told) + "\n")


def _peak() -> float:
    """Of this program: what getrusage tells begins with the size of the process that started it."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
