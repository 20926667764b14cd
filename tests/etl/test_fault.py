"""When our own code breaks over a delivery: it is kept, said, and tried again."""

from dataclasses import replace
from typing import Any

import pytest

from etl import pipeline
from etl.feed import all_feeds
from sql.call import select
from tests.etl.capacity_file import AT, csv_file, rows

FEED = all_feeds()["capacity_csv"]
pytestmark = pytest.mark.usefixtures("database")


def broken(*_: Any) -> Any:
    raise ZeroDivisionError("a mistake of ours")


def test_a_fault_of_ours_keeps_the_delivery_for_a_second_try(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("etl.load.all_feeds", lambda: {FEED.code: replace(FEED, parse=broken)})
        with pytest.raises(ZeroDivisionError):
            pipeline.run(FEED, "capacity_csv", csv_file(rows(6)), "test.csv", at=AT)
    (failed,) = select("load.deliveries", as_of=AT)
    assert (failed["state_code"], failed["reason_code"]) == ("failed", "fault")
    assert "ZeroDivisionError" in failed["sentence_nl"]
    assert "Het is bewaard" in failed["sentence_nl"]

    again = pipeline.replay(failed["delivery_id"], at=AT)
    assert (again.outcome, again.read, again.accepted) == ("applied", 6, 6)
