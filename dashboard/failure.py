"""What a page says when it cannot be drawn: one handler, a sentence, and a number under which the log tells more."""

import secrets
import sys
import traceback

import structlog

_log = structlog.get_logger("dashboard")


def log_to_standard_error() -> None:
    """One log line an event, key=value."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


class DataUnavailableError(Exception):
    """The data cannot be reached just now."""


def incident(error: Exception, path: str) -> str:
    """Logs what went wrong under a fresh number, and returns the number. Question and answer are not logged."""
    number = secrets.token_hex(4)
    cause = error.__cause__ or error
    _log.error(
        "incident",
        number=number,
        path=path,
        error=type(error).__name__,
        cause=type(cause).__name__,
        where="".join(traceback.format_tb(error.__traceback__)[-3:]),
    )
    return number
