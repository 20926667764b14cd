"""A directory over IHE mCSD: the whole of it page by page the first time, later only what changed.

Strictly one request after another: organizations, then locations, then services; each page is handed on before the next
is asked for. The moment to ask from next time is the server's own, of the first page of a round.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import quote

import httpx

from etl.errors import FetchError
from etl.text import json_document
from etl.text.dates import parse_moment
from etl.text.fhir import Resource, objects, text
from etl.text.pieces import as_file
from etl.text.table import TableError
from etl.transports import https
from etl.transports.address import Resolve, resolve

KINDS = ("Organization", "Location", "HealthcareService")
MAX_PAGES = 20_000
_HEADERS = {"Accept": "application/fhir+json"}


@dataclass(frozen=True)
class Page:
    """A page as it came. sync_at: until when its server says it is in step."""

    name: str
    payload: bytes = field(repr=False)
    sync_at: datetime
    is_empty: bool


def pages(way: https.Way, since: datetime | None, *, ask: Resolve = resolve) -> Iterator[Page]:
    """Every page of a round, in order. Without `since` it is the whole directory, and then what changed meanwhile.

    Raises FetchError, also between pages: what was handed on before holds.
    """
    if since is None:
        for kind in KINDS:
            for page in _followed(way, f"{kind}", kind, ask):
                since = since or page.sync_at
                yield page
    if since is not None:
        moment = quote(since.isoformat())
        for kind in KINDS:
            yield from _followed(way, f"{kind}/_history?_since={moment}", f"{kind}-history", ask)


def _followed(way: https.Way, path: str, name: str, ask: Resolve) -> Iterator[Page]:
    base = httpx.URL(way.url.rstrip("/") + "/")
    url = base.join(path)
    seen: set[str] = set()
    for number in range(1, MAX_PAGES + 1):
        if str(url) in seen:
            raise FetchError("fetch_no_http", "a page that leads to itself")
        seen.add(str(url))
        https.check_url(way, base, url)
        credential = way.credential if (url.host, url.port) == (base.host, base.port) else None
        found = https.fetch(replace(way, url=str(url), credential=credential), headers=_HEADERS, ask=ask)
        if found is None:
            return
        payload = as_file(found.payload).read()
        bundle = _bundle(payload)
        yield Page(f"{name}-{number}.json", payload, _moment(bundle), not objects(bundle.get("entry")))
        following = [text(link.get("url")) for link in objects(bundle.get("link")) if link.get("relation") == "next"]
        if not following or following[0] is None:
            return
        url = url.join(following[0])
    raise FetchError("fetch_too_large", f"more than {MAX_PAGES} pages")


def _bundle(payload: bytes) -> Resource:
    try:
        (document,) = json_document.load(payload)
    except (TableError, ValueError) as error:
        raise FetchError("fetch_no_http", "a page that is no JSON document") from error
    if not isinstance(document, dict) or document.get("resourceType") != "Bundle":
        raise FetchError("fetch_no_http", "a page that is no bundle")
    return document


def _moment(bundle: Resource) -> datetime:
    meta = next(iter(objects(bundle.get("meta"))), {})
    at = parse_moment(text(meta.get("lastUpdated")) or "").at
    if at is None:
        raise FetchError("fetch_no_http", "a page that does not say of when it is")
    return at
