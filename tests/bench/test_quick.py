"""A quick run of some measurements, for breakage only: what it says of time is not looked at."""

import subprocess
import sys

import pytest

from bench import run
from tests.repository import ROOT

GOALS = {2: "The same file again"}


@pytest.mark.database
def test_a_quick_run_measures_and_writes_nothing_down() -> None:
    before = run.RESULTS.read_bytes()
    chosen = [part for goal in GOALS for part in ("--goal", str(goal))]
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", *chosen], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stdout.splitlines() if line[:1].isdigit()] == [
        f"{goal}. {title}" for goal, title in GOALS.items()
    ]
    assert "0 written" in done.stdout
    assert run.RESULTS.read_bytes() == before
