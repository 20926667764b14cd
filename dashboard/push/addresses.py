"""The addresses for programs that push."""

import flask

from dashboard import sessions

ROOT = "/api/"
BASE = f"{ROOT}v1"
PLACES = f"{BASE}/places"
DELIVERIES = f"{BASE}/deliveries"
OPENAPI, SCHEMA = f"{BASE}/openapi.json", f"{BASE}/places.schema.json"
FORM = "transferpunt/capacity/1"
MOST_BYTES = 1024 * 1024  # over two thousand places, and what a proxy lets through; who has more lets us fetch it


def is_asked() -> bool:
    """Whether the request under way is a program's."""
    return flask.request.path.startswith(ROOT)


def root() -> str:
    """Where this product is reached, without a path."""
    return sessions.settings().public_url or flask.request.host_url.rstrip("/")
