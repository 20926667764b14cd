"""Somebody of a provider whose places its own source counted at night."""

import pytest

from etl import pipeline
from etl.feed import all_feeds
from tests.conftest import Database
from tests.etl.capacity_file import AT, csv_file
from tests.etl.capacity_file import rows as csv_rows
from tests.sql.access.people import account


@pytest.fixture
def who(database: Database) -> int:
    """Somebody of a provider with three locations, whose places its own source counted at night."""
    night = csv_file(csv_rows(3, aanmeldstop="nee", verwijsroute="huisarts", agressie="uitgesloten"))
    done = pipeline.run(all_feeds()["capacity_csv"], "capacity_csv", night, "nacht.csv", at=AT)
    assert done.outcome == "applied"
    with database.engine().begin() as connection:
        return account(connection, "provider", at=AT, scopes={"agb": ["09000000"]})
