"""How often something may be asked. The buckets are in the database, so that they hold over all web processes."""

import math
from dataclasses import dataclass

import structlog

from dashboard import csrf
from dashboard.queries import audit, sessions
from dashboard.viewer import Viewer, now

_log = structlog.get_logger("dashboard")


@dataclass(frozen=True)
class Limit:
    """capacity: so often at once. per_second: so often in the long run."""

    name: str
    capacity: int
    per_second: float


PAGES = Limit("pages", 120, 1.0)  # per account; somebody who reads needs seconds for a page
SIGN_INS_FROM = Limit("sign-ins from", 30, 1 / 10)  # per address; a whole practice may stand behind one
SIGN_INS_AS = Limit("sign-ins as", 10, 1 / 60)  # per login name
EXPORTS = Limit("exports", 10, 1 / 30)  # per account; a list is exported now and then
UPLOADS = Limit("uploads", 30, 1 / 20)  # per account: files of up to 10 MB
ALARM = Limit("alarm", 1, 1 / 600)  # per account: one line in the audit trail for a whole attack
DENIALS = Limit("denials", 30, 1 / 10)  # per account: refusals that are written down one by one
PUSHES = Limit("pushes", 30, 1 / 20)  # per source, dry runs too: a night's delivery is one
PUSH_STATES = Limit("push states", 120, 1.0)  # per source; asking on what became of one
PUSH_DENIALS = Limit("push denials", 30, 1 / 60)  # per address: tokens that open nothing
ONCE = Limit("once", 1, 1e-6)  # for what may be used one time, such as a code


def wait(limit: Limit, who: str) -> int:
    """Takes one from the bucket. 0 when it may, else the seconds until it may. Raises DataUnavailableError."""
    row = sessions.take_tokens(
        f"{limit.name} {csrf.fingerprint(who)}", capacity=limit.capacity, per_second=limit.per_second, at=now()
    )
    return 0 if row["allowed"] else max(1, math.ceil(row["retry_after_seconds"]))


def is_first_use(kind: str, value: str) -> bool:
    """Whether this is used for the first time, by any process."""
    return wait(ONCE, f"{kind} {value}") == 0


def alarm(viewer: Viewer, address: str) -> None:
    """Somebody asks for more pages than a reader reads: says so in the log, and once in the audit trail."""
    if wait(ALARM, str(viewer.account_id)) == 0:
        _log.warning("too many pages asked", account=viewer.account_id, role=viewer.role, address=address)
        audit.record(viewer, "scraping_suspected", action="R", outcome="refused", object_type="page")
