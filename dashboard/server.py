"""The server below Dash: the gate before every request, the routes that are no pages, and the last word on errors."""

import dash
import flask
from werkzeug.exceptions import HTTPException

from dashboard import (
    access,
    call_reports,
    coordination,
    delivering,
    edge,
    gate,
    health,
    last_known,
    measures,
    refusals,
    sessions,
    shown,
    viewer,
)
from dashboard.access import SIGNED_IN, requires
from dashboard.explanation import routes as explanation
from dashboard.failure import DataUnavailableError, incident
from dashboard.manage import master_data as manage_master_data
from dashboard.manage import municipalities as manage_municipalities
from dashboard.manage import sources as manage_sources
from dashboard.manage import users as manage_users
from dashboard.onboarding import routes as onboarding
from dashboard.push import page as push_page
from dashboard.push import routes as push
from dashboard.settings import Settings
from dashboard.sign_in import routes
from dashboard.statement import routes as statement

_BODY = 256 * 1024  # bytes; the largest form is far smaller


def make_server(settings: Settings, clock: viewer.Clock) -> flask.Flask:
    """The server. clock: tells the moment for which a request is answered."""
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
    manage_municipalities.add_routes(server)
    explanation.add_routes(server)
    call_reports.add_routes(server)
    statement.add_routes(server)
    push.add_routes(server)
    push_page.add_routes(server)
    onboarding.add_routes(server)
    return server


def _failed(error: Exception) -> flask.typing.ResponseReturnValue:
    """A refusal of Flask's own is a short answer; anything else is a fault of ours, with a number and no trace."""
    if isinstance(error, HTTPException):
        return refusals.refused("http", error.code or 500)
    if isinstance(error, DataUnavailableError):
        return refusals.unavailable(incident(error, flask.request.path))
    return refusals.broken(incident(error, flask.request.path))


@requires(SIGNED_IN)
def _start() -> flask.typing.ResponseReturnValue:
    """To the page where what this person does begins: that of the last right to begin with, else the first seen."""
    who = viewer.current_viewer()
    pages = [page for page in dash.page_registry.values() if page["path"] is not None and not page.get("path_template")]
    own = [page for page in pages if page.get("start_for") in who.permissions]
    seen = [page for page in pages if access.allows(access.policy_of_page(page), who.permissions)]
    first = own[-1] if own else next(iter(seen), None)
    return refusals.refused("no_page", 403) if first is None else flask.redirect(first["path"])
