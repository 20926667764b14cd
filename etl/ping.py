"""A sign of life to an address of the operator's choice: who no longer hears it knows that nothing runs any more.

The address is one of a service that waits for signs, such as healthchecks: ADDRESS is "all is well", ADDRESS/start and
ADDRESS/fail say what their names say. Nothing is sent but that, and for a failure which alarms are on.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx
import structlog

from sql.errors import SettingsError

_PATIENCE = 10.0  # seconds, for all of it
_log = structlog.get_logger("etl.ping")


def address(environ: Mapping[str, str]) -> str:
    """Where to; empty when no sign is wanted. Raises SettingsError."""
    given = environ.get("TRANSFERPUNT_PING_URL", "").strip().rstrip("/")
    parts = urlsplit(given)
    if given and (parts.scheme not in {"https", "http"} or not parts.hostname or parts.query or parts.fragment):
        raise SettingsError(
            "TRANSFERPUNT_PING_URL in the environment or in .env is no address to send a sign of life to. Example: "
            "TRANSFERPUNT_PING_URL=https://watch.example.org/ping/0000-0000"
        )
    return given


def send(to: str, what: str = "", said: str = "") -> bool:
    """Send one sign (`start`, `fail`, or nothing for success), without following anybody elsewhere. Whether it came."""
    try:
        with (
            httpx.Client(timeout=_PATIENCE, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", f"{to}/{what}" if what else to, content=said.encode()) as answer,
        ):
            if not answer.is_success:
                _log.warning("no ping", status=answer.status_code)
            return answer.is_success
    except httpx.HTTPError as error:
        _log.warning("no ping", error=type(error).__name__)  # the address is a secret, and stands in its text
        return False
