"""Own places as a file: the template filled in to take along, and the file sent back with what became of it."""

import hashlib

import flask

from dashboard import csrf, exports, limits, refusals
from dashboard.access import Permission, requires
from dashboard.coordination import whole
from dashboard.csv_text import Table
from dashboard.language import _, current
from dashboard.plain_page import asset, frame
from dashboard.queries import audit
from dashboard.queries import statement as statements
from dashboard.statement import correction, template_file, words
from dashboard.statement.answer import PATH, token
from dashboard.viewer import Viewer, current_viewer
from dashboard.wording import moment_since
from dashboard.workbook import Sheet, Workbook, workbook_bytes

TEMPLATE, FILE = f"{PATH}/sjabloon", f"{PATH}/bestand"
CORRECT = f"{FILE}/verbeter"
MOST_BYTES = 240 * 1024  # a form of ours is never larger; who has more sends it another way
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
    viewer, number = current_viewer(), whole(flask.request.args.get("ontvangst", ""))
    found = None if number is None else statements.own_upload(viewer, number)
    if found is None:
        return _page(status=200 if number is None else 404)
    count = _("{read} rows read, {accepted} taken over, {refused} refused, {duplicate} twice the same.")
    told = {name: found[f"{name}_count"] for name in ("read", "accepted", "refused", "duplicate")}
    sent = statements.own_upload_bytes(viewer, number) if number is not None and found["refusals"] else None
    is_csv = sent is not None and sent[0].lower().endswith(".csv")
    places = {(row["line"], row["column"]) for row in found["refusals"]}
    cells = correction.told(sent[1], places) if sent is not None and is_csv else {}
    when = _("Sent {moment}").format(moment=moment_since(found["received_at"], viewer.asked_at))
    return _page(
        result={
            "name": found["file_name"],
            "state": words.state(found["state_code"]),
            "is_moving": found["state_code"] in {"waiting", "received", "failed"},
            "follow": f"{FILE}?ontvangst={number}",
            "sentences": [
                when,
                *([found["sentence_nl"]] if found["sentence_nl"] else []),
                *([count.format(**told)] if found["read_count"] is not None else []),
            ],
            "number": number,
            "can_correct": bool(cells),
            "rows": [
                {
                    "line": row["line"],
                    "column": row["column"],
                    "value": row["value"] or "",
                    "sentence": row[f"sentence_{current()}"],
                    "advice": row[f"advice_{current()}"],
                    "cell": cells.get((row["line"], row["column"])),
                }
                for row in found["refusals"]
            ],
        }
    )


@requires(Permission.ENTER_OWN_PLACES)
def _send() -> flask.typing.ResponseReturnValue:
    viewer, sent = current_viewer(), flask.request.files.get("bestand")
    name = "" if sent is None else (sent.filename or "").rsplit("/", 1)[-1].rsplit("\\", 1)[-1][-200:]
    payload = b"" if sent is None else sent.read(MOST_BYTES + 1)
    if not payload or not name.lower().endswith(_ENDINGS) or len(payload) > MOST_BYTES:
        wrong = _("Choose a file that ends in .csv or .xlsx, with something in it, of at most 240 kB.")
        return _page(warnings=[wrong], status=422)
    return _stored(viewer, payload, name)


@requires(Permission.ENTER_OWN_PLACES)
def _correct() -> flask.typing.ResponseReturnValue:
    """The whole file again, with other texts in the cells that were refused."""
    viewer, number = current_viewer(), whole(flask.request.form.get("ontvangst", ""))
    found = None if number is None else statements.own_upload_bytes(viewer, number)
    if found is None or not found[0].lower().endswith(".csv"):
        return _page(warnings=[_("That file is not there to correct. Send it again.")], status=404)
    cells = {}
    for name, text in flask.request.form.items():
        kind, _dot, place = name.partition(".")
        line, _dot, column = place.partition(".")
        if kind == "cel" and line.isdigit():
            cells[int(line[:9]), column] = text.strip()[:_LONGEST_CELL]
    return _stored(viewer, correction.corrected(found[1], cells), found[0])


def _stored(viewer: Viewer, payload: bytes, name: str) -> flask.typing.ResponseReturnValue:
    key = f"{viewer.account_id}.{viewer.asked_at:%Y%m%d%H}.{hashlib.sha256(payload).hexdigest()[:40]}"
    row = statements.upload(viewer, payload, name, key)
    if row["outcome_code"] != "done":
        return _page(warnings=[words.outcome(row["outcome_code"])], status=422)
    return flask.redirect(f"{FILE}?ontvangst={row['receipt_id']}", 303)


def _page(
    *, result: dict[str, object] | None = None, warnings: list[str] | None = None, status: int = 200
) -> flask.Response:
    heads = [_("line"), _("column"), _("value"), _("what is wrong"), _("what to do")]
    answer = frame(
        "statement_file.html",
        _("Places as a file"),
        warnings=warnings or [],
        result=result,
        heads=heads,
        caption=_("What was refused, by the lines and columns of your file"),
        csrf=token(),
        csrf_field=csrf.FIELD,
        action=FILE,
        correct=CORRECT,
        back=(PATH, _("Back to the form")),
        taken=TEMPLATE,
        script=asset("statement.js"),
        word={
            "file": _("Your file (.csv or .xlsx)"),
            "send": _("Send"),
            "correct": _("Send it again with these corrections"),
            "cell": _("line {line}, {column}"),
            "again": _("Correct these lines in your file and send it again, or correct them in the form."),
            "take": _("The template, filled with your places"),
            "means": _(
                "Send all your places each time: one that you told in a file before and now leave out becomes unknown. "
                "Change the moment of counting when you count later."
            ),
        },
    )
    answer.status_code = status
    return answer
