"""Sessions: an opaque token in a cookie, everything else in the database, asked again on each request."""

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import flask

from dashboard import cookies, csrf
from dashboard.access import Permission
from dashboard.failure import DataUnavailableError
from dashboard.queries import accounts
from dashboard.queries import sessions as kept
from dashboard.queries.database import Row
from dashboard.senders import LOOPBACK, is_address, is_among
from dashboard.settings import Settings
from dashboard.viewer import IS_DEMO, TRUSTED_FOR, Viewer, now

EXTENSION = "transferpunt_proved_sessions"
SETTINGS = "TRANSFERPUNT_SETTINGS"
SIZE = 10_000
# What a session may still do while the database cannot be reached: no count, no export, no change.
# Stops are a column of the list of places, so who may see them is part of the question that is remembered.
WITHOUT_DATABASE = frozenset({Permission.SEE_PLACES_EXACT, Permission.SEE_PLACES_CLASS, Permission.SEE_STOPS})
_BYTES = 32
_DEVICE = timedelta(hours=24)  # the longest a role may allow; how long it is known is decided by the database


@dataclass
class Proved:
    """Token hash -> (the session's row, when the database gave it). Shared by the threads of one process."""

    sessions: OrderedDict[str, tuple[Row, datetime]] = field(default_factory=OrderedDict)
    guard: threading.Lock = field(default_factory=threading.Lock)


def settings() -> Settings:
    """The settings of the application that answers the request under way."""
    given: Settings = flask.current_app.config[SETTINGS]
    return given


def find() -> Viewer | None:
    """Who asks the request under way; None for nobody. Raises DataUnavailableError when that cannot be told."""
    token = flask.request.cookies.get(cookies.names(settings()).session, "")
    if not token:
        return None
    hashed, at, proved = csrf.fingerprint(token), now(), _proved()
    try:
        row = kept.session_of(hashed, at)
    except DataUnavailableError:
        with proved.guard:
            known = proved.sessions.get(hashed)
        if known is None or at - known[1] > TRUSTED_FOR or at >= known[0]["expires_at"]:
            raise
        return _viewer(known[0], proved_at=known[1], only=WITHOUT_DATABASE)
    _note(hashed, row)
    return None if row is None else _viewer(row, proved_at=at)


def start(account: int, means: str, *, remembers: bool = False) -> Viewer | None:
    """Opens a new session for an account, and sends its cookies with the answer under way. None: it may not come in.

    Whatever session the browser had ends. means: how the person proved who it is. remembers: this device may sign in
    again by itself, for as long as the role allows.
    """
    end()
    device = secrets.token_urlsafe(_BYTES) if remembers else ""
    if device and accounts.remember_device(account, csrf.fingerprint(device), now()):
        cookies.send(settings(), cookies.names(settings()).device, device, max_age=_DEVICE)
    else:
        device = ""
    return _open(account, device, means)


def resume() -> Viewer | None:
    """A new session on a device that was remembered when its owner signed in; None on any other."""
    device = flask.request.cookies.get(cookies.names(settings()).device, "")
    if not device:
        return None
    known = accounts.device_of(csrf.fingerprint(device), now())
    return None if known is None else _open(known["account_id"], device, "device")


def end() -> None:
    """Ends the session of this browser and forgets the device, for every process at once. The cookies go first."""
    names = cookies.names(settings())
    token = flask.request.cookies.get(names.session, "")
    for name in (names.session, names.csrf, names.device):
        if name in flask.request.cookies:
            cookies.send(settings(), name, "", max_age=timedelta(0))
    if token:
        with _proved().guard:
            _proved().sessions.pop(csrf.fingerprint(token), None)
        kept.close_session(csrf.fingerprint(token), address=address(), request_id=flask.g.request_id, at=now())


def anonymous_token() -> str:
    """What a form must send along while nobody is signed in; sent as a cookie too."""
    name, keys = cookies.names(settings()).csrf, settings().secret_keys
    known = flask.request.cookies.get(name, "")
    if csrf.is_anonymous(known, known, keys):
        return known
    made = csrf.new_anonymous(keys)
    cookies.send(settings(), name, made, is_readable=True)
    return made


def address() -> str:
    """From where the request comes: what the proxy in front of us says, when it is one of those we trust.

    Each proxy adds at the end whom it got the request from. So it is the last that is no trusted proxy itself; what
    stands before it anybody can have written.
    """
    sender = flask.request.remote_addr or ""
    proxies = settings().trusted_proxies
    for claimed in reversed(flask.request.headers.get("X-Forwarded-For", "").split(",")):
        if not is_among(sender, proxies) or not is_address(claimed.strip()):
            break
        sender = claimed.strip()
    return sender


def is_from_a_known_sender() -> bool:
    """Whether this machine or a trusted proxy sends it: nobody else may reach us, wherever we listen."""
    sender = flask.request.remote_addr or ""
    return not sender or is_among(sender, LOOPBACK) or is_among(sender, settings().trusted_proxies)


def _open(account: int, device: str, means: str) -> Viewer | None:
    token, own = secrets.token_urlsafe(_BYTES), secrets.token_urlsafe(_BYTES)
    row = kept.open_session(
        account,
        token_sha256=csrf.fingerprint(token),
        csrf_sha256=csrf.fingerprint(own),
        device_sha256=csrf.fingerprint(device) if device else None,
        means=means,
        address=address(),
        request_id=flask.g.request_id,
        at=now(),
    )
    if row is None:
        return None
    _note(csrf.fingerprint(token), row)
    names = cookies.names(settings())
    cookies.send(settings(), names.session, token)
    cookies.send(settings(), names.csrf, own, is_readable=True)
    flask.g.csrf = own
    return _viewer(row, proved_at=now())


def _viewer(row: Row, *, proved_at: datetime, only: frozenset[Permission] | None = None) -> Viewer:
    known = frozenset(Permission(code) for code in row["permissions"] if code in set(Permission))
    own = flask.g.get("csrf") or flask.request.cookies.get(cookies.names(settings()).csrf, "")
    return Viewer(
        account_id=row["account_id"],
        session_id=row["session_id"],
        address=address(),
        display_name=row["display_name"],
        role=row["role_code"],
        database_role=row["database_role"],
        permissions=known if only is None else known & only,
        scopes=tuple((kind, frozenset(codes)) for kind, codes in sorted(row["scopes"].items())),
        reach=tuple((code, row["permission_scopes"].get(code, "none")) for code in sorted(known)),
        asked_at=now(),
        proved_at=proved_at,
        csrf=own if csrf.is_of_session(own, row["csrf_sha256"]) else "",
        is_demo=flask.current_app.config[IS_DEMO],
        is_demo_account=row["is_demo"],
    )


def _note(hashed: str, row: Row | None) -> None:
    """What the database just said of a session, for when it cannot be asked."""
    proved = _proved()
    with proved.guard:
        proved.sessions.pop(hashed, None)
        if row is not None:
            proved.sessions[hashed] = (row, now())
            while len(proved.sessions) > SIZE:
                proved.sessions.popitem(last=False)


def _proved() -> Proved:
    proved: Proved = flask.current_app.extensions[EXTENSION]
    return proved
