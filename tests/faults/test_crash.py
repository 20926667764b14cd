"""A load that is killed at any step: afterwards nine sentences hold, and the next round finishes it by itself."""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from etl import worker
from tests.conftest import Database
from tests.faults import failpoints, invariants
from tests.faults.night import GOOD, NEXT_DAY, SOURCE, begin, counted, drop, shown
from tests.faults.reliability import survives
from tests.repository import ROOT

GOLDEN = ROOT / "tests" / "faults" / "golden" / "steps_of_a_load.txt"
STEPS = GOLDEN.read_text().splitlines()


@pytest.fixture
def night(database: Database) -> Database:
    """A first night that was applied, and the file of a second that waits."""
    begin(database)
    return database


def test_the_steps_of_a_load_are_those_that_are_killed(night: Database) -> None:
    found = failpoints.recorded(failpoints.round_, night.env, NEXT_DAY)
    if os.environ.get("TRANSFERPUNT_WRITE_GOLDEN"):
        GOLDEN.write_text("\n".join(found) + "\n")
    assert found == STEPS, "a load takes other steps: write the list again, and read what changed in it"


@survives(
    "the loading process is killed, before each step of a load",
    "the transaction is rolled back; the next round takes the delivery up again under its own number",
    "the counts of the night before, until the new ones are there; never a mixture",
)
@pytest.mark.parametrize("step", STEPS)
def test_killed_before(step: str, night: Database, eventually: Callable[..., Any]) -> None:
    failpoints.killed_before(step, failpoints.round_, night.env, NEXT_DAY)
    eventually(lambda: invariants.working(night) == 0)
    assert invariants.broken(night, NEXT_DAY) == []
    assert shown(night) in ([(3, GOOD)], [(1, GOOD)])
    failpoints.round_(night.env, NEXT_DAY)
    assert invariants.broken(night, NEXT_DAY) == []
    assert shown(night) == [(1, GOOD)]
    assert counted(night, "applied") == 2
    assert list((night.home / "drop" / SOURCE).glob("*.csv")) == [], "moved away, by this round or the one before"


@survives(
    "the connection to the database is lost, before each step of a load",
    "the round ends, the next one tries again; nothing is written down as failed",
    "the counts of the night before, for some seconds more",
)
def test_the_connection_is_lost_at_every_step(night: Database) -> None:
    for number, step in enumerate(step for step in STEPS if step not in ("move", "end")):

        def cut(name: str, wanted: str = step) -> None:
            if name == wanted:
                raise psycopg.OperationalError("the line is cut")

        at = NEXT_DAY + timedelta(days=number + 1)
        drop(night, "nacht.csv", vrij=2 - number % 2, geteld_op=f"{at:%Y-%m-%d}T07:10+02:00")
        with pytest.raises(worker._AWAY), failpoints.watched(cut):
            failpoints.round_(night.env, at)
        assert invariants.broken(night, at) == []
        failpoints.round_(night.env, at)
        assert invariants.broken(night, at) == []
        assert shown(night) == [(2 - number % 2, GOOD)]
    assert counted(night, "failed") == 0


def test_each_commit_of_the_way_is_a_step() -> None:
    """A second commit between two steps would be a place where nobody ever killed it."""
    commits = [step for step in STEPS if step.startswith("commit")]
    assert len(commits) == 2, "the bytes are kept in one, all else follows in the other"
    assert all(not STEPS[place + 1].startswith("commit") for place, step in enumerate(STEPS) if step in commits)
