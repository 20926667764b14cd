"""The made-up country is the same each time, as large as it says, and as dirty."""

from itertools import islice

from bench import world
from bench.world import N1, TENTH


def test_sizes_are_those_of_the_goals() -> None:
    assert N1.delivery_rows == 1_000_000
    assert 85_000 < len(world.current(N1)) < 88_000
    assert TENTH.locations * 10 == N1.locations


def test_a_delivery_is_the_same_each_time_has_one_key_a_row_and_one_bad_row_in_two_hundred() -> None:
    lines = list(world.delivery(2_000))
    assert lines == list(world.delivery(2_000))
    assert lines[0].strip().split(",") == list(world.DELIVERY_COLUMNS)
    cells = [line.split(",") for line in lines[1:]]
    assert len({(row[0], *row[5:9]) for row in cells}) == 2_000
    bad = [row[9] for row in cells if row[9] in {"-1", "?", "1.5"} or int(row[9]) > int(row[10])]
    assert len(bad) == 2_000 // world.BAD


def test_of_a_changed_delivery_about_a_tenth_of_the_good_rows_differ() -> None:
    pairs = list(zip(world.delivery(20_000), world.delivery(20_000, changed=10), strict=True))
    assert 0.08 < sum(one != other for one, other in pairs) / len(pairs) < 0.12


def test_a_delivery_is_written_out_line_after_line() -> None:
    assert len(list(islice(world.delivery(10**12), 3))) == 3


def test_an_offer_stands_once_at_its_location() -> None:
    offers = [world.offer(number) for number in range(1, 50 * world.OFFERS + 1)]
    assert len(set(offers)) == len(offers)
    assert {location for location, *_ in offers} == set(range(1, 51))
