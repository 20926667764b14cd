"""The last lists of free places this process gave, for when the database cannot be reached.

Only what is no count of people is remembered, per login role and question, and only somebody whose session was proved
in the last minutes gets it back. A count that has expired meanwhile comes back as unknown: stale never looks free.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import flask
import structlog

from dashboard.viewer import Viewer

Row = dict[str, Any]
EXTENSION = "transferpunt_last_known"
_PLACE = "transferpunt_read_place"
_log = structlog.get_logger("dashboard")
SIZE = 256  # answers; a list of places is up to a few hundred rows
QUESTIONS = frozenset(
    {
        "bridging_offers",
        "care_pathways",
        "complaint_terms",
        "crisis_lines",
        "data_moment",
        "diagnosis_groups",
        "exclusion_criteria",
        "free_places",
        "free_places_class",
        "insurer_concerns",
        "location",
        "location_closures",
        "location_closures_own",
        "location_contracts",
        "location_contracts_own",
        "location_deliveries",
        "location_deliveries_full",
        "location_offers",
        "location_offers_class",
        "location_wait_history",
        "postcode_centre",
        "region_of_postcode",
        "regions",
        "transfer_points",
        "urgencies",
        "youth_routes",
    }
)
_COUNTED = ("free_count", "expected_count", "expected_by", "first_on", "free_class_code", "expected_class_code")


@dataclass(frozen=True)
class Asked:
    """A question as whom, with what: two people with the same rights asking the same get the same answer."""

    database_role: str
    question: str
    arguments: tuple[tuple[str, str], ...]

    @staticmethod
    def of(viewer: Viewer, question: str, arguments: dict[str, object]) -> "Asked":
        """For a viewer; the moment of asking is left out."""
        return Asked(
            viewer.database_role, question, tuple(sorted((name, repr(one)) for name, one in arguments.items()))
        )


@dataclass
class Memory:
    """The newest answers, oldest first. Shared by the threads of one process."""

    answers: OrderedDict[Asked, tuple[datetime, list[Row]]] = field(default_factory=OrderedDict)
    guard: threading.Lock = field(default_factory=threading.Lock)


def keep(viewer: Viewer, asked: Asked, rows: list[Row]) -> None:
    """Remembers an answer the database just gave."""
    memory = _memory()
    if memory is None or asked.question not in QUESTIONS:
        return
    with memory.guard:
        memory.answers[asked] = (viewer.asked_at, rows)
        memory.answers.move_to_end(asked)
        while len(memory.answers) > SIZE:
            memory.answers.popitem(last=False)


def recall(viewer: Viewer, asked: Asked) -> list[Row] | None:
    """The last answer, or None where there is none or this viewer may not have it. Its age is noted for the page."""
    memory = _memory()
    if memory is None or not viewer.is_trusted:
        return None
    with memory.guard:
        known = memory.answers.get(asked)
    if known is None:
        return None
    at, rows = known
    note_moment(at)
    return [_expired(row, viewer.asked_at) for row in rows]


def note_moment(at: datetime) -> None:
    """Something on the page under way is of an earlier moment: the page says of which."""
    if flask.has_request_context():
        flask.g.known_at = min(at, flask.g.get("known_at", at))


def tell_place(place: str) -> None:
    """Log it when answers begin to come from another server than before."""
    if not flask.has_app_context():
        return
    before = flask.current_app.extensions.get(_PLACE, place)
    flask.current_app.extensions[_PLACE] = place
    if place != before:
        _log.warning("reads from another server", server=place, before=before)


def known_at() -> datetime | None:
    """When the oldest remembered answer on the page under way was given; None when all come from the database."""
    moment: datetime | None = flask.g.get("known_at")
    return moment


def _expired(row: Row, now: datetime) -> Row:
    expires_at = row.get("expires_at")
    if expires_at is None or expires_at > now or row.get("status_code") in {"unknown", "stop", None}:
        return row
    unknown = {name: None for name in _COUNTED if name in row}
    return {**row, **unknown, "status_code": "unknown", "unknown_code": "stale", "tier": 6}


def _memory() -> Memory | None:
    if not flask.has_app_context():
        return None
    memory: Memory | None = flask.current_app.extensions.get(EXTENSION)
    return memory
