"""The page on which a file of places is sent: how far it is, and what became of it row by row."""

from typing import Any
from urllib.parse import urlencode

import flask

from dashboard import csrf
from dashboard.components.load_progress import bar, counts
from dashboard.delivering import REFUSED_FILE
from dashboard.language import _, current
from dashboard.plain_page import asset, frame
from dashboard.queries import statement as statements
from dashboard.queries.database import Row
from dashboard.statement import correction, words
from dashboard.statement.answer import PATH, token
from dashboard.viewer import Viewer
from dashboard.wording import moment_since, number

TEMPLATE, FILE = f"{PATH}/sjabloon", f"{PATH}/bestand"
CORRECT = f"{FILE}/verbeter"
MOST_BYTES = 10 * 1024 * 1024  # some tens of thousands of places; who has more sends them another way
_MOVING = frozenset({"waiting", "received", "failed"})


def result_of(viewer: Viewer, receipt: int, found: Row) -> dict[str, Any]:
    """What is said of a file that was sent. found: of read.own_upload."""
    is_moving = found["state_code"] in _MOVING
    sent = statements.own_upload_bytes(viewer, receipt) if found["refusals"] else None
    places = {(row["line"], row["column"]) for row in found["refusals"]}
    cells = correction.told(sent[1], places) if sent is not None else {}
    return {
        "name": found["file_name"],
        "state": words.state(found["state_code"]),
        "follow": f"{FILE}?ontvangst={receipt}" if is_moving else "",
        "bar": bar(found) if found["step_code"] else {},
        "counts": counts(found) if found["step_code"] else "",
        "sentences": _sentences(viewer, found),
        "number": receipt,
        "can_correct": bool(cells),
        "rows": [_refusal(row, cells) for row in found["refusals"]],
        "rest": _rest(found),
    }


def page(
    *, result: dict[str, Any] | None = None, warnings: list[str] | None = None, status: int = 200
) -> flask.Response:
    """The whole page. result: of `result_of`."""
    answer = frame(
        "statement_file.html",
        _("Places as a file"),
        keeps=f"ontvangst={result['number']}&" if result else "",
        warnings=warnings or [],
        result=result,
        heads=[_("line"), _("column"), _("value"), _("what is wrong"), _("what to do")],
        caption=_("What was refused, by the lines and columns of your file"),
        csrf=token(),
        csrf_field=csrf.FIELD,
        action=FILE,
        correct=CORRECT,
        back=(PATH, _("Back to the form")),
        taken=TEMPLATE,
        script=asset("statement_file.js"),
        most_bytes=MOST_BYTES,
        word=_words(),
    )
    answer.status_code = status
    return answer


def _sentences(viewer: Viewer, found: Row) -> list[str]:
    said = [_("Sent {moment}").format(moment=moment_since(found["received_at"], viewer.asked_at))]
    if found["sentence_nl"]:
        said.append(found["sentence_nl"])
    if found["read_count"] is not None:
        count = _("{read} rows read, {accepted} taken over, {refused} refused, {duplicate} twice the same.")
        told = {name: number(found[f"{name}_count"]) for name in ("read", "accepted", "refused", "duplicate")}
        said.append(count.format(**told))
    return said


def _refusal(row: Row, cells: dict[tuple[int, str], str]) -> dict[str, Any]:
    return {
        "line": row["line"],
        "column": row["column"],
        "value": row["value"] or "",
        "sentence": row[f"sentence_{current()}"],
        "advice": row[f"advice_{current()}"],
        "cell": cells.get((row["line"], row["column"])),
    }


def _rest(found: Row) -> dict[str, str] | None:
    """Where all refusals are, and what is said of that."""
    if not found["refusals"]:
        return None
    lines = len({row["line"] for row in found["refusals"]})
    said = _("Here are the first {shown} of {all} refused rows.").format(
        shown=number(lines), all=number(found["refused_count"] or lines)
    )
    return {
        "said": said if lines < (found["refused_count"] or 0) else "",
        "href": f"{REFUSED_FILE}?{urlencode({'aanlevering': found['delivery_id']})}",
    }


def too_large() -> str:
    """What is said of a file that is no template, or too large."""
    said = _(
        "Choose a file that ends in .csv or .xlsx, with something in it, of at most {most} MB. "
        "Do you have more? Let your supplier's program deliver it."
    )
    return said.format(most=MOST_BYTES >> 20)


def _words() -> dict[str, str]:
    return {
        "file": _("Your file (.csv or .xlsx), at most {most} MB").format(most=MOST_BYTES >> 20),
        "send": _("Send"),
        "correct": _("Send it again with these corrections"),
        "cell": _("line {line}, {column}"),
        "again": _("Correct the cells here and send the whole file again, or correct it where you made it."),
        "again_there": _("Correct these lines in your file and send it again, or correct them in the form."),
        "all": _("All refused rows as a file (CSV)"),
        "look": _("Look again how far it is"),
        "how_far": _("How far your file is"),
        "sending": _("{sent} of {all} MB sent"),
        "arrived": _("Sent. It is being stored."),
        "lost": _("There is no connection just now. Your file is still chosen: try again in a moment."),
        "ended": _(
            "Your session has ended. Your file is still chosen: "
            "sign in again in another tab, then press the button once more."
        ),
        "broken": _("That did not succeed. Your file is still chosen: try again in a moment."),
        "large": too_large(),
        "take": _("The template, filled with your places"),
        "means": _(
            "Send all your places each time: one that you told in a file before and now leave out becomes unknown. "
            "Change the moment of counting when you count later."
        ),
    }
