"""The application as gunicorn serves it, with the clock standing at the anchor of the committed samples.

It is served under a strict content security policy, so that a page that needs more than its own files and no inline
script of ours shows as an error in the browser's console.
"""

from datetime import datetime

import flask

from dashboard.app import create_app
from dashboard.settings import Settings

ANCHOR = datetime.fromisoformat("2026-09-01T09:00+02:00")  # data/sample/README.md


def create_server() -> flask.Flask:
    """The server; the data are those of the sample world."""
    app = create_app(Settings(is_demo=True), clock=lambda: ANCHOR)
    server: flask.Flask = app.server

    @server.after_request
    def _strict(response: flask.Response) -> flask.Response:
        # Asked anew each time: Dash adds scripts of its own with the first request.
        scripts = " ".join(app.csp_hashes())
        response.headers["Content-Security-Policy"] = (
            f"default-src 'none'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self'; "
            "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        )
        return response

    return server
