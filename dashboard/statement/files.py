"""Own places as a file: the template filled in to take along, and the file sent back with what became of it."""

import contextlib
import hashlib

import flask

from dashboard import exports, limits, refusals
from dashboard.access import Permission, requires, takes
from dashboard.coordination import whole
from dashboard.csv_text import Table
from dashboard.language import _
from dashboard.queries import audit
from dashboard.queries import statement as statements
from dashboard.statement import correction, file_page, template_file, words
from dashboard.statement.file_page import CORRECT, FILE, MOST_BYTES, TEMPLATE
from dashboard.viewer import Viewer, current_viewer
from dashboard.workbook import Sheet, Workbook, workbook_bytes

_AROUND = 64 * 1024  # bytes of a form beside its file
_ENDINGS = (".csv", ".xlsx")
_LONGEST_CELL = 500
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def add_routes(server: flask.Flask) -> None:
    """The template in two forms, and where it is sent back to."""
    server.add_url_rule(f"{TEMPLATE}.csv", "statement_template", _csv, methods=["GET"])
    server.add_url_rule(f"{TEMPLATE}.xlsx", "statement_workbook", _xlsx, methods=["GET"])
    server.add_url_rule(FILE, "statement_file", _show, methods=["GET"])
    server.add_url_rule(FILE, "send_statement_file", _send, methods=["POST"])
    server.add_url_rule(CORRECT, "correct_statement_file", _correct, methods=["POST"])


@requires(Permission.ENTER_OWN_PLACES)
def _csv() -> flask.typing.ResponseReturnValue:
    return _template(".csv")


@requires(Permission.ENTER_OWN_PLACES)
def _xlsx() -> flask.typing.ResponseReturnValue:
    return _template(".xlsx")


def _template(ending: str) -> flask.typing.ResponseReturnValue:
    viewer = current_viewer()
    if seconds := limits.wait(limits.EXPORTS, str(viewer.account_id)):
        return refusals.too_many(seconds)
    rows = template_file.rows(statements.own_template(viewer), viewer.asked_at)
    audit.record(viewer, "exported", action="R", outcome="success", object_type="statement", detail={"rows": len(rows)})
    if ending == ".csv":
        return exports.as_file(Table("mijn-plekken", "statement", template_file.HEADS, rows, is_recorded=True))
    sheet = Sheet("plekken", template_file.HEADS, rows)
    answer = flask.make_response(workbook_bytes(Workbook("mijn-plekken", "statement", [sheet], viewer.asked_at)))
    answer.headers["Content-Type"] = _XLSX
    answer.headers["Content-Disposition"] = 'attachment; filename="mijn-plekken.xlsx"'
    return answer


@requires(Permission.ENTER_OWN_PLACES)
def _show() -> flask.typing.ResponseReturnValue:
    viewer, receipt = current_viewer(), whole(flask.request.args.get("ontvangst", ""))
    found = None if receipt is None else statements.own_upload(viewer, receipt)
    if receipt is None or found is None:
        return file_page.page(status=200 if receipt is None else 404)
    return file_page.page(result=file_page.result_of(viewer, receipt, found))


@requires(Permission.ENTER_OWN_PLACES)
@takes(MOST_BYTES + _AROUND)
def _send() -> flask.typing.ResponseReturnValue:
    viewer, sent = current_viewer(), flask.request.files.get("bestand")
    name = "" if sent is None else (sent.filename or "").rsplit("/", 1)[-1].rsplit("\\", 1)[-1][-200:]
    payload = b""
    if sent is not None:
        with contextlib.closing(sent):  # a large one is a file on disk until then
            payload = sent.read(MOST_BYTES + 1)
    if not payload or not name.lower().endswith(_ENDINGS) or len(payload) > MOST_BYTES:
        return file_page.page(warnings=[file_page.too_large()], status=422)
    return _stored(viewer, payload, name)


@requires(Permission.ENTER_OWN_PLACES)
def _correct() -> flask.typing.ResponseReturnValue:
    """The whole file again, with other texts in the cells that were refused."""
    viewer, receipt = current_viewer(), whole(flask.request.form.get("ontvangst", ""))
    found = None if receipt is None else statements.own_upload_bytes(viewer, receipt)
    if found is None:
        return file_page.page(warnings=[_("That file is not there to correct. Send it again.")], status=404)
    cells = {}
    for name, text in flask.request.form.items():
        kind, _dot, place = name.partition(".")
        line, _dot, column = place.partition(".")
        if kind == "cel" and line.isdigit():
            cells[int(line[:9]), column] = text.strip()[:_LONGEST_CELL]
    return _stored(viewer, correction.corrected(found[1], cells), found[0])


def _stored(viewer: Viewer, payload: bytes, name: str) -> flask.typing.ResponseReturnValue:
    if seconds := limits.wait(limits.UPLOADS, str(viewer.account_id)):
        return refusals.too_many(seconds)
    key = f"{viewer.account_id}.{viewer.asked_at:%Y%m%d%H}.{hashlib.sha256(payload).hexdigest()[:40]}"
    row = statements.upload(viewer, payload, name, key)
    if row["outcome_code"] != "done":
        return file_page.page(warnings=[words.outcome(row["outcome_code"])], status=422)
    return flask.redirect(f"{FILE}?ontvangst={row['receipt_id']}", 303)
