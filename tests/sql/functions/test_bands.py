"""The bands of the list, and the distance they are made from."""

from decimal import Decimal

import pytest
from sqlalchemy import Connection

from sql.call import value


@pytest.mark.parametrize(
    ("weeks", "band"), [(0, 1), (2, 1), (2.1, 2), (4, 2), (4.1, 3), (9, 3), (14, 4), (14.001, 5), (260, 5), (None, 6)]
)
def test_wait_band(connection: Connection, weeks: float | None, band: int) -> None:
    assert value(connection, "functions.wait_band", weeks=None if weeks is None else Decimal(str(weeks))) == band


@pytest.mark.parametrize(
    ("km", "band"), [(0, 1), (5, 1), (5.1, 2), (15, 2), (15.1, 3), (30, 3), (30.1, 4), (300, 4), (None, 5)]
)
def test_distance_band(connection: Connection, km: float | None, band: int) -> None:
    assert value(connection, "functions.distance_band", km=None if km is None else Decimal(str(km))) == band


def test_distance_of_a_known_pair(connection: Connection) -> None:
    """One degree of latitude is a 360th of the earth's circumference; the same point is at zero, antipodes at half."""

    def km(*points: float | None) -> float | None:
        lat1, lon1, lat2, lon2 = points
        return value(connection, "functions.distance_km", lat1=lat1, lon1=lon1, lat2=lat2, lon2=lon2)  # type: ignore[no-any-return]

    assert km(52, 5, 53, 5) == pytest.approx(111.195, abs=0.001)
    assert km(52, 5, 52, 6) == pytest.approx(68.458, abs=0.001)
    assert km(52.1, 5.1, 52.1, 5.1) == 0
    assert km(0, 0, 0, 180) == pytest.approx(20015.115, abs=0.001)
    assert km(None, 5, 52, 5) is None
