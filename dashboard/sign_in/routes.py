"""The public pages under /aanmelden: what they show depends on the way of signing in; what they end in does not."""

from urllib.parse import urlencode, urlsplit

import flask

from dashboard import access, addresses, sessions
from dashboard.access import PUBLIC, requires
from dashboard.failure import DataUnavailableError, incident
from dashboard.language import _
from dashboard.plain_page import Button, Field, Form, Link, plain_page
from dashboard.settings import Settings, SignIn
from dashboard.sign_in import demo, local, oidc, sign_out
from dashboard.viewer import Viewer, viewer_or_none

PATH = "/aanmelden"
ONWARD = "naar"  # where somebody was going when asked to sign in
_LONGEST = 1000


def add_routes(server: flask.Flask, settings: Settings) -> None:
    """Only the routes of the way that is set exist."""
    server.add_url_rule(PATH, "sign_in", _show, methods=["GET"])
    server.add_url_rule(f"{PATH}/uit", "sign_out", _sign_out, methods=["POST"])
    if settings.sign_in is SignIn.DEMO:
        demo.refuse_outside_loopback(settings)
        server.add_url_rule(f"{PATH}/demo", "sign_in_demo", _with_role, methods=["POST"])
    elif settings.sign_in is SignIn.LOCAL:
        server.add_url_rule(f"{PATH}/wachtwoord", "sign_in_local", _with_password, methods=["POST"])
    else:
        server.add_url_rule(f"{PATH}/start", "sign_in_start", _to_provider, methods=["GET"])
        server.add_url_rule(f"{PATH}/terug", "sign_in_back", _from_provider, methods=["GET"])


@requires(PUBLIC)
def _show() -> flask.Response:
    return _page()


@requires(PUBLIC)
def _with_role() -> flask.typing.ResponseReturnValue:
    account = demo.account_for(flask.request.form.get("rol", ""), flask.request.remote_addr)
    if account is None:
        return _page(_("There is no such role in the demo."), status=400)
    return _welcome(sessions.start(account, "demo"))


@requires(PUBLIC)
def _with_password() -> flask.typing.ResponseReturnValue:
    form = flask.request.form
    outcome = local.check(form.get("naam", ""), form.get("wachtwoord", ""), form.get("code", ""))
    if isinstance(outcome, local.Refused):
        return _page(outcome.sentence(), status=outcome.status)
    return _welcome(sessions.start(outcome.account_id, outcome.means, remembers=bool(form.get("onthoud"))))


@requires(PUBLIC)
def _to_provider() -> flask.typing.ResponseReturnValue:
    outcome = oidc.begin(_onward(flask.request.args.get(ONWARD, "")))
    return _page(outcome.sentence(), status=503) if isinstance(outcome, oidc.Refused) else outcome


@requires(PUBLIC)
def _from_provider() -> flask.typing.ResponseReturnValue:
    outcome = oidc.finish()
    if isinstance(outcome, oidc.Refused):
        return _page(outcome.sentence(), status=403)
    return _welcome(sessions.start(outcome.account_id, "oidc", remembers=True), outcome.onward)


@requires(PUBLIC)
def _sign_out() -> flask.typing.ResponseReturnValue:
    try:
        sessions.end()
    except DataUnavailableError as error:
        incident(error, PATH)  # this browser has nothing left to sign in with; the session ends by its own limits
    if sessions.settings().sign_in is SignIn.OIDC:
        return plain_page(_("You are signed out"), onward=sign_out.address(), links=[Link(_("Sign in"), PATH)])
    return flask.redirect(PATH, 303)


def _welcome(viewer: Viewer | None, onward: str | None = None) -> flask.Response:
    if viewer is None:
        return _page(_("This account may not sign in. Ask the operator."), status=403)
    wanted = _onward(onward or flask.request.form.get(ONWARD, ""))
    page = addresses.page_at(urlsplit(wanted).path)
    is_open = page is None or access.allows(access.policy_of_page(page), viewer.permissions)
    return flask.make_response(flask.redirect(wanted if is_open else "/", 303))


def _onward(given: str) -> str:
    """A path of ours, and never an address elsewhere."""
    parts = urlsplit(given)
    is_ours = given.startswith("/") and not given.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    is_plain = given.isprintable() and "\\" not in given and len(given) <= _LONGEST
    return given if is_ours and is_plain and not parts.path.startswith(PATH) else "/"


def _page(*warnings: str, status: int = 200) -> flask.Response:
    onward = _onward(flask.request.values.get(ONWARD, ""))
    viewer, way = viewer_or_none(), sessions.settings().sign_in
    hidden = [(ONWARD, onward)]
    token = viewer.csrf if viewer else sessions.anonymous_token()
    if way is SignIn.OIDC:
        href = f"{PATH}/start?{urlencode({ONWARD: onward})}"
        return plain_page(
            _("Sign in"), warnings=warnings, links=[Link(_("Sign in with your organisation"), href)], status=status
        )
    if way is SignIn.DEMO:
        buttons = [Button(name, "rol", role) for role, name in demo.ROLES]
        form = Form(f"{PATH}/demo", buttons, hidden=hidden)
        said = _("Choose as whom you want to look around. No password is asked, and nothing here is real.")
        return plain_page(_("Sign in to the demo"), said, warnings=warnings, forms=[form], token=token, status=status)
    form = Form(
        f"{PATH}/wachtwoord",
        [Button(_("Sign in"))],
        fields=[
            Field("naam", _("Login name"), autocomplete="username"),
            Field("wachtwoord", _("Password"), "password", "current-password"),
            Field("code", _("Code of your app, or a recovery code"), autocomplete="one-time-code", is_required=False),
            Field("onthoud", _("Remember this device of the practice today"), "checkbox", is_required=False),
        ],
        hidden=hidden,
    )
    return plain_page(_("Sign in"), warnings=warnings, forms=[form], token=token, status=status)
