"""/opgave/koppeling: the tokens with which a supplier's program pushes: made, replaced, revoked, and tried out."""

import json
import secrets
from typing import Any

import flask

from dashboard import csrf, limits, refusals
from dashboard.access import Permission, requires
from dashboard.components.page import own_pages
from dashboard.coordination import whole
from dashboard.language import _
from dashboard.manage.addresses import SOURCES
from dashboard.plain_page import asset, frame
from dashboard.push import view, waiting
from dashboard.push.addresses import FORM, MOST_BYTES, OPENAPI, PLACES, SCHEMA, root
from dashboard.push.token import Token, new_token
from dashboard.queries import audit, push
from dashboard.queries import statement as statements
from dashboard.queries.database import Row
from dashboard.statement.answer import PATH as STATEMENT
from dashboard.viewer import Viewer, current_viewer

PATH = f"{STATEMENT}/koppeling"
ROTATE, REVOKE, TRIAL, SAMPLE = (f"{PATH}/{word}" for word in ("vervang", "intrek", "proef", "voorbeeld.json"))
_OFFERED = (90, 180, 365)


def add_routes(server: flask.Flask) -> None:
    """The page, and one address for each form on it."""
    for path, view_, method in (
        (PATH, _show, "GET"),
        (PATH, _make, "POST"),
        (ROTATE, _rotate, "POST"),
        (REVOKE, _revoke, "POST"),
        (TRIAL, _try, "POST"),
        (SAMPLE, _sample, "GET"),
    ):
        server.add_url_rule(path, f"push_page{view_.__name__}", view_, methods=[method])


@requires(Permission.MANAGE_PUSH)
def _show() -> flask.typing.ResponseReturnValue:
    done = view.done(flask.request.args.get("gedaan", ""))
    return _page(current_viewer(), notes=[done] if done else [])


@requires(Permission.MANAGE_PUSH)
def _make() -> flask.typing.ResponseReturnValue:
    viewer, form, token = current_viewer(), flask.request.form, new_token()
    if not _is_first(form.get("sleutel", "")):
        return flask.redirect(PATH, 303)
    codes = [code for given in form.getlist("agb") for code in given.replace(",", " ").split()]
    name = form.get("naam", "").strip()
    outcome = push.make(viewer, name, list(dict.fromkeys(codes)), token, days=_days())
    if outcome == "done":
        return _page(viewer, token=token)
    return _page(viewer, warnings=[view.outcome(outcome)], status=422, typed={"name": name[:80], "codes": codes})


@requires(Permission.MANAGE_PUSH)
def _rotate() -> flask.typing.ResponseReturnValue:
    viewer, form, token = current_viewer(), flask.request.form, new_token()
    if not _is_first(form.get("sleutel", "")):
        return flask.redirect(PATH, 303)
    outcome = push.rotate(viewer, form.get("koppeling", "")[:60], token, days=_days())
    if outcome == "done":
        return _page(viewer, token=token, is_replaced=True)
    return _page(viewer, warnings=[view.outcome(outcome)], status=422)


@requires(Permission.MANAGE_PUSH)
def _revoke() -> flask.typing.ResponseReturnValue:
    viewer, token = current_viewer(), whole(flask.request.form.get("token", ""))
    outcome = "denied" if token is None else push.revoke(viewer, token)
    if outcome == "done":
        return flask.redirect(f"{PATH}?gedaan=ingetrokken", 303)
    return _page(viewer, warnings=[view.outcome(outcome)], status=422)


@requires(Permission.MANAGE_PUSH)
def _try() -> flask.typing.ResponseReturnValue:
    """A dry run with the asker's own places, as the pushed one would be answered."""
    viewer, source = current_viewer(), flask.request.form.get("koppeling", "")[:60]
    connection = next((one for one in push.tokens(viewer) if one["source_code"] == source), None)
    if connection is None:
        return _page(viewer, warnings=[view.outcome("denied")], status=422)
    if seconds := limits.wait(limits.PUSHES, source):
        return refusals.too_many(seconds)
    payload = _own_payload(viewer, connection["agb_codes"])
    if payload is None:
        return _page(viewer, warnings=[_("No places of yours are known under these AGB codes yet.")], status=422)
    if len(payload) > MOST_BYTES:
        return _page(viewer, warnings=[view.outcome("too_large")], status=422)
    row = push.ask_own_trial(viewer, source, payload)
    told = waiting.trial_answer(row["trial_id"]) if row["outcome_code"] == "done" else None
    if told is None:
        return _page(viewer, warnings=[view.outcome("no_answer")], status=503)
    return _page(viewer, tried=view.tried(told, connection["name"]))


@requires(Permission.MANAGE_PUSH)
def _sample() -> flask.typing.ResponseReturnValue:
    """The asker's own places as they would be pushed, to begin with."""
    viewer = current_viewer()
    if seconds := limits.wait(limits.EXPORTS, str(viewer.account_id)):
        return refusals.too_many(seconds)
    payload = _own_payload(viewer, [row["agb_code"] for row in push.codes(viewer)])
    if payload is None:
        return refusals.refused("http", 404)
    audit.record(viewer, "exported", action="R", outcome="success", object_type="push_sample")
    answer = flask.make_response(payload)
    answer.headers["Content-Type"] = "application/json"
    answer.headers["Content-Disposition"] = 'attachment; filename="plekken.json"'
    return answer


def _own_payload(viewer: Viewer, codes: list[str]) -> bytes | None:
    """The asker's own places under these AGB codes as a delivery; None when there is none, as for an operator."""
    if not viewer.may(Permission.ENTER_OWN_PLACES):
        return None
    places = [
        place for place in statements.own_template(viewer) if {place["agb_location"], place["agb_provider"]} & {*codes}
    ]
    whole_delivery = {"form": FORM, "counted_at": viewer.asked_at.isoformat(timespec="seconds"), "places": places}
    return json.dumps(whole_delivery, ensure_ascii=False, indent=1).encode() if places else None


def _days() -> int:
    return whole(flask.request.form.get("geldig", "")) or 0


def _is_first(key: str) -> bool:
    """Whether a form is sent for the first time: a reload must not make another token."""
    return bool(key) and limits.is_first_use("push form", key[:60])


def _page(
    viewer: Viewer,
    *,
    token: Token | None = None,
    is_replaced: bool = False,
    tried: dict[str, Any] | None = None,
    warnings: list[str] | None = None,
    notes: list[str] | None = None,
    typed: Row | None = None,
    status: int = 200,
) -> flask.Response:
    address = f"{root()}{PLACES}"
    is_own = viewer.may(Permission.ENTER_OWN_PLACES)
    answer = frame(
        "push.html",
        _("Connection"),
        warnings=warnings or [],
        notes=notes or [],
        token=token.text if token else "",
        is_replaced=is_replaced,
        tried=tried,
        typed=typed or {"name": "", "codes": []},
        connections=view.connections(push.tokens(viewer), viewer.asked_at),
        codes=push.codes(viewer),
        is_for_all=viewer.reaches(Permission.MANAGE_PUSH) == "all",
        has_places=is_own,
        days=_OFFERED,
        address=address,
        example=view.example(address),
        action={"make": PATH, "rotate": ROTATE, "revoke": REVOKE, "try": TRIAL, "sample": SAMPLE},
        documents={"openapi": OPENAPI, "schema": SCHEMA},
        back=STATEMENT if is_own else SOURCES,
        key=secrets.token_urlsafe(16),
        csrf=viewer.csrf,
        csrf_field=csrf.FIELD,
        script=asset("copy_text.js"),
        word=view.words(),
        who=viewer,
        sign_out=_("Sign out"),
        pages=own_pages(),
        pages_label=_("Pages"),
        path=STATEMENT,
    )
    answer.status_code = status
    return answer
