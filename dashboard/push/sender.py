"""Whose the push token of a request is."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from dashboard.csrf import fingerprint
from dashboard.push.token import prefix_in
from dashboard.queries import push

_NOBODY = fingerprint("")  # compared with where there is no such token, so that it takes as long


class NoSenderError(Exception):
    """The request comes from no sender of ours. code: of dashboard/push/refusal.py; prefix: of the token, if known."""

    def __init__(self, code: str, prefix: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.prefix = prefix


@dataclass(frozen=True)
class Sender:
    """Who pushes: the number and hash of its token, and the source for which it speaks."""

    token_id: int
    token_sha256: str
    source: str


def sender_of(authorization: str, at: datetime) -> Sender:
    """Whose the token in a header is, at this moment. Raises NoSenderError, DataUnavailableError."""
    scheme, _, given = authorization.partition(" ")
    if scheme.lower() != "bearer" or not given.strip():
        raise NoSenderError("token_missing")
    prefix = prefix_in(given.strip())
    row = push.sender(prefix, at) if prefix else None
    is_whole = hmac.compare_digest(fingerprint(given.strip()), row["token_sha256"] if row else _NOBODY)
    if row is None or not is_whole:
        raise NoSenderError("token_unknown", prefix if row else "")
    if row["state_code"] != "open":
        raise NoSenderError(f"token_{row['state_code']}", prefix)
    push.note_use(row["token_id"], at)
    return Sender(row["token_id"], row["token_sha256"], row["source_code"])
