"""Waiting places are never persons: a range stands beside each; and no clock lets a small count out."""

from datetime import date
from decimal import Decimal
from typing import Any

from psycopg import sql
from sqlalchemy import Connection

from sql.call import driver, rows
from tests import factories as make
from tests.factories import AS_OF
from tests.sql.access.people import account

OCTOBER = date(2026, 10, 1)


def told(connection: Connection, intake: tuple[int, int], treatment: tuple[int, int] = (0, 0), **more: object) -> None:
    make.told_wait(
        connection, make.location(connection), waiting_intake_count=intake[0], waiting_intake_over_norm_count=intake[1],
        waiting_treatment_count=treatment[0], waiting_treatment_over_norm_count=treatment[1], **more,
    )  # fmt: skip


def ask(connection: Connection, name: str, role: str = "insurer", **arguments: object) -> list[dict[str, Any]]:
    scopes = {"region": ["ZK23"]} if role == "coordinator" else {}
    asker = account(connection, role, scopes=scopes)
    return rows(connection, f"read.{name}", as_of=AS_OF, asker=asker, month=OCTOBER, **arguments)


def waiting(found: list[dict[str, Any]], group: str | None = "D04") -> dict[str, Any]:
    (row,) = (
        row
        for row in found
        if (row["region_code"], row["diagnosis_group_code"], row["clock_code"]) == ("ZK23", group, "waiting")
    )
    return row


def test_a_range_of_persons_stands_beside_the_places(connection: Connection) -> None:
    told(connection, (123, 50), (77, 20))
    cells = ask(connection, "waiting_persons")
    (cell,) = (row for row in cells if row["region_code"] and row["circuit_code"] and row["diagnosis_group_code"])
    places = 125 + 75
    assert cell["waiting_place_count"] == places
    assert (cell["persons_at_least"], cell["persons_at_most"]) == (int(places * (1 - 0.184)), 178)
    assert cell["overlap_is_known"]
    (exact, *_) = ask(connection, "waiting_persons_exact", "coordinator")
    assert (exact["waiting_place_count"], exact["persons_at_least"], exact["persons_at_most"]) == (200, 163, 178)


def test_without_a_published_share_only_the_upper_bound_is_told(connection: Connection) -> None:
    told(connection, (100, 50))
    driver(connection).execute("update core.wait_setting set value = null where setting_code like 'overlap%'")
    for cell in ask(connection, "waiting_persons"):
        assert not cell["overlap_is_known"]
        assert (cell["persons_at_least"], cell["persons_at_most"]) == (None, cell["waiting_place_count"])


def test_a_small_part_over_the_norm_is_told_as_a_range(connection: Connection) -> None:
    told(connection, (101, 4))
    row = waiting(ask(connection, "wait_clocks", kind="intake"))
    assert (row["waiting_count"], row["share_low"], row["share_high"]) == (100, 0, Decimal("0.09"))
    few = waiting(ask(connection, "wait_clocks", kind="intake"), group=None)
    assert (few["share_low"], few["share_high"]) == (0, Decimal("0.09"))
    exact = waiting(ask(connection, "wait_clocks_exact", "coordinator", kind="intake"))
    assert float(exact["share_low"]) == 4 / 101


def test_a_count_that_is_hidden_has_no_share_and_rounding_makes_none_over_the_whole(connection: Connection) -> None:
    told(connection, (6, 3))
    hidden = waiting(ask(connection, "wait_clocks", kind="intake"))
    assert (hidden["waiting_count"], hidden["share_low"], hidden["share_high"]) == (None, None, None)
    assert hidden["hidden_cell_count"] == 1
    nobody = ask(connection, "wait_clocks", kind="treatment")
    assert (waiting(nobody)["share_low"], waiting(nobody)["share_high"]) == (None, None), (
        "nobody waits: no share of 100 %"
    )
    told(connection, (102, 98), diagnosis_group_code="D05")  # shown as 100 and 100
    whole = waiting(ask(connection, "wait_clocks", kind="intake"), group="D05")
    assert (whole["waiting_count"], whole["share_low"], whole["share_high"]) == (100, 1, 1)


def test_a_coordinator_reads_the_own_regions_exactly_and_no_other(connection: Connection) -> None:
    told(connection, (6, 3), (4, 4))
    make.told_wait(
        connection, make.location(connection, postcode4="1012"), waiting_intake_count=50,
        waiting_intake_over_norm_count=1,
    )  # fmt: skip
    found = ask(connection, "wait_clocks_exact", "coordinator")
    assert {row["region_code"] for row in found} == {"ZK23"}
    row = waiting(found)
    assert (row["waiting_count"], row["share_low"], row["share_high"]) == (10, Decimal("0.7"), Decimal("0.7"))
    (places, *_) = ask(connection, "waiting_persons_exact", "coordinator")
    assert (places["waiting_place_count"], places["persons_at_least"], places["persons_at_most"]) == (10, 8, 9)


def test_what_stands_in_the_small_counts_changes_no_clock(connection: Connection) -> None:
    told(connection, (101, 4), (8, 3))
    told(connection, (60, 30), diagnosis_group_code="D05")

    def shown() -> list[list[dict[str, Any]]]:
        return [ask(connection, "wait_clocks", kind=kind) for kind in ("intake", "treatment", "total")]

    before = shown()
    change = sql.SQL("update core.waiting_time set {} = %s where diagnosis_group_code = 'D04'")
    for column, count in (
        ("waiting_intake_over_norm_count", 9),
        ("waiting_intake_over_norm_count", 0),
        ("waiting_treatment_count", 5),
        ("waiting_treatment_over_norm_count", 0),
    ):
        driver(connection).execute(change.format(sql.Identifier(column)), [count])
        assert shown() == before


def test_who_may_not_see_counts_gets_no_clock(connection: Connection) -> None:
    told(connection, (101, 40))
    assert ask(connection, "wait_clocks", "operator") == []
    assert ask(connection, "wait_clocks_exact", "insurer") == []


def test_each_look_at_the_clocks_is_written_down(connection: Connection) -> None:
    told(connection, (101, 40))
    asker = account(connection, "insurer")
    rows(connection, "read.wait_clocks", as_of=AS_OF, asker=asker, kind="intake", request_id="look")
    (event,) = rows(connection, "read.own_actions", as_of=AS_OF, account=asker)
    assert (event["event_type"], event["request_id"], event["detail"]) == (
        "waiting_counts_read", "look", {"kind": "intake"},
    )  # fmt: skip
