"""The questions and deeds of a coordinator: calls to work off, counts heard by telephone, deliveries that are held.

Each deed is done with the rights of the one who does it, and judged and written down in the database.
"""

from datetime import date

import flask

from dashboard.queries.database import Row, ask, deed
from dashboard.viewer import Viewer


def open_calls(viewer: Viewer, region: str | None = None) -> list[Row]:
    """One row per call that said the figure was wrong and that nobody settled yet, the oldest first."""
    return ask(viewer, "open_calls", asker=viewer.account_id, region=region)


def call_results(viewer: Viewer) -> list[Row]:
    """One row per way in which a call is worked off."""
    return ask(viewer, "call_results")


def closure_reasons(viewer: Viewer) -> list[Row]:
    """One row per reason for a stop on new clients."""
    return ask(viewer, "closure_reasons")


def enterable_offer(viewer: Viewer, offer: int, urgency: str) -> Row | None:
    """An offer of one's own regions with what it shows now, or None."""
    rows = ask(viewer, "enterable_offers", asker=viewer.account_id, offer=offer, urgency=urgency)
    return next(iter(rows), None)


def find_offers(viewer: Viewer, words: str) -> list[Row]:
    """The offers of one's own regions in whose names all of these words stand."""
    return ask(viewer, "enterable_offers", asker=viewer.account_id, words=words)


def entered_counts(viewer: Viewer) -> list[Row]:
    """What was entered for offers of one's own regions in the last week, and how far each is."""
    return ask(viewer, "entered_counts", asker=viewer.account_id)


def held_deliveries(viewer: Viewer) -> list[Row]:
    """The deliveries that wait for a person. That somebody looked is written down."""
    return ask(viewer, "held_deliveries", asker=viewer.account_id, request_id=_request())


def settle_call(viewer: Viewer, call: int, result: str, phoned_count: int) -> str:
    """done, denied, unknown_result, or not_open (any more, or the same sent twice)."""
    return str(_value(viewer, "settle_call", call_outcome=call, result=result, phoned_count=phoned_count))


def decide_held(viewer: Viewer, delivery: int, verdict: str, reason: str) -> str:
    """done, denied, without_reason, or not_held (any more). verdict: release or refuse."""
    return str(_value(viewer, "decide_held", delivery=delivery, verdict=verdict, reason=reason))


def enter_by_phone(
    viewer: Viewer,
    offer: int,
    urgency: str,
    *,
    free: int | None,
    first_on: date | None,
    stop_reason: str | None,
    stop_until: date | None,
    key: str,
) -> tuple[str, int]:
    """done, or why nothing was stored, and how many open calls that settled: see act.enter_by_phone.

    The same under the same key is stored once.
    """
    told = {"free": free, "first_on": first_on, "stop_reason": stop_reason, "stop_until": stop_until}
    (row,) = deed(
        viewer,
        "enter_by_phone",
        asker=viewer.account_id,
        offer=offer,
        urgency=urgency,
        idempotency_key=key,
        at=viewer.asked_at,
        request_id=_request(),
        **told,
    )
    return str(row["outcome_code"]), int(row["settled_count"])


def _value(viewer: Viewer, name: str, **arguments: object) -> object:
    (row,) = deed(viewer, name, asker=viewer.account_id, at=viewer.asked_at, request_id=_request(), **arguments)
    (only,) = row.values()
    return only


def _request() -> str:
    number: str = flask.g.request_id
    return number
