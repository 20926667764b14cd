"""In which week a moment lies, and when the agenda of that week is frozen: also where the clock is moved."""

from datetime import date, datetime, time

import pytest
from sqlalchemy import Connection

from sql.call import rows
from tests import factories as make

# (the moment asked, day of the week and time set, the Monday of its week, when it is due in UTC)
CASES = [
    ("2026-11-18T08:00+01:00", None, "2026-11-16", "2026-11-16T07:00+00:00"),
    ("2026-11-16T00:00+01:00", None, "2026-11-16", "2026-11-16T07:00+00:00"),  # the first moment of the week
    ("2026-11-15T23:59+01:00", None, "2026-11-09", "2026-11-09T07:00+00:00"),  # and the last of the one before
    ("2026-06-17T12:00+02:00", None, "2026-06-15", "2026-06-15T06:00+00:00"),  # in summer the clock is an hour ahead
    ("2027-01-02T12:00+01:00", None, "2026-12-28", "2026-12-28T07:00+00:00"),  # week 53 lies in two years
    ("2026-11-18T08:00+01:00", (4, time(16, 30)), "2026-11-16", "2026-11-19T15:30+00:00"),
    ("2026-03-29T12:00+02:00", (7, time(2, 30)), "2026-03-23", "2026-03-29T01:30+00:00"),  # 02:30 is skipped: 03:30
    ("2026-03-29T12:00+02:00", (7, time(8)), "2026-03-23", "2026-03-29T06:00+00:00"),
    ("2026-10-25T12:00+01:00", (7, time(2, 30)), "2026-10-19", "2026-10-25T01:30+00:00"),  # 02:30 comes twice
    ("2026-10-25T12:00+01:00", (7, time(8)), "2026-10-19", "2026-10-25T07:00+00:00"),
    ("2026-10-26T12:00+01:00", None, "2026-10-26", "2026-10-26T07:00+00:00"),
]


@pytest.mark.parametrize(("asked", "told", "week_on", "due_at"), CASES)
def test_the_week_and_its_set_moment(
    connection: Connection, asked: str, told: tuple[int, time] | None, week_on: str, due_at: str
) -> None:
    if told:
        facts = {"weekday_number": told[0], "from_time": told[1], "source": "made up", "maintained_by": "operator"}
        make.insert(connection, "core.agenda_time", region_code="ZK23", **facts)
    at = datetime.fromisoformat(asked)
    (row,) = rows(connection, "functions.agenda_moment", as_of=at, region="ZK23")
    assert row == {"week_on": date.fromisoformat(week_on), "due_at": datetime.fromisoformat(due_at)}
