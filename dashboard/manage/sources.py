"""The operator's forms about a source: add it, who it is, what is agreed, where it is fetched; try it, fetch it now or
no more, switch it off and on."""

import os
from dataclasses import asdict

import flask

from dashboard.access import Permission, requires
from dashboard.manage.addresses import LONGEST, SOURCES, back, typed
from dashboard.manage.source_form import WrongFieldError, address, agreement, new_code, sender
from dashboard.queries import manage
from dashboard.queries.database import Row
from dashboard.viewer import Viewer, current_viewer
from sql import credentials
from sql.errors import DatabaseError

FETCH, STOP, AGREE, CONNECT = (f"{SOURCES}/{word}" for word in ("ophalen", "stoppen", "afspraken", "adres"))
ADD, CHANGE, SWITCH, TRY = (f"{SOURCES}/{word}" for word in ("toevoegen", "wijzigen", "schakelen", "proberen"))
NEW = "nieuw"  # in the address of the page: the form to add one
_LONGEST_CREDENTIAL = 16_384  # characters; a private key is far shorter
_MOST_CODES = 100_000  # characters
_KEPT = (
    "ritme",
    "marge",
    "vanaf",
    "adres",
    "gebruiker",
    "sleutel",
    "hosts",
    "eigen_net",
    "ca",
    "naam",
    "telling",
    "namens",
    "agb",
    "vorm",
)  # no contact, no credential


def add_routes(server: flask.Flask) -> None:
    """One route for each form."""
    asked = ((FETCH, _fetch), (STOP, _stop), (AGREE, _agree), (CONNECT, _connect))
    for path, view in (*asked, (ADD, _add), (CHANGE, _change), (SWITCH, _switch), (TRY, _try)):
        server.add_url_rule(path, f"manage{view.__name__}", view, methods=["POST"])


@requires(Permission.MANAGE_SOURCES)
def _add() -> flask.typing.ResponseReturnValue:
    """A source that was not there; it is switched off until it is switched on."""
    try:
        source, told = new_code(_sender_fields()), sender(_sender_fields())
    except WrongFieldError as error:
        return _wrong(typed("bron"), error.code, nieuw="ja")
    outcome = manage.save_source(current_viewer(), source, feed=typed("vorm"), **asdict(told))
    if outcome != "done":
        return _wrong(source, outcome, nieuw="ja")
    return _told(source, "toevoegen", outcome)


@requires(Permission.MANAGE_SOURCES)
def _change() -> flask.typing.ResponseReturnValue:
    source = typed("bron")
    try:
        told = sender(_sender_fields())
    except WrongFieldError as error:
        return _wrong(source, error.code)
    return _told(source, "wijzigen", manage.save_source(current_viewer(), source, feed=None, **asdict(told)))


@requires(Permission.MANAGE_SOURCES)
def _switch() -> flask.typing.ResponseReturnValue:
    source, wanted = typed("bron"), typed("stand")
    if wanted not in {"aan", "uit"}:
        return back(SOURCES, bron=source, fout="without_choice")
    return _told(source, wanted, manage.switch_source(current_viewer(), source, is_active=wanted == "aan"))


@requires(Permission.MANAGE_SOURCES)
def _try() -> flask.typing.ResponseReturnValue:
    source = typed("bron")
    return _told(source, "proberen", manage.try_source(current_viewer(), source))


@requires(Permission.MANAGE_SOURCES)
def _fetch() -> flask.typing.ResponseReturnValue:
    source = typed("bron")
    return _told(source, "ophalen", manage.ask_fetch(current_viewer(), source))


@requires(Permission.MANAGE_SOURCES)
def _stop() -> flask.typing.ResponseReturnValue:
    source = typed("bron")
    if typed("zeker") != "ja":
        return back(SOURCES, bron=source, fout="not_sure")
    return _told(source, "stoppen", manage.stop_fetching(current_viewer(), source))


@requires(Permission.MANAGE_SOURCES)
def _agree() -> flask.typing.ResponseReturnValue:
    source = typed("bron")
    try:
        terms = agreement({name: typed(name) for name in flask.request.form})
    except WrongFieldError as error:
        return _wrong(source, error.code)
    outcome = manage.agree(
        current_viewer(),
        source,
        every=terms.every,
        grace=terms.grace,
        due_time=terms.due_time,
        name=terms.name,
        phone=terms.phone,
        email=terms.email,
    )
    return _told(source, "afspraken", outcome)


@requires(Permission.MANAGE_SOURCES)
def _connect() -> flask.typing.ResponseReturnValue:
    viewer, source = current_viewer(), typed("bron")
    known = _known(viewer, source)
    if known is None:
        return back(SOURCES, fout="unknown_source")
    form = {name: typed(name) for name in flask.request.form}
    form["toegang"] = flask.request.form.get("toegang", "")[:_LONGEST_CREDENTIAL].replace("\r\n", "\n")
    try:
        asked = address(
            form,
            is_directory=known["feed_code"] == "lrza_directory",
            kept_url=known["url"],
            has_credential=bool(known["has_credential"]),
        )
        sealed = asked.credential and credentials.encrypt(asked.credential, os.environ)
    except WrongFieldError as error:
        return _wrong(source, error.code)
    except DatabaseError:
        return _wrong(source, "no_key")
    outcome = manage.save_transport(
        viewer,
        source,
        way=asked.way,
        url=asked.url,
        user=asked.user,
        credential_encrypted=sealed,
        host_key=asked.host_key,
        hosts=asked.hosts,
        is_private_allowed=asked.is_private_allowed,
        ca_file=asked.ca_file,
    )
    return _told(source, "adres", outcome)


def _sender_fields() -> dict[str, str]:
    """Codes can be many: cut off like the others, some would be taken away unseen."""
    return {name: typed(name) for name in flask.request.form} | {"agb": flask.request.form.get("agb", "")[:_MOST_CODES]}


def _known(viewer: Viewer, source: str) -> Row | None:
    return next((row for row in manage.sources(viewer) if row["source_code"] == source), None)


def _told(source: str, done: str, outcome: str) -> flask.typing.ResponseReturnValue:
    return back(SOURCES, bron=source, **({"gedaan": done} if outcome == "done" else {"fout": outcome}))


def _wrong(source: str, code: str, **more: str) -> flask.typing.ResponseReturnValue:
    """The page again, with what was typed; but no contact and no credential, which do not belong in an address."""
    sent = flask.request.form
    kept = {name: sent[name].strip() for name in _KEPT if name in sent and len(sent[name]) <= LONGEST}
    return back(SOURCES, bron=source, fout=code, **kept, **more)
