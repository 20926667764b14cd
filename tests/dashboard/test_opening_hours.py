"""When a phone is answered."""

from datetime import datetime

import pytest

from dashboard.opening_hours import AMSTERDAM, Answering, answering, parse


def at(text: str) -> datetime:
    """A moment in Amsterdam; 2026-11-16 is a Monday."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("hours", "moment", "is_open", "changes_at"),
    [
        ("ma-vr 08:30-17:00", "2026-11-16T08:29", False, "2026-11-16T08:30"),
        ("ma-vr 08:30-17:00", "2026-11-16T08:30", True, "2026-11-16T17:00"),
        ("ma-vr 08:30-17:00", "2026-11-16T16:59", True, "2026-11-16T17:00"),
        ("ma-vr 08:30-17:00", "2026-11-16T17:00", False, "2026-11-17T08:30"),
        ("ma-vr 08:30-17:00", "2026-11-20T18:00", False, "2026-11-23T08:30"),
        ("ma-do 08:30-16:30; vr 08:30-12:00", "2026-11-20T12:30", False, "2026-11-23T08:30"),
        ("ma-vr 08:30-12:00; ma-vr 13:00-17:00", "2026-11-16T12:15", False, "2026-11-16T13:00"),
        ("vr-ma 09:00-12:00", "2026-11-22T10:00", True, "2026-11-22T12:00"),
        ("zo 09:00-12:00", "2026-11-22T12:00", False, "2026-11-29T09:00"),
        ("vr 18:00-24:00; za 00:00-06:00", "2026-11-20T23:00", True, "2026-11-21T06:00"),
        ("ma-zo 00:00-24:00", "2026-11-16T03:00", True, None),
        ("za-zo 08:00-20:00", "2026-10-24T21:00", False, "2026-10-25T08:00"),
    ],
)
def test_it_is_answered_or_not_until_a_moment(hours: str, moment: str, is_open: bool, changes_at: str | None) -> None:  # noqa: FBT001
    expected = Answering(is_open, at(changes_at) if changes_at else None)
    assert answering(hours, at(moment)) == expected


@pytest.mark.parametrize("hours", [None, "", "op werkdagen", "ma-vr 08:30-17:00; bel eerst", "mo-fr 08:30-17:00"])
def test_hours_that_are_not_understood_are_not_known(hours: str | None) -> None:
    assert parse(hours) == ()
    assert answering(hours, at("2026-11-16T09:00")) is None
