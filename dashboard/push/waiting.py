"""Waiting a little for the worker, so that a program mostly hears in one question what became of its delivery.

While a thread waits it answers nobody else. So it waits seconds, and of a process no more than a few threads do.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import flask

from dashboard.queries import push

EXTENSION = "transferpunt_push_patience"
_BUSY = "busy"  # as the worker answers a dry run of a source that is being loaded
_PAUSE, _LONGEST_PAUSE = 0.05, 0.5  # seconds between two looks

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Patience:
    """seconds: how long the worker is waited for. places: how many threads of this process may do so at a time."""

    seconds: float = 10.0
    places: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(2))


def wait_for(look: Callable[[], Answer | None]) -> Answer | None:
    """What `look` gives as soon as it gives something; what it gave last when the patience is over."""
    patience: Patience = flask.current_app.extensions[EXTENSION]
    if not patience.places.acquire(blocking=False):
        return look()
    try:
        until, pause = time.monotonic() + patience.seconds, _PAUSE
        while (found := look()) is None and time.monotonic() < until:
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        return found
    finally:
        patience.places.release()


def trial_answer(trial: Any) -> dict[str, Any] | None:  # noqa: ANN401 - a uuid
    """What a dry run came to, which is then gone; None when the worker did not say in time, or could not just now."""
    told = wait_for(lambda: push.take_trial(trial, gives_up=False))
    if told is None:
        told = push.take_trial(trial, gives_up=True)
    return None if told is None or told["state_code"] == _BUSY else told
