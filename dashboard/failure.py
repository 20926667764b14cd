"""What a page says when it cannot be drawn: one handler, a sentence, and a number under which the log tells more."""

import secrets
import traceback

import structlog

_log = structlog.get_logger("dashboard")


class DataUnavailableError(Exception):
    """The data cannot be reached just now."""


def incident(error: Exception, path: str) -> str:
    """Logs what went wrong under a fresh number, and returns the number. Neither the question nor its answer is logged."""
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
