"""Light before complex: who picks is found, and where nobody picks nearly nobody is named."""

import math
import random
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import Connection

from sql.call import rows
from tests import factories as make
from tests.factories import AS_OF

COMPLEX, LIGHT = ("D02", "D03", "D06", "D07", "D09", "D12"), ("D01", "D04", "D05")
LONGER = {
    "D12": 0.5,
    "D07": 0.2,
    "D02": -0.4,
    "D01": 0.3,
}  # what groups wait longer than others everywhere, in logarithm
Z, MIN_PLACES = 2.054, 8
Figures = list[tuple[str, int, str, bool, float]]


def world(seed: int, providers: int = 30, picks: float = 0.0) -> Figures:
    """Waits of providers with one to four places, slow and quick; provider 0 lets its complex groups wait longer."""
    chance = random.Random(seed)
    found: Figures = []
    for provider in range(providers):
        house = chance.gauss(0, 0.5)
        places = 3 if provider == 0 else chance.choice((1, 1, 2, 3, 4))
        for place in range(places):
            own = house + chance.gauss(0, 0.4)
            for group in (*chance.sample(COMPLEX, chance.randint(1, 4)), *chance.sample(LIGHT, chance.randint(1, 3))):
                extra = picks if provider == 0 and group in COMPLEX else 0.0
                weeks = math.exp(1.8 + own + LONGER.get(group, 0.0) + extra + chance.gauss(0, 0.35))
                found.append((f"{provider}", 10 * provider + place, group, group in COMPLEX, round(weeks, 1)))
    return found


def ratios(connection: Connection, figures: Figures, **overrides: object) -> dict[str, dict[str, Any]]:
    columns = (list(column) for column in zip(*figures, strict=True))
    asked = dict(zip(("providers", "places", "groups", "complex", "weeks"), columns, strict=True))
    asked["weeks"] = [Decimal(str(weeks)) for weeks in asked["weeks"]]
    found = rows(connection, "metrics.complex_to_light", **asked, **({"z": Z, "min_places": MIN_PLACES} | overrides))
    return {row["provider"]: row for row in found}


def test_a_neutral_world_names_at_most_one_in_twenty_over_two_hundred_seeds(connection: Connection) -> None:
    named = [row["is_flagged"] for seed in range(200) for row in ratios(connection, world(seed)).values()]
    assert len(named) > 5000
    assert 0.005 < sum(named) / len(named) <= 0.05


def test_a_planted_cherry_picker_is_found(connection: Connection) -> None:
    found = [ratios(connection, world(seed, picks=math.log(2.5)))["0"] for seed in range(40)]
    assert sum(row["is_flagged"] for row in found) >= 36
    assert np.median([row["ratio"] for row in found]) == pytest.approx(2.5, rel=0.25)
    assert all(row["ratio_low"] < row["ratio"] < row["ratio_high"] for row in found)


def test_who_treats_the_complex_first_is_not_flagged(connection: Connection) -> None:
    assert not any(ratios(connection, world(seed, picks=-math.log(2.5)))["0"]["is_flagged"] for seed in range(20))


def test_few_places_say_nothing_of_chance(connection: Connection) -> None:
    row = ratios(connection, world(1, providers=3, picks=3.0), min_places=20)["0"]
    assert (row["ratio_low"], row["ratio_high"], row["is_flagged"]) == (None, None, None)
    assert row["ratio"] > 1


def test_the_formula_against_pandas(connection: Connection) -> None:
    figures = world(7, picks=0.9)
    frame = pd.DataFrame(figures, columns=["provider", "place", "group", "complex", "weeks"])
    frame["y"] = np.log(frame["weeks"] + 0.5)
    frame["effect"] = 0.0
    for _ in range(3):
        frame["level"] = frame["y"] - frame["effect"]
        frame["level"] = frame["y"] - frame["level"].groupby(frame["place"]).transform("mean")
        frame["effect"] = frame["level"].groupby(frame["group"]).transform("mean")
    frame["rest"] = frame["y"] - frame["effect"]
    kinds = frame.pivot_table(index=["provider", "place"], columns="complex", values="rest", aggfunc=["mean", "count"])
    excess = kinds["mean"][True] - kinds["mean"][False]
    variance = 1 / kinds["count"][True] + 1 / kinds["count"][False]
    excess = excess - excess.median()
    sigma = 1.4826 * (excess.abs() / np.sqrt(variance)).median()
    of_provider = (excess / variance).groupby("provider").sum() / (1 / variance).groupby("provider").sum()
    margin = Z * sigma / np.sqrt((1 / variance).groupby("provider").sum())
    for provider, row in ratios(connection, figures).items():
        assert row["ratio"] == pytest.approx(math.exp(of_provider[provider]))
        assert row["ratio_low"] == pytest.approx(math.exp(of_provider[provider] - margin[provider]))
        assert row["is_flagged"] == (of_provider[provider] > margin[provider])


def test_the_read_function_names_the_picker_of_the_country_in_its_region(connection: Connection) -> None:
    places: dict[int, int] = {}
    providers: dict[str, int] = {}
    for provider, place, group, _, weeks in world(11, providers=14, picks=1.5):
        if provider not in providers:
            providers[provider] = make.provider(connection, name=f"Voorbeeldhuis {provider}")
        if place not in places:
            postcode = "3511" if provider == "0" else "1012"
            places[place] = make.location(connection, provider_id=providers[provider], postcode4=postcode)
        make.told_wait(connection, places[place], diagnosis_group_code=group, intake_weeks=weeks)
    found = rows(connection, "read.wait_selection", as_of=AS_OF)
    assert {row["provider_id"]: row["region_code"] for row in found}[providers["0"]] == "ZK23"
    assert found[0]["provider_id"] == providers["0"]
    assert found[0]["is_flagged"]
    assert rows(connection, "read.wait_selection", as_of=AS_OF, region="ZK23") == found[:1]
