"""What holds of the order whatever the data: what is better never lowers a row, what is worse never raises it."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text

from tests import factories as make
from tests.factories import AS_OF
from tests.sql.read.matching_worlds import CRITERIA, Written, contracts, draw, place

Change = Callable[[Connection, int, Written], None]


def sql(statement: str) -> Change:
    """A change of the data of one offer (:offer)."""

    def apply(connection: Connection, offer: int, world: Written) -> None:
        connection.execute(text(statement), {"offer": offer, "as_of": AS_OF, "delivery": world.delivery})

    return apply


def accept(criterion: str) -> Change:
    def apply(connection: Connection, offer: int, world: Written) -> None:
        connection.execute(
            text(
                "insert into core.offer_exclusion (offer_id, criterion_code, value_code, delivery_id, line)"
                " values (:offer, :criterion, 'no_obstacle', :delivery, 2) on conflict (offer_id, criterion_code)"
                " do update set value_code = 'no_obstacle', valid_from = null, valid_to = null"
            ),
            {"offer": offer, "criterion": criterion, "delivery": world.delivery},
        )

    return apply


def stop(connection: Connection, offer: int, world: Written) -> None:
    (location,) = connection.execute(text("select location_id from core.offer where offer_id = :o"), {"o": offer}).one()
    make.closure(connection, location, offer_id=offer, delivery_id=world.delivery, line=1000 + offer)


BETTER: dict[str, Change] = {
    "a shorter wait": sql(
        "update core.waiting_current set intake_weeks = greatest(intake_weeks - 5, 0) where source_location_id in"
        " (select s.source_location_id from core.source_location s join core.offer o using (location_id)"
        "   where o.offer_id = :offer)"
    ),
    "nearer": sql(
        "update core.location set postcode4 = case postcode4 when '7311' then '3811' else '3511' end"
        " where location_id = (select location_id from core.offer where offer_id = :offer)"
    ),
    "fresher": sql(
        "update core.capacity_current set counted_at = :as_of where offer_id = :offer and expected_7_count is null"
        " and expires_at > :as_of"
    ),
    "more places": sql(
        "update core.capacity_current set free_count = coalesce(free_count, 0) + 1 where offer_id = :offer"
    ),
    "more expected": sql(
        "update core.capacity_current set expected_14_count = coalesce(expected_14_count, 0) + 1,"
        " expected_28_count = coalesce(expected_28_count, 0) + 1, expected_7_count = coalesce(expected_7_count, 0)"
        " where offer_id = :offer"
    ),
    "a contract": sql(
        "update core.contract set value_code = 'yes', is_ceiling_reached = false where provider_id ="
        " (select l.provider_id from core.location l join core.offer o using (location_id) where o.offer_id = :offer)"
    ),
} | {f"{criterion} accepted": accept(criterion) for criterion in CRITERIA}
WORSE: dict[str, Change] = {
    "expiring": sql(
        "update core.capacity_current set expires_at = :as_of where offer_id = :offer and expires_at > :as_of"
    ),
    "a stop": stop,
    "a stop for the insurer": sql(
        "insert into core.closure"
        " (location_id, offer_id, concern_code, reason_code, from_on, source_code, delivery_id, line)"
        " select location_id, offer_id, 'vgz', 'ceiling', '2026-11-01', source_code, :delivery, 5000 + offer_id"
        " from core.offer where offer_id = :offer"
    ),
    "an excluding criterion": sql("update core.offer_exclusion set value_code = 'excluded' where offer_id = :offer"),
}


@pytest.mark.parametrize("seed", range(4))
def test_better_never_lowers_and_worse_never_raises(connection: Connection, seed: int) -> None:
    chance = random.Random(seed)
    world = Written(connection, draw(chance, 12), contracts(chance))
    before = {offer: number for number, offer in enumerate((row["offer_id"] for row in world.ask()), 1)}
    moved = Counter[str]()
    for index, offer in enumerate(world.offers):
        for name, change in (BETTER | WORSE).items():
            savepoint = connection.begin_nested()
            change(connection, offer, world)
            after = place(world, index)
            savepoint.rollback()
            moved[name] += after != before[offer]
            if name in BETTER and name != "a contract":
                assert after <= before[offer], f"{name} lowered {index}"
            elif name in WORSE:
                assert after >= before[offer], f"{name} raised {index}"
    assert moved["more places"]
    assert moved["a stop"]


@pytest.mark.parametrize("seed", range(4))
def test_one_more_contract_never_lowers_against_other_providers(connection: Connection, seed: int) -> None:
    """All offers of a provider share its contract, so its own may change places among themselves."""
    chance = random.Random(seed)
    world = Written(connection, draw(chance, 16), contracts(chance))

    def others_before(offer: int) -> int:
        found = [(row["offer_id"], owner[row["offer_id"]]) for row in world.ask()]
        ahead = found[: [one for one, _ in found].index(offer)]
        return sum(provider != owner[offer] for _, provider in ahead)

    owner: dict[int, int] = dict(
        connection.execute(
            text("select o.offer_id, l.provider_id from core.offer o join core.location l using (location_id)")
        ).all()
    )
    for offer in world.offers:
        before = others_before(offer)
        savepoint = connection.begin_nested()
        BETTER["a contract"](connection, offer, world)
        assert others_before(offer) <= before
        savepoint.rollback()


@pytest.mark.parametrize("seed", range(3))
def test_stale_never_stands_above_fresh_but_among_what_does_not_fit(connection: Connection, seed: int) -> None:
    chance = random.Random(100 + seed)
    world = Written(connection, draw(chance, 60), contracts(chance))
    tiers = Counter[int]()
    for hours in (0, 47, 48, 1000):
        found = [row for row in world.ask(as_of=AS_OF + timedelta(hours=hours), criteria=["X_SUI"]) if row["tier"] < 7]
        unknown = [row["status_code"] == "unknown" for row in found]
        assert unknown == sorted(unknown)
        tiers.update(row["tier"] for row in found)
    assert {1, 2, 3, 4, 6} <= set(tiers)


def test_the_order_of_rows_in_the_tables_has_no_effect(connection: Connection) -> None:
    chance = random.Random(7)
    world = Written(connection, draw(chance, 30), contracts(chance))
    before = world.ask()
    for statement in (
        "update core.offer set line = line where offer_id = :offer",
        "update core.capacity_current set line = line where offer_id = :offer",
        "update core.offer_exclusion set line = line where offer_id = :offer",
    ):
        for offer in chance.sample(world.offers, len(world.offers)):  # a row that is written again moves to the end
            sql(statement)(connection, offer, world)
    assert world.ask() == before


def test_criteria_in_another_order_or_twice_change_nothing(connection: Connection) -> None:
    chance = random.Random(8)
    world = Written(connection, draw(chance, 30), contracts(chance))
    assert world.ask(criteria=[*reversed(CRITERIA), CRITERIA[0]]) == world.ask()


def test_equal_rows_of_small_and_large_providers_share_the_top_over_a_thousand_days(connection: Connection) -> None:
    sizes = {"large": 9, "mid": 4, "small": 1, "solo": 1}
    delivery = make.delivery(connection)
    size_of: dict[int, str] = {}
    for size, offers in sizes.items():
        provider = make.provider(connection, size_code=size)
        for _ in range(offers):
            offer = make.offer(
                connection, location_id=make.location(connection, provider_id=provider), delivery_id=delivery
            )
            make.count(connection, offer, expires_at=AS_OF + timedelta(days=2000), delivery_id=delivery)
            size_of[offer] = size
    tops: list[Any] = list(
        connection.execute(
            text(
                "select top.offer_id from generate_series(0, 999) as day"
                " cross join lateral read.free_places(cast(:as_of as timestamptz) + day * interval '1 day',"
                " postcode => '3512', max_km => 30, row_limit => 1) top"
            ),
            {"as_of": AS_OF},
        ).scalars()
    )
    assert len(tops) == 1000
    by_size = Counter(size_of[offer] for offer in tops)
    assert all(190 <= by_size[size] <= 310 for size in sizes), (
        by_size
    )  # a quarter each, within four standard deviations
    assert set(tops) == set(size_of)  # each row has its day
