"""hsds_capacity: places in the social domain, and the official example with its twelve free of ten kilogram."""

import json
from pathlib import Path
from typing import Any

import pytest

from etl.feeds.hsds_capacity import FEED
from etl.read import UnreadableError
from tests import repository
from tests.etl.feeds.standard import parsed

SAMPLE = json.loads(repository.text("data/sample/hsds_capacity.json"))


def service(capacity: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps(SAMPLE["contents"][0]))
    made["status"] = "active"
    made["capacities"][0] |= {"available": 3, "maximum": 8} | (capacity or {})
    return made | changes


@pytest.mark.parametrize(
    ("status", "free", "is_stop"),
    [("active", 3, False), ("temporarily closed", 3, True), ("paused", None, False), (None, 3, False)],
)
def test_a_status_we_do_not_know_is_never_free(status: str | None, free: int | None, is_stop: bool) -> None:  # noqa: FBT001
    (row,), rejected = parsed(FEED, service(status=status))
    assert rejected == []
    assert (row["free_count"], row["is_stop"], row["segment_code"]) == (free, is_stop, "social")


@pytest.mark.parametrize("status", ["inactive", "defunct"])
def test_a_service_that_ended_is_no_row(status: str) -> None:
    assert len(parsed(FEED, [service(status=status), service()])[0]) == 1


@pytest.mark.parametrize(
    ("capacity", "refusal"),
    [
        ({"available": 9}, ("capacities.available", "free_above_total")),
        ({"available": 2.5}, ("capacities.available", "not_a_count")),
        ({"available": -1}, ("capacities.available", "not_a_count")),
        ({"unit": {"name": "Kilogram"}}, ("capacities.unit", "unknown_unit")),
        ({"unit": None}, ("capacities.unit", "unknown_unit")),
        ({"updated": None}, ("capacities.updated", "required")),
    ],
)
def test_what_is_wrong_costs_its_row_and_is_named(capacity: dict[str, Any], refusal: tuple[str, str]) -> None:
    rows, rejected = parsed(FEED, [service(capacity), service()])
    assert len(rows) == 1
    assert rejected == [(1, *refusal)]


def test_a_number_with_a_point_is_a_count_when_it_is_whole() -> None:
    assert parsed(FEED, service({"available": 3.0}))[0][0]["free_count"] == 3


def test_a_service_a_list_and_a_page_are_the_same() -> None:
    assert parsed(FEED, service()) == parsed(FEED, [service()]) == parsed(FEED, {"contents": [service()]})


@pytest.mark.parametrize("document", [[], {}, [5], {"contents": 5}, {"id": "x", "name": "no capacities"}])
def test_what_holds_no_capacities_is_not_this_form(document: Any) -> None:
    with pytest.raises(UnreadableError, match="not_this_form"):
        parsed(FEED, document)


def test_the_official_example_is_refused_for_what_is_wrong_with_it(shared_data: Path) -> None:
    examples = shared_data / "standards" / "hsds_3_1" / "examples"
    rows, rejected = parsed(FEED, json.loads((examples / "service_full.json").read_text()))
    assert rows == []
    wrong = {(column, code) for _, column, code in rejected}
    assert {("capacities.unit", "unknown_unit"), ("capacities.available", "free_above_total")} <= wrong
    assert ("location.external_identifier", "required") in wrong
