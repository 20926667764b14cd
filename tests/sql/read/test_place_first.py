"""What would bring a row higher: the change, made in the data, gives exactly the place that was told."""

import random
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text

from sql.call import rows
from tests.factories import AS_OF
from tests.sql.read.matching_worlds import CRITERIA, QUESTION, TODAY, Drawn, Written, contracts, draw, place
from tests.sql.read.test_matching_laws import accept


def told(connection: Connection, offer: int, **changed: Any) -> list[dict[str, Any]]:
    return rows(connection, "read.place_first", as_of=AS_OF, offer=offer, **QUESTION | changed)


def apply(world: Written, offer: int, change: str, criterion: str | None, urgency: str) -> None:
    """Makes the change in the data, as a delivery of that moment would."""
    connection = world.connection
    given = {
        "offer": offer,
        "as_of": AS_OF,
        "until": AS_OF + timedelta(days=1),
        "delivery": world.delivery,
        "urgency": urgency,
    }
    if change == "criterion_accepted":
        accept(str(criterion))(connection, offer, world)
    elif change == "contract":
        statement = (
            "insert into core.contract (provider_id, concern_code, contract_year, value_code, delivery_id, line)"
            " select l.provider_id, 'vgz', 2026, 'yes', :delivery, 2 from core.offer o"
            " join core.location l using (location_id)"
            " where o.offer_id = :offer on conflict (provider_id, concern_code, contract_year)"
            " do update set value_code = 'yes', is_ceiling_reached = false"
        )
        connection.execute(text(statement), given)
    elif change == "counted_today":
        statement = (
            "update core.capacity_current set counted_at = :as_of, expires_at = :until, blank_code = null,"
            " blank_delivery_id = null where offer_id = :offer and urgency_code = :urgency"
        )
        connection.execute(text(statement), given)
    else:
        statement = (
            "insert into core.capacity_current (offer_id, urgency_code, counted_at, expires_at, free_count,"
            " source_code, delivery_id, line) values (:offer, :urgency, :as_of, :until, 1, 'lindebron', :delivery, 2)"
            " on conflict (offer_id, urgency_code) do update set counted_at = :as_of, expires_at = :until,"
            " free_count = 1, first_on = null, blank_code = null, blank_delivery_id = null"
        )
        connection.execute(text(statement), given)


@pytest.mark.parametrize(("seed", "urgency"), [(1, "regulier"), (2, "regulier"), (3, "regulier"), (4, "spoed")])
def test_a_change_that_is_made_gives_the_place_that_was_told(connection: Connection, seed: int, urgency: str) -> None:
    chance = random.Random(seed)
    world = Written(connection, draw(chance, 14, urgency), contracts(chance))
    seen: set[str] = set()
    changes = [
        ("counted_today", None),
        ("place_free", None),
        ("contract", None),
        *(("criterion_accepted", code) for code in CRITERIA),
    ]
    for index, offer in enumerate(world.offers):
        now = place(world, index, urgency=urgency)
        promised = {
            (row["change_code"], row["criterion_code"]): row for row in told(connection, offer, urgency=urgency)
        }
        (row,) = [row for row in world.ask(urgency=urgency) if row["offer_id"] == offer]
        is_free = row["status_code"] == "free" and (row["first_on"] is None or row["first_on"] <= TODAY)
        for change, criterion in changes:
            if change == "place_free" and is_free:
                continue  # there is nothing to tell but that it was counted again
            savepoint = connection.begin_nested()
            apply(world, offer, change, criterion, urgency)
            found = world.ask(urgency=urgency)
            savepoint.rollback()
            then = [row["offer_id"] for row in found].index(offer) + 1
            row = promised.pop((change, criterion), None)
            assert (row["place_then"] if row else now) == min(then, now), (index, change, criterion)
            if row:
                assert (row["place_now"], row["tier_then"]) == (now, found[then - 1]["tier"])
                seen.add(change)
        assert promised == {}
    assert "place_free" in seen


def test_a_stale_row_would_be_first_if_it_were_counted_today(connection: Connection) -> None:
    world = Written(connection, [Drawn(provider=0), Drawn(provider=1, weeks=1, expires_in=-1)], ["yes"] * 4)
    (row,) = told(connection, world.offers[1], criteria=None)[:1]
    assert (row["change_code"], row["place_now"], row["tier_now"], row["place_then"], row["tier_then"]) == (
        *("counted_today", 2, 6, 1, 1),
    )


def test_what_stands_first_needs_nothing_and_what_is_not_in_the_answer_gets_nothing(connection: Connection) -> None:
    world = Written(connection, [Drawn()], ["yes"] * 4)
    assert told(connection, world.offers[0], criteria=None) == []
    assert told(connection, world.offers[0], care_pathways=["KLIN"], diagnosis_groups=[None]) == []


def test_a_concern_that_is_not_the_askers_own_is_not_tested(connection: Connection) -> None:
    world = Written(connection, [Drawn(provider=0, days_ago=1), Drawn(provider=1)], ["yes", "no", None, None])
    assert {row["change_code"] for row in told(connection, world.offers[1], criteria=None)} == {"contract"}
    own = told(connection, world.offers[1], criteria=None, own_concerns=["cz"])
    assert own == []  # it stands first already, for nothing is asked of its contract
