"""A connection that does not wait for ever: a server that stands still, without closing anything, is given up.

The server's own time limits end what takes long; they are of no use when the server itself is what hangs.
"""

import time
from collections.abc import Generator, Hashable
from typing import Any, TypeVar

import psycopg

Value = TypeVar("Value")
MARGIN = 1.5  # seconds beyond the server's own limit, which is the better one: it keeps the connection
REMEMBERED = 5.0  # seconds in which a server that hung is not waited for by everybody in turn
_GLANCE = 0.3  # seconds that it is given meanwhile
_hung: dict[Hashable, float] = {}  # server -> when it was last seen to hang


def note_hanging(server: Hashable) -> None:
    """Remember that a server gave no sign."""
    _hung[server] = time.monotonic()


def is_hanging(server: Hashable) -> bool:
    """Whether a server gave no sign some seconds ago: then nobody else waits for it now."""
    return time.monotonic() - _hung.get(server, float("-inf")) < REMEMBERED


class Patient(psycopg.Connection[Any]):
    """A connection that is closed when one answer takes longer than `patience` seconds; None waits for ever."""

    patience: float | None = None
    server: Hashable = None

    def wait(self, gen: Generator[Any, Any, Value], interval: float = 0.1, timeout: float | None = None) -> Value:
        """As psycopg's own. Raises psycopg.OperationalError, with the connection closed, when it took too long."""
        return super().wait(self._bounded(gen, self.patience) if self.patience else gen, interval, timeout)

    def _bounded(self, answer: Generator[Any, Any, Value], seconds: float) -> Generator[Any, Any, Value]:
        """The same conversation, in which each look without a sign of the server (every 0.1 s) may be the last."""
        until, sign = time.monotonic() + (_GLANCE if is_hanging(self.server) else seconds), None
        while True:
            try:
                wanted = answer.send(sign)
            except StopIteration as end:
                value: Value = end.value
                return value
            sign = yield wanted
            if not sign and time.monotonic() > until:
                note_hanging(self.server)
                self.pgconn.finish()
                raise psycopg.OperationalError(f"the server gave no sign within {seconds:g} s")
