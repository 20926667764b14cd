"""manual: what a coordinator hears by telephone goes the way of every delivery, and changes nothing else."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from etl import pipeline, worker
from etl.feed import all_feeds
from etl.feeds.manual import FEED, FORM
from etl.text.table import TableError
from sql.call import act, driver, rows, select
from tests.conftest import Database
from tests.etl.capacity_file import AT, csv_file
from tests.etl.capacity_file import rows as csv_rows
from tests.etl.capacity_place import place
from tests.sql.access.people import account

HEAD = {"form": FORM, "by": "coordinator", "means": "telephone", "counted_at": "2026-09-01T07:10:00Z"}


def test_a_place_is_read_as_capacity_json_reads_it() -> None:
    assert FEED.rows is not None
    (row,) = FEED.rows([HEAD | {"places": [place(free_count=0, counted_at=None)]}])
    assert (row["agb_location"], row["free_count"], row["counted_at"]) == ("09000001", "0", HEAD["counted_at"])


@pytest.mark.parametrize("change", [{"form": "transferpunt/capacity/1"}, {"by": "jan"}, {"means": None}, {"places": 3}])
def test_another_document_is_not_this_form(change: dict[str, object]) -> None:
    assert FEED.rows is not None
    with pytest.raises(TableError) as refused:
        list(FEED.rows([HEAD | {"places": []} | change]))
    assert refused.value.code == "not_this_form"


@pytest.fixture
def offers(database: Database) -> list[int]:
    """Ten offers that their own source counted, all in the region of their postcode."""
    done = pipeline.run(all_feeds()["capacity_csv"], "capacity_csv", csv_file(csv_rows(10)), "nacht.csv", at=AT)
    assert done.outcome == "applied"
    with database.engine().begin() as connection:
        return [row[0] for row in driver(connection).execute("select offer_id from core.offer order by 1").fetchall()]


@pytest.fixture
def who(database: Database, offers: list[int]) -> int:
    """The coordinator of the region of the first offer."""
    with database.engine().begin() as connection:
        (region,) = _one(
            connection,
            "select p.zorgkantoorregio_code from core.offer o join core.location l using (location_id)"
            " join core.postcode p using (postcode4) where offer_id = %s",
            offers[0],
        )
        return account(connection, "coordinator", at=AT, scopes={"region": [region]})


def _one(connection: Connection, query: Any, *given: object) -> Any:
    return driver(connection).execute(query, list(given)).fetchone()


LATER = AT + timedelta(hours=1)


def enter(who: int, offer: int, **told: Any) -> dict[str, Any]:
    nothing = dict.fromkeys(("free", "first_on", "stop_reason", "stop_until"))
    given = nothing | {"urgency": "regulier", "idempotency_key": "sleutel", "at": LATER} | told
    (answer,) = act("act.enter_by_phone", role="app_coordinator", asker=who, offer=offer, **given)
    return answer


def counts(database: Database) -> dict[int, tuple[Any, ...]]:
    with database.engine().begin() as connection:
        found = driver(connection).execute(
            "select offer_id, source_code, free_count, blank_code, first_on, expected_28_count"
            " from core.capacity_current"
        )
        return {offer: tuple(rest) for offer, *rest in found.fetchall()}


def test_what_was_heard_is_applied_and_leaves_the_rest_alone(database: Database, offers: list[int], who: int) -> None:
    before = counts(database)
    described = described_as(database, offers[0])
    done = enter(who, offers[0], free=7)
    assert done["outcome_code"] == "done"
    assert [row["state_code"] for row in select("read.entered_counts", as_of=LATER, asker=who)] == ["waiting"]
    worker.round_(database.home)
    after = counts(database)
    assert after[offers[0]][1:3] == (7, None)
    assert after[offers[0]][0].startswith("desk-zk")
    assert {offer: row for offer, row in after.items() if offer != offers[0]} == {
        offer: row for offer, row in before.items() if offer != offers[0]
    }
    assert described_as(database, offers[0]) == described
    (row,) = select("read.entered_counts", as_of=LATER, asker=who)
    assert (row["state_code"], row["offer_id"], row["refusals"]) == ("applied", offers[0], [])
    # a second offer by the same desk takes nothing back of the first
    enter(who, offers[1], free=2, idempotency_key="tweede", at=LATER + timedelta(minutes=5))
    worker.round_(database.home)
    both = counts(database)
    assert (both[offers[0]], both[offers[1]][1:3]) == (after[offers[0]], (2, None))


def described_as(database: Database, offer: int) -> tuple[Any, ...]:
    """All that is told of an offer beside its count."""
    with database.engine().begin() as connection:
        found: tuple[Any, ...] = _one(
            connection,
            "select o.location_id, o.entry_route_codes, o.responsible_code, o.waiting_phone, o.languages, o.is_remote,"
            " o.referral_product_name, l.name, l.postcode4, l.postcode6, l.place_name, l.phone, l.consult_phone,"
            " l.consult_hours, p.name, p.size_code, (select jsonb_object_agg(x.criterion_code, jsonb_build_array("
            " x.value_code, x.reason, x.valid_to)) from core.offer_exclusion x where x.offer_id = o.offer_id)"
            " from core.offer o join core.location l using (location_id) join core.provider p using (provider_id)"
            " where o.offer_id = %s",
            offer,
        )
        return found


def test_the_same_sent_twice_is_stored_once_and_another_number_is_not(
    database: Database, offers: list[int], who: int
) -> None:
    first = enter(who, offers[0], free=7)
    again = enter(who, offers[0], free=7, at=LATER + timedelta(seconds=2))
    other = enter(who, offers[0], free=6, at=LATER + timedelta(seconds=9))
    assert first == again
    assert other["receipt_id"] != first["receipt_id"]
    worker.round_(database.home)
    assert counts(database)[offers[0]][1] == 6


def test_a_stop_and_a_first_day_are_told(database: Database, offers: list[int], who: int) -> None:
    until = AT.date() + timedelta(days=30)
    enter(who, offers[0], stop_reason="staff", stop_until=until)
    first_on = AT.date() + timedelta(days=10)
    enter(who, offers[1], free=0, first_on=first_on, idempotency_key="b")
    worker.round_(database.home)
    with database.engine().begin() as connection:
        stop = _one(
            connection, "select reason_code, until_on, withdrawn_by from core.closure where offer_id = %s", offers[0]
        )
    assert stop == ("staff", until, None)
    assert counts(database)[offers[1]][1:] == (0, None, first_on, 1)
    # that there is a place again ends the stop
    enter(who, offers[0], free=1, idempotency_key="c", at=LATER + timedelta(minutes=1))
    worker.round_(database.home)
    with database.engine().begin() as connection:
        stop = _one(connection, "select withdrawn_by is not null from core.closure where offer_id = %s", offers[0])
    assert stop == (True,)


def test_a_newer_count_of_the_provider_takes_its_place(database: Database, offers: list[int], who: int) -> None:
    enter(who, offers[0], free=7)
    worker.round_(database.home)
    tomorrow = AT + timedelta(days=1)
    moment = tomorrow.isoformat(timespec="minutes")
    night = csv_file(csv_rows(10, geteld_op=moment))
    done = pipeline.run(all_feeds()["capacity_csv"], "capacity_csv", night, "later.csv", at=tomorrow)
    assert done.outcome == "applied"
    assert {row[0] for row in counts(database).values()} == {"capacity_csv"}


WRONG: list[tuple[dict[str, Any], str]] = [
    ({}, "without_count"),
    ({"free": -1}, "wrong_count"),
    ({"free": 1000}, "wrong_count"),
    ({"free": 1, "first_on": date(2026, 8, 1)}, "wrong_first_day"),
    ({"stop_reason": "weg"}, "wrong_reason"),
    ({"stop_reason": "staff", "stop_until": date(2026, 8, 1)}, "wrong_end"),
    ({"free": 1, "stop_until": date(2026, 12, 1)}, "wrong_end"),
    ({"free": 1, "urgency": "crisis"}, "not_enterable"),
]


def test_what_is_wrong_is_said_and_stores_nothing(offers: list[int], who: int) -> None:
    for told, code in WRONG:
        assert enter(who, offers[0], **told) == {"outcome_code": code, "receipt_id": None, "settled_count": 0}
    assert select("load.waiting_receipts", role="etl_writer") == []


def test_a_desk_speaks_for_its_own_region_only(database: Database, offers: list[int], who: int) -> None:
    with database.engine().begin() as connection:
        others = [
            account(connection, "coordinator", at=AT, scopes={"region": ["ZK30"]}),
            account(connection, "operator", at=AT),
            account(connection, "gp", at=AT),
        ]
    for other in others:
        assert enter(other, offers[0], free=1)["outcome_code"] == "denied"
        assert select("read.enterable_offers", as_of=LATER, asker=other, offer=offers[0]) == []
    assert enter(who, 10**9, free=1)["outcome_code"] == "denied"
    assert select("load.waiting_receipts", role="etl_writer") == []
    with database.engine().begin() as connection:
        assert _one(connection, "select count(*) from core.source where source_code like 'desk-%%'") == (0,)
        (event, *_) = rows(connection, "read.own_actions", as_of=LATER, account=others[0])
    assert (event["event_type"], event["outcome_code"]) == ("capacity_entered", "refused")


def test_the_payload_names_nobody(database: Database, offers: list[int], who: int) -> None:
    receipt = enter(who, offers[0], free=7)["receipt_id"]
    with database.engine().begin() as connection:
        (payload,) = _one(connection, "select payload from raw.receipt where receipt_id = %s", receipt)
        (name,) = _one(connection, "select display_name from ops.account where account_id = %s", who)
    told = json.loads(bytes(payload))
    assert {key: told[key] for key in ("form", "by", "means")} == {key: HEAD[key] for key in ("form", "by", "means")}
    assert set(told) == {*HEAD, "places"}
    assert name not in bytes(payload).decode()
