"""/opgave for a provider who is signed in: the form, storing it, undoing it."""

import flask

from dashboard.access import Permission, requires
from dashboard.coordination import whole
from dashboard.language import _, current
from dashboard.queries import statement as statements
from dashboard.queries.database import Row
from dashboard.statement import answer, deed, form, links, view, words
from dashboard.statement.answer import PATH, UNDO, Saved, Way
from dashboard.viewer import current_viewer, now
from dashboard.wording import local_day

_WAY = Way(save=PATH, undo=UNDO)


def add_routes(server: flask.Flask) -> None:
    """The page, its form, undoing, and the links of mails."""
    server.add_url_rule(PATH, "statement", _show, methods=["GET"])
    server.add_url_rule(PATH, "save_statement", _save, methods=["POST"])
    server.add_url_rule(UNDO, "undo_statement", _undo, methods=["POST"])
    links.add_routes(server)


@requires(Permission.ENTER_OWN_PLACES)
def _show() -> flask.typing.ResponseReturnValue:
    viewer = current_viewer()
    lines = form.as_told(statements.own_offers(viewer), local_day(now()))
    names = words.names_of(statements.lists(now()))
    number, fault = whole(flask.request.args.get("opgave", "")), flask.request.args.get("fout", "")[:30]
    told = statements.own_statement(viewer, number)
    return answer.form_page(
        _WAY,
        lines,
        names,
        saved=_saved(told, lines, names) if told else None,
        warnings=[words.outcome(fault)] if fault else (),
    )


@requires(Permission.ENTER_OWN_PLACES)
def _save() -> flask.typing.ResponseReturnValue:
    viewer = current_viewer()

    def done(row: Row) -> flask.typing.ResponseReturnValue:
        return flask.redirect(f"{PATH}?opgave={row['statement_id']}", 303)

    return deed.decide(_WAY, statements.own_offers(viewer), lambda told, key: statements.save(viewer, told, key), done)


@requires(Permission.ENTER_OWN_PLACES)
def _undo() -> flask.typing.ResponseReturnValue:
    number = whole(flask.request.form.get("opgave", ""))
    row = {"outcome_code": "unknown"} if number is None else statements.undo(current_viewer(), number)
    if row["outcome_code"] == "done":
        return flask.redirect(f"{PATH}?opgave={row['statement_id']}" if row["statement_id"] else PATH, 303)
    return flask.redirect(f"{PATH}?fout={row['outcome_code']}", 303)


def _saved(told: list[Row], lines: list[form.Line], names: words.Names) -> Saved:
    first, titles = told[0], {line.key: view.title(line.row, names) for line in lines}
    refused = [row for row in told if row["refusals"]]
    language = f"sentence_{current()}"
    places = [f"{titles.get(form.key_of(row), '')}: {one[language]}" for row in refused for one in row["refusals"]]
    if not refused and first["sentence_nl"]:
        places = [first["sentence_nl"]]
    count = _("{number} lines").format(number=len(told)) if len(told) > 1 else titles.get(form.key_of(first), "")
    made = answer.saved_now(
        first["statement_id"],
        first["made_at"],
        follow=f"{PATH}?opgave={first['statement_id']}",
        state=view.progress(told),
        is_undone=first["is_undone"],
        is_undo=first["is_undo"],
    )
    return Saved(
        made.number, made.sentence, made.undo, made.follow, made.is_moving, [count, *places] if count else places
    )
