"""Questions of programs that watch: numbers on the running of the product, asked as the operator's login role."""

from datetime import datetime

from dashboard.queries.database import Row, ask_as

_ROLE = "app_operator"


def logic_of_database(at: datetime) -> str | None:
    """The fingerprint of the logic that the database was built with; None before the first release."""
    found = ask_as(_ROLE, "release", at)
    return str(found[0]["logic_sha256"]) if found else None


def upkeep(at: datetime) -> list[Row]:
    """One row per kind of upkeep that ever ran."""
    return ask_as(_ROLE, "upkeep", at)


def sources(at: datetime) -> list[Row]:
    """One row per active source: age, lateness, counts of deliveries."""
    return ask_as(_ROLE, "source_health", at)


def audit_event_count(at: datetime) -> int:
    """How many rows the audit trail has."""
    return int(ask_as(_ROLE, "audit_health", at)[0]["event_count"])
