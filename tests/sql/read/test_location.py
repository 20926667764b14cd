"""All about one location, in the detail that belongs to who asks: another detail is another question."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from sql.call import rows
from tests import factories as make
from tests.factories import AS_OF
from tests.sql.access.people import account

OWN = "06000001"
MAY = date(2026, 5, 1)


@pytest.fixture
def place(connection: Connection) -> int:
    """A location in Utrecht that bears the code OWN."""
    location = make.location(connection, consult_phone="0000-000002", consult_hours="ma-vr 08:30-17:00")
    code = {"system_code": "agb", "value": OWN, "valid_from": date(2020, 1, 1)}
    make.insert(connection, "core.location_identifier", location_id=location, **code)
    return location


def asked(connection: Connection, question: str, **arguments: Any) -> list[dict[str, Any]]:
    return rows(connection, f"read.{question}", as_of=AS_OF, **arguments)


def test_a_location_is_told_with_how_to_reach_it(connection: Connection, place: int) -> None:
    (row,) = asked(connection, "location", location=place)
    assert (row["location_id"], row["agb_code"], row["region_code"]) == (place, OWN, "ZK23")
    assert (row["consult_phone"], row["phone"]) == ("0000-000002", "0000-000001")
    assert asked(connection, "location", location=place + 1) == []


def test_an_offer_is_told_for_each_urgency_with_its_exclusions_in_force(connection: Connection, place: int) -> None:
    offer = make.offer(connection, location_id=place)
    make.count(connection, offer, free_count=3, total_count=9, reserved_count=2, line=7)
    make.count(connection, offer, urgency_code="spoed", free_count=0)
    make.exclusion(connection, offer, reason="geen achterwacht", valid_to=AS_OF.date() + timedelta(days=9))
    make.exclusion(connection, offer, criterion_code="X_AGR", valid_to=AS_OF.date())
    never = make.offer(connection, location_id=place, care_pathway_code="IHT")
    found = asked(connection, "location_offers", location=place)
    assert [(row["offer_id"], row["urgency_code"], row["status_code"], row["free_count"]) for row in found] == [
        (offer, "regulier", "free", 3),
        (never, "regulier", "unknown", None),
        (offer, "spoed", "full", 0),
    ]
    (told,) = found[0]["exclusions"]
    assert (told["criterion_code"], told["value_code"], told["reason"]) == (
        "X_SUI",
        "by_consultation",
        "geen achterwacht",
    )
    assert not {"total_count", "reserved_count"} & found[0].keys()


def test_a_provider_gets_its_own_exactly_and_of_others_a_class(connection: Connection, place: int) -> None:
    offer = make.offer(connection, location_id=place)
    make.count(connection, offer, free_count=8, expected_7_count=1)
    make.exclusion(connection, offer)
    (exact,) = asked(connection, "location_offers", location=place)
    (own,) = asked(connection, "location_offers_class", location=place, own_agb=[OWN])
    assert (own["is_own"], own["free_count"], own["delivery_id"]) == (True, 8, exact["delivery_id"])
    for codes in ([], ["06000002"]):
        (other,) = asked(connection, "location_offers_class", location=place, own_agb=codes)
        assert (other["is_own"], other["free_class_code"], other["expected_class_code"]) == (False, "ample", "few")
        hidden = ("free_count", "expected_count", "delivery_id", "line")
        assert [other[name] for name in hidden] == [None] * len(hidden)
        assert set(other["exclusions"][0]) == {
            "criterion_code",
            "name_nl",
            "name_en",
            "value_code",
            "reason",
            "valid_to",
        }


def test_stops_are_told_as_far_as_they_are_ones_own(connection: Connection, place: int) -> None:
    for line, concern in enumerate((None, "cz", "vgz"), start=1):
        make.closure(connection, place, concern_code=concern, line=line)
    make.closure(connection, place, line=9, until_on=AS_OF.date() - timedelta(days=1))
    make.closure(connection, place, line=10, from_on=AS_OF.date() + timedelta(days=1))

    def concerns(question: str, **own: Any) -> list[str | None]:
        found = asked(connection, question, location=place, **own)
        assert [row["is_in_force"] for row in found] == [True] * (len(found) - 1) + [False]
        return [row["concern_code"] for row in found[:-1]]

    assert concerns("location_closures") == [None, "cz", "vgz"]
    assert concerns("location_closures", own_concerns=["cz"]) == [None, "cz"]
    assert concerns("location_closures_own", own_agb=[], own_concerns=["vgz"]) == [None, "vgz"]
    assert concerns("location_closures_own", own_agb=[OWN], own_concerns=[]) == [None, "cz", "vgz"]
    assert concerns("location_closures_own", own_agb=None, own_concerns=None) == [None]
    (general, *_rest) = asked(connection, "location_closures_own", location=place, own_agb=[], own_concerns=[])
    assert (general["delivery_id"], general["line"]) == (None, None)


def test_contracts_are_of_the_newest_year_and_ones_own(connection: Connection, place: int) -> None:
    (row,) = rows(connection, "read.location", as_of=AS_OF, location=place)
    assert row["provider_name"]
    offer = make.offer(connection, location_id=place)
    provider = connection.exec_driver_sql(
        "select provider_id from core.location where location_id = %s", (place,)
    ).scalar_one()
    for year, concern, value in (
        (2025, "cz", "no"),
        (2026, "cz", "yes"),
        (2026, "vgz", "unknown"),
        (2027, "vgz", "no"),
    ):
        told = {
            "contract_year": year,
            "concern_code": concern,
            "value_code": value,
            "is_ceiling_reached": concern == "cz",
        }
        make.insert(
            connection, "core.contract", provider_id=provider, delivery_id=make.delivery(connection), line=offer, **told
        )

    def told_of(question: str, **own: Any) -> dict[str, tuple[int, str]]:
        found = asked(connection, question, location=place, **own)
        return {one["concern_code"]: (one["contract_year"], one["value_code"]) for one in found}

    both = {"cz": (2026, "yes"), "vgz": (2026, "unknown")}
    assert told_of("location_contracts") == both
    assert told_of("location_contracts", own_concerns=["cz"]) == {"cz": (2026, "yes")}
    assert told_of("location_contracts_own", own_agb=[OWN], own_concerns=[]) == both
    assert told_of("location_contracts_own", own_agb=[], own_concerns=["vgz"]) == {"vgz": (2026, "unknown")}
    assert told_of("location_contracts_own", own_agb=None, own_concerns=None) == {}


def history(connection: Connection, location: int, **overrides: Any) -> int:
    """A wait of the month of May in the history, and its delivery."""
    rows(connection, "load.ensure_month", parent="waiting_time", day=overrides.get("reference_on", MAY))
    values: dict[str, Any] = {
        "source_location_id": make.source_location(connection, location),
        "circuit_code": "adults",
        "diagnosis_group_code": "D04",
        "segment_code": "s-ggz",
        "setting_code": "ambulant",
        "method_code": "current",
        "reference_on": MAY,
        "intake_weeks": 3,
        "intake_state": "value",
        "treatment_weeks": None,
        "treatment_state": "unknown",
        "line": 5,
        "waiting_intake_count": 4,
    } | overrides
    values.setdefault("delivery_id", make.delivery(connection, source_code="wachtbron", feed_code="waiting_times_csv"))
    make.insert(connection, "core.waiting_time", **values)
    return int(values["delivery_id"])


def test_waits_are_told_in_their_newest_version_with_the_norm_of_their_day(connection: Connection, place: int) -> None:
    history(connection, place)
    newest = history(connection, place, version=2, intake_weeks=5)
    history(connection, place, insurer_literal="een ander", intake_weeks=1)
    history(connection, place, reference_on=date(2026, 6, 1), intake_state="stop", intake_weeks=None)
    history(connection, place, reference_on=date(2027, 1, 1))
    found = asked(connection, "location_wait_history", location=place)
    assert [(row["reference_on"], row["intake_weeks"], row["intake_state"]) for row in found] == [
        (date(2026, 6, 1), None, "stop"),
        (MAY, 5, "value"),
    ]
    assert (found[1]["intake_norm_weeks"], found[1]["treatment_norm_weeks"]) == (4, 10)
    assert not [name for name in found[0] if "count" in name]
    (row,) = asked(connection, "wait_lineage", location=place, delivery=newest, line=5)
    assert (row["version"], row["intake_weeks"], row["location_id"]) == (2, 5, place)
    elsewhere = make.location(connection)
    assert asked(connection, "wait_lineage", location=elsewhere, delivery=newest, line=5) == []


def test_deliveries_are_told_whole_to_those_who_look_after_them(connection: Connection, place: int) -> None:
    applied = make.delivery(connection)
    held = make.delivery(connection, state_code="held", refused_count=0)
    offer = make.offer(connection, location_id=place, delivery_id=applied)
    make.past_count(connection, offer, delivery_id=applied)
    found = asked(connection, "location_deliveries", location=place)
    assert [row["delivery_id"] for row in found] == [applied]
    assert not {"read_count", "refused_count", "sentence_nl"} & found[0].keys()

    def seen(role: str, **scopes: list[str]) -> list[int]:
        who = account(connection, role, scopes=scopes)
        return [row["delivery_id"] for row in asked(connection, "location_deliveries_full", asker=who, location=place)]

    assert seen("coordinator", region=["ZK23"]) == seen("operator") == seen("provider", agb=[OWN]) == [held, applied]
    assert seen("coordinator", region=["ZK02"]) == seen("provider", agb=["06000002"]) == seen("provider") == []
    assert seen("gp", region=["ZK23"], agb=[OWN]) == []


def test_the_origin_of_a_figure_is_told_as_far_as_the_figure_is(connection: Connection, place: int) -> None:
    offer = make.offer(connection, location_id=place)
    make.exclusion(connection, offer, line=4)
    stop = make.closure(connection, place, concern_code="cz", line=8)
    ended = make.closure(connection, place, until_on=AS_OF.date() - timedelta(days=1), line=9)
    (criterion,) = asked(connection, "exclusion_lineage", offer=offer, criterion="X_SUI")
    assert (criterion["line"], criterion["value_code"], criterion["location_id"]) == (4, "by_consultation", place)
    (closure,) = asked(connection, "closure_lineage", closure=stop)
    assert (closure["line"], closure["concern_code"], closure["location_id"]) == (8, "cz", place)
    assert asked(connection, "closure_lineage", closure=stop, own_concerns=["vgz"]) == []
    assert len(asked(connection, "closure_lineage", closure=stop, own_concerns=["cz"])) == 1
    assert asked(connection, "closure_lineage", closure=ended) == []
    own = {"location": place, "delivery": closure["delivery_id"], "line": 8}
    assert len(asked(connection, "own_lineage", own_agb=[OWN], **own)) == 1
    assert asked(connection, "own_lineage", own_agb=["06000002"], **own) == []
    assert asked(connection, "own_lineage", own_agb=None, **own) == []
    assert asked(connection, "own_lineage", own_agb=[OWN], **{**own, "line": 99}) == []
