"""Eight kinds of planted error are all found, each as what it is; a world of real queues is not doubted at all."""

import random
from collections import deque
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from sql.call import driver, rows
from tests import factories as make

MONTHS, HOUSES = 14, 12
Figure = dict[str, Any]
Plant = Callable[[list[Figure]], None]
ON = [date(2025 + (9 + n) // 12, (9 + n) % 12 + 1, 1) for n in range(MONTHS)]


def house(seed: int) -> list[Figure]:
    """A figure a month of a location with a line for intake and one for treatment, first come first served."""
    chance = random.Random(seed)
    per_day, days = chance.uniform(0.3, 1.5), {"intake": chance.uniform(10, 90), "treatment": chance.uniform(10, 110)}
    lines = {
        step: deque(-day for day in range(int(days[step]), 0, -1) for _ in range(per_day > chance.random()))
        for step in days
    }
    served: dict[str, list[tuple[int, int]]] = {"intake": [], "treatment": []}
    new, started, left, found = 0, 0, 0, []
    for day in range((ON[-1] - ON[0]).days + 1 + 70):
        today = ON[0] + timedelta(days=day - 70)
        if today in ON:
            found.append(
                _figure(today, day, lines, served)
                | {"new_month_count": new, "started_month_count": started, "left_month_count": left}
            )
        if today.day == 1:
            new, started, left = 0, 0, 0
        for _ in range(2):
            if chance.random() < per_day / 2:
                lines["intake"].append(day)
                new += 1
        if lines["intake"] and chance.random() < 0.004:
            del lines["intake"][chance.randrange(len(lines["intake"]))]
            left += 1
        while lines["intake"] and day - lines["intake"][0] >= days["intake"]:
            came = lines["intake"].popleft()
            served["intake"].append((day, day - came))
            lines["treatment"].append(day)
        while lines["treatment"] and day - lines["treatment"][0] >= days["treatment"]:
            came = lines["treatment"].popleft()
            served["treatment"].append((day, day - came))
            started += 1
        for step in days:  # the pace of the house changes a little each day
            days[step] *= chance.uniform(0.994, 1.006)
    return found


def _figure(today: date, day: int, lines: dict[str, deque[int]], served: dict[str, list[tuple[int, int]]]) -> Figure:
    found: Figure = {"reference_on": today}
    for step, norm in (("intake", 28), ("treatment", 70)):
        recent = [waited for at, waited in served[step] if at >= day - 61]
        found |= {
            f"{step}_weeks": round(sum(recent) / len(recent) / 7, 1) if recent else None,
            f"inflow_{step}_count": len(recent),
            f"inflow_{step}_within_norm_count": sum(waited <= norm for waited in recent),
            f"waiting_{step}_count": len(lines[step]),
            f"waiting_{step}_over_norm_count": sum(day - came > norm for came in lines[step]),
        }
    return found


def told(connection: Connection, houses: list[list[Figure]]) -> list[int]:
    deliveries = {
        month: make.delivery(
            connection, source_code=make.source(connection, "wachtbron", feed_code="waiting_times_csv")
        )
        for month in ON
    }
    places = []
    for line, figures in enumerate(houses, start=2):
        location = make.location(connection)
        places.append(make.source_location(connection, location))
        for figure in figures:
            make.told_wait(
                connection, location, source_location_id=places[-1], delivery_id=deliveries[figure["reference_on"]],
                line=line, **figure,
            )  # fmt: skip
    return places


def doubts(connection: Connection, places: list[int]) -> dict[tuple[int, date], set[str]]:
    found: dict[tuple[int, date], set[str]] = {}
    asked = {"source_location_ids": places, "from_on": ON[1], "to_on": ON[-1]}
    for row in rows(connection, "functions.wait_doubts", **asked):
        found.setdefault((places.index(row["source_location_id"]), row["reference_on"]), set()).add(row["flag_code"])
    return found


def without(*names: str) -> Plant:
    """The optional columns are not told."""

    def plant(figures: list[Figure]) -> None:
        for figure in figures:
            figure.update(dict.fromkeys((f"{name}_month_count" for name in names), None))

    return plant


def lost_from_the_list(figures: list[Figure]) -> None:
    figures[8]["waiting_intake_count"] += 15 + figures[8]["waiting_intake_count"] // 2


def more_long_waits_than_waited(figures: list[Figure]) -> None:
    without("new", "started", "left")(figures)
    count = figures[7]["waiting_treatment_count"] + 12
    figures[8].update(waiting_treatment_count=count, waiting_treatment_over_norm_count=count)


def gained_more_than_came(figures: list[Figure]) -> None:
    without("left")(figures)
    figures[8]["waiting_intake_count"] += 15 + figures[8]["waiting_intake_count"] // 2


def jump(figures: list[Figure]) -> None:
    figures[8]["intake_weeks"] = figures[7]["intake_weeks"] * 4 + 6


def days_for_weeks(figures: list[Figure]) -> None:
    figures[8]["treatment_weeks"] = figures[8]["treatment_weeks"] * 7


def tenfold_list(figures: list[Figure]) -> None:
    without("new", "started", "left")(figures)
    for count in ("waiting_intake_count", "waiting_treatment_count"):
        figures[8][count] = figures[8][count] * 10


def all_within_and_a_mean_above(figures: list[Figure]) -> None:
    for figure in figures[6:]:
        figure["intake_weeks"] = 5.5 + figure["reference_on"].month / 10
        figure["inflow_intake_within_norm_count"] = figure["inflow_intake_count"]


def frozen(figures: list[Figure]) -> None:
    for figure in figures[6:]:
        figure.update(figures[5] | {"reference_on": figure["reference_on"]})
    without("new", "started", "left")(figures)


def zero_with_people_waiting(figures: list[Figure]) -> None:
    figures[8].update(intake_weeks=0, intake_state="no_wait", waiting_intake_over_norm_count=4)
    figures[8]["waiting_intake_count"] = max(4, figures[8]["waiting_intake_count"])


PLANTS: list[tuple[str, Plant]] = [
    ("balance", lost_from_the_list),
    ("bound", more_long_waits_than_waited),
    ("bound", gained_more_than_came),
    ("jump", jump),
    ("unit", days_for_weeks),
    ("count_jump", tenfold_list),
    ("impossible", all_within_and_a_mean_above),
    ("frozen", frozen),
    ("zero_wait", zero_with_people_waiting),
]


@pytest.mark.parametrize("columns", [(), ("left",), ("new", "started", "left")], ids=["all", "some", "none"])
def test_clean_queues_are_not_doubted(connection: Connection, columns: tuple[str, ...]) -> None:
    houses = [house(seed) for seed in range(HOUSES)]
    for figures in houses:
        without(*columns)(figures)
    assert doubts(connection, told(connection, houses)) == {}


def test_every_planted_error_is_found_as_what_it_is_and_nothing_else(connection: Connection) -> None:
    houses = [house(seed) for seed in range(len(PLANTS) + 3)]
    for (_, plant), figures in zip(PLANTS, houses, strict=False):
        plant(figures)
    found = doubts(connection, told(connection, houses))
    for number, (flag, plant) in enumerate(PLANTS):
        months = {month: flags for (place, month), flags in found.items() if place == number}
        assert flag in months.get(ON[9] if flag == "frozen" else ON[8], set()), plant.__name__
    assert {place for place, _ in found} == set(range(len(PLANTS))), "the clean ones beside them stay clean"
    assert {flag for flag, _ in PLANTS} == {
        row[0] for row in driver(connection).execute("select flag_code from core.wait_flag_kind").fetchall()
    }


def test_what_is_days_is_not_called_a_jump_too(connection: Connection) -> None:
    houses = [house(3)]
    days_for_weeks(houses[0])
    flags = doubts(connection, told(connection, houses))
    assert "unit" in flags[0, ON[8]]
    assert "jump" not in flags[0, ON[8]]


def test_weeks_alone_are_frozen_after_a_year_only(connection: Connection) -> None:
    figures: list[Figure] = [
        {"reference_on": month, "intake_weeks": 5, "treatment_weeks": 4, "inflow": None} for month in ON
    ]
    found = doubts(connection, told(connection, [figures]))
    assert found == {(0, month): {"frozen"} for month in ON[11:]}
