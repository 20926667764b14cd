"""How the waits of others in the region spread: their quartiles without their names, and nothing of fewer than five."""

from datetime import timedelta

from sqlalchemy import Connection

from sql.call import rows
from tests import factories as make
from tests.factories import AS_OF
from tests.sql.access.people import account


def somebody(connection: Connection, weeks: int | None, postcode4: str = "3511") -> int:
    """An offer of a provider of its own; its wait to treatment is so many weeks."""
    location = make.location(connection, provider_id=make.provider(connection), postcode4=postcode4)
    if weeks is not None:
        make.wait(connection, location, intake_weeks=1, treatment_weeks=weeks - 1)
    return make.offer(connection, location_id=location)


def test_quartiles_of_five_others_and_of_no_fewer(connection: Connection) -> None:
    provider = make.provider(connection)
    named = {"provider_id": provider, "system_code": "agb", "value": "09000002", "valid_from": "2020-01-01"}
    make.insert(connection, "core.provider_identifier", **named)
    location = make.location(connection, provider_id=provider)
    make.wait(connection, location, intake_weeks=2, treatment_weeks=7)
    mine = make.offer(connection, location_id=location)
    unknown = make.offer(connection, location_id=make.location(connection, provider_id=provider))
    who = account(connection, "provider", scopes={"agb": ["09000002"]})
    for weeks in (4, 6, 10, 20, None):
        somebody(connection, weeks)
    somebody(connection, 2, postcode4="8301")  # another region

    def asked(**more: object) -> list[dict[str, object]]:
        return rows(connection, "read.own_spread", as_of=AS_OF, asker=who, **more)

    (few,) = asked()
    assert few == {
        "offer_id": mine,
        "start_weeks": 9,
        **dict.fromkeys(("low_weeks", "middle_weeks", "high_weeks", "provider_count")),
    }
    somebody(connection, 8)
    (row,) = asked(location=location)
    assert [row[name] for name in ("low_weeks", "middle_weeks", "high_weeks", "provider_count")] == [6, 8, 10, 5]
    assert unknown not in [row["offer_id"] for row in asked()]
    assert asked(location=location + 1000) == []
    other = account(connection, "gp")
    assert rows(connection, "read.own_spread", as_of=AS_OF + timedelta(days=1), asker=other) == []
