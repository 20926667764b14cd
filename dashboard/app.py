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
from werkzeug.exceptions import HTTPException

from dashboard import (
    access,
    addresses,
    call_reports,
    cookies,
    coordination,
    csrf,
    delivering,
    edge,
    exports,
    gate,
    health,
    language,
    last_known,
    measures,
    refusals,
    sessions,
    shown,
    viewer,
)
from dashboard.access import SIGNED_IN, requires
from dashboard.components.failed import data_unavailable, went_wrong
from dashboard.explanation import routes as explanation
from dashboard.failure import DataUnavailableError, incident, log_to_standard_error
from dashboard.index import Dashboard
from dashboard.manage import master_data as manage_master_data
from dashboard.manage import sources as manage_sources
from dashboard.manage import users as manage_users
from dashboard.settings import Settings
from dashboard.sign_in import routes
from dashboard.statement import routes as statement
from dashboard.still import named_ids, stilled

_FOLDER = Path(__file__).parent
_BODY = 256 * 1024  # bytes; the largest form is far smaller


def utc_now() -> datetime:
    """The moment of asking."""
    return datetime.now(UTC)


def create_app(settings: Settings, clock: viewer.Clock = utc_now) -> dash.Dash:
    """The application. clock: tells the moment for which a request is answered.

    Raises UnguardedError when a page, callback or route has no policy, SettingError when the demo could be reached
    from elsewhere.
    """
    _refuse_strangers()
    server = _server(settings, clock)
    app = Dashboard(
        "dashboard",
        server=server,
        use_pages=True,
        pages_folder=str(_FOLDER / "pages"),
        assets_folder=str(_FOLDER / "assets"),
        assets_external_path="",
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


def _server(settings: Settings, clock: viewer.Clock) -> flask.Flask:
    server = flask.Flask(__name__, static_folder=None)
    server.config[viewer.CLOCK] = clock
    server.config[viewer.IS_DEMO] = settings.is_demo
    server.config[sessions.SETTINGS] = settings
    server.config["MAX_CONTENT_LENGTH"] = _BODY
    server.config["MAX_FORM_MEMORY_SIZE"] = _BODY
    server.config["MAX_FORM_PARTS"] = 100
    server.extensions[sessions.EXTENSION] = sessions.Proved()
    server.extensions[last_known.EXTENSION] = last_known.Memory()
    server.extensions[shown.EXTENSION] = shown.Tally()
    measures.measure(server)
    server.before_request(edge.choose_language)
    server.before_request(gate.guard)
    server.before_request(edge.tidy_address)
    server.after_request(edge.finish)
    server.register_error_handler(Exception, _failed)
    server.add_url_rule("/", view_func=_start, endpoint="start")
    health.add_routes(server)
    routes.add_routes(server, settings)
    coordination.add_routes(server)
    delivering.add_routes(server)
    manage_sources.add_routes(server)
    manage_users.add_routes(server)
    manage_master_data.add_routes(server)
    explanation.add_routes(server)
    call_reports.add_routes(server)
    statement.add_routes(server)
    return server


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
        except DataUnavailableError as error:
            return data_unavailable(incident(error, layout.__module__))
        except Exception as error:  # noqa: BLE001 - the last stop: a reader gets a sentence and a number, the log the rest
            return went_wrong(incident(error, layout.__module__))
        return stilled(drawn, named_ids(flask.current_app.extensions[addresses.EXTENSION]))

    setattr(answer, access.ATTRIBUTE, policy)
    return answer


def _from_path() -> dict[str, str]:
    asked: str = flask.g.get("page_path", "/")
    return addresses.path_variables(asked)


def _failed(error: Exception) -> flask.typing.ResponseReturnValue:
    """A refusal of Flask's own is a short answer; anything else is a fault of ours, with a number and no trace."""
    if isinstance(error, HTTPException):
        return refusals.refused("http", error.code or 500)
    if isinstance(error, DataUnavailableError):
        return refusals.unavailable(incident(error, flask.request.path))
    return refusals.broken(incident(error, flask.request.path))


@requires(SIGNED_IN)
def _start() -> flask.typing.ResponseReturnValue:
    """To the page where what this person does begins: that of its strongest right, else the first it may see."""
    who = viewer.current_viewer()
    pages = [page for page in dash.page_registry.values() if page["path"] is not None and not page.get("path_template")]
    own = [page for page in pages if page.get("start_for") in who.permissions]
    seen = [page for page in pages if access.allows(access.policy_of_page(page), who.permissions)]
    first = next(iter(own or seen), None)
    return refusals.refused("no_page", 403) if first is None else flask.redirect(first["path"])
