"""The list worked out a second time, in Python from the written rules and none of the SQL, on random worlds."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.sql.read.matching_worlds import CRITERIA, TODAY, Drawn, Written, contracts, draw

KM_BAND = {"3511": 1, "3811": 3, "7311": 4, None: 5}
NORM = {"AMB": 14, "IHT": 14, "ADB": 14, "RESP": 15}
REACTION_BY = date(2026, 11, 25)  # five working days after a Wednesday
ANSWER = {"excluded": 3, "unknown": 2, "by_consultation": 1, "no_obstacle": 0}


def expected_dates(offer: Drawn) -> list[date]:
    """The ends of the terms still running in which a place is expected."""
    counted_on = TODAY - timedelta(days=offer.days_ago)
    ends = [
        (counted_on + timedelta(days=days), number)
        for days, number in zip((7, 14, 28), offer.expected or (), strict=False)
    ]
    return [end for end, number in ends if end >= TODAY and number > 0]


def status(offer: Drawn, *, asks_insurer: bool) -> str:
    if (
        offer.stop == "all"
        or (offer.stop == "group" and offer.care_pathway == "AMB")
        or (offer.stop == "insurer" and asks_insurer)
    ):
        return "stop"
    if not offer.is_told or offer.free is None or offer.blank or offer.expires_in <= 0:
        return "unknown"
    if offer.free > 0:
        return "free"
    return "expected" if expected_dates(offer) else "full"


def answers(offer: Drawn) -> list[str]:
    told = (offer.exclusions.get(code, ("unknown", "told")) for code in CRITERIA)
    return [value if validity == "told" else "unknown" for value, validity in told]


def band(weeks: float | None) -> int:
    return 6 if weeks is None else next((place for place, upto in enumerate((2, 4, 9, 14), 1) if weeks <= upto), 5)


def start(offer: Drawn, said: str) -> tuple[bool, float | None]:
    """Whether the start (for spoed: the first reaction) fits, and in how many weeks it is, for the wait band."""
    first_on = None if offer.first_in is None else TODAY + timedelta(days=offer.first_in)
    place_on = None
    if said == "free":
        place_on = TODAY if first_on is None else max(first_on, TODAY)
    if said == "expected":
        place_on = first_on if first_on is not None and first_on >= TODAY else min(expected_dates(offer))
    if offer.urgency == "spoed":
        return place_on is not None and place_on <= REACTION_BY, None if place_on is None else (
            place_on - TODAY
        ).days / 7
    weeks: float | None = offer.weeks
    is_place = offer.care_pathway in ("IHT", "RESP") or (offer.care_pathway == "ADB" and first_on is not None)
    if is_place and place_on is not None:
        weeks = round((place_on - TODAY).days / 7, 1)
    if weeks is None or weeks > NORM[offer.care_pathway]:
        return False, weeks
    return True, max(weeks, (min(expected_dates(offer)) - TODAY).days / 7) if said == "expected" else weeks


def tier_and_step(said: str, fits: bool, call_first: int, hindrance: int) -> tuple[int, int]:  # noqa: FBT001
    """hindrance: 0 none, 1 a wrong entry route, 2 a criterion that excludes, 3 a stop."""
    if hindrance:
        known = ("free", "expected", "full", "unknown")
        return 7, 10 * hindrance + (known.index(said) + 1 if said in known else 0)
    if said == "unknown":
        return 6, 0
    if said == "free":
        return (4, 0) if not fits else (2, call_first) if call_first else (1, 0)
    return (3, 1 if said == "expected" else 2) if fits else (5, 0)


def key(offer: Drawn, contract: str | None, *, criteria: bool, insurer: bool) -> tuple[Any, ...]:
    """(tier, step inside it, wait band, distance band, days old) of one offer."""
    said = status(offer, asks_insurer=insurer)
    fits, to_go = start(offer, said)
    worst = max(ANSWER[answer] for answer in answers(offer)) if criteria else 0
    call_first = 3 if insurer and contract in ("no", "ceiling") else worst
    wrong_route = bool(offer.routes) and "gp" not in offer.routes
    hindrance = 3 if said == "stop" else 2 if worst == 3 else 1 if wrong_route else 0
    days_old = offer.days_ago if offer.is_told else 10**6
    return *tier_and_step(said, fits, call_first, hindrance), band(to_go), KM_BAND[offer.postcode4], days_old


def ordered(offers: list[Drawn], known: list[str | None], drawn: list[tuple[int, int]], **asked: bool) -> list[int]:
    """Indexes of the offers, best first. drawn: of the provider and of the offer, by the day.

    Of equal ones each provider has a turn before any has two.
    """
    keys = [key(offer, known[offer.provider], **asked) for offer in offers]

    def turn(index: int) -> int:
        same = (i for i, one in enumerate(offers) if keys[i] == keys[index] and one.provider == offers[index].provider)
        return sum(drawn[i][1] < drawn[index][1] for i in same)

    return sorted(range(len(offers)), key=lambda index: (keys[index], turn(index), drawn[index]))


@pytest.mark.parametrize("urgency", ["regulier", "spoed"])
@pytest.mark.parametrize("seed", range(5))
def test_sql_and_the_written_rules_give_the_same_list(connection: Connection, seed: int, urgency: str) -> None:
    chance = random.Random(seed)
    offers, known = draw(chance, 40, urgency), contracts(chance)
    world = Written(connection, offers, known)
    for criteria, insurer in ((True, True), (True, False), (False, True), (False, False)):
        changed: dict[str, Any] = {"urgency": urgency}
        changed |= {} if criteria else {"criteria": None}
        changed |= {} if insurer else {"concern": None}
        found = world.ask(**changed)
        drawn = {row["offer_id"]: (row["provider_draw"], row["draw"]) for row in found}
        expected = ordered(offers, known, [drawn[offer] for offer in world.offers], criteria=criteria, insurer=insurer)
        assert [row["offer_id"] for row in found] == [world.offers[index] for index in expected]
        for row, index in zip(found, expected, strict=True):
            assert row["status_code"] == status(offers[index], asks_insurer=insurer)
            assert (
                row["tier"] == key(offers[index], known[offers[index].provider], criteria=criteria, insurer=insurer)[0]
            )
            told = [answer["value_code"] for answer in row["criterion_answers"]]
            assert sorted(told) == (sorted(answers(offers[index])) if criteria else [])
