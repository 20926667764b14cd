"""When our own code breaks over a delivery: it is kept, said, and tried again."""

import os
from dataclasses import replace
from typing import Any

import pytest

from etl import pipeline, worker
from etl.errors import FaultError
from etl.feed import all_feeds
from etl.transports import drop_folder
from sql.call import select
from tests.conftest import Database
from tests.dashboard.visit import machine_clock
from tests.etl.capacity_file import AT, csv_file, rows

FEED = all_feeds()["capacity_csv"]
pytestmark = pytest.mark.usefixtures("database")


def broken(*_: Any) -> Any:
    raise ZeroDivisionError("a mistake of ours")


def test_a_fault_of_ours_keeps_the_delivery_for_a_second_try(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("etl.load.all_feeds", lambda: {FEED.code: replace(FEED, parse=broken)})
        with pytest.raises(FaultError, match=r"ZeroDivisionError at test_fault.py:\d+") as told:
            pipeline.run(FEED, "capacity_csv", csv_file(rows(6)), "test.csv", at=AT)
    assert "a mistake of ours" not in str(told.value), "what it says could quote what was loaded"
    (failed,) = select("load.deliveries", as_of=AT)
    assert (failed["state_code"], failed["reason_code"]) == ("failed", "fault")
    assert "ZeroDivisionError" in failed["sentence_nl"]
    assert "Het is bewaard" in failed["sentence_nl"]

    again = pipeline.replay(failed["delivery_id"], at=AT)
    assert (again.outcome, again.read, again.accepted) == ("applied", 6, 6)


def test_a_file_that_meets_a_fault_of_ours_stops_neither_the_others_nor_the_worker(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not met again in each round: the delivery is kept and waits for the fault to be mended."""
    for name, count in (("een.csv", 6), ("twee.csv", 7)):
        folder = drop_folder.folder(database.home, "capacity_csv")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(csv_file(rows(count)))
        os.utime(folder / name, (AT.timestamp() + count,) * 2)
    real = FEED.parse
    taken: list[int] = []

    def breaks_over_the_first(chunk: Any, at: Any) -> Any:
        taken.append(chunk.height)
        return broken() if len(taken) == 1 else real(chunk, at)

    monkeypatch.setattr("etl.load.all_feeds", lambda: {FEED.code: replace(FEED, parse=breaks_over_the_first)})
    worker.round_(database.home)
    worker.round_(database.home)
    assert taken == [6, 7]
    states = [row["state_code"] for row in select("load.deliveries", as_of=machine_clock()())]
    assert states == ["applied", "failed"]
    assert drop_folder.waiting(database.home) == []
