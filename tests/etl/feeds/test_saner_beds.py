"""saner_beds: absent is not zero, and the eight official reports with what is wrong with them."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from etl.feeds.saner_beds import FEED
from etl.read import UnreadableError
from etl.text import fhir
from tests import repository
from tests.etl.feeds.standard import parsed

ABSENT = {"_count": {"extension": [{"url": "x", "valueCode": "unsupported"}]}}


def population(code: str, told: dict[str, Any]) -> dict[str, Any]:
    return {"code": {"coding": [{"code": code}, {"code": "measure-population"}]}, **told}


def report(total: dict[str, Any], occupied: dict[str, Any], code: str = "HIC", **changes: Any) -> dict[str, Any]:
    system = fhir.CARE_PATHWAY
    made: dict[str, Any] = {
        "resourceType": "MeasureReport",
        "status": "complete",
        "type": "summary",
        "measure": "http://any.test/beds",
        "date": "2026-09-01T05:00:00+02:00",
        "period": {"start": "2026-09-01", "end": "2026-09-01"},
        "subject": {"identifier": {"system": fhir.AGB, "value": "09000001"}, "display": "Centrum"},
        "reporter": {"identifier": {"system": fhir.AGB, "value": "09000000"}, "display": "Proefberg"},
        "group": [
            {
                "code": {"coding": [{"system": system, "code": code}]},
                "population": [population("numbeds", total), population("numBedsOcc", occupied)],
            }
        ],
    }
    return made | changes


@pytest.mark.parametrize(
    ("total", "occupied", "expected"),
    [
        ({"count": 12}, {"count": 9}, (3, 12)),
        ({"count": 12}, {"count": 12}, (0, 12)),
        ({"count": 12}, {"count": 0}, (12, 12)),
        ({"count": 12}, ABSENT, (None, 12)),
        (ABSENT, {"count": 0}, (None, None)),
        ({"count": 12}, {}, (None, 12)),
        ({"count": 12}, {"count": "9"}, (None, 12)),
        ({"count": 12}, {"count": True}, (None, 12)),
    ],
)
def test_free_is_known_when_both_counts_are(
    total: dict[str, Any], occupied: dict[str, Any], expected: tuple[int | None, int | None]
) -> None:
    (row,), rejected = parsed(FEED, report(total, occupied))
    assert rejected == []
    assert (row["free_count"], row["total_count"]) == expected


def test_more_occupied_than_there_are_is_refused() -> None:
    assert parsed(FEED, report({"count": 9}, {"count": 12}))[1] == [
        (1, "MeasureReport.group.population", "not_a_count")
    ]


def test_a_report_that_is_not_complete_tells_no_free_beds() -> None:
    (row,), _ = parsed(FEED, report({"count": 12}, {"count": 9}, status="pending"))
    assert row["free_count"] is None


@pytest.mark.parametrize(
    ("told", "expected"), [("PHU", "KLIN"), ("Psychiatric", "KLIN"), ("HIC", "HIC"), ("ICU", "ICU")]
)
def test_a_kind_of_bed_is_a_pathway_of_ours_or_stays_what_it_was(told: str, expected: str) -> None:
    (row,), _ = parsed(FEED, report({"count": 1}, {"count": 0}, told))
    assert row["care_pathway_code"] == expected


def test_of_a_day_only_its_beginning_is_sure() -> None:
    (row,), _ = parsed(FEED, report({"count": 1}, {"count": 0}, date="2026-09-01"))
    assert row["counted_at"].isoformat() == "2026-08-31T22:00:00+00:00"


def test_what_holds_no_report_is_not_this_form() -> None:
    with pytest.raises(UnreadableError, match="not_this_form"):
        parsed(FEED, {"resourceType": "Location"})


def test_the_official_reports_are_data_we_cannot_place_and_no_crash(shared_data: Path) -> None:
    found = sorted((shared_data / "standards" / "saner").glob("MeasureReport-*.json"))
    assert len(found) == 8
    rows, rejected = parsed(FEED, *(json.loads(path.read_text()) for path in found))
    assert rows == [], "beds of a whole state are nobody's places"
    assert {line for line, _, _ in rejected} == set(range(1, 9))
    codes = {(column, code) for _, column, code in rejected}
    assert ("MeasureReport.subject", "required") in codes
    assert ("resource", "fhir_invalid") not in codes


def test_our_sample_is_valid_r4(shared_data: Path) -> None:
    schema = json.loads((shared_data / "standards" / "fhir_r4" / "MeasureReport.schema.json").read_text())
    validator = jsonschema.validators.validator_for(schema)(schema)
    reports = [json.loads(line) for line in repository.text("data/sample/saner_beds.ndjson").splitlines()]
    assert reports
    assert [report["id"] for report in reports if not validator.is_valid(report)] == []
