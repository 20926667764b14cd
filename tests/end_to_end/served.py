"""The application as gunicorn serves it: the demo's sign-in, and the clock standing at the anchor of the samples."""

from datetime import datetime

import flask

from dashboard.app import create_app
from dashboard.settings import Settings, SignIn

ANCHOR = datetime.fromisoformat("2026-09-01T09:00+02:00")  # data/sample/README.md


def create_server() -> flask.Flask:
    """The server; the data are those of the sample world."""
    settings = Settings(is_demo=True, sign_in=SignIn.DEMO, secret_keys=("only for this run, of 32 characters",))
    server: flask.Flask = create_app(settings, clock=lambda: ANCHOR).server
    return server
