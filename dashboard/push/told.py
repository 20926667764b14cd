"""What became of a pushed delivery, as its sender's program is told. Pure."""

from datetime import datetime
from typing import Any

from dashboard.language import current
from dashboard.push.addresses import DELIVERIES
from dashboard.queries.database import Row

STATES = ("waiting", "received", "applied", "duplicate", "superseded", "held", "rejected", "failed")
UNDER_WAY = frozenset({"waiting", "received", "failed", "held"})  # a fault of ours is loaded again
SETTLED = frozenset(STATES) - {"waiting", "received"}
_COUNTS = ("read", "accepted", "refused", "duplicate")


def status(state: str) -> int:
    """The HTTP status with which a delivery in this state is answered: 200 done, 202 under way, 422 rejected whole."""
    if state == "rejected":
        return 422
    return 202 if state in UNDER_WAY else 200


def document(told: Row, *, delivery: int | None = None, received_at: datetime | None = None) -> dict[str, Any]:
    """told: as functions.told_delivery has it. delivery: its number; None of a dry run, which has none."""
    counts = {name: told.get(f"{name}_count") for name in _COUNTS}
    return {
        "delivery": delivery,
        "address": None if delivery is None else f"{DELIVERIES}/{delivery}",
        "dry_run": delivery is None,
        "received_at": None if received_at is None else received_at.isoformat(timespec="seconds"),
        "state": told["state_code"],
        "counts": None if counts["read"] is None else counts,
        "reason": told.get("reason_code"),
        "sentence": told.get(f"sentence_{current()}"),
        "refusals": [_refusal(one) for one in told.get("refusals", [])],
        "more_refusals": told.get("more_refused_count", 0),
    }


def _refusal(one: Row) -> dict[str, Any]:
    """A refused place: where it stands in the body (place from 1, pointer as in RFC 6901), what was sent, and why."""
    below = f"/{one['column']}" if one["column"] else ""
    return {
        "place": one["line"],
        "pointer": f"/places/{one['line'] - 1}{below}",
        "column": one["column"],
        "value": one["value"],
        "code": one["code"],
        "sentence": one[f"sentence_{current()}"],
        "advice": one[f"advice_{current()}"],
    }
