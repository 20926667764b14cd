"""What one count says at a moment: does it hold, what is expected, which status follows, in which tier it stands."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from sql.call import value
from tests.factories import AS_OF, DUTCH

ON = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"free_count": 0}, None),
        ({"expires_at": AS_OF}, "stale"),
        ({"expires_at": AS_OF + timedelta(microseconds=1)}, None),
        ({"expires_at": AS_OF - timedelta(days=900)}, "stale"),
        ({"blank_code": "absent"}, "absent"),
        ({"blank_code": "held_lower"}, "held_lower"),
        ({"blank_code": "held_lower", "expires_at": AS_OF}, "held_lower"),
        ({"free_count": None}, "never"),
        ({"free_count": None, "expires_at": AS_OF}, "never"),
        ({"counted_at": None, "expires_at": None, "free_count": None}, "never"),
        ({"expires_at": None}, "stale"),
    ],
)
def test_unknown_code(connection: Connection, changed: dict[str, Any], code: str | None) -> None:
    counted = {
        "as_of": AS_OF,
        "counted_at": AS_OF - timedelta(hours=1),
        "expires_at": AS_OF + timedelta(hours=1),
        "free_count": 2,
        "blank_code": None,
    }
    assert value(connection, "functions.unknown_code", **counted | changed) == code


@pytest.mark.parametrize(
    ("is_stopped", "unknown_code", "free", "expected", "status"),
    [
        (True, None, 3, 0, "stop"),
        (True, "stale", 3, 0, "stop"),
        (False, "stale", 3, 2, "unknown"),
        (False, None, 3, 2, "free"),
        (False, None, 0, 2, "expected"),
        (False, None, 0, 0, "full"),
        (False, None, 0, None, "full"),
    ],
)
def test_status_code(
    connection: Connection, *, is_stopped: bool, unknown_code: str | None, free: int, expected: int | None, status: str
) -> None:
    found = value(
        connection,
        "functions.status_code",
        is_stopped=is_stopped,
        unknown_code=unknown_code,
        free_count=free,
        expected_count=expected,
    )
    assert found == status


@pytest.mark.parametrize(
    ("counted_on", "told", "number", "by"),
    [
        (ON, (1, 3, 5), 5, ON + timedelta(days=28)),
        (ON, (2, 2, 2), 2, ON + timedelta(days=7)),
        (ON, (None, 3, 3), 3, ON + timedelta(days=14)),
        (ON, (None, None, None), None, None),
        (ON, (0, 0, 0), 0, None),
        (ON, (4, None, None), 4, ON + timedelta(days=7)),
        (ON - timedelta(days=7), (4, None, None), 4, ON),
        (ON - timedelta(days=8), (4, None, None), None, None),
        (ON - timedelta(days=8), (4, 4, None), 4, ON + timedelta(days=6)),
        (ON - timedelta(days=29), (1, 2, 3), None, None),
    ],
)
def test_expected_places(
    connection: Connection,
    counted_on: date,
    told: tuple[int | None, int | None, int | None],
    number: int | None,
    by: date | None,
) -> None:
    given = {"counted_on": counted_on, "within_7": told[0], "within_14": told[1], "within_28": told[2], "on_date": ON}
    assert value(connection, "functions.expected_count", **given) == number
    assert value(connection, "functions.expected_by", **given) == by


@pytest.mark.parametrize(
    ("status", "is_within_norm", "is_barred", "tier"),
    [
        ("free", True, False, 1),
        ("free", False, False, 4),
        ("free", None, False, 4),
        ("expected", True, False, 3),
        ("full", True, False, 3),
        ("expected", False, False, 5),
        ("full", None, False, 5),
        ("unknown", True, False, 6),
        ("stop", True, False, 7),
        ("free", True, True, 7),
        ("unknown", None, True, 7),
    ],
)
def test_tier(connection: Connection, *, status: str, is_within_norm: bool | None, is_barred: bool, tier: int) -> None:
    found = value(
        connection,
        "functions.tier",
        status_code=status,
        is_within_norm=is_within_norm,
        is_barred=is_barred,
        call_first=0,
    )
    assert found == tier


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 18, 23, 59, tzinfo=DUTCH), date(2026, 11, 18)),
        (datetime.fromisoformat("2026-11-18T23:30+00:00"), date(2026, 11, 19)),
        (datetime.fromisoformat("2026-07-01T22:00+00:00"), date(2026, 7, 2)),
        (datetime.fromisoformat("2026-07-01T21:59+00:00"), date(2026, 7, 1)),
    ],
)
def test_dutch_date_whatever_the_session(connection: Connection, moment: datetime, day: date) -> None:
    for zone in ("UTC", "Asia/Tokyo"):
        connection.exec_driver_sql("select set_config('TimeZone', %s, true)", (zone,))
        assert value(connection, "functions.dutch_date", moment=moment) == day


@pytest.mark.parametrize(
    ("from_on", "n", "day"),
    [
        (date(2026, 11, 18), 1, date(2026, 11, 19)),
        (date(2026, 11, 18), 5, date(2026, 11, 25)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 12, 24), 5, date(2027, 1, 4)),
    ],
)
def test_working_day_after_skips_weekends_and_holidays(
    connection: Connection, from_on: date, n: int, day: date
) -> None:
    assert value(connection, "functions.working_day_after", from_on=from_on, n=n) == day


@pytest.mark.parametrize(
    ("pathway", "age_from", "age_to", "circuit"),
    [
        ("AMB", 18, None, "adults"),
        ("AMB", 0, None, "adults"),
        ("AMB", 0, 17, "youth"),
        ("AMB", 18, 25, "adolescents"),
        ("AMB", 60, None, "elderly"),
        ("VERS", 18, None, "addiction"),
        ("FOR", 18, None, "forensic"),
    ],
)
def test_age_circuit(connection: Connection, pathway: str, age_from: int, age_to: int | None, circuit: str) -> None:
    found = value(connection, "functions.age_circuit", care_pathway=pathway, age_from=age_from, age_to=age_to)
    assert found == circuit


def test_late_since_keeps_the_dutch_clock_over_its_change(connection: Connection) -> None:
    def late_since(applied_at: datetime) -> Any:
        return value(
            connection,
            "functions.late_since",
            applied_at=applied_at,
            expected_every=timedelta(days=1),
            grace=timedelta(hours=6),
        )

    assert late_since(datetime(2026, 10, 24, 2, 30, tzinfo=DUTCH)) == datetime(2026, 10, 25, 8, 30, tzinfo=DUTCH)
    assert late_since(datetime(2026, 3, 28, 4, 0, tzinfo=DUTCH)) == datetime(2026, 3, 29, 10, 0, tzinfo=DUTCH)
