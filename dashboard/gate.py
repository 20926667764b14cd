"""The one guard before every route: nothing is answered that no policy allows to who is asking.

It stands before Dash's own handlers. Who is asking comes from the session; what a browser posts is compared with what
the application declares, and a difference is refused and written down.
"""

import secrets
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

import dash
import flask
import structlog

from dashboard import access, addresses, health, limits, origin, posted, refusals, sessions
from dashboard.access import PUBLIC, SIGNED_IN, Policy
from dashboard.addresses import EXTENSION
from dashboard.failure import DataUnavailableError, incident
from dashboard.push import guard as push
from dashboard.queries import audit
from dashboard.viewer import Viewer, viewer_or_none

SIGN_IN = "/aanmelden"
_ASSETS = "_dash_assets.static"
_CALLBACKS = "/_dash-update-component"
_PAGE = "/<path:path>"  # any address that is no other route: Dash's index
_BUNDLES = "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>"
# The routes that Dash adds, by its own names for them. One that is not here is not answered, and stops the start.
DASH_ROUTES: Mapping[str, Policy] = {
    _ASSETS: PUBLIC,
    _BUNDLES: SIGNED_IN,
    "/_dash-layout": SIGNED_IN,
    "/_dash-dependencies": SIGNED_IN,
    _CALLBACKS: SIGNED_IN,
    "/_favicon.ico": SIGNED_IN,
    _PAGE: SIGNED_IN,
}
CLOSED = frozenset({"/_reload-hash", "/"})  # Dash adds them too; nobody needs them, and "/" is ours
_METHODS = frozenset({"GET", "HEAD", "POST"})

_log = structlog.get_logger("dashboard")
Answer = flask.typing.ResponseReturnValue


def route_policy(server: flask.Flask, endpoint: str) -> Policy | None:
    """Who may ask this route. What Dash needs to draw a page is public as soon as there is a public page."""
    if endpoint in DASH_ROUTES:
        return PUBLIC if _has_public_page() else DASH_ROUTES[endpoint]
    return access.policy_on(server.view_functions.get(endpoint))


def demand_policies(app: dash.Dash) -> None:
    """Raises UnguardedError when a page, a callback or a route has no policy. Registers Dash's own callbacks first."""
    server = app.server
    with server.test_request_context("/healthz"):
        server.preprocess_request()  # Dash makes its page router on the first request
    endpoints = {rule.endpoint for rule in server.url_map.iter_rules()} - CLOSED
    routes = {endpoint: route_policy(server, endpoint) for endpoint in endpoints}
    missing = sorted(access.unguarded(dash.page_registry, app.callback_map, routes))
    if missing:
        raise access.UnguardedError("Nobody decided who may ask this, so it does not start: " + "; ".join(missing))


def guard() -> Answer | None:
    """Refuses the request under way, or lets it through with `flask.g.viewer` set."""
    flask.g.request_id = secrets.token_hex(8)
    if flask.request.endpoint in health.ENDPOINTS:
        return _guard_machine()
    refused = _guard_form()
    if refused is not None or flask.request.endpoint == _ASSETS:
        return refused
    try:
        return push.guard() if push.is_asked() else _guard_session()
    except DataUnavailableError as error:
        return refusals.unavailable(incident(error, flask.request.path))


def _guard_machine() -> Answer | None:
    """Programs that watch have no session, and name us by the number of this machine. Who may not, finds nothing."""
    policy = route_policy(flask.current_app, flask.request.endpoint or "")
    if policy is not None and policy.is_for_machines:
        return None if health.is_a_machine_of_ours() else _refuse("not_for_you", 404)
    return None if access.allows(policy, None) else _refuse("denied", 403)


def _guard_form() -> Answer | None:
    """What can be said of a request without knowing who asks it."""
    request = flask.request
    if not sessions.is_from_a_known_sender():
        return _refuse("unknown_sender", 403)
    if (urlsplit(f"//{request.host}").hostname or "") not in sessions.settings().hosts:
        return _refuse("unknown_host", 400)
    if request.method not in _METHODS or (request.endpoint is None and request.method == "POST"):
        return _refuse("method", 405)
    if request.method == "POST" and request.content_length is None:  # its size could not be limited, only cut off
        return _refuse("length", 411)
    return None if origin.is_from_our_pages() else _refuse("cross_site", 403)


def _guard_session() -> Answer | None:
    policy = route_policy(flask.current_app, flask.request.endpoint or _PAGE)  # no route: asked like a page
    is_open = policy is not None and policy.is_public
    viewer = flask.g.viewer = _find(is_open=is_open)
    origin.take_body(viewer, policy)
    if flask.request.method == "POST" and not origin.has_token(viewer):
        return _refuse("csrf", 403)
    if viewer is None and not is_open:
        return _to_sign_in()
    if flask.request.endpoint in CLOSED or not access.allows(policy, viewer.permissions if viewer else None):
        return _deny(viewer, "route", 404 if flask.request.endpoint in CLOSED else 403)
    if flask.request.endpoint == _CALLBACKS:
        return _guard_callback(viewer)
    if flask.request.endpoint in {_PAGE, None}:
        return _guard_page(viewer, flask.request.path)
    return None


def _find(*, is_open: bool) -> Viewer | None:
    try:
        return sessions.find() or (sessions.resume() if refusals.is_navigation() and not is_open else None)
    except DataUnavailableError:
        if is_open and flask.request.method != "POST":
            return None
        raise


def _guard_callback(viewer: Viewer | None) -> Answer | None:
    app: dash.Dash = flask.current_app.extensions[EXTENSION]
    try:
        asked = posted.read(flask.request.get_data(), app.callback_map)
    except posted.NotOursError as error:
        return _deny(viewer, f"forged callback: {error}", 400)
    if asked.output == access.PAGES_OUTPUT:
        path = asked.values["_pages_location", "pathname"]
        search = asked.values["_pages_location", "search"]
        if not isinstance(path, str) or not path.startswith("/") or not isinstance(search, str | None):
            return _deny(viewer, "forged callback: no address", 400)
        return _guard_page(viewer, path)
    policy = access.policy_of_callback(app.callback_map[asked.output])
    if not access.allows(policy, viewer.permissions if viewer else None):
        return _deny(viewer, f"callback {asked.output}", 403)
    return _too_many(viewer)


def _guard_page(viewer: Viewer | None, path: str) -> Answer | None:
    page = addresses.page_at(path)
    flask.g.page_path = path
    policy = SIGNED_IN if page is None else access.policy_of_page(page)
    if not access.allows(policy, viewer.permissions if viewer else None):
        return _to_sign_in() if viewer is None else _deny(viewer, f"page {page and page['module']}", 403)
    return _too_many(viewer)


def _too_many(viewer: Viewer | None) -> Answer | None:
    who = str(viewer.account_id) if viewer else sessions.address()
    try:
        seconds = limits.wait(limits.PAGES, who)
        if seconds and viewer:
            limits.alarm(viewer, sessions.address())
    except DataUnavailableError:
        if viewer is not None and viewer.is_trusted:
            return None  # what is remembered costs the database nothing
        raise
    return refusals.too_many(seconds) if seconds else None


def _to_sign_in() -> Answer:
    if not refusals.is_navigation():
        return _refuse("not_signed_in", 401)
    asked = flask.request.full_path.rstrip("?")
    return flask.redirect(SIGN_IN if asked == "/" else f"{SIGN_IN}?{urlencode({'naar': asked})}")


def _deny(viewer: Viewer | None, what: str, status: int) -> Answer:
    """No, to somebody we know: written down, unless the database cannot be reached, which the answer says then."""
    if viewer is not None:
        if viewer.is_degraded:
            return refusals.unavailable(flask.g.request_id)
        if limits.wait(limits.DENIALS, str(viewer.account_id)) == 0:
            audit.record(viewer, "denied", action="R", outcome="refused", object_type="request", object_id=what[:100])
    return _refuse("denied", status, what=what)


def _refuse(code: str, status: int, **more: object) -> Answer:
    viewer = viewer_or_none()
    _log.warning(
        "refused",
        code=code,
        status=status,
        method=flask.request.method,
        endpoint=flask.request.endpoint,
        account=viewer.account_id if viewer else None,
        request=flask.g.request_id,
        **more,
    )
    return refusals.refused(code, status)


def _has_public_page() -> bool:
    return any(access.policy_of_page(page) == PUBLIC for page in dash.page_registry.values())
