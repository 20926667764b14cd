"""Sends what is the same for everybody (scripts, style sheets) compressed.

Pages are not: they hold a token, and the length of a compressed answer tells of what is in it.
"""

import functools
import gzip

import flask

_TYPES = ("text/", "application/javascript", "application/json", "image/svg+xml")
_SMALLEST = 1024  # bytes; below that it gains nothing


def compress(response: flask.Response) -> None:
    """Replaces the body of a file with a fingerprint in its address, where the browser takes gzip."""
    if (
        response.status_code != 200
        or "gzip" not in flask.request.headers.get("Accept-Encoding", "")
        or "Content-Encoding" in response.headers
        or not (response.mimetype or "").startswith(_TYPES)
    ):
        return
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) < _SMALLEST:
        return
    response.set_data(_gzipped(body))
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.get_data()))
    response.headers.add("Vary", "Accept-Encoding")
    response.headers.pop("ETag", None)


@functools.lru_cache(maxsize=64)
def _gzipped(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=9, mtime=0)
