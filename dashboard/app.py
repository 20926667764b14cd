"""The web application: Flask first, with the gate on it, then Dash, so that the gate stands before Dash."""

import inspect
import os
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import dash
import flask
from dash import html

from dashboard import access, addresses, cookies, csrf, edge, exports, gate, language, viewer
from dashboard.components.failed import data_unavailable, went_wrong
from dashboard.failure import DataUnavailableError, incident, log_to_standard_error
from dashboard.index import Dashboard
from dashboard.server import make_server
from dashboard.settings import Settings
from dashboard.still import named_ids, stilled

_FOLDER = Path(__file__).parent


def utc_now() -> datetime:
    """The moment of asking."""
    return datetime.now(UTC)


def create_app(settings: Settings, clock: viewer.Clock = utc_now) -> dash.Dash:
    """The application. clock: tells the moment for which a request is answered.

    Raises UnguardedError when a page, callback or route has no policy, SettingError when the demo could be reached
    from elsewhere.
    """
    _refuse_strangers()
    server = make_server(settings, clock)
    app = Dashboard(
        "dashboard",
        server=server,
        use_pages=True,
        pages_folder=str(_FOLDER / "pages"),
        assets_folder=str(_FOLDER / "assets"),
        assets_external_path="",
        assets_ignore=r"^(keep_fragment|statement|statement_file|copy_text|swap)\.js$",  # plain pages name theirs
        url_base_pathname="/",
        suppress_callback_exceptions=True,
        enable_mcp=False,
        use_async=False,  # else it depends on which packages happen to be installed
        include_pages_meta=False,
        serve_locally=True,
        update_title=None,
        title="Transferpunt",
        csrf_token_name=cookies.names(settings).csrf,
        csrf_header_name=csrf.HEADER,
    )
    server.extensions[addresses.EXTENSION] = app
    app.layout = _frame
    for page in dash.page_registry.values():
        if not hasattr(page["layout"], access.ATTRIBUTE):  # the registry outlives an application
            page["layout"] = _answered(page["layout"], access.policy_of_page(page))
        if page.get("callbacks"):
            page["callbacks"](app, _answered)
    exports.add_routes(server)
    gate.demand_policies(app)
    return app


def create_server() -> flask.Flask:
    """The server for gunicorn, set up from the environment."""
    log_to_standard_error()
    server: flask.Flask = create_app(Settings.from_env(os.environ)).server
    return server


def _refuse_strangers() -> None:
    """Dash imports whatever installed package says it has hooks for it. None of ours does, so one that does is not."""
    found = sorted(f"{one.name} ({one.value})" for one in entry_points(group="dash_hooks"))
    if found:
        raise access.UnguardedError(
            f"An installed package wants to run inside every page: {', '.join(found)}. Nobody decided that; "
            "uninstall it, or make the environment again from requirements.lock."
        )


def _frame() -> html.Div:
    """What is the same on every page and asks no data: the place where Dash puts the page."""
    return html.Div([dash.page_container])


def _answered(layout: Callable[..., html.Div], policy: access.Policy | None) -> Callable[..., html.Div]:
    """The one handler of errors: a page that cannot be drawn says so, with what to do and a number.

    It asks the policy again, whatever the gate let through, and takes what the path says from the path: Dash would
    let the query string say otherwise.
    """
    named = {
        name
        for name, parameter in inspect.signature(layout).parameters.items()
        if parameter.kind is not inspect.Parameter.VAR_KEYWORD
    }

    def answer(**query: Any) -> html.Div:  # noqa: ANN401 - what stands in an address
        who = viewer.viewer_or_none()
        if not access.allows(policy, who.permissions if who else None):
            flask.abort(403)
        language.choose(query.pop(edge.LANGUAGE, None), otherwise=language.current())
        free = {name: value for name, value in query.items() if name not in named}
        try:
            drawn = layout(**free, **{name: value for name, value in _from_path().items() if name in named})
            return stilled(drawn, named_ids(flask.current_app.extensions[addresses.EXTENSION]))
        except DataUnavailableError as error:
            return data_unavailable(incident(error, layout.__module__))
        except Exception as error:  # noqa: BLE001 - the last stop: a reader gets a sentence and a number, the log the rest
            return went_wrong(incident(error, layout.__module__))

    setattr(answer, access.ATTRIBUTE, policy)
    return answer


def _from_path() -> dict[str, str]:
    asked: str = flask.g.get("page_path", "/")
    return addresses.path_variables(asked)
