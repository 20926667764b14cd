"""What helps while waiting: consultation, home treatment, a respite bed, the social domain; and who mediates."""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from sql.call import rows
from tests import factories as make
from tests.factories import AS_OF


def ask(connection: Connection, **asked: Any) -> list[dict[str, Any]]:
    return rows(connection, "read.bridging_offers", as_of=AS_OF, postcode="3512", **asked)


def test_each_kind_near_by_is_told_and_what_is_stopped_or_far_is_not(connection: Connection) -> None:
    line = make.location(connection, consult_phone="0000-000009", consult_hours="ma-vr 08:30-17:00")
    far = make.location(connection, postcode4="7311", consult_phone="0000-000008")
    plain = make.location(connection)
    offers = {
        code: make.offer(
            connection, location_id=plain, care_pathway_code=code, diagnosis_group_code="D00", segment_code=segment
        )
        for code, segment in (
            ("IHT", "s-ggz"),
            ("RESP", "s-ggz"),
            ("GRP", "social"),
            ("BW", "social"),
            ("AMB", "s-ggz"),
        )
    }
    group = make.offer(connection, location_id=plain, care_pathway_code="GRP", diagnosis_group_code="D00")
    make.count(connection, offers["RESP"], free_count=2)
    make.offer(connection, location_id=far, care_pathway_code="IHT", diagnosis_group_code="D00")
    stopped = make.location(connection)
    make.offer(connection, location_id=stopped, care_pathway_code="RESP", diagnosis_group_code="D00")
    make.closure(connection, stopped)
    found = ask(connection)
    assert [(row["bridge_code"], row["offer_id"]) for row in found] == [
        ("consultation", None),
        ("home_treatment", offers["IHT"]),
        ("respite", offers["RESP"]),
        ("social", offers["GRP"]),
    ]
    assert group not in {row["offer_id"] for row in found}
    assert (found[0]["location_id"], found[0]["consult_phone"]) == (line, "0000-000009")
    assert (found[2]["status_code"], found[2]["free_count"], found[2]["tier"]) == ("free", 2, 1)
    assert len(ask(connection, max_km=None)) == 6


def test_of_each_kind_the_best_few(connection: Connection) -> None:
    for free in (0, 3, 0):
        offer = make.offer(connection, care_pathway_code="RESP", diagnosis_group_code="D00")
        make.count(connection, offer, free_count=free)
    (row,) = ask(connection, per_kind=1)
    assert (row["status_code"], row["free_count"]) == ("free", 3)
    assert ask(connection, age=12) == []
    assert len(rows(connection, "read.bridging_offers", as_of=AS_OF, region="ZK23")) == 3
    assert rows(connection, "read.bridging_offers", as_of=AS_OF, region="ZK03") == []


def test_a_concern_tells_its_mediation_line_when_the_operator_brought_one(connection: Connection) -> None:
    def lines() -> dict[str, tuple[Any, Any]]:
        found = rows(connection, "read.insurer_concerns", as_of=AS_OF)
        return {row["concern_code"]: (row["mediation_phone"], row["mediation_hours"]) for row in found}

    assert set(lines().values()) == {(None, None)}
    for phone, since, until in (
        ("0000-000001", 2020, date(2026, 1, 1)),
        ("0000-000002", 2026, None),
        ("0000-000003", 2027, None),
    ):
        make.insert(
            connection,
            "core.mediation_line",
            concern_code="vgz",
            phone=phone,
            opening_hours="ma-vr 09:00-17:00",
            is_fictional=True,
            source="test",
            valid_from=date(since, 1, 1),
            valid_to=until,
        )
    assert lines()["vgz"] == ("0000-000002", "ma-vr 09:00-17:00")
    assert lines()["cz"] == (None, None)


def test_what_comes_beside_a_complaint_is_marked_among_the_criteria(connection: Connection) -> None:
    found = rows(connection, "read.exclusion_criteria", as_of=AS_OF)
    assert {row["criterion_code"] for row in found if row["is_beside"]} == {"X_LVB", "X_VERS", "X_EET", "X_AUT"}
    assert [row["sort_order"] for row in found] == sorted(row["sort_order"] for row in found)
