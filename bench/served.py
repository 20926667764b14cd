"""The application as gunicorn serves it, its clock that of the made-up country, with two routes for a measurement.

/bench/in/<number> signs in as a coordinator of its own, or in another role (?role=), so that each visitor has its own
buckets. /bench/places answers the question of /vrije-plekken as JSON, behind the same gate, bucket and rights: the
floor of a page.
"""

from collections.abc import Sequence
from functools import cache

import flask
import orjson

from bench import world
from dashboard import limits, sessions
from dashboard.access import PUBLIC, Permission, one_of, requires
from dashboard.app import create_app
from dashboard.filters import Filters, from_query
from dashboard.places_answer import cares_of
from dashboard.queries import accounts, lists
from dashboard.queries import free_places as places
from dashboard.settings import Settings, SignIn
from dashboard.viewer import current_viewer
from dashboard.vocabulary import Care

_KEY = "only for a measurement, of 32 characters"
_SCOPES: dict[str, dict[str, list[str]]] = {
    "coordinator": {"region": ["ZK23"]},
    "provider": {"agb": ["30000007"]},
    "operator": {},
    "auditor": {},
}


def create_server() -> flask.Flask:
    """The product's server with these two routes beside its own."""
    settings = Settings(is_demo=True, sign_in=SignIn.DEMO, secret_keys=(_KEY,))
    server: flask.Flask = create_app(settings, clock=lambda: world.AS_OF).server
    server.add_url_rule("/bench/in/<int:number>", "bench_in", _sign_in)
    server.add_url_rule("/bench/places", "bench_places", _places)
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
    viewer = current_viewer()
    if limits.wait(limits.PAGES, str(viewer.account_id)):
        flask.abort(429)
    filters, cares = _asked(flask.request.query_string.decode())
    rows = places.free_places(viewer, filters, cares)
    return flask.Response(orjson.dumps(rows, default=str), mimetype="application/json")


@cache
def _asked(query: str) -> tuple[Filters, Sequence[Care]]:  # noqa: ARG001 - the key of what is remembered
    """What the address asks, worked out once: the floor does no more than ask and answer."""
    known = lists.vocabulary(current_viewer())
    filters, _sentences = from_query(dict(flask.request.args), known)
    return filters, cares_of(filters, known)
