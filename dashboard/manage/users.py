"""The operator's forms about accounts: add one, give it rights, new secrets, switch it on or off, end its sessions."""

import re
from collections.abc import Mapping

import flask

from dashboard import sessions
from dashboard.access import Permission, requires
from dashboard.language import _
from dashboard.manage.addresses import USERS, back, typed
from dashboard.plain_page import Link, plain_page
from dashboard.queries import accounts, lists
from dashboard.queries.database import Row
from dashboard.sign_in.issued import Issued, issue
from dashboard.viewer import Viewer, current_viewer

ADD, RIGHTS, RESET, SWITCH, END = (f"{USERS}/{word}" for word in ("nieuw", "rechten", "geheimen", "schakelen", "uit"))
SCOPES = {"region": "regio", "agb": "agb", "concern": "concern"}  # kind -> name of its field
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
_AGB = re.compile(r"[0-9]{8}")


class _RefusedError(Exception):
    """code: why, for the sentence on the page."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def add_routes(server: flask.Flask) -> None:
    """One route for each form."""
    for path, view in ((ADD, _add), (RIGHTS, _rights), (RESET, _reset), (SWITCH, _switch), (END, _end)):
        server.add_url_rule(path, f"manage_user{view.__name__}", view, methods=["POST"])


@requires(Permission.MANAGE_USERS)
def _add() -> flask.typing.ResponseReturnValue:
    viewer, login, name = current_viewer(), typed("naam").lower(), typed("schermnaam")
    try:
        _demand("wrong_login", _LOGIN.fullmatch(login))
        _demand("login_taken", accounts.by_login(login) is None)
        _demand("without_name", name)
        role, scopes = _asked_rights(viewer)
    except _RefusedError as error:
        return back(USERS, nieuw="ja", fout=error.code, naam=login, **_typed_rights())
    made = issue(
        login, sessions.settings(), viewer.asked_at, role=role, scopes=scopes, display_name=name[:100], **_by(viewer)
    )
    return _shown_once(made)


@requires(Permission.MANAGE_USERS)
def _rights() -> flask.typing.ResponseReturnValue:
    viewer = current_viewer()
    try:
        account = _other(viewer)
        _demand("claims_decide", account["issuer"] is None)
        role, scopes = _asked_rights(viewer)
    except _RefusedError as error:
        return back(USERS, account=typed("account"), fout=error.code, **_typed_rights())
    is_changed = accounts.set_rights(account["account_id"], role=role, scopes=scopes, at=viewer.asked_at, **_by(viewer))
    return back(USERS, account=str(account["account_id"]), gedaan="rechten" if is_changed else "niets")


@requires(Permission.MANAGE_USERS)
def _reset() -> flask.typing.ResponseReturnValue:
    viewer = current_viewer()
    try:
        account = _other(viewer)
        _demand("not_here", account["has_password"])
        _demand("not_sure", typed("zeker") == "ja")
    except _RefusedError as error:
        return back(USERS, account=typed("account"), fout=error.code)
    made = issue(
        account["login"],
        sessions.settings(),
        viewer.asked_at,
        role=account["role_code"],
        scopes=None,
        display_name=account["display_name"],
        **_by(viewer),
    )
    return _shown_once(made)


@requires(Permission.MANAGE_USERS)
def _switch() -> flask.typing.ResponseReturnValue:
    viewer, is_on = current_viewer(), typed("naar") == "aan"
    try:
        account = _other(viewer)
    except _RefusedError as error:
        return back(USERS, account=typed("account"), fout=error.code)
    accounts.set_active(
        account["account_id"], is_active=is_on, at=viewer.asked_at, by=viewer.account_id, request_id=_request()
    )
    return back(USERS, account=str(account["account_id"]), gedaan="aan" if is_on else "af")


@requires(Permission.MANAGE_USERS)
def _end() -> flask.typing.ResponseReturnValue:
    viewer = current_viewer()
    try:
        account = _other(viewer)
    except _RefusedError as error:
        return back(USERS, account=typed("account"), fout=error.code)
    accounts.end_sessions(account["account_id"], viewer.asked_at, by=viewer.account_id, request_id=_request())
    return back(USERS, account=str(account["account_id"]), gedaan="uit")


def _demand(code: str, holds: object) -> None:
    if not holds:
        raise _RefusedError(code)


def _other(viewer: Viewer) -> Row:
    """The account of the form, which is not one's own. So an operator is always left."""
    rows = accounts.everybody(viewer.asked_at)
    found = next((row for row in rows if str(row["account_id"]) == typed("account")), None)
    if found is None:
        raise _RefusedError("unknown_account")
    _demand("own_account", found["account_id"] != viewer.account_id)
    return found


def _asked_rights(viewer: Viewer) -> tuple[str, dict[str, list[str]]]:
    """The role and the scopes of the form. Raises _RefusedError for codes that nobody has."""
    role = typed("rol")
    _demand("unknown_role", role in {row["role_code"] for row in accounts.roles(viewer.asked_at)})
    scopes = {kind: sorted(set(typed(field).replace(",", " ").split())) for kind, field in SCOPES.items()}
    scopes["region"] = [code.upper() for code in scopes["region"]]
    _demand("wrong_agb", all(_AGB.fullmatch(code) for code in scopes["agb"]))
    known = lists.vocabulary(viewer)
    _demand("unknown_region", known.regions.keys() >= set(scopes["region"]))
    _demand("unknown_concern", known.concerns.keys() >= set(scopes["concern"]))
    return role, scopes


def _typed_rights() -> Mapping[str, str]:
    return {name: typed(name) for name in ("rol", *SCOPES.values())}


def _shown_once(made: Issued) -> flask.Response:
    """The answer to the form itself: nothing of it stands in an address, and no page can be asked for it again."""
    return plain_page(
        _("Account {login}").format(login=made.login),
        _("Login name: {login}").format(login=made.login),
        _("Password: {password}").format(password=made.password),
        _("For the authenticator app: {address}").format(address=made.app_address),
        _("Recovery codes: {codes}").format(codes=" ".join(made.recovery_codes)),
        warnings=[
            _("This is shown once. Hand it over in person, or over two ways; then close this page."),
        ],
        links=[Link(_("Back to the users"), f"{USERS}?account={made.account_id}")],
    )


def _by(viewer: Viewer) -> dict[str, object]:
    return {"by": viewer.account_id, "means": "page", "request_id": _request()}


def _request() -> str:
    number: str = flask.g.request_id
    return number
