"""When treatment starts: from which figure it comes, and against what it is held."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from sql.call import rows
from tests import factories as make
from tests.factories import AS_OF

START = ("intake_weeks", "treatment_weeks", "start_weeks", "start_basis_code")


def one(connection: Connection, **filters: Any) -> dict[str, Any]:
    (row,) = rows(connection, "read.free_places", **{"as_of": AS_OF} | filters)
    return row


def start(connection: Connection, **filters: Any) -> tuple[object, ...]:
    row = one(connection, **filters)
    return tuple(row[name] for name in START)


@pytest.fixture
def location(connection: Connection) -> int:
    """A location with one free intake place for depression."""
    location = make.location(connection)
    make.count(connection, make.offer(connection, location_id=location))
    return location


def test_without_a_wait_the_start_is_unknown(connection: Connection, location: int) -> None:  # noqa: ARG001
    row = one(connection)
    assert tuple(row[name] for name in START) == (None, None, None, "none")
    assert row["norm_weeks"] == 14
    assert row["tier"] == 4


def test_the_exact_group_goes_before_the_unsplit_figure(connection: Connection, location: int) -> None:
    make.wait(connection, location, diagnosis_group_code="D00", intake_weeks=1, treatment_weeks=1)
    assert start(connection) == (1, 1, 2, "unsplit")
    make.wait(connection, location, diagnosis_group_code="D05", intake_weeks=9, treatment_weeks=9)
    assert start(connection) == (1, 1, 2, "unsplit")
    make.wait(connection, location, intake_weeks=8, treatment_weeks=9)
    assert start(connection) == (8, 9, 17, "group")
    assert one(connection)["tier"] == 4


def test_a_group_told_in_part_is_not_filled_up_from_the_unsplit_figure(connection: Connection, location: int) -> None:
    make.wait(connection, location, diagnosis_group_code="D00", intake_weeks=1, treatment_weeks=1)
    make.wait(connection, location, intake_weeks=20, treatment_weeks=None)
    assert start(connection) == (20, None, None, "none")


def test_a_group_that_says_nothing_leaves_the_word_to_the_unsplit_figure(connection: Connection, location: int) -> None:
    make.wait(connection, location, diagnosis_group_code="D00", intake_weeks=1, treatment_weeks=1)
    make.wait(
        connection,
        location,
        intake_weeks=None,
        treatment_weeks=None,
        intake_state="not_published",
        treatment_state="unknown",
    )
    assert start(connection) == (1, 1, 2, "unsplit")


def test_a_group_in_stop_has_no_start(connection: Connection, location: int) -> None:
    make.wait(connection, location, diagnosis_group_code="D00", intake_weeks=1, treatment_weeks=1)
    make.wait(connection, location, intake_weeks=None, intake_state="stop", treatment_weeks=4)
    assert start(connection) == (None, 4, None, "none")


def test_no_wait_is_zero_weeks(connection: Connection, location: int) -> None:
    make.wait(
        connection, location, intake_weeks=0, intake_state="no_wait", treatment_weeks=0, treatment_state="no_wait"
    )
    assert start(connection) == (0, 0, 0, "group")
    assert one(connection)["tier"] == 1


def test_methods_are_never_mixed(connection: Connection, location: int) -> None:
    make.wait(connection, location, method_code="retrospective", intake_weeks=5, treatment_weeks=6)
    make.wait(connection, location, method_code="current", intake_weeks=1, treatment_weeks=2)
    row = one(connection)
    assert (row["start_weeks"], row["wait_method_code"]) == (3, "current")


def test_a_whole_figure_of_the_other_method_goes_before_half_a_current_one(
    connection: Connection, location: int
) -> None:
    make.wait(connection, location, method_code="current", intake_weeks=1, treatment_weeks=None)
    make.wait(connection, location, method_code="retrospective", intake_weeks=None, treatment_weeks=6)
    assert start(connection) == (1, None, None, "none")
    make.wait(connection, location, method_code="claims", intake_weeks=5, treatment_weeks=6)
    assert start(connection) == (5, 6, 11, "group")


def test_two_sources_are_not_added_up(connection: Connection, location: int) -> None:
    make.wait(connection, location, intake_weeks=2, treatment_weeks=None)
    make.wait(connection, location, source_code="anderebron", intake_weeks=None, treatment_weeks=5)
    assert one(connection)["start_weeks"] is None


def test_what_is_for_others_does_not_count(connection: Connection, location: int) -> None:
    for other in (
        {"circuit_code": "youth"},
        {"insurer_literal": "VGZ"},
        {"segment_code": "gb-ggz"},
        {"setting_code": "clinical"},
        {"source_code": "oudebron"},
        {"reference_on": date(2026, 8, 18), "method_code": "claims"},
        {"reference_on": date(2026, 11, 30), "method_code": "referral_date"},
    ):
        if other.get("source_code"):
            make.source(connection, "oudebron", is_historic=True)
        make.wait(connection, location, **other)
    assert start(connection) == (None, None, None, "none")


def test_the_nearest_circuit_segment_and_setting_win(connection: Connection, location: int) -> None:
    for weeks, other in enumerate(
        (
            {"circuit_code": "unknown"},
            {"circuit_code": "adults", "segment_code": "combined"},
            {"circuit_code": "adults", "setting_code": "unknown"},
            {"circuit_code": "adults"},
        ),
        start=1,
    ):
        make.wait(connection, location, intake_weeks=weeks, treatment_weeks=0, **other)
        assert start(connection) == (weeks, 0, weeks, "group")


def test_of_several_parts_of_a_group_the_whole_counts_and_else_the_longest(
    connection: Connection, location: int
) -> None:
    make.wait(connection, location, group_literal="depressie ouderen", intake_weeks=2)
    make.wait(connection, location, group_literal="depressie groep", intake_weeks=4)
    assert one(connection)["start_weeks"] == 10
    make.wait(connection, location, intake_weeks=3)
    assert one(connection)["start_weeks"] == 9


def test_an_unsplit_offer_takes_the_wait_of_the_group_asked_for(connection: Connection) -> None:
    location = make.location(connection)
    make.count(connection, make.offer(connection, location_id=location, diagnosis_group_code="D00"))
    make.wait(connection, location, diagnosis_group_code="D00", intake_weeks=1, treatment_weeks=1)
    make.wait(connection, location, diagnosis_group_code="D05", intake_weeks=7, treatment_weeks=8)
    assert start(connection) == (1, 1, 2, "unsplit")
    assert start(connection, diagnosis_group="D04") == (1, 1, 2, "unsplit")
    assert start(connection, diagnosis_group="D05") == (7, 8, 15, "group")


def test_basic_care_has_its_own_unsplit_figure(connection: Connection) -> None:
    location = make.location(connection)
    make.count(
        connection,
        make.offer(
            connection,
            location_id=location,
            care_pathway_code="BGGZ",
            diagnosis_group_code="D00",
            segment_code="gb-ggz",
        ),
    )
    make.wait(
        connection, location, diagnosis_group_code="B00", segment_code="gb-ggz", intake_weeks=2, treatment_weeks=1
    )
    assert start(connection) == (2, 1, 3, "unsplit")


# The norm -------------------------------------------------------------------------------------------------------------


def test_the_norm_of_the_reference_date_counts(connection: Connection, location: int) -> None:
    make.wait(connection, location, reference_on=date(2026, 10, 31), intake_weeks=5, treatment_weeks=6)
    connection.exec_driver_sql(
        "update core.norm set valid_to = '2026-11-01' where kind_code = 'total' and segment_code = 's-ggz'"
    )
    make.insert(
        connection,
        "core.norm",
        kind_code="total",
        segment_code="s-ggz",
        setting_code="ambulant",
        urgency_code="regulier",
        weeks=10,
        valid_from=date(2026, 11, 1),
        source="test",
    )
    assert (one(connection)["norm_weeks"], one(connection)["tier"]) == (14, 1)
    connection.exec_driver_sql("update core.waiting_current set reference_on = '2026-11-01'")
    assert (one(connection)["norm_weeks"], one(connection)["tier"]) == (10, 4)


def test_a_clinic_has_a_longer_norm(connection: Connection) -> None:
    location = make.location(connection)
    make.count(
        connection,
        make.offer(connection, location_id=location, care_pathway_code="KLIN", diagnosis_group_code="D00"),
        free_count=0,
    )
    make.wait(
        connection, location, diagnosis_group_code="D00", setting_code="clinical", intake_weeks=4, treatment_weeks=11
    )
    row = one(connection)
    assert (row["norm_weeks"], row["start_weeks"], row["start_basis_code"], row["tier"]) == (15, 15, "unsplit", 3)


# A place that is treatment itself -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pathway", "counted", "expected"),
    [
        ("KLIN", {}, (0, "place", 1)),
        ("FACT", {}, (0, "place", 1)),
        ("FACT", {"first_on": date(2026, 11, 11)}, (0, "place", 1)),
        ("FACT", {"first_on": date(2026, 12, 2)}, (2, "place", 1)),
        ("FACT", {"first_on": date(2027, 3, 31)}, (19, "place", 4)),
        ("FACT", {"free_count": 0, "expected_14_count": 1}, (2, "place", 3)),
        ("FACT", {"free_count": 0, "expected_14_count": 1, "first_on": date(2026, 11, 25)}, (1, "place", 3)),
        ("FACT", {"free_count": 0}, (None, "none", 5)),
        ("FACT", {"expires_at": AS_OF}, (None, "none", 6)),
        ("ADB", {}, (None, "none", 4)),
        ("ADB", {"first_on": date(2026, 11, 25)}, (1, "place", 1)),
        ("AMB", {"first_on": date(2026, 11, 25)}, (None, "none", 4)),
    ],
)
def test_a_free_bed_or_caseload_place_starts_the_day_it_is_free(
    connection: Connection, pathway: str, counted: dict[str, object], expected: tuple[float | None, str, int]
) -> None:
    make.count(connection, make.offer(connection, care_pathway_code=pathway, diagnosis_group_code="D00"), **counted)
    row = one(connection)
    assert (row["start_weeks"], row["start_basis_code"], row["tier"]) == expected
    assert (row["intake_weeks"], row["treatment_weeks"]) == (None, None)


def test_a_place_in_the_social_domain_has_no_norm_to_exceed(connection: Connection) -> None:
    make.count(
        connection, make.offer(connection, care_pathway_code="BW", diagnosis_group_code="D00", segment_code="social")
    )
    assert (one(connection)["norm_weeks"], one(connection)["tier"]) == (None, 1)


# Spoed ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counted", "tier", "reason"),
    [
        ({}, 1, "within_norm"),
        ({"first_on": date(2026, 11, 25)}, 1, "within_norm"),  # the fifth working day
        ({"first_on": date(2026, 11, 26)}, 4, "over_norm"),
        ({"free_count": 0, "expected_7_count": 1}, 3, "within_norm"),
        ({"free_count": 0, "expected_14_count": 1}, 5, "over_norm"),
        ({"free_count": 0}, 5, "start_unknown"),
    ],
)
def test_spoed_is_held_against_its_reaction_time(
    connection: Connection, counted: dict[str, object], tier: int, reason: str
) -> None:
    location = make.location(connection)
    make.count(connection, make.offer(connection, location_id=location), urgency_code="spoed", **counted)
    make.wait(connection, location)
    row = one(connection, urgency="spoed")
    assert (row["tier"], row["reason_codes"][1]) == (tier, reason)
    assert (row["reaction_working_days"], row["norm_weeks"]) == (5, None)
    assert (row["intake_weeks"], row["start_weeks"], row["start_basis_code"]) == (None, None, "none")


def test_spoed_and_regulier_have_their_own_places(connection: Connection) -> None:
    both = make.offer(connection)
    make.count(connection, both, free_count=1)
    make.count(connection, both, urgency_code="spoed", free_count=2)
    only = make.offer(connection, care_pathway_code="SPOED", diagnosis_group_code="D00")
    make.count(connection, only, urgency_code="spoed", free_count=4)

    def free(urgency: str) -> dict[int, int]:
        found = rows(connection, "read.free_places", as_of=AS_OF, urgency=urgency)
        return {row["offer_id"]: row["free_count"] for row in found}

    assert free("regulier") == {both: 1}
    assert free("spoed") == {both: 2, only: 4}


def test_spoed_expires_by_its_own_count(connection: Connection) -> None:
    offer = make.offer(connection)
    make.count(connection, offer)
    make.count(connection, offer, urgency_code="spoed", expires_at=AS_OF + timedelta(hours=1))
    later = AS_OF + timedelta(hours=1)
    assert one(connection, as_of=later, urgency="spoed")["unknown_code"] == "stale"
    assert one(connection, as_of=later)["status_code"] == "free"
