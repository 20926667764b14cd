"""Sessions and counted requests, as the database keeps them."""

from datetime import datetime
from decimal import Decimal

from dashboard.queries.database import Row, change


def session_of(token_sha256: str, at: datetime) -> Row | None:
    """The session with this token, if it holds at this moment."""
    return next(iter(change("session_of", token_sha256=token_sha256, at=at)), None)


def open_session(
    account: int,
    *,
    token_sha256: str,
    csrf_sha256: str,
    device_sha256: str | None,
    means: str,
    address: str,
    request_id: str,
    at: datetime,
) -> Row | None:
    """A new session, as session_of gives it; None when the account may not come in. Writes it down."""
    rows = change(
        "open_session",
        account=account,
        token_sha256=token_sha256,
        csrf_sha256=csrf_sha256,
        device_sha256=device_sha256,
        means=means,
        address=address,
        request_id=request_id,
        at=at,
    )
    return next(iter(rows), None)


def close_session(token_sha256: str, *, address: str, request_id: str, at: datetime) -> None:
    """Ends it and forgets its device, for every process at once. Writes it down."""
    change("close_session", token_sha256=token_sha256, address=address, request_id=request_id, at=at)


def take_tokens(bucket: str, *, capacity: int, per_second: float, at: datetime) -> Row:
    """Takes one token out of a bucket: allowed, retry_after_seconds. Holds over all processes."""
    (row,) = change(
        "take_tokens", bucket_key=bucket, cost=1, capacity=capacity, per_second=Decimal(str(per_second)), at=at
    )
    return row
