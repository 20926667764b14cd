"""The addresses for programs: push places, try it, ask what became of it; and what describes them.

What is pushed is only stored here; the worker loads it as every other delivery.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import flask
import orjson
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

import sql
from dashboard import sessions
from dashboard.access import FOR_SENDERS, PUBLIC, requires
from dashboard.language import current
from dashboard.push import openapi, told, waiting
from dashboard.push.addresses import DELIVERIES, FORM, MOST_BYTES, OPENAPI, PLACES, SCHEMA, root
from dashboard.push.guard import current_sender
from dashboard.push.refusal import refused
from dashboard.queries import push
from dashboard.viewer import now

KEY = "Idempotency-Key"
_KEY = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_SWITCH = {"": False, "0": False, "1": True}
_MOST_DIGITS = 18
_BOM = b"\xef\xbb\xbf"
_SCHEMA_FILE = "capacity_json.schema.json"


class _RefusedError(Exception):
    """The request cannot be taken up. code: of dashboard/push/refusal.py."""

    def __init__(self, code: str, status: int) -> None:
        super().__init__(code)
        self.code = code
        self.status = status


def add_routes(server: flask.Flask) -> None:
    """The four addresses."""
    server.extensions[waiting.EXTENSION] = waiting.Patience()
    server.add_url_rule(PLACES, "push_places", _push, methods=["POST"])
    server.add_url_rule(f"{DELIVERIES}/<number>", "push_state", _state, methods=["GET"])
    server.add_url_rule(OPENAPI, "push_openapi", _openapi, methods=["GET"])
    server.add_url_rule(SCHEMA, "push_schema", _schema, methods=["GET"])


@cache
def schema() -> dict[str, Any]:
    """The published schema of a delivery of places: one file, which the tests of the feed hold against its columns."""
    published: dict[str, Any] = json.loads(Path(sql.__file__).with_name(_SCHEMA_FILE).read_text(encoding="utf-8"))
    return published


@requires(FOR_SENDERS)
def _push() -> flask.typing.ResponseReturnValue:
    try:
        is_trial, key, payload = _is_trial(), _key(), _payload()
        return _tried(key, payload) if is_trial else _stored(key, payload)
    except _RefusedError as error:
        return refused(error.code, error.status)


@requires(FOR_SENDERS)
def _state(number: str) -> flask.typing.ResponseReturnValue:
    found = _found(int(number)) if number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS else None
    return refused("not_found", 404) if found is None else _answer(found, 200)


@requires(PUBLIC)
def _openapi() -> flask.typing.ResponseReturnValue:
    return flask.jsonify(openapi.document(schema(), root()))


@requires(PUBLIC)
def _schema() -> flask.typing.ResponseReturnValue:
    answer = flask.jsonify(schema())
    answer.headers["Content-Type"] = "application/schema+json"
    return answer


def _stored(key: str, payload: bytes) -> flask.Response:
    sender = current_sender()
    row = push.receive(sender.token_sha256, key, payload, address=sessions.address(), at=now())
    if row["outcome_code"] != "done":
        raise _denied(row["outcome_code"])
    return _followed(row["receipt_id"])


def _tried(key: str, payload: bytes) -> flask.Response:
    row = push.ask_trial(current_sender().token_sha256, key, payload, now())
    if row["outcome_code"] == "known":
        return _followed(row["receipt_id"])
    if row["outcome_code"] != "done":
        raise _denied(row["outcome_code"])
    found = waiting.trial_answer(row["trial_id"])
    if found is None:
        raise _RefusedError("no_answer", 503)
    return _answer(told.document(found), told.status(found["state_code"]))


def _followed(receipt: int) -> flask.Response:
    """What became of a delivery that was stored, or that it waits."""

    def settled() -> dict[str, Any] | None:
        found = _found(receipt)
        return found if found is not None and found["state"] in told.SETTLED else None

    found = waiting.wait_for(settled) or _found(receipt)
    if found is None:
        raise _denied("not_open")
    answer = _answer(found, told.status(found["state"]))
    answer.headers["Location"] = f"{DELIVERIES}/{receipt}"
    return answer


def _found(receipt: int) -> dict[str, Any] | None:
    row = push.state(current_sender().token_sha256, receipt, now())
    return row and told.document(row["told"], delivery=row["receipt_id"], received_at=row["received_at"])


def _answer(document: dict[str, Any], status: int) -> flask.Response:
    answer = flask.make_response(flask.jsonify(document), status)
    answer.headers["Content-Language"] = current()
    return answer


def _denied(outcome: str) -> _RefusedError:
    return _RefusedError("key_used", 409) if outcome == "other_body" else _RefusedError("token_ended", 401)


def _is_trial() -> bool:
    given = flask.request.args
    if set(given) - {"dry_run"} or given.get("dry_run", "") not in _SWITCH or len(given.getlist("dry_run")) > 1:
        raise _RefusedError("wrong_parameter", 400)  # a misspelt dry run must not be a delivery
    return _SWITCH[given.get("dry_run", "")]


def _key() -> str:
    given = flask.request.headers.get(KEY, "")
    if _KEY.fullmatch(given) is None:
        raise _RefusedError("key_missing", 400)
    return given


def _payload() -> bytes:
    """The body, whole, as far as that can be judged at the door: whose rows it holds and how good is for the worker."""
    request = flask.request
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype != "application/json" or charset != "utf-8" or request.headers.get("Content-Encoding"):
        raise _RefusedError("wrong_type", 415)
    request.max_content_length = MOST_BYTES
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise _RefusedError("too_large", 413) from error
    except ClientDisconnected as error:
        raise _RefusedError("body_incomplete", 400) from error
    if len(body) != request.content_length:
        raise _RefusedError("body_incomplete", 400)
    try:
        sent = orjson.loads(body.removeprefix(_BOM))
    except orjson.JSONDecodeError as error:
        raise _RefusedError("not_json", 400) from error
    if not isinstance(sent, dict) or sent.get("form") != FORM or not _are_places(sent.get("places")):
        raise _RefusedError("not_this_form", 422)
    return body


def _are_places(places: object) -> bool:
    return isinstance(places, list) and bool(places) and all(isinstance(one, dict) for one in places)
