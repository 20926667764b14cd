"""HTTPS pull: one GET, within bounds, from where the operator said and nowhere else.

TLS is always verified. A redirect is followed inside the allow-list only, the credential goes to the source's own host
only, and what can pass is tried again a few times.
"""

import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath
from typing import BinaryIO
from urllib.parse import unquote

import httpcore
import httpx
import stamina

from etl.errors import FetchError, PassingFetchError
from etl.text.pieces import spooled
from etl.transports.address import Resolve, pinned, resolve
from etl.transports.pinned import PinnedTransport

ATTEMPTS = 3
MAX_REDIRECTS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
_PASSING = {408, 425, 429, 500, 502, 503, 504}
_WAIT = httpx.Timeout(30, connect=10)  # seconds for one step; all of it together has the source's max_seconds
_WEB_PAGE = (b"<!doctype html", b"<html")


@dataclass(frozen=True)
class Way:
    """How a source is fetched over HTTPS: a row of ops.source_transport, its credential opened."""

    url: str
    allowed_hosts: frozenset[str] = frozenset()
    is_private_allowed: bool = False
    ca_file: str | None = None
    max_bytes: int = 64 << 20
    max_seconds: float = 300
    credential: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Fetched:
    """What came: a file of bytes, a name, the ETag to ask with next time, and the sender's moment if it told one."""

    payload: BinaryIO = field(repr=False)
    file_name: str
    etag: str | None
    modified_at: datetime | None


def fetch(
    way: Way, *, etag: str | None = None, headers: Mapping[str, str] | None = None, ask: Resolve = resolve
) -> Fetched | None:
    """The source's bytes, or None when nothing changed since `etag`. Raises FetchError."""
    for attempt in stamina.retry_context(on=PassingFetchError, attempts=ATTEMPTS, timeout=way.max_seconds, wait_max=30):
        with attempt:
            return _fetch(way, etag, headers or {}, ask)
    raise AssertionError("the last attempt gives back or raises")


def _fetch(way: Way, etag: str | None, headers: Mapping[str, str], ask: Resolve) -> Fetched | None:
    until = time.monotonic() + way.max_seconds
    url = home = httpx.URL(way.url)
    asked = {"Accept-Encoding": "identity", "User-Agent": "transferpunt", **headers}
    if etag:
        asked["If-None-Match"] = etag
    for _ in range(MAX_REDIRECTS + 1):
        check_url(way, home, url)
        own = {"Authorization": way.credential} if way.credential and _place(url) == _place(home) else {}
        answer = _get(way, url, asked | own, until, ask)
        if not isinstance(answer, httpx.URL):
            return answer
        url = answer
    raise FetchError("redirect_refused", f"more than {MAX_REDIRECTS}")


def _get(
    way: Way, url: httpx.URL, headers: Mapping[str, str], until: float, ask: Resolve
) -> Fetched | httpx.URL | None:
    """One request: what came, None for nothing new, or where to go next."""
    addresses = {url.host: pinned(url.host, url.port or 443, is_private_allowed=way.is_private_allowed, ask=ask)}
    transport = PinnedTransport(addresses, _context(way), until)
    try:
        with (
            httpx.Client(transport=transport, trust_env=False, timeout=_WAIT) as client,
            client.stream("GET", url, headers=dict(headers)) as answer,
        ):
            if answer.status_code == 304:
                return None
            if answer.status_code in _REDIRECTS:
                return url.join(answer.headers.get("Location", ""))
            _check_status(answer.status_code)
            return _read(way, url, answer)
    except httpcore.TimeoutException as error:
        raise PassingFetchError("fetch_too_slow", f"{url.host}: {type(error).__name__}") from error
    except (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError) as error:
        raise PassingFetchError("fetch_cut_off", f"{url.host}: {type(error).__name__}") from error
    except httpcore.ConnectError as error:
        if _is_certificate(error):
            raise FetchError("certificate_refused", url.host) from error
        raise PassingFetchError("fetch_no_connection", url.host) from error
    except (httpcore.ProtocolError, httpx.InvalidURL) as error:
        raise FetchError("fetch_no_http", f"{url.host}: {type(error).__name__}") from error


def check_url(way: Way, home: httpx.URL, url: httpx.URL) -> None:
    """Raises FetchError `redirect_refused` for an address to which the source at `home` may not lead."""
    if url.scheme != "https" or url.userinfo:
        raise FetchError("redirect_refused", f"{url.scheme}://{url.host} is no https address")
    if _place(url) != _place(home) and url.host not in way.allowed_hosts:
        raise FetchError("redirect_refused", f"{url.host} is not on the list of this source")


def _place(url: httpx.URL) -> tuple[str, int]:
    return url.host, url.port or 443


def _check_status(status: int) -> None:
    if status in _PASSING:
        raise PassingFetchError("fetch_not_now", f"HTTP {status}")
    if status in {401, 403}:
        raise FetchError("fetch_no_access", f"HTTP {status}")
    if status != 200:
        raise FetchError("fetch_refused", f"HTTP {status}")


def _read(way: Way, url: httpx.URL, answer: httpx.Response) -> Fetched:
    if answer.headers.get("Content-Type", "").lower().startswith(("text/html", "application/xhtml")):
        raise FetchError("html_page", "the content type says so")
    payload = spooled()
    size = 0
    for part in answer.iter_raw():
        size += len(part)
        if size > way.max_bytes:
            raise FetchError("fetch_too_large", f"more than {way.max_bytes} bytes")
        payload.write(part)
    payload.seek(0)
    if payload.read(512).lstrip().lower().startswith(_WEB_PAGE):
        raise FetchError("html_page", "it begins as one")
    name = unquote(PurePosixPath(url.path).name) or url.host
    return Fetched(payload, name[:200], answer.headers.get("ETag"), _moment(answer.headers.get("Last-Modified")))


def _moment(told: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(told) if told else None
    except ValueError:
        return None  # not told in a way that can be read: the moment of fetching is used
    return found.astimezone(UTC) if found else None


def _context(way: Way) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=way.ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _is_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
