"""The benchmarks run from end to end, on a small country. How long anything took is not looked at."""

import os
import re
import subprocess
import sys

import pytest

from bench import run
from tests import repository

HEAD = re.compile(r"^(\d+)\. ", re.MULTILINE)
TOLD = re.compile(r"^   (met|missed|told|not measured)\b", re.MULTILINE)


@pytest.mark.bench
@pytest.mark.database
@pytest.mark.timeout(1800)
def test_every_goal_gives_a_finding_or_says_why_it_was_not_measured(chromium: str) -> None:
    before = _changed()
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick"],
        cwd=repository.ROOT,
        env={**os.environ, "CHROMIUM": chromium},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:]
    _, *parts = HEAD.split(done.stdout)
    told = {int(number): len(TOLD.findall(text)) for number, text in zip(parts[::2], parts[1::2], strict=True)}
    assert set(told) == set(run.goals())
    assert [number for number, lines in told.items() if not lines] == [], done.stdout
    assert _changed() == before, "a quick run keeps nothing"


def _changed() -> str:
    command = ["git", "status", "--porcelain", "--untracked-files=all"]
    return subprocess.run(command, cwd=repository.ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
