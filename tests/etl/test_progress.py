"""How far a load is: what a page could read at each step of a real load, while nothing of it was committed yet."""

from typing import Any

import pytest
from sqlalchemy import text

from etl import pipeline, progress
from etl.feed import all_feeds
from etl.text import table
from sql.call import select
from tests.conftest import Database
from tests.etl.capacity_file import AT, csv_file, rows
from tests.sql.access.people import account

FEED = all_feeds()["capacity_csv"]


def load(payload: bytes) -> str:
    return pipeline.run(FEED, "capacity_csv", payload, "test.csv", at=AT).outcome


def test_each_step_can_be_seen_by_others_before_the_load_is_committed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in ((table, "CHUNK_ROWS"), (table, "_BLOCK_ROWS"), (progress, "CHUNK_ROWS")):
        monkeypatch.setattr(module, name, 5)
    with database.engine().begin() as connection:
        operator = account(connection, "operator")
    seen: list[tuple[Any, ...]] = []
    real = progress.tell_of

    def watched(delivery: int) -> progress.Tell:
        tell = real(delivery)

        def told(step: progress.Step, count: int, total: int | None) -> None:
            tell(step, count, total)
            (row,) = select("read.under_way", role="app_operator", as_of=AT, asker=operator)
            with database.engine().connect() as connection:
                published = connection.execute(text("select count(*) from core.capacity_current")).scalar_one()
            seen.append((row["step_code"], row["row_count"], row["total_count"], published))

        return told

    monkeypatch.setattr(progress, "tell_of", watched)
    assert load(csv_file(rows(12))) == "applied"
    assert seen == [
        ("reading", 5, 12, 0),
        ("reading", 10, 12, 0),
        ("reading", 12, 12, 0),
        ("checking", 12, 12, 0),
        ("applying", 12, 12, 0),
    ]
    assert select("read.under_way", role="app_operator", as_of=AT, asker=operator) == []
    with database.engine().connect() as connection:
        assert connection.execute(text("select count(*) from ops.load_progress")).scalar_one() == 0


def test_a_small_delivery_tells_nothing(database: Database) -> None:
    """It is over before anybody could look, and a night has thousands of them."""
    with database.engine().begin() as connection:
        connection.execute(text("alter table ops.load_progress add constraint nothing check (false)"))
    assert load(csv_file(rows(12))) == "applied"


@pytest.mark.parametrize(
    ("payload", "rows_expected"),
    [
        (b"a;b\n1;2\n3;4\n", 2),
        ("a;b\n1;2\n3;4\n".encode("utf-16"), 2),
        (b"", 0),
        (b'{"entry": []}', None),
        (b" \n[1, 2]\n", None),
        (b"PK\x03\x04rest", None),
    ],
)
def test_how_many_rows_to_expect_is_known_of_lines_only(payload: bytes, rows_expected: int | None) -> None:
    assert progress.expected(payload) == rows_expected
