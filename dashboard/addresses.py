"""Which page stands at an address."""

from collections.abc import Mapping
from typing import Any

import dash
import flask
from dash._pages import _path_to_page

from dashboard import sessions

EXTENSION = "transferpunt_dash"  # where the server keeps its application


def page_at(path: str) -> Mapping[str, Any] | None:
    """The page that Dash would draw at an address; None for a missing one."""
    app: dash.Dash = flask.current_app.extensions[EXTENSION]
    page, _variables = _path_to_page(app.strip_relative_path(path) or "")
    return page or None


def absolute(path: str) -> str:
    """The whole address of a path of ours, as the one who asks reached us: for a link in a mail."""
    scheme = "https" if sessions.settings().is_secure else "http"
    return f"{scheme}://{flask.request.host}{path}"


def path_variables(path: str) -> dict[str, str]:
    """What an address says by its path, which no query string may say otherwise."""
    app: dash.Dash = flask.current_app.extensions[EXTENSION]
    _page, variables = _path_to_page(app.strip_relative_path(path) or "")
    return variables or {}
