"""The worker: what a person released on a page it loads, and the day's work it does by itself."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl import pipeline, worker
from etl.feed import all_feeds
from sql import audit
from sql.call import act, select
from tests.conftest import Database
from tests.etl.capacity_file import AT, csv_file, rows
from tests.etl.capacity_place import document, place
from tests.sql.access.people import account

pytestmark = pytest.mark.usefixtures("own_event_loop")


def held() -> int:
    """A delivery that waits for a person: half of what was sent the day before."""
    feed = all_feeds()["capacity_csv"]
    assert pipeline.run(feed, "capacity_csv", csv_file(rows(10)), "eerste.csv", at=AT).outcome == "applied"
    half = pipeline.run(feed, "capacity_csv", csv_file(rows(5, vrij=1)), "tweede.csv", at=AT)
    assert half.outcome == "held"
    return half.delivery_id


def test_what_was_released_on_a_page_is_loaded_in_the_next_round(database: Database) -> None:
    delivery = held()
    worker.round_(database.home)
    assert select("load.deliveries", as_of=AT)[0]["state_code"] == "held"
    with database.engine().begin() as connection:
        who = account(connection, "operator", at=AT)
    decision = {"delivery": delivery, "verdict": "release", "reason": "gebeld: klopt", "at": AT}
    (answer,) = act("act.decide_held", role="app_operator", asker=who, **decision)
    assert answer == {"decide_held": "done"}
    worker.round_(database.home)
    (newest, _) = select("load.deliveries", as_of=AT)
    assert (newest["state_code"], newest["is_published"]) == ("applied", True)
    assert (newest["decided_by"], newest["decision_reason"]) == ("operator", "gebeld: klopt")
    events = select("read.own_actions", as_of=AT, account=who)
    assert [event["event_type"] for event in events] == ["delivery_released"]
    assert select("load.released_deliveries") == []


def test_a_day_begins_with_the_worker(database: Database, eventually: Callable[..., Any]) -> None:
    file = audit.heads_file(database.home)
    command = [sys.executable, "-m", "etl", "worker"]
    with subprocess.Popen(command, env=database.env, stderr=subprocess.PIPE, text=True) as process:
        try:
            eventually(lambda: file.exists() and len(file.read_text().splitlines()) == 2)
        finally:
            process.terminate()
        _, said = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "event=day" in said
    assert "critical" not in said


def taken_in(payload: bytes) -> None:
    """What a page does with what somebody tells."""
    said = {"source": "capacity_json", "idempotency_key": f"k{len(payload)}", "file_name": "push.json", "at": AT}
    act("act.receive_delivery", role="app_session", payload=payload, **said)


def states() -> list[str]:
    return [row["state_code"] for row in select("load.deliveries", as_of=AT)]


def test_what_somebody_waits_for_is_loaded_beside_a_round_that_takes_long(
    database: Database, monkeypatch: pytest.MonkeyPatch, eventually: Callable[..., Any]
) -> None:
    is_under_way, may_end = threading.Event(), threading.Event()

    def long(_home: Path) -> None:
        is_under_way.set()
        may_end.wait(120)

    monkeypatch.setattr(worker, "round_", long)

    async def loaded() -> None:
        stop, wake, told_of = asyncio.Event(), asyncio.Event(), asyncio.Event()
        parts = (
            worker._listen(told_of),
            worker._take_in(database.home, told_of, wake),
            worker._rounds(database.home, stop, wake),
        )
        tasks = [asyncio.create_task(one) for one in parts]
        try:
            assert await asyncio.to_thread(is_under_way.wait, 60)
            await asyncio.to_thread(taken_in, document(place()))
            await asyncio.to_thread(eventually, lambda: states() == ["applied"], 60)
            assert not may_end.is_set(), "the round is still under way"
        finally:
            may_end.set()
            for task in tasks:
                task.cancel()

    asyncio.run(loaded())


def test_what_is_large_waits_for_its_round(database: Database) -> None:
    taken_in(document(place()) + b" " * (300 << 10))
    worker.take_in(database.home)
    assert states() == []
    worker.round_(database.home)
    assert states() == ["applied"]
