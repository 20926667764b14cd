"""How long a count holds: elapsed hours, days by the clock, working days without weekends and holidays."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from tests.conftest import Database

LOCAL = ZoneInfo("Europe/Amsterdam")


def local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("counted_at", "time_to_live", "expires_at"),
    [
        ("2026-11-20T07:10", "26 hours", "2026-11-21T09:10"),
        # the clock goes forward in the night of 29 March 2026: 26 elapsed hours end an hour later on the clock
        ("2026-03-28T07:10", "26 hours", "2026-03-29T10:10"),
        # and back in the night of 25 October 2026
        ("2026-10-24T07:10", "26 hours", "2026-10-25T08:10"),
        ("2026-11-20T07:10", "3 days", "2026-11-23T07:10"),
        ("2026-03-28T07:10", "3 days", "2026-03-31T07:10"),
        ("2026-10-24T07:10", "3 days", "2026-10-27T07:10"),
        ("2026-11-20T07:10", "31 days", "2026-12-21T07:10"),
        ("2026-11-18T07:10", "2 working days", "2026-11-20T07:10"),
        ("2026-11-20T07:10", "2 working days", "2026-11-24T07:10"),
        ("2026-11-21T12:00", "2 working days", "2026-11-24T12:00"),
        ("2026-11-20T07:10", "7 working days", "2026-12-01T07:10"),
        # Christmas Day and Boxing Day 2026 fall on Friday and Saturday, New Year on Friday
        ("2026-12-23T07:10", "2 working days", "2026-12-28T07:10"),
        ("2026-12-23T07:10", "7 working days", "2027-01-05T07:10"),
        ("2026-03-27T02:30", "2 working days", "2026-03-31T02:30"),
    ],
)
def test_expires_at(database: Database, counted_at: str, time_to_live: str, expires_at: str) -> None:
    with database.engine().connect() as connection:
        found: Any = connection.execute(
            text("select functions.expires_at(:counted_at, :time_to_live)"),
            {"counted_at": local(counted_at), "time_to_live": time_to_live},
        ).scalar_one()
    assert found == local(expires_at)


def test_every_time_to_live_of_the_lists_ends_after_the_count(database: Database) -> None:
    with database.engine().connect() as connection:
        lives = connection.execute(
            text("select distinct unnest(array[ttl_hand, ttl_fed, ttl_spoed]::text[]) from core.care_pathway")
        ).scalars()
        kept = [life for life in lives if life]
        assert kept
        for life in kept:
            moment = local("2026-12-24T23:59")
            found = connection.execute(
                text("select functions.expires_at(:at, :life)"), {"at": moment, "life": life}
            ).scalar_one()
            assert moment + timedelta(hours=1) < found
