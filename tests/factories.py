"""Small hand-made data for database tests: each function adds one row, with defaults that its arguments override.

Each takes a connection inside the test's transaction and gives back the row's key. What a row needs (the provider of a
location, the delivery of a count) is made when it is not given. All names are made up.
"""

import hashlib
import itertools
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from psycopg import sql
from sqlalchemy import Connection

from sql.call import driver, rows

DUTCH = ZoneInfo("Europe/Amsterdam")
AS_OF = datetime(2026, 11, 18, 8, 0, tzinfo=DUTCH)  # a Wednesday
_numbers = itertools.count(1)


def insert(connection: Connection, table: str, **values: object) -> dict[str, Any]:
    """Add one row to `schema.table` and give it back whole, generated key and all."""
    statement = sql.SQL("insert into {} ({}) values ({}) returning *").format(
        sql.Identifier(*table.split(".")),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(map(sql.Placeholder, values)),
    )
    cursor = driver(connection).execute(statement, values)
    row = cursor.fetchone()
    assert row is not None
    assert cursor.description is not None
    return dict(zip((column.name for column in cursor.description), row, strict=True))


def source(connection: Connection, code: str = "lindebron", **overrides: object) -> str:
    """A source that delivers every night; one that is there already stays as it is."""
    known = driver(connection).execute("select from core.source where source_code = %s", [code]).fetchone()
    if known is None:
        defaults: dict[str, object] = {
            "feed_code": "capacity_csv",
            "name": f"Bron {code}",
            "expected_every": timedelta(days=1),
            "grace": timedelta(hours=6),
        }
        insert(connection, "core.source", source_code=code, **defaults | overrides)
    return code


def delivery(connection: Connection, *, source_code: str = "lindebron", **overrides: object) -> int:
    """An applied delivery of the night before AS_OF. It is not published: see `publish`."""
    defaults: dict[str, object] = {
        "source_code": source(connection, source_code),
        "feed_code": "capacity_csv",
        "file_name": "capaciteit.csv",
        "received_at": AS_OF - timedelta(hours=6),
        "delivered_at": AS_OF - timedelta(hours=6),
        "sha256": hashlib.sha256(str(next(_numbers)).encode()).hexdigest(),
        "size_bytes": 1,
        "state_code": "applied",
        **dict.fromkeys(("read_count", "accepted_count", "refused_count", "duplicate_count"), 0),
    }
    return int(insert(connection, "raw.delivery", **defaults | overrides)["delivery_id"])


def publish(connection: Connection, *, source_code: str = "lindebron", applied_at: datetime = AS_OF) -> int:
    """A delivery that is the published one of its source since applied_at."""
    source(connection, source_code)
    delivery_id = delivery(connection, source_code=source_code, received_at=applied_at, delivered_at=applied_at)
    insert(
        connection,
        "core.source_state",
        source_code=source_code,
        delivery_id=delivery_id,
        order_at=applied_at,
        applied_at=applied_at,
    )
    return delivery_id


def provider(connection: Connection, **overrides: object) -> int:
    defaults: dict[str, object] = {"name": "GGZ De Voorbeeldlinde", "size_code": "mid", "is_fictional": True}
    return int(insert(connection, "core.provider", **defaults | overrides)["provider_id"])


def location(connection: Connection, **overrides: object) -> int:
    """A location in the centre of Utrecht (zorgkantoorregio ZK23)."""
    defaults: dict[str, object] = {"name": "Voorbeeldhuis", "postcode4": "3511", "phone": "0000-000001"}
    values = defaults | overrides
    if "provider_id" not in values:
        values["provider_id"] = provider(connection)
    return int(insert(connection, "core.location", **values)["location_id"])


def offer(connection: Connection, **overrides: object) -> int:
    """Outpatient care for depression, 18 years and older, by referral of a GP."""
    defaults: dict[str, object] = {
        "care_pathway_code": "AMB",
        "diagnosis_group_code": "D04",
        "segment_code": "s-ggz",
        "age_from": 18,
        "entry_route_codes": ["gp"],
        "line": 2,
    }
    values = defaults | overrides
    if "location_id" not in values:
        values["location_id"] = location(connection)
    values["source_code"] = source(connection, str(values.get("source_code", "lindebron")))
    if "delivery_id" not in values:
        values["delivery_id"] = delivery(connection, source_code=str(values["source_code"]))
    return int(insert(connection, "core.offer", **values)["offer_id"])


def count(connection: Connection, offer_id: int, **overrides: object) -> None:
    """The current count of an offer: one place free, counted an hour before AS_OF, good for two days after it."""
    values = _counted(connection, offer_id, overrides)
    insert(connection, "core.capacity_current", **{"source_code": "lindebron", **values})


def past_count(connection: Connection, offer_id: int, **overrides: object) -> None:
    """A count in the history only; by default of the day before the current one."""
    overrides.setdefault("counted_at", AS_OF - timedelta(days=1, hours=1))
    values = _counted(connection, offer_id, overrides)
    counted_at = values["counted_at"]
    assert isinstance(counted_at, datetime)
    month = counted_at.astimezone(ZoneInfo("UTC")).date().replace(day=1)
    rows(connection, "load.ensure_month", parent="capacity_count", day=month)
    insert(connection, "core.capacity_count", **values)


def _counted(connection: Connection, offer_id: int, overrides: dict[str, object]) -> dict[str, object]:
    defaults: dict[str, object] = {
        "offer_id": offer_id,
        "urgency_code": "regulier",
        "free_count": 1,
        "counted_at": AS_OF - timedelta(hours=1),
        "expires_at": AS_OF + timedelta(days=2),
        "line": 2,
    }
    values = defaults | overrides
    source_code = str(values.get("source_code", "lindebron"))
    if "delivery_id" not in values:
        values["delivery_id"] = delivery(connection, source_code=source_code)
    if values.get("blank_code") and "blank_delivery_id" not in values:
        values["blank_delivery_id"] = delivery(connection, source_code=source_code)
    return values


def wait(connection: Connection, location_id: int, **overrides: object) -> None:
    """The newest published wait of a location: 3 weeks to intake and 6 more to treatment, depression, adults."""
    values: dict[str, Any] = {
        "circuit_code": "adults",
        "diagnosis_group_code": "D04",
        "group_literal": "",
        "insurer_literal": "",
        "segment_code": "s-ggz",
        "setting_code": "ambulant",
        "method_code": "current",
        "reference_on": date(2026, 10, 31),
        "version": 1,
        "intake_weeks": 3,
        "treatment_weeks": 6,
        "line": 2,
    } | overrides
    for kind in ("intake", "treatment"):
        values.setdefault(f"{kind}_state", "unknown" if values[f"{kind}_weeks"] is None else "value")
    source_code = source(connection, values.pop("source_code", "wachtbron"), feed_code="waiting_times_csv")
    values.setdefault("delivery_id", delivery(connection, source_code=source_code))
    if "source_location_id" not in values:
        values["source_location_id"] = source_location(connection, location_id, source_code=source_code)
    insert(connection, "core.waiting_current", **values)


def source_location(connection: Connection, location_id: int, *, source_code: str = "wachtbron") -> int:
    """The location as a source of waits names it, matched by a person; one that is there already is given back."""
    known = (
        driver(connection)
        .execute(
            "select source_location_id from core.source_location where location_id = %s and source_code = %s",
            [location_id, source_code],
        )
        .fetchone()
    )
    if known is not None:
        return int(known[0])
    row = insert(
        connection,
        "core.source_location",
        source_code=source(connection, source_code, feed_code="waiting_times_csv"),
        location_key=str(location_id),
        provider_key="voorbeeldlinde",
        provider_name="GGZ De Voorbeeldlinde",
        location_id=location_id,
        matched_by="person",
        matched_at=AS_OF,
    )
    return int(row["source_location_id"])


def closure(connection: Connection, location_id: int, **overrides: object) -> int:
    """A stop of a location for everybody, until further notice."""
    defaults: dict[str, object] = {
        "location_id": location_id,
        "reason_code": "staff",
        "from_on": date(2026, 11, 1),
        "source_code": "lindebron",
        "line": 2,
    }
    values = defaults | overrides
    source(connection, str(values["source_code"]))
    if "delivery_id" not in values:
        values["delivery_id"] = delivery(connection, source_code=str(values["source_code"]))
    return int(insert(connection, "core.closure", **values)["closure_id"])


def exclusion(connection: Connection, offer_id: int, **overrides: object) -> None:
    """A criterion on which an offer turns patients away."""
    defaults: dict[str, object] = {"criterion_code": "X_SUI", "value_code": "by_consultation", "line": 2}
    values = {"offer_id": offer_id, **defaults | overrides}
    values.setdefault("delivery_id", delivery(connection))
    insert(connection, "core.offer_exclusion", **values)


def told_wait(connection: Connection, location_id: int, **overrides: object) -> int:
    """A figure as the history holds it, and the version of its month: 3 weeks to intake, 6 more, 10 came in each.

    known_at is when it was known, by default the fifth of its month. inflow=None tells none. Gives the delivery.
    """
    values: dict[str, Any] = {
        "circuit_code": "adults",
        "diagnosis_group_code": "D04",
        "segment_code": "s-ggz",
        "setting_code": "ambulant",
        "method_code": "retrospective",
        "reference_on": date(2026, 10, 1),
        "intake_weeks": 3,
        "treatment_weeks": 6,
        "line": 2,
        "inflow": 10,
    } | overrides
    on = values["reference_on"]
    known_at = values.pop("known_at", datetime(on.year, on.month, 5, 9, tzinfo=DUTCH))
    inflow = values.pop("inflow")
    source_code = source(connection, values.pop("source_code", "wachtbron"), feed_code="waiting_times_csv")
    values |= {"inflow_intake_count": inflow, "inflow_treatment_count": inflow} | {
        key: count for key, count in values.items() if key.startswith("inflow_")
    }
    for kind in ("intake", "treatment"):
        values.setdefault(f"{kind}_state", "unknown" if values[f"{kind}_weeks"] is None else "value")
    if "delivery_id" not in values:
        values["delivery_id"] = delivery(
            connection, source_code=source_code, received_at=known_at, delivered_at=known_at
        )
    if "source_location_id" not in values:
        values["source_location_id"] = source_location(connection, location_id, source_code=source_code)
    rows(connection, "load.ensure_month", parent="waiting_time", day=on)
    insert(connection, "core.waiting_time", **values)
    driver(connection).execute(
        "insert into core.wait_version values (%s, %s, %s, 1)"
        " on conflict (period_from, delivery_id) do update set figure_count = wait_version.figure_count + 1",
        [on.replace(day=1), values["delivery_id"], known_at],
    )
    return int(values["delivery_id"])
