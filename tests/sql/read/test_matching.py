"""A patient matched: criteria, insurer, stops for some, several kinds of care in one question, and the last call."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from sql.call import rows
from tests import factories as make
from tests.factories import AS_OF
from tests.sql.read.matching_worlds import Drawn, Written

VALUES = ("no_obstacle", "by_consultation", "unknown", None, "excluded")
REASON = {
    "no_obstacle": "criteria_accepted",
    "by_consultation": "criterion_discuss",
    "unknown": "criterion_unknown",
    None: "criterion_unknown",
    "excluded": "criterion_excluded",
}
BAD = {"no_obstacle": 0, "by_consultation": 1, "unknown": 2, None: 2, "excluded": 3}


def one_of(connection: Connection, drawn: Drawn, contract: str | None = "yes", **changed: Any) -> dict[str, Any]:
    (row,) = Written(connection, [drawn], [contract] * 4).ask(**changed)
    return row


@pytest.mark.parametrize(("first", "second"), list(itertools.product(VALUES, repeat=2)))
def test_each_pair_of_answers(connection: Connection, first: str | None, second: str | None) -> None:
    told = {code: (value, "told") for code, value in (("X_SUI", first), ("X_LVB", second)) if value is not None}
    row = one_of(connection, Drawn(exclusions=told), criteria=["X_SUI", "X_LVB"])
    bad = max(BAD[first], BAD[second])
    assert (row["tier"], row["step"]) == ((1, 0) if bad == 0 else (2, bad) if bad < 3 else (7, 21))
    codes = {"criteria_accepted"} if bad == 0 else {REASON[v] for v in (first, second)} - {"criteria_accepted"}
    assert {code for code in row["reason_codes"] if code.startswith("criteri")} == codes
    answers = {answer["criterion_code"]: answer["value_code"] for answer in row["criterion_answers"]}
    assert answers == {"X_SUI": first or "unknown", "X_LVB": second or "unknown"}


@pytest.mark.parametrize("value", ["excluded", "by_consultation", "unknown"])
def test_a_criterion_that_is_not_asked_changes_nothing(connection: Connection, value: str) -> None:
    for asked in (None, [], ["X_LVB"]):
        drawn = Drawn(exclusions={"X_SUI": (value, "told"), "X_LVB": ("no_obstacle", "told")})
        row = one_of(connection, drawn, criteria=asked, region="ZK23")
        assert row["tier"] == 1
        assert len(row["criterion_answers"]) == len(asked or [])
        connection.exec_driver_sql("truncate core.offer cascade")


def test_an_answer_says_its_ground(connection: Connection) -> None:
    told = {"X_SUI": ("no_obstacle", "lapsed"), "X_LVB": ("no_obstacle", "not_yet"), "X_VERS": ("unknown", "told")}
    row = one_of(connection, Drawn(exclusions=told), criteria=["X_SUI", "X_LVB", "X_VERS", "X_EET"])
    grounds = {a["criterion_code"]: (a["value_code"], a["ground_code"]) for a in row["criterion_answers"]}
    assert grounds == {
        "X_SUI": ("unknown", "lapsed"),
        "X_LVB": ("unknown", "not_yet"),
        "X_VERS": ("unknown", "told"),
        "X_EET": ("unknown", "not_told"),
    }


@pytest.mark.parametrize(
    ("contract", "said", "tier", "reason"),
    [
        ("yes", ("yes", False), 1, "contracted"),
        ("no", ("no", False), 2, "no_contract"),
        ("ceiling", ("yes", True), 2, "ceiling_reached"),
        ("unknown", ("unknown", False), 1, "contract_unknown"),
        ("last_year", ("unknown", False), 1, "contract_unknown"),
        (None, ("unknown", False), 1, "contract_unknown"),
    ],
)
def test_contracts(
    connection: Connection, contract: str | None, said: tuple[str, bool], tier: int, reason: str
) -> None:
    row = one_of(connection, Drawn(), contract, criteria=None)
    assert ((row["contract_code"], row["is_ceiling_reached"]), row["tier"]) == (said, tier)
    assert reason in row["reason_codes"]


def test_without_a_concern_no_contract_is_tested(connection: Connection) -> None:
    world = Written(connection, [Drawn(stop="insurer")], ["no"] * 4)
    for untested in ({"concern": None}, {"own_concerns": ["cz"]}):
        (row,) = world.ask(criteria=None, **untested)
        assert (row["tier"], row["contract_code"], row["is_ceiling_reached"]) == (1, None, None)
    (row,) = world.ask(criteria=None, own_concerns=["vgz"])
    assert (row["tier"], row["contract_code"]) == (7, "no")


@pytest.mark.parametrize(
    ("stop", "changed", "reason"),
    [
        ("all", {}, "stop"),
        ("insurer", {}, "insurer_stop"),
        ("group", {}, "group_stop"),
        ("insurer", {"concern": "cz"}, None),
        ("insurer", {"concern": None}, None),
        ("other", {}, None),
        ("group", {"diagnosis_groups": ["D05"], "care_pathways": ["AMB"]}, None),
    ],
)
def test_stops(connection: Connection, stop: str, changed: dict[str, Any], reason: str | None) -> None:
    row = one_of(connection, Drawn(stop=stop), criteria=None, **changed)
    if reason is None:
        assert (row["tier"], row["status_code"], row["free_count"]) == (1, "free", 1)
    else:
        assert (row["tier"], row["status_code"], row["free_count"]) == (7, "stop", None)
        assert row["reason_codes"][0] == reason


def test_tier_two_goes_from_by_consultation_over_unknown_to_no_contract(connection: Connection) -> None:
    offers = [
        Drawn(provider=1, weeks=0),  # no contract, though nearest to treatment
        Drawn(provider=0, weeks=9, exclusions={"X_SUI": ("by_consultation", "told")}),
        Drawn(provider=0, weeks=0),  # unknown
        Drawn(provider=0, weeks=14, exclusions={"X_SUI": ("no_obstacle", "told")}),
    ]
    world = Written(connection, offers, ["yes", "no", None, None])
    found = world.ask(criteria=["X_SUI"])
    assert [(world.offers.index(row["offer_id"]), row["tier"]) for row in found] == [(3, 1), (1, 2), (2, 2), (0, 2)]


def test_several_kinds_of_care_are_one_list_in_which_each_offer_stands_once(connection: Connection) -> None:
    depression = make.offer(connection)
    unsplit = make.offer(connection, diagnosis_group_code="D00")
    team = make.offer(connection, care_pathway_code="IHT", diagnosis_group_code="D00")
    make.offer(connection, diagnosis_group_code="D05")
    make.offer(connection, care_pathway_code="KLIN", diagnosis_group_code="D00")
    location = make.location(connection)
    told = make.offer(connection, location_id=location, diagnosis_group_code="D00", age_from=20)
    make.wait(connection, location, diagnosis_group_code="D04", intake_weeks=5, treatment_weeks=0)

    def ask(**cares: Any) -> list[dict[str, Any]]:
        return rows(connection, "read.free_places", as_of=AS_OF, **cares)

    found = ask(care_pathways=["AMB", "IHT", "AMB"], diagnosis_groups=[None, None, "D04"], row_limit=1)
    assert found[0]["match_count"] == 5
    found = ask(care_pathways=["IHT", "AMB"], diagnosis_groups=[None, "D04"])
    assert {row["offer_id"] for row in found} == {depression, unsplit, team, told}
    assert {row["match_count"] for row in found} == {4}
    assert [row["start_weeks"] for row in found if row["offer_id"] == told] == [5]  # as the pair with a group tells it
    one_group = ask(care_pathways=["AMB", "IHT"], diagnosis_group="D04")
    assert {row["offer_id"] for row in one_group} == {depression, unsplit, team, told}
    assert ask(care_pathways=[], diagnosis_groups=[]) == []


def test_the_last_call_is_told(connection: Connection) -> None:
    world = Written(connection, [Drawn()], ["yes"] * 4)
    (offer,) = world.offers
    assert [world.ask()[0][name] for name in ("last_call_code", "last_call_at")] == [None, None]
    for hours, is_as_shown, urgency in (
        (30, True, "regulier"),
        (2, False, "regulier"),
        (1, True, "spoed"),
        (-1, True, "regulier"),
    ):
        make.insert(
            connection,
            "core.call_outcome",
            offer_id=offer,
            urgency_code=urgency,
            is_as_shown=is_as_shown,
            role_code="gp",
            called_at=AS_OF - timedelta(hours=hours),
        )
    (row,) = world.ask()
    assert (row["last_call_code"], row["last_call_at"]) == ("not_as_shown", AS_OF - timedelta(hours=2))


def test_a_competitor_learns_of_no_stop_or_ceiling_of_one_insurer(connection: Connection) -> None:
    world = Written(
        connection, [Drawn(stop="insurer"), Drawn(provider=1), Drawn(provider=2)], ["yes", "ceiling", "no", None]
    )
    for provider, value in enumerate(("99000001", "99000002", "99000003")):
        make.insert(
            connection,
            "core.provider_identifier",
            provider_id=world.providers[provider],
            system_code="agb",
            value=value,
            valid_from=AS_OF.date(),
        )
    names = ("tier", "contract_code", "is_ceiling_reached")

    def seen(*own: str) -> list[tuple[Any, ...]]:
        asked = {"as_of": AS_OF, "own_agb": list(own), "concern": "vgz"}
        found = {row["offer_id"]: row for row in rows(connection, "read.free_places_class", **asked)}
        return [tuple(found[offer][name] for name in names) for offer in world.offers]

    assert seen() == [(1, "yes", False), (1, "yes", False), (2, "no", False)]
    assert seen("99000001", "99000002") == [(7, "yes", False), (2, "yes", True), (2, "no", False)]
