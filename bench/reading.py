"""What a question reads: rows and sequential scans by table, as the server counts them within one transaction.

EXPLAIN shows nothing of what happens inside a function; these counts show all of it, however deep.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from bench import world
from bench.statement import statement
from sql.call import driver, rows

# What is asked where a function insists on being told; a name means the same in every function.
ASKED: Mapping[str, object] = {
    "delivery": 1,
    "line": 7,
    "offer": 7,
    "location": 7,
    "closure": 1,
    "criterion": "X_AGR",
    "receipt": 1,
    "postcode": "3511",
    "region": "ZK23",
    "urgency": "regulier",
    "care_pathway": "AMB",
    "diagnosis_group": "D04",
    "account": 1,
    "own_concerns": ["achmea"],
    "own_agb": ["30000007"],
    "kind": "location",
    "agb_code": "30000007",
    "token_sha256": "0" * 64,
    "token_prefix": "tp_00000",
    "source": "capacity_json",
    "since": world.counted_at(0),
}
# How a page asks where leaving everything open is no question that a page asks.
_NEAR = {"care_pathway": "AMB", "diagnosis_group": "D04", "postcode": "3511", "max_km": 100}
AS_A_PAGE: Mapping[str, Mapping[str, object]] = {
    "free_places": _NEAR,
    "free_places_class": _NEAR,
    "place_first": _NEAR,
    "bridging_offers": {"postcode": "3511"},
    "region_matrix": {"region": "ZK23"},
    "late_deliveries": {"region": "ZK23"},
    "wait_trend": {"region": "ZK23"},
}


@dataclass(frozen=True)
class Reading:
    """What one call came to. history_scans: sequential scans over tables of history; read: rows of all tables."""

    returned: int
    read: int
    history_scans: int


def questions(connection: Connection, askers: Mapping[str, int]) -> dict[str, dict[str, object]]:
    """Function -> what it is asked, beside as_of. askers: accounts by role, `provider` for what is somebody's own.

    Raises KeyError for an argument without a default that ASKED does not know.
    """
    found = driver(connection).execute(statement("read_functions")).fetchall()
    asked = {}
    for name, needed in found:
        known = {**ASKED, "asker": askers["provider" if name.startswith("own_") else "operator"]}
        asked[name] = {argument: known[argument] for argument in needed if argument != "as_of"} | dict(
            AS_A_PAGE.get(name, {})
        )
    return asked


def reading(connection: Connection, question: str, **arguments: object) -> Reading:
    """Ask once, for what the server remembers of its catalogue, then once more and count; what it wrote is undone."""
    own = driver(connection)
    for _ in range(2):
        with connection.begin_nested() as attempt:
            before = own.execute(statement("rows_read")).fetchone()
            returned = len(rows(connection, f"read.{question}", as_of=world.AS_OF, **arguments))
            after = own.execute(statement("rows_read")).fetchone()
            attempt.rollback()
    if before is None or after is None:
        raise AssertionError("the server counts nothing")
    return Reading(returned, int(after[0] - before[0]), int(after[1] - before[1]))
