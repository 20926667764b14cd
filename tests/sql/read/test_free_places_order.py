"""The list of free places: in which order they stand."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from tests import factories as make
from tests.factories import AS_OF, DUTCH
from tests.sql.read.test_free_places import AMERSFOORT, APELDOORN, IN_TOWN, NEAR, ask


def test_tiers(connection: Connection) -> None:
    """A row of each kind, made in the reverse of the order in which they must stand."""

    def row(weeks: int | None, **counted: object) -> int:
        location = make.location(connection)
        if weeks is not None:
            make.wait(connection, location, intake_weeks=weeks, treatment_weeks=0)
        offer = make.offer(connection, location_id=location)
        make.count(connection, offer, **counted)
        return offer

    stopped = row(1)
    make.closure(connection, location_of(connection, stopped))
    stale = row(1, expires_at=AS_OF)
    full_over = row(15, free_count=0)
    free_unknown_start = row(None)
    free_over = row(15)
    full_within = row(14, free_count=0)
    expected_within = row(3, free_count=0, expected_28_count=1)
    free_within = row(14)
    found = ask(connection)
    assert [(r["offer_id"], r["tier"]) for r in found] == [
        (free_within, 1),
        (expected_within, 3),
        (full_within, 3),
        (free_over, 4),
        (free_unknown_start, 4),
        (full_over, 5),
        (stale, 6),
        (stopped, 7),
    ]
    reasons = [r["reason_codes"] for r in found]
    assert reasons[0] == ["place_free", "within_norm"]
    assert reasons[1] == ["expected_soon", "within_norm"]
    assert reasons[2] == ["full", "within_norm"]
    assert reasons[3] == ["place_free", "over_norm"]
    assert reasons[4] == ["place_free", "start_unknown"]
    assert reasons[6] == ["stale"]


def location_of(connection: Connection, offer: int) -> int:
    (row,) = [row for row in ask(connection) if row["offer_id"] == offer]
    return int(row["location_id"])


def test_inside_a_tier_wait_goes_before_distance_and_distance_before_freshness(connection: Connection) -> None:
    def row(weeks: int, postcode4: str | None, days: int) -> int:
        location = make.location(connection, postcode4=postcode4)
        make.wait(connection, location, intake_weeks=weeks, treatment_weeks=0)
        offer = make.offer(connection, location_id=location)
        make.count(connection, offer, counted_at=AS_OF - timedelta(days=days))
        return offer

    long_near = row(10, IN_TOWN, 0)
    short_unplaced = row(1, None, 0)
    short_far = row(2, APELDOORN, 0)
    short_middle = row(1, AMERSFOORT, 0)
    short_near_old = row(2, IN_TOWN, 1)
    short_near_new = row(1, NEAR, 0)
    assert [r["offer_id"] for r in ask(connection, postcode=NEAR)] == [
        short_near_new,
        short_near_old,
        short_middle,
        short_far,
        short_unplaced,
        long_near,
    ]


def test_fresher_goes_first_whatever_the_draw_of_the_day(connection: Connection) -> None:
    location = make.location(connection)
    older, newer = (make.offer(connection, location_id=location, age_from=age) for age in (18, 19))
    for offer, days in ((older, 1), (newer, 0)):
        counted_at = AS_OF - timedelta(days=days)
        make.count(connection, offer, counted_at=counted_at, expires_at=AS_OF + timedelta(days=30))
    for days in range(20):
        found = ask(connection, as_of=AS_OF + timedelta(days=days))
        assert [row["offer_id"] for row in found] == [newer, older]


def test_a_place_expected_later_stands_lower_in_its_tier(connection: Connection) -> None:
    def row(**counted: object) -> int:
        location = make.location(connection)
        make.wait(connection, location, intake_weeks=1, treatment_weeks=0)
        offer = make.offer(connection, location_id=location)
        make.count(connection, offer, free_count=0, **counted)
        return offer

    later = row(expected_28_count=1)
    sooner = row(expected_7_count=1)
    for moment in (AS_OF, AS_OF + timedelta(days=1)):
        found = ask(connection, as_of=moment)
        assert [r["offer_id"] for r in found] == [sooner, later]


def test_equal_rows_take_turns_at_the_top(connection: Connection) -> None:
    location = make.location(connection)
    offers = [
        make.offer(connection, location_id=location, diagnosis_group_code=f"D0{number}") for number in range(1, 5)
    ]
    for offer in offers:
        make.count(connection, offer, expires_at=AS_OF + timedelta(days=400))
    tops = [ask(connection, as_of=AS_OF + timedelta(days=day), row_limit=1)[0]["offer_id"] for day in range(120)]
    assert set(tops) == set(offers)
    assert all(15 <= tops.count(offer) <= 50 for offer in offers)


def test_the_draw_is_the_same_all_day(connection: Connection) -> None:
    for number in range(1, 6):
        make.offer(connection, diagnosis_group_code=f"D0{number}")
    day = datetime(2026, 11, 18, tzinfo=DUTCH)
    morning, evening = (
        [row["offer_id"] for row in ask(connection, as_of=day + timedelta(hours=hours))] for hours in (0, 23)
    )
    assert morning == evening
