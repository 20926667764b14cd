"""The benchmarks run from end to end, on a small country. How long anything took is not looked at."""

import os
import re
import subprocess
import sys

import pytest

from bench import document, run
from bench import goal_17_plans as plans
from tests import browser, repository

HEAD = re.compile(r"^(\d+)\. ", re.MULTILINE)
TOLD = re.compile(r"^   (met|missed|told|not measured)\b", re.MULTILINE)


@pytest.mark.bench
@pytest.mark.browser
@pytest.mark.database
@pytest.mark.timeout(1800)
@pytest.mark.usefixtures("own_event_loop")
def test_every_goal_gives_a_finding_or_says_why_it_was_not_measured() -> None:
    chromium = browser.find()
    if chromium is None:
        pytest.skip("no Chromium: python tests/browser.py installs one")
    before = _kept()
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
    assert _kept() == before, "a quick run keeps nothing"


def _kept() -> list[bytes]:
    return [path.read_bytes() for path in (run.RESULTS, document.DOCUMENT, plans.KEPT)]
