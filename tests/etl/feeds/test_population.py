"""population: inhabitants by municipality and age, refused where a total would be wrong."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from etl import pipeline
from etl.feeds.population import AGES, FEED
from etl.outcome import Outcome
from tests.conftest import Database

AT = datetime(2026, 9, 1, 6, tzinfo=UTC)


def row(code: str = "GM0363", on: str = "2026-01-01", **changes: str) -> list[str]:
    counts = dict.fromkeys(AGES, "10") | {name.replace("_", "-"): value for name, value in changes.items()}
    return [code, on, *counts.values()]


def load(*rows: list[str]) -> Outcome:
    stream = io.StringIO()
    csv.writer(stream).writerows([("gm_code", "peildatum", *AGES), *rows])
    return pipeline.run(FEED, "population", stream.getvalue().encode(), "cbs.csv", at=AT)


def one(database: Database, statement: str) -> object:
    with database.engine().connect() as connection:
        return connection.execute(text(statement)).scalar_one()


def test_inhabitants_are_kept_by_age_and_day(database: Database) -> None:
    changed = row(**{"0_4": "007", "5_9": "0"})
    changed[-1] = "3"
    assert load(changed, row("GM0014")).outcome == "applied"
    assert load(row(on="2025-01-01")).outcome == "applied"
    with database.engine().connect() as connection:
        found = connection.execute(
            text(
                "select age_from, age_to, inhabitant_count from core.population_count"
                " where municipality_code = 'GM0363' and counted_on = '2026-01-01' order by age_from"
            )
        ).all()
    assert [tuple(line) for line in found[:3]] == [(0, 4, 7), (5, 9, 0), (10, 14, 10)]
    assert tuple(found[-1]) == (95, None, 3)
    assert one(database, "select count(*) from core.population_count") == 3 * len(AGES)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (row("0363"), "unknown_municipality"),
        (row("GM9999"), "unknown_municipality"),
        (row(on="2027-01-01"), "date_in_future"),
        (row(on="soon"), "not_a_date"),
        (row(**{"0_4": ""}), "required"),
        (row(**{"0_4": "-1"}), "not_a_count"),
        (row(**{"0_4": "1.000"}), "not_a_count"),
    ],
)
def test_a_row_that_would_make_a_total_wrong_is_refused(wrong: list[str], code: str) -> None:
    outcome = load(row("GM0014"), wrong)
    assert (outcome.accepted, outcome.refusals) == (1, {code: 1})


@pytest.mark.usefixtures("database")
def test_a_municipality_told_twice_is_believed_neither_time() -> None:
    outcome = load(row("GM0014"), row(), row(**{"0_4": "11"}))
    assert (outcome.accepted, outcome.refusals) == (1, {"key_conflict": 2})


def test_the_inhabitants_of_2021_add_up(shared_data: Path, database: Database) -> None:
    with (shared_data / "geo" / "gemeente_leeftijd_2021.csv").open(encoding="utf-8") as stream:
        (_, *names), *rows = csv.reader(stream)
    assert tuple(names) == AGES
    outcome = load(*([code, "2021-01-01", *counts] for code, *counts in rows))
    assert (outcome.outcome, outcome.accepted, outcome.refused) == ("applied", len(rows), 0)
    assert one(database, "select sum(inhabitant_count) from core.population_count") == 17_472_870


def test_a_delivered_count_goes_before_the_list_of_the_product_and_an_older_one_does_not(database: Database) -> None:
    newest = "select distinct counted_on from functions.inhabitants('2026-09-01')"
    listed = one(database, newest)
    assert load(row(on="2020-01-01")).outcome == "applied"
    assert one(database, newest) == listed
    assert load(row(on=str(listed))).outcome == "applied"
    assert one(database, "select count(distinct municipality_code) from functions.inhabitants('2026-09-01')") == 1
