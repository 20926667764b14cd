"""Where the pages are reached: a port of this machine only. A proxy with TLS makes them reachable from elsewhere."""

import http.client
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from sql.errors import SettingsError

HOST = "127.0.0.1"
FIRST_PAGE = "/aanmelden"


@dataclass(frozen=True)
class Address:
    """The loopback address with a port."""

    port: int

    def __str__(self) -> str:
        return f"http://{HOST}:{self.port}"


def from_env(environ: Mapping[str, str]) -> Address:
    """PORT, or 8050. Raises SettingsError."""
    text = environ.get("PORT", "").strip() or "8050"
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise SettingsError(f"PORT={text} is no port number. Example: PORT=8060 make demo")
    return Address(int(text))


def demand_free(address: Address) -> None:
    """Refuse a port that is taken, before the long work. Raises SettingsError."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HOST, address.port))
        except OSError as error:
            raise SettingsError(
                f"Port {address.port} of this machine cannot be used: {error.strerror}. "
                f"Take another one: PORT={8060 if address.port != 8060 else 8070} make demo"
            ) from error


def is_answering(address: Address) -> bool:
    """Whether the health check and the first page answer."""
    return all(_status(address, path) == 200 for path in ("/healthz", FIRST_PAGE))


def _status(address: Address, path: str) -> int | None:
    connection = http.client.HTTPConnection(HOST, address.port, timeout=10)  # goes through no proxy
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
