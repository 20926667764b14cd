"""NZa's real figures of 2016 on the page of waits: a historic source, under its own groups; and what was published."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dashboard.sign_in import demo
from dashboard.wording import number
from etl import pipeline
from etl.feeds.nza_ggz_2016 import FEED
from etl.text.table import read_csv
from sql import call
from tests.factories import AS_OF

FILE = "nza_2016/brondata_wachttijden_ggz_2016.csv"


@pytest.fixture
def browser_of(browser: Callable[[], Any], clock: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    clock.at = AS_OF
    monkeypatch.setattr(demo, "ROLES", [("insurer", "insurer")])
    return lambda role: browser().sign_in(role)


def strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for inner in part.values():
            yield from strings(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from strings(inner)


@pytest.fixture
def _loaded(database: Any, shared_data: Path) -> None:
    at = datetime(2026, 11, 17, 6, tzinfo=UTC)
    outcome = pipeline.run(FEED, FEED.code, (shared_data / FILE).read_bytes(), FILE, at=at)
    assert (outcome.outcome, database.home.exists()) == ("applied", True)


@pytest.mark.usefixtures("_loaded")
def test_the_real_figures_are_shown_as_what_they_are(browser_of: Callable[[str], Any]) -> None:
    one = browser_of("insurer")
    nothing = " | ".join(strings(one.page("/wachttijden", "").get_json()))
    assert "/wachttijden?klok=onbekend" in nothing, "not under a clock of today, and the page says where"
    asked = {"kind": "intake", "method": "unknown", "setting": None, "month": date(2016, 9, 1)}
    spots = call.select("read.wait_hot_spots", as_of=AS_OF, **asked)
    groups = {row["diagnosis_group_code"] for row in spots} - {None}
    assert groups
    assert all(code.startswith("IV") for code in groups), "its own list, not that of today"
    (total,) = (row for row in spots if row["region_code"] is None and row["diagnosis_group_code"] is None)
    assert total["mean_weeks"] is None, "nobody told an inflow, so there is nothing to weigh by"
    assert total["small_location_count"] == total["location_count"] > 100
    seen = " | ".join(strings(one.page("/wachttijden", "?klok=onbekend&soort=aanmelding&maand=2016-09").get_json()))
    assert "september 2016 · definitief, versie 1" in seen
    assert "Niet uitgesplitst (DSM4)" in seen
    assert f"mediaan {number(total['median_weeks'])}" in seen
    assert "niet te zeggen: geen vestiging gaf in beide maanden een wachttijd met instroom op" in seen
    (unplaced,) = call.select("read.wait_unplaced", as_of=AS_OF, month=date(2016, 9, 1), method="unknown")
    (count,) = unplaced.values()
    assert f"{number(count)} vestigingen gaven een wachttijd op en niet waar zij liggen" in seen


@pytest.mark.usefixtures("_loaded")
def test_the_published_share_of_practices_in_stop(shared_data: Path, database: Any) -> None:
    """13 % of the practices took nobody, says the publication: of those of which a website was found."""
    with database.engine().connect() as connection:
        ((stopped,),) = call.driver(connection).execute(
            "select count(distinct sl.provider_key) from core.waiting_time t join core.source_location sl"
            " using (source_location_id) where t.intake_state = 'stop' and sl.postcode4 is not null"
        )  # fmt: skip
    read = read_csv((shared_data / FILE).read_bytes(), declared_encoding=FEED.dialect.encoding, separator=";")
    rows = pl.concat([chunk.rows for chunk in read.chunks]).filter(pl.col("INST") == "0")
    has_site = pl.col("Website.vindbaar").str.to_lowercase().str.starts_with("ja")
    practices = rows.group_by("AGBCODE_INDIENER").agg(has_site=has_site.any())
    assert stopped == 59
    assert round(100 * stopped / practices["has_site"].sum()) == 13
