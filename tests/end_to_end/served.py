"""The application as gunicorn serves it, with the clock standing at the anchor of the committed samples."""

from datetime import datetime

import flask

from dashboard.app import create_app
from dashboard.settings import Settings

ANCHOR = datetime.fromisoformat("2026-09-01T09:00+02:00")  # data/sample/README.md


def create_server() -> flask.Flask:
    """The server; the data are those of the sample world."""
    server: flask.Flask = create_app(Settings(is_demo=True), clock=lambda: ANCHOR).server
    return server
