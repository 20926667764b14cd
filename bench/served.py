"""The application as gunicorn serves it, its clock that of the made-up country, with three routes for a measurement.

/bench/in/<number> signs in as a coordinator of its own, or in another role (?role=), so that each visitor has its own
buckets. /bench/places answers the question of the list on /vrije-plekken as JSON, and /bench/page every question that
the page asks, behind the same gate, bucket and rights: the floors of a page.
"""

import threading
from collections.abc import Sequence
from functools import cache
from typing import Any
from unittest import mock

import dash
import flask
import orjson

from bench import world
from dashboard import limits, sessions
from dashboard.access import PUBLIC, Permission, one_of, requires
from dashboard.app import create_app
from dashboard.filters import Filters, from_query
from dashboard.places_answer import cares_of
from dashboard.queries import accounts, database, lists
from dashboard.queries import free_places as places
from dashboard.settings import Settings, SignIn
from dashboard.viewer import Viewer, current_viewer
from dashboard.vocabulary import Care

_PATH = "/vrije-plekken"
_LISTENING = threading.Lock()
_KEY = "only for a measurement, of 32 characters"
_SCOPES: dict[str, dict[str, list[str]]] = {
    "coordinator": {"region": ["ZK23"]},
    "provider": {"agb": ["30000007"]},
    "operator": {},
    "auditor": {},
}


def create_server() -> flask.Flask:
    """The product's server with these routes beside its own."""
    settings = Settings(is_demo=True, sign_in=SignIn.DEMO, secret_keys=(_KEY,))
    server: flask.Flask = create_app(settings, clock=lambda: world.AS_OF).server
    server.add_url_rule("/bench/in/<int:number>", "bench_in", _sign_in)
    server.add_url_rule("/bench/places", "bench_places", _places)
    server.add_url_rule("/bench/page", "bench_page", _page)
    return server


@requires(PUBLIC)
def _sign_in(number: int) -> flask.typing.ResponseReturnValue:
    role = flask.request.args.get("role", "coordinator")
    login = f"bench-{role}-{number}"
    known = accounts.by_login(login)
    account = (
        known["account_id"]
        if known
        else accounts.save(world.AS_OF, role=role, display_name=login, scopes=_SCOPES[role], login=login, is_demo=True)
    )
    return flask.jsonify(sessions.start(account, "demo") is not None)


@requires(one_of(Permission.SEE_PLACES_EXACT, Permission.SEE_PLACES_CLASS))
def _places() -> flask.typing.ResponseReturnValue:
    viewer = _within_bucket()
    filters, cares = _asked(flask.request.query_string.decode())
    return _json(places.free_places(viewer, filters, cares))


@requires(one_of(Permission.SEE_PLACES_EXACT, Permission.SEE_PLACES_CLASS))
def _page() -> flask.typing.ResponseReturnValue:
    viewer = _within_bucket()
    questions = _questions(flask.request.query_string.decode())
    return _json([database.ask(viewer, question, **arguments) for question, arguments in questions])


def _within_bucket() -> Viewer:
    viewer = current_viewer()
    if limits.wait(limits.PAGES, str(viewer.account_id)):
        flask.abort(429)
    return viewer


def _json(answer: object) -> flask.Response:
    return flask.Response(orjson.dumps(answer, default=str), mimetype="application/json")


def _questions(query: str) -> list[tuple[str, dict[str, Any]]]:
    """What the page asks, listened to once by one visitor at a time."""
    with _LISTENING:
        return _listened(query)


@cache
def _listened(query: str) -> list[tuple[str, dict[str, Any]]]:  # noqa: ARG001 - the key of what is remembered
    asked = []
    answer = database._asked  # noqa: SLF001 - the one door that every question of a page goes through

    def listening(viewer: Viewer, question: str, arguments: dict[str, Any]) -> list[dict[str, Any]]:
        asked.append((question, arguments))
        return answer(viewer, question, arguments)

    # Whoever else comes for them meanwhile waits, so nothing but this page is listened to.
    with mock.patch.object(database, "_asked", listening):
        next(page for page in dash.page_registry.values() if page["path"] == _PATH)["layout"](**flask.request.args)
    return asked


@cache
def _asked(query: str) -> tuple[Filters, Sequence[Care]]:  # noqa: ARG001 - the key of what is remembered
    """What the address asks, worked out once: the floor does no more than ask and answer."""
    known = lists.vocabulary(current_viewer())
    filters, _sentences = from_query(dict(flask.request.args), known)
    return filters, cares_of(filters, known)
