"""What loading a file of waits writes down beside its figures: versions, doubts, duties; what a correction changes."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from etl import pipeline
from etl.feeds.waiting_times_csv import FEED
from sql import call
from tests import factories as make
from tests.conftest import Database

SOURCE = "wachtbron"
HEADER = (
    "agb_vestiging;naam_aanbieder;postcode;segment;diagnosegroep;methode;peildatum;aanmeld_weken;behandel_weken;"
    "wachtend_intake;wachtend_intake_boven_norm;wachtend_behandeling;wachtend_behandeling_boven_norm;"
    "nieuw_maand;gestart_maand;vertrokken_maand"
)


@pytest.fixture
def source(database: Database) -> str:
    with database.engine().begin() as connection:
        make.source(connection, SOURCE, feed_code=FEED.code, is_any_agb=True)
    return SOURCE


def load(day: date, *figures: str) -> None:
    """One row a figure, on the fifth of the month of its date: 'date;intake;treatment;four counts;three flows'."""
    lines = [f"09002020;GGZ De Voorbeeldlinde;3511;s-ggz;D04;retrospectief;{figure}" for figure in figures]
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    outcome = pipeline.run(FEED, SOURCE, "\n".join([HEADER, *lines]).encode(), "wachttijden.csv", at=at)
    assert (outcome.outcome, outcome.refused) == ("applied", 0)


def table(database: Database, statement: Any) -> list[tuple[Any, ...]]:
    with database.engine().connect() as connection:
        return [tuple(row) for row in call.driver(connection).execute(statement)]


@pytest.mark.usefixtures("source")
def test_a_doubt_stands_until_a_correction_takes_it_away() -> None:
    load(date(2026, 9, 5), "2026-09-01;5;4;40;10;20;2;9;6;1")
    load(date(2026, 10, 5), "2026-10-01;5,5;4;75;12;20;2;10;7;1")  # 60 + 10 - 7 - 1 is not 95
    (doubt,) = call.select("checks.implausible_wait")
    assert (doubt["flag_code"], doubt["told"], doubt["expected"], doubt["reference_on"]) == (
        "balance", 95, 62, date(2026, 10, 1),
    )  # fmt: skip
    load(date(2026, 10, 20), "2026-10-01;5,5;4;42;12;20;2;10;7;1")
    assert call.select("checks.implausible_wait") == []

    def flags(as_of: datetime) -> list[str]:
        return [row["flag_code"] for row in call.select("read.wait_flags", as_of=as_of, month=date(2026, 10, 1))]

    assert flags(datetime(2026, 10, 6, tzinfo=UTC)) == ["balance"], "what was said then can be read again"
    assert flags(datetime(2026, 10, 21, tzinfo=UTC)) == []


@pytest.mark.usefixtures("source")
def test_a_correction_of_a_month_is_held_against_the_month_after_it() -> None:
    load(date(2026, 9, 5), "2026-09-01;5;4;40;10;20;2;9;6;1")
    load(date(2026, 10, 5), "2026-10-01;5,5;4;42;12;20;2;10;7;1")
    assert call.select("checks.implausible_wait") == []
    load(date(2026, 10, 6), "2026-09-01;5;4;90;10;20;2;9;6;1")
    assert {row["reference_on"] for row in call.select("checks.implausible_wait")} == {date(2026, 10, 1)}


def test_versions_and_duties_follow_the_deliveries(database: Database, source: str) -> None:
    load(date(2026, 8, 5), "2026-08-01;5;4;40;10;20;2;;;")
    load(date(2026, 10, 5), "2026-10-01;5;4;40;10;20;2;;;")
    load(date(2026, 10, 7), "2026-10-01;5;4;40;10;20;2;;;", "2026-08-01;6;4;40;10;20;2;;;")
    versions = table(database, "select period_from, figure_count from core.wait_version order by period_from, known_at")
    assert versions == [(date(2026, 8, 1), 1), (date(2026, 8, 1), 1), (date(2026, 10, 1), 1)], (
        "what is told again is no version"
    )
    duties = table(
        database, "select period_from, delivery_id is not null, source_code from core.obligation order by period_from"
    )
    assert duties == [(date(2026, month, 1), month != 9, source) for month in (8, 9, 10)]


def test_the_committed_sample_is_loaded_with_a_version_of_its_month(database: Database) -> None:
    sample = Path(__file__).parents[3] / "data" / "sample" / "waiting_times_csv.csv"
    with database.engine().begin() as connection:
        make.source(connection, SOURCE, feed_code=FEED.code, is_any_agb=True)
    outcome = pipeline.run(FEED, SOURCE, sample.read_bytes(), sample.name, at=datetime(2026, 9, 1, 7, tzinfo=UTC))
    assert outcome.outcome == "applied"
    spots = call.select("read.wait_hot_spots", as_of=datetime(2026, 9, 1, 7, tzinfo=UTC))
    (total,) = (row for row in spots if row["region_code"] is None and row["diagnosis_group_code"] is None)
    assert total["location_count"] > 60
    assert (total["version_code"], total["version_number"]) == ("provisional", 1)
