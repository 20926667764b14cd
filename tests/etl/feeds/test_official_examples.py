"""The official examples of the standards, through the whole pipeline: what is wrong with them is told, no fault."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from etl import pipeline
from etl.feed import all_feeds
from sql.call import select
from tests.conftest import Database
from tests.etl.capacity_file import AT

KINDS = ("HealthcareService", "Location", "Schedule", "Slot")
Read = Callable[[Path], list[Any]]


def fhir(standards: Path) -> list[Any]:
    return [json.loads((standards / f"fhir_r4/{kind}-example.json").read_text()) for kind in KINDS]


def saner(standards: Path) -> list[Any]:
    return [json.loads(path.read_text()) for path in sorted((standards / "saner").glob("MeasureReport-*.json"))]


def hsds(standards: Path) -> list[Any]:
    return [json.loads((standards / "hsds_3_1/examples/service_full.json").read_text())]


@pytest.mark.parametrize(
    ("feed", "examples", "lines", "told"),
    [
        ("fhir_capacity", fhir, 1, [("HealthcareService.availableTime", "hours_end_before_start")]),
        ("saner_beds", saner, 8, [("MeasureReport.subject", "required")]),
        (
            "hsds_capacity",
            hsds,
            1,
            [("capacities.available", "free_above_total"), ("capacities.unit", "unknown_unit")],
        ),
    ],
)
def test_their_known_faults_are_faults_of_the_data(
    database: Database, shared_data: Path, feed: str, *, examples: Read, lines: int, told: list[tuple[str, str]]
) -> None:
    """Refused row by row with a sentence and an advice; nothing of them shows, and nothing is an incident of ours."""
    payload = b"\n".join(json.dumps(one).encode() for one in examples(shared_data / "standards"))
    outcome = pipeline.run(all_feeds()[feed], feed, payload, "example.ndjson", at=AT)
    assert (outcome.outcome, outcome.reason) == ("rejected", "too_many_refused")
    assert (outcome.read, outcome.accepted, outcome.refused) == (lines, 0, lines)
    refused = select("load.refused_rows", delivery=outcome.delivery_id)
    assert {row["line"] for row in refused} == set(range(1, lines + 1))
    assert set(told) <= {(row["column_name"], row["refusal_code"]) for row in refused}
    assert all(row["column_name"] and row["sentence_nl"] and row["advice_nl"] for row in refused)
    with database.engine().connect() as connection:
        assert connection.execute(text("select count(*) from core.capacity_current")).scalar_one() == 0
