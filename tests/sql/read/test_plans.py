"""What each question reads in a small country with a month of history, compared with a file under git.

A plan that degrades reads more. After a wanted change write the file again: TRANSFERPUNT_WRITE_GOLDEN=1 pytest
tests/sql/read/test_plans.py, and read what changed as one reads code.
"""

import csv
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bench import reading
from bench.reading import Reading
from bench.world import AS_OF, Size
from sql.call import driver
from tests.conftest import Server
from tests.sql.access.people import account
from tests.sql.read.filled_country import filled_country

pytestmark = pytest.mark.plans
GOLDEN = Path(__file__).parents[1] / "golden" / "plans.csv"
SMALL = Size("an eightieth of the country", locations=100, nights=30, months=3)
# Rows read for each row of the answer, beside what an answer costs whatever its length: a distance looks at all 4,086
# postcodes, and lists are short. More needs a reason in WIDE.
WIDEST, FIXED = 200, 6_000
WIDE = {
    "agenda_content": "one document of several lists of a region, each from the postcodes in it",
}


@pytest.fixture(scope="module")
def country(server: Server, worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A connection as the owner to a database with the small country; what a test writes is undone."""
    folder = tmp_path_factory.mktemp("country")
    with filled_country(server, worker_id, f"country_{worker_id}", folder, SMALL) as connection:
        yield connection


def every_reading(country: Connection) -> dict[str, Reading]:
    """Every question's reading; asked by accounts that are there for each of them only."""
    askers = {
        "operator": account(country, "operator", at=AS_OF),
        "provider": account(country, "provider", at=AS_OF, scopes={"agb": ["30000007"]}),
    }
    asked = reading.questions(country, askers)
    return {question: reading.reading(country, question, **arguments) for question, arguments in asked.items()}


def as_text(readings: dict[str, Reading]) -> str:
    stream = io.StringIO()
    lines = csv.writer(stream, lineterminator="\n")
    lines.writerow(["question", "returned", "read", "history_scans"])
    lines.writerows([name, one.returned, one.read, one.history_scans] for name, one in readings.items())
    return stream.getvalue()


def kept() -> dict[str, Reading]:
    with GOLDEN.open(encoding="utf-8", newline="") as stream:
        return {
            row["question"]: Reading(int(row["returned"]), int(row["read"]), int(row["history_scans"]))
            for row in csv.DictReader(stream)
        }


def worse(found: dict[str, Reading], known: dict[str, Reading]) -> list[str]:
    """The questions that read half as much again as they did, or scan history that they did not scan."""
    return [
        f"{name}: reads {now.read} rows where it read {known[name].read}, scans history {now.history_scans} times"
        for name, now in found.items()
        if now.read > 1.5 * known[name].read + 50 or now.history_scans > known[name].history_scans
    ]


def test_no_question_reads_more_than_the_file_says(country: Connection) -> None:
    found = every_reading(country)
    if os.environ.get("TRANSFERPUNT_WRITE_GOLDEN"):
        GOLDEN.write_text(as_text(found), encoding="utf-8")
    known = kept()
    assert found.keys() == known.keys()
    assert {name: one.returned for name, one in found.items()} == {name: one.returned for name, one in known.items()}
    assert worse(found, known) == []


def test_a_plan_that_lost_its_index_is_found(country: Connection) -> None:
    asked = reading.AS_A_PAGE["region_matrix"]
    before = {"region_matrix": reading.reading(country, "region_matrix", **asked)}
    assert worse(before, kept()) == []
    with country.begin_nested() as lost:
        driver(country).execute("alter table core.capacity_count drop constraint capacity_count_pkey")
        without = {"region_matrix": reading.reading(country, "region_matrix", **asked)}
        lost.rollback()  # the next question has its index again, whatever the order
    assert without["region_matrix"].returned == before["region_matrix"].returned
    assert len(worse(without, kept())) == 1


def test_questions_do_not_scan_history_and_read_little_for_what_they_answer() -> None:
    known = kept()
    assert [name for name, one in known.items() if one.history_scans] == []
    wide = {name for name, one in known.items() if one.read > FIXED + WIDEST * one.returned}
    assert wide == set(WIDE), "a question that reads much for its answer has a reason here"
