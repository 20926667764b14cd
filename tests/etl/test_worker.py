"""The worker: what a person released on a page it loads, and the day's work it does by itself."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

from etl import pipeline, worker
from etl.feed import all_feeds
from sql import audit
from sql.call import act, select
from tests.conftest import Database
from tests.etl.capacity_file import AT, csv_file, rows
from tests.sql.access.people import account


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
