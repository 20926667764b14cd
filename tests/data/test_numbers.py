"""The numbers of the sample world: places, stops and waits, from noise that is a function of what it is about."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from statistics import mean, quantiles

import pytest

from data.world import SEED, waits
from data.world.capacity import count
from data.world.closures import closure
from data.world.noise import normal, unit, walk, weighted, whole
from data.world.world import World

YEAR = [date(2026, 1, 1) + timedelta(days=day) for day in range(365)]


@pytest.mark.parametrize("on", [date(2026, 2, 1), date(2026, 9, 1), date(2026, 11, 21)])
def test_about_one_provider_in_six_has_a_stop(world: World, on: date) -> None:
    found = [(offer, closure(SEED, world.lists, offer, on)) for offer in world.offers]
    stopped = {offer.location.provider for offer, stop in found if stop}
    assert 0.08 < len(stopped) / 120 < 0.24


def test_stops_hold_on_their_day_and_are_of_several_kinds(world: World) -> None:
    stops = [
        (on, stop)
        for on in YEAR[::10]
        for offer in world.offers[::3]
        if (stop := closure(SEED, world.lists, offer, on)) is not None
    ]
    assert all(stop.since <= on and (stop.until is None or on <= stop.until) for on, stop in stops)
    assert {bool(stop.concerns) for _, stop in stops} == {bool(stop.until) for _, stop in stops} == {True, False}
    assert {stop.reason for _, stop in stops} == {"staff", "capacity", "ceiling", "holiday", "unknown"}
    assert {stop.reason for _, stop in stops} <= set(world.lists.closure_reasons)


def test_counts_hang_together_and_move_slowly(world: World) -> None:
    offers = [offer for offer in world.offers[::7] if not offer.pathway.is_unlimited]
    for offer in offers:
        series = [count(SEED, offer, offer.urgencies[0], on) for on in YEAR[:60]]
        for one, on in zip(series, YEAR, strict=False):
            assert 0 <= one.free <= offer.places
            assert one.total is None or one.free + (one.reserved or 0) <= one.total
            assert list(one.expected) == sorted(one.expected, key=lambda number: number or 0)
            assert one.first_on is None or one.first_on > on
        steps = [abs(later.free - earlier.free) for earlier, later in pairwise(series)]
        assert mean(steps) <= max(1, offer.places / 8)


def test_a_third_of_the_offers_has_a_place(world: World) -> None:
    free = [count(SEED, offer, offer.urgencies[0], date(2026, 9, 1)).free > 0 for offer in world.offers]
    assert 0.25 < mean(free) < 0.45


def test_the_spread_of_the_waits_is_that_of_the_real_collections(world: World) -> None:
    series = list(waits.series(SEED, world.offers))
    assert abs(mean(one.group in {"D00", "B00"} for one in series) - 0.64) < 0.04
    intake, treatment = zip(*(waits.weeks(SEED, one, 2026 * 12 + 8) for one in series), strict=True)
    tenths = quantiles(intake, n=10)
    assert 1 <= tenths[0] <= 3
    assert 4.5 <= tenths[4] <= 8.5
    assert 15 <= tenths[8] <= 28
    assert max(intake) <= 78
    assert quantiles(treatment, n=2)[0] < tenths[4]
    told = [found.waiting for one in series if (found := waits.wait(SEED, one, date(2026, 8, 1))).waiting]
    for_intake, over_intake, for_treatment, over_treatment = (sum(column) for column in zip(*told, strict=True))
    assert 0.5 < over_intake / for_intake < 0.8
    assert 0.25 < over_treatment / for_treatment < 0.5


def test_waiting_places_follow_from_what_came_and_went(world: World) -> None:
    told = 0
    for one in waits.series(SEED, world.offers):
        found = waits.wait(SEED, one, date(2026, 8, 1))
        is_large = one.offer.location.provider.size in {"mid", "large"}
        assert (found.waiting is not None) == (found.inflow is not None) == is_large
        if found.flow is None or found.waiting is None:
            continue
        told += 1
        new, started, left = found.flow
        before = waits.waiting(SEED, one, 2026 * 12 + 7)
        assert min(found.flow) >= 0
        assert before[0] + before[2] + new - started - left == found.waiting[0] + found.waiting[2]
    assert told > 50


def test_noise_is_even_and_its_walk_is_smooth() -> None:
    numbers = [unit("even", number) for number in range(4000)]
    assert abs(mean(numbers) - 0.5) < 0.02
    assert 0 < min(numbers) < 0.01
    assert 0.99 < max(numbers) < 1
    assert {whole(2, 5, "whole", number) for number in range(200)} == {2, 3, 4, 5}
    assert abs(mean(normal("normal", number) for number in range(4000))) < 0.05
    chosen = Counter(weighted("ab", (3, 1), "weighted", number) for number in range(4000))
    assert 0.7 < chosen["a"] / 4000 < 0.8
    steps = [abs(walk(at + 1, 30, "walk") - walk(at, 30, "walk")) for at in range(3000)]
    assert 0 < max(steps) < 0.5
