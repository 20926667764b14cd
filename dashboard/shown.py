"""In how many lists of free places an offer stood: added up in this process, written once a minute, beside the answers.

What is counted is the offer and the day. What a process has not written yet when it is killed is lost: the counts are a
lower bound, of at most a minute for each process.
"""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import flask
import structlog

from dashboard.failure import DataUnavailableError
from dashboard.queries import shown
from dashboard.queries.database import Row
from dashboard.viewer import now
from dashboard.wording import local_day

EXTENSION = "transferpunt_shown"
TOP = 10
EVERY = timedelta(minutes=1)
_UNKNOWN_TIER = 6  # this one and those after it do not answer the question
_log = structlog.get_logger("dashboard")


@dataclass
class Tally:
    """(day, offer) -> lists, and lists among the first ten. Shared by the threads of one process."""

    lists: Counter[tuple[date, int]] = field(default_factory=Counter)
    tops: Counter[tuple[date, int]] = field(default_factory=Counter)
    written_at: datetime | None = None
    guard: threading.Lock = field(default_factory=threading.Lock)


def note(rows: Sequence[Row]) -> None:
    """Counts a list that is about to be shown. Once a minute what was gathered is written, by a thread of its own."""
    tally: Tally = flask.current_app.extensions[EXTENSION]
    at = now()
    fitting = [(local_day(at), row["offer_id"]) for row in rows if row["tier"] < _UNKNOWN_TIER]
    with tally.guard:
        tally.lists.update(fitting)
        tally.tops.update(fitting[:TOP])
        tally.written_at = tally.written_at or at
        is_due = at - tally.written_at >= EVERY
        if is_due:
            tally.written_at = at
    if is_due:
        threading.Thread(target=write, args=(tally,), daemon=True).start()


def write(tally: Tally) -> None:
    """Writes what was gathered. What the database does not take is kept for the next time."""
    with tally.guard:
        lists, tops = tally.lists, tally.tops
        tally.lists, tally.tops = Counter(), Counter()
    for day in sorted({on for on, _offer in lists}):
        counts = {str(offer): [count, tops[on, offer]] for (on, offer), count in lists.items() if on == day}
        try:
            shown.note(day, counts)
        except DataUnavailableError as error:
            _log.warning("counts of what was shown wait", cause=type(error).__name__)
            with tally.guard:
                tally.lists.update({key: count for key, count in lists.items() if key[0] == day})
                tally.tops.update({key: count for key, count in tops.items() if key[0] == day})
