"""capacity_json: the published schema, the sample and the parser agree; what is unknown is never free."""

import csv
import json
from typing import Any

import jsonschema
import pytest
from sqlalchemy import text

from etl import capacity_cells, pipeline
from etl.feeds.capacity_json import FEED
from etl.outcome import Outcome
from etl.read import read
from etl.records import Rejected
from tests import repository
from tests.conftest import Database
from tests.etl.capacity_file import AT
from tests.etl.capacity_place import document, place

SCHEMA = json.loads(repository.text("sql/capacity_json.schema.json"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def parsed(payload: bytes) -> tuple[list[dict[str, Any]], list[Rejected]]:
    with read(FEED, payload) as chunks:
        made = [FEED.parse(chunk.rows, AT) for chunk in chunks]
    return [row for one in made for row in one.rows.to_dicts()], [row for one in made for row in one.rejected]


def free(**changes: Any) -> int | None:
    (row,), rejected = parsed(document(place(**changes)))
    assert rejected == []
    count: int | None = row["free_count"]
    return count


def refusals(*places: Any) -> list[tuple[int, str, str]]:
    return [(row.line, row.column, row.code) for row in parsed(document(*places))[1]]


def test_the_published_schema_is_one_and_the_sample_keeps_it() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    VALIDATOR.validate(json.loads(repository.text("data/sample/capacity_json.json")))


def test_the_schema_names_every_column_of_the_feed_and_no_other() -> None:
    told = SCHEMA["$defs"]["place"]
    assert set(told["properties"]) == {*FEED.required, *FEED.optional}
    assert {*told["required"], "counted_at"} == set(FEED.required)


def test_the_notes_are_the_reasons_of_the_product() -> None:
    rows = csv.DictReader(repository.text("sql/reference/closure_reason.csv").splitlines())
    assert {row["reason_code"] for row in rows} == set(capacity_cells.NOTES)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"status": "available", "free_count": 3}, 3),
        ({"status": None, "free_count": 3}, 3),
        ({"status": "available", "free_count": None}, None),
        ({"status": "full", "free_count": None}, 0),
        ({"status": "full", "free_count": 0}, 0),
        ({"status": "unknown", "free_count": 3}, None),
        ({"status": "at-capacity", "free_count": 3}, None),
        ({"status": "no-capacity-has-waitlist", "free_count": None}, None),
        ({"status": None, "free_count": None}, None),
    ],
)
def test_an_unknown_status_is_never_free(told: dict[str, Any], expected: int | None) -> None:
    assert free(**told) == expected


def test_a_status_that_contradicts_its_count_is_refused() -> None:
    wrong = [place(status="full", free_count=1), place(status="available", free_count=0)]
    assert refusals(*wrong) == [(1, "status", "status_conflict"), (2, "status", "status_conflict")]


def test_an_unknown_note_is_an_unknown_reason() -> None:
    stops = [place(status="stop", note_code=note) for note in ("staff", "STAFF", "moon", None)]
    rows, rejected = parsed(document(*stops))
    assert rejected == []
    assert [row["stop_reason_code"] for row in rows] == ["staff", "staff", "unknown", "unknown"]
    assert all(row["is_stop"] for row in rows)


@pytest.mark.parametrize(
    ("told", "column", "code"),
    [
        ({"free_count": -1}, "free_count", "not_a_count"),
        ({"free_count": 1.5}, "free_count", "not_a_count"),
        ({"free_count": True}, "free_count", "not_a_count"),
        ({"agb_location": 9000001}, "agb_location", "agb_lost_zero"),
        ({"agb_location": {"code": "1"}}, "agb_location", "agb_malformed"),
        ({"counted_at": "2026-03-29T02:30:00"}, "counted_at", "no_such_local_time"),
        ({"valid_until": "2026-09-01T07:10:00+02:00"}, "valid_until", "valid_before_count"),
        ({"exclusions": {"X_AGR": "maybe"}}, "exclusions", "unknown_exclusion_value"),
        ({"exclusions": ["X_AGR"]}, "exclusions", "unknown_exclusion_value"),
        ({"contracts": {"cz": True}}, "contracts", "invalid_value"),
        ({"is_remote": "perhaps"}, "is_remote", "invalid_value"),
        ({"provider_name": "x" * 201}, "provider_name", "text_too_long"),
    ],
)
def test_a_wrong_value_costs_its_place_and_says_why(told: dict[str, Any], column: str, code: str) -> None:
    assert refusals(place(), place(**told)) == [(2, column, code)]


def test_what_is_no_place_is_refused_as_one() -> None:
    assert {line for line, _, _ in refusals(place(), None, 7, "x", [], place())} == {2, 3, 4, 5}


def test_a_moment_told_once_holds_for_all() -> None:
    rows, rejected = parsed(document(place(counted_at=None), counted_at="2026-09-01T05:00:00Z"))
    assert rejected == []
    assert rows[0]["counted_at"].isoformat() == "2026-09-01T05:00:00+00:00"


def load(payload: bytes, **more: Any) -> Outcome:
    return pipeline.run(FEED, "capacity_json", payload, "test.json", at=AT, **more)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "empty_file"),
        (b"<html><body>Sign in</body></html>", "html_page"),
        (b'{"form": "transferpunt/capacity/1", "places": [{"agb', "not_json"),
        (b"[" * 100_000, "json_limit"),
        (b'{"places":[' + b'{"a":' * 200 + b"1" + b"}" * 200 + b"]}", "json_limit"),
        (b"[" + b"0," * 3_000_001 + b"0]", "json_limit"),
        (b'{"resourceType": "Bundle"}', "not_this_form"),
        (document(), "no_rows"),
    ],
)
@pytest.mark.usefixtures("database")
def test_a_file_that_is_no_delivery_is_rejected_with_its_reason(payload: bytes, reason: str) -> None:
    outcome = load(payload)
    assert (outcome.outcome, outcome.reason) == ("rejected", reason)
    assert outcome.sentence


def test_a_delivery_is_loaded_and_a_citizen_number_kept_nowhere(database: Database) -> None:
    bsn = "111222333"
    places = [place(agb_location=f"0900000{number}") for number in range(1, 6)]
    hidden = [
        place(agb_location="09000006", phone=bsn),
        place(agb_location="09000007", total_count=int(bsn)),
        place(agb_location="09000008", place_name="ESCAPED"),
    ]
    payload = document(*places, *hidden).replace(b"ESCAPED", b"\\u0031\\u0031" + bsn[2:].encode())
    outcome = load(payload)
    assert (outcome.outcome, outcome.accepted, outcome.refused) == ("applied", 5, 3)
    assert outcome.refusals == {"bsn_like": 3}
    with database.engine().connect() as connection:
        kept = connection.execute(text("select string_agg(payload, '') from raw.delivery_chunk")).scalar_one()
        assert bsn.encode() not in bytes(kept)
        assert b"\\u0031" not in bytes(kept)
        said = connection.execute(text("select string_agg(value_excerpt, ' ') from raw.refused_row")).scalar_one()
    assert bsn not in said


def test_a_count_ends_when_its_sender_says_so_and_never_later_than_its_time_to_live(database: Database) -> None:
    soon, late = "2026-09-01T19:00:00+02:00", "2027-09-01T19:00:00+02:00"
    load(
        document(*(place(agb_location=f"0900000{n}", valid_until=told) for n, told in enumerate((None, soon, late), 1)))
    )
    with database.engine().connect() as connection:
        ends = connection.execute(
            text(
                "select c.expires_at from core.capacity_current c join core.offer using (offer_id)"
                " join core.location_identifier i using (location_id) order by i.value"
            )
        ).scalars()
        plain, shortened, lengthened = ends
    assert shortened.isoformat() in {"2026-09-01T17:00:00+00:00", "2026-09-01T19:00:00+02:00"}
    assert plain == lengthened > shortened
