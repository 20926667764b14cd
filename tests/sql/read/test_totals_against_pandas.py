"""The same totals worked out a second time, in pandas, from seeded random data: statuses, matrix, map, yesterday."""

import itertools
import random
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Connection

from sql.call import rows
from tests import factories as make
from tests.factories import AS_OF, DUTCH

REGION_OF = {"3511": "ZK23", "3811": "ZK23", "7311": "ZK03", "1011": "ZK02", None: None}
PATHWAYS = {"AMB": True, "IHT": False, "KLIN": False}  # split by diagnosis group, or not
KEY = ("care_pathway_code", "diagnosis_group_code", "urgency_code")
SUMS = (
    "offer_count",
    "free_count",
    "expected_count",
    "unknown_offer_count",
    "stop_offer_count",
    "full_offer_count",
    "free_count_yesterday",
)
MOMENTS = [AS_OF, AS_OF + timedelta(hours=5), AS_OF + timedelta(days=3), AS_OF - timedelta(hours=3)]


@pytest.fixture(params=[1, 2, 3])
def world(connection: Connection, request: pytest.FixtureRequest) -> dict[str, pd.DataFrame]:
    """Random locations, offers, counts now and before, and stops: in the database, and the same as frames."""
    chance = random.Random(request.param)
    delivery = make.delivery(connection, received_at=AS_OF - timedelta(days=30))
    locations = [
        {"location_id": make.location(connection, postcode4=postcode4), "region": REGION_OF[postcode4]}
        for postcode4 in chance.choices(list(REGION_OF), k=25)
    ]
    offers: list[dict[str, Any]] = []
    now: list[dict[str, Any]] = []
    history: list[dict[str, Any]] = []
    for number in range(150):
        at = chance.choice(locations)
        offer: dict[str, Any] = {
            "location_id": at["location_id"],
            "care_pathway_code": chance.choice(list(PATHWAYS)),
            "diagnosis_group_code": chance.choice(["D00", "D04", "D05"]),
            "age_from": number % 100,
            "delivery_id": delivery,
        }
        offer["offer_id"] = make.offer(connection, **offer)
        offers.append(offer | {"region": at["region"]})
        for urgency_code in chance.choice([[], ["regulier"], ["regulier", "spoed"], ["spoed"], ["regulier"]]):
            count = random_count(chance, offer["offer_id"], urgency_code, delivery)
            make.count(connection, offer["offer_id"], **{k: v for k, v in count.items() if k != "offer_id"})
            now.append(count)
            for days in range(1, chance.randrange(4)):
                past = random_count(chance, offer["offer_id"], urgency_code, delivery)
                past |= {"counted_at": AS_OF - timedelta(days=days, hours=chance.randrange(8))}
                past["expires_at"] = past["counted_at"] + timedelta(hours=chance.choice([2, 26, 80]))
                del past["blank_code"]
                make.past_count(connection, offer["offer_id"], **{k: v for k, v in past.items() if k != "offer_id"})
                history.append(past)
    stops: list[dict[str, Any]] = []
    for line in range(1, 21):
        offer = chance.choice(offers)
        stop: dict[str, Any] = {
            "location_id": offer["location_id"],
            "offer_id": chance.choice([None, offer["offer_id"]]),
            "concern_code": chance.choice([None, None, "vgz"]),
            "diagnosis_group_code": chance.choice([None, None, "D04"]),
            "from_on": date(2026, 11, chance.choice([1, 17, 18, 19])),
            "until_on": chance.choice([None, date(2026, 11, 19), date(2026, 11, 20)]),
            "withdrawn_by": chance.choice([None, None, delivery]),
        }
        make.closure(connection, delivery_id=delivery, line=line, **stop)
        stops.append(stop)
    return {
        name: pd.DataFrame(rows) for name, rows in (("offer", offers), ("now", now), ("past", history), ("stop", stops))
    }


def random_count(chance: random.Random, offer_id: int, urgency_code: str, delivery: int) -> dict[str, Any]:
    free = chance.choice([0, 0, 1, 3, None])
    within_14 = chance.choice([None, 0, 2])
    return {
        "offer_id": offer_id,
        "urgency_code": urgency_code,
        "free_count": free,
        "expected_14_count": within_14,
        "expected_28_count": None if within_14 is None else within_14 + chance.randrange(3),
        "counted_at": AS_OF - timedelta(days=chance.choice([0, 1, 14, 15]), hours=chance.randrange(8)),
        "expires_at": AS_OF + timedelta(hours=chance.choice([-2, 0, 5, 30, 100])),
        "blank_code": chance.choice([None, None, None, None, "absent", "held_lower"]),
        "delivery_id": delivery,
    } | chance.choice([{}, {"expires_at": AS_OF + timedelta(days=20)}])


def stopped(world: dict[str, pd.DataFrame], moment: datetime) -> set[int]:
    """Offers with a stop for everybody on the Dutch day of that moment."""
    day = moment.astimezone(DUTCH).date()
    pair = world["offer"].merge(world["stop"], on="location_id", suffixes=("", "_stopped"))
    pair = pair[pair["concern_code"].isna() & pair["withdrawn_by"].isna()]
    pair = pair[(pair["from_on"] <= day) & (pair["until_on"].fillna(date.max) >= day)]
    for name in ("offer_id", "diagnosis_group_code"):
        pair = pair[pair[f"{name}_stopped"].isna() | (pair[f"{name}_stopped"] == pair[name])]
    return set(pair["offer_id"])


def coming(count: "pd.Series[Any]", moment: datetime) -> int:
    days = (moment.astimezone(DUTCH).date() - count["counted_at"].astimezone(DUTCH).date()).days
    told = [count[f"expected_{term}_count"] for term in (14, 28) if days <= term]
    return int(max((number for number in told if pd.notna(number)), default=0))


def states(world: dict[str, pd.DataFrame], moment: datetime) -> pd.DataFrame:
    """One row per offer and urgency, by the written rules and none of the product's SQL."""
    state = world["offer"].merge(world["now"].drop(columns="delivery_id"), on="offer_id", how="left")
    state["urgency_code"] = state["urgency_code"].fillna("regulier")
    stop = state["offer_id"].isin(stopped(world, moment))
    untold = state["free_count"].isna() | state["blank_code"].notna()
    holds = ~stop & ~untold & (state["expires_at"] > moment)
    state["free"] = state["free_count"].where(holds, 0).astype(int)
    state["coming"] = [
        coming(count, moment) if held else 0 for held, (_, count) in zip(holds, state.iterrows(), strict=True)
    ]
    state["status"] = "full"
    state.loc[state["coming"] > 0, "status"] = "expected"
    state.loc[state["free"] > 0, "status"] = "free"
    state.loc[~holds, "status"] = "unknown"
    state.loc[stop, "status"] = "stop"
    return state


def yesterday(world: dict[str, pd.DataFrame], moment: datetime) -> dict[tuple[int, str], int]:
    """Places known a day before, of offers not stopped then. All stops were told a month ago, and withdrawn then."""
    before = moment - timedelta(days=1)  # Dutch wall clock
    past = world["past"][world["past"]["counted_at"] <= before]
    newest = past.sort_values("counted_at").groupby(["offer_id", "urgency_code"]).tail(1)
    newest = newest[(newest["expires_at"] > before) & newest["free_count"].notna()]
    newest = newest[~newest["offer_id"].isin(stopped(world, before))]
    keys = zip(newest["offer_id"].tolist(), newest["urgency_code"].tolist(), strict=True)
    return dict(zip(keys, newest["free_count"].astype(int).tolist(), strict=True))


def matrix(oracle: pd.DataFrame, before: dict[tuple[int, str], int]) -> dict[tuple[Any, ...], list[int]]:
    """KEY -> SUMS, by group-by."""
    if oracle.empty:
        return {}
    split = oracle["care_pathway_code"].map(PATHWAYS)
    keyed = oracle.assign(
        diagnosis_group_code=oracle["diagnosis_group_code"].where(split, "-"),
        unknown=oracle["status"] == "unknown",
        stop=oracle["status"] == "stop",
        full=oracle["status"] == "full",
        before=[
            before.get(key, 0) for key in zip(oracle["offer_id"].tolist(), oracle["urgency_code"].tolist(), strict=True)
        ],
    )
    grouped = keyed.groupby(list(KEY))
    sums = grouped[["free", "coming", "unknown", "stop", "full", "before"]].sum()
    sums.insert(0, "offers", grouped.size())
    return {
        tuple(None if part == "-" else part for part in key): [int(number) for number in row]
        for key, row in zip(sums.index, sums.to_numpy().tolist(), strict=True)
    }


def test_statuses(connection: Connection, world: dict[str, pd.DataFrame]) -> None:
    assert set(states(world, AS_OF)["status"]) == {"free", "expected", "full", "unknown", "stop"}
    for moment, urgency in itertools.product(MOMENTS, ("regulier", "spoed")):
        oracle = states(world, moment)
        found = rows(connection, "read.free_places", as_of=moment, urgency=urgency, row_limit=1000)
        mine = oracle[oracle["urgency_code"] == urgency]
        assert {r["offer_id"]: (r["status_code"], r["free_count"] or 0, r["expected_count"] or 0) for r in found} == {
            r["offer_id"]: (r["status"], r["free"], r["coming"]) for r in mine.to_dict("records")
        }
        assert [r["tier"] for r in found] == sorted(r["tier"] for r in found)


def test_matrix(connection: Connection, world: dict[str, pd.DataFrame]) -> None:
    for moment in MOMENTS:
        oracle, before = states(world, moment), yesterday(world, moment)
        for region in ("ZK23", "ZK03", None):
            found = rows(connection, "read.region_matrix", as_of=moment, region=region)
            expected = matrix(oracle if region is None else oracle[oracle["region"] == region], before)
            assert {tuple(row[name] for name in KEY): [int(row[name]) for name in SUMS] for row in found} == expected


def test_map(connection: Connection, world: dict[str, pd.DataFrame]) -> None:
    for moment in MOMENTS:
        oracle = states(world, moment)
        oracle = oracle[(oracle["urgency_code"] == "regulier") & oracle["region"].notna()]
        sums = oracle.groupby("region")[["free", "coming"]].sum()
        found = [row for row in rows(connection, "read.region_places", as_of=moment) if row["offer_count"]]
        assert {row["region_code"]: (int(row["free_count"]), int(row["expected_count"])) for row in found} == {
            region: (int(sums.loc[region, "free"]), int(sums.loc[region, "coming"])) for region in sums.index
        }
