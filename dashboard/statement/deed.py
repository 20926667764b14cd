"""From a form that was sent to what is done with it, whoever sent it."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence

import flask

from dashboard.language import _
from dashboard.queries import statement as statements
from dashboard.queries.database import Row
from dashboard.statement import answer, form, words
from dashboard.statement.answer import Way
from dashboard.statement.form import Line
from dashboard.statement.view import Beside
from dashboard.viewer import now
from dashboard.wording import local_day

Save = Callable[[Sequence[statements.Place], str], Row]
Answer = flask.typing.ResponseReturnValue
_OF_THE_FORM = frozenset({"csrf", "doe", "over", "link", "sleutel"})


def decide(way: Way, rows: Sequence[Row], save: Save, done: Callable[[Row], Answer]) -> Answer:
    """Stores, asks whether it is right, or says what is not. Unchanged lines need no question."""
    names = words.names_of(statements.lists(now()))
    typed = {name: texts for name, texts in flask.request.form.lists() if name not in _OF_THE_FORM}
    lines = form.read(typed, rows, local_day(now()))
    told = flask.request.form.get("doe", "")
    chosen = form.chosen(lines, flask.request.form.getlist("over") if told == "bevestig" else [told])
    if told == "terug":
        return answer.form_page(way, lines, names)
    if any(line.errors for line in chosen):
        return answer.form_page(way, lines, names, warnings=[words.outcome("wrong_fields")], status=422)
    if told != "bevestig" and any(line.is_changed for line in chosen):
        pairs = [(name, text) for name, texts in typed.items() for text in texts]
        return answer.summary_page(way, chosen, names, pairs)
    if not chosen:
        return answer.form_page(way, lines, names, warnings=[words.outcome("nothing")], status=422)
    places = [line.place() for line in chosen]
    row = save(places, _key(places))
    if row["outcome_code"] == "done":
        return done(row)
    conflicts = _conflicts(row, rows, words_of=names)
    status = 409 if conflicts else 422
    return answer.form_page(
        way,
        _again(lines, rows, conflicts),
        names,
        warnings=[words.outcome(row["outcome_code"])],
        beside=Beside(conflicts),
        status=status,
    )


def _key(places: Sequence[statements.Place]) -> str:
    """Under which it is stored once: the form's own key, and what is told, for one form can be sent twice."""
    said = json.dumps(places, sort_keys=True, default=str)
    own = "".join(sign for sign in flask.request.form.get("sleutel", "") if sign.isalnum() or sign in "-_")[:30]
    return f"{own}.{hashlib.sha256(said.encode()).hexdigest()[:20]}"


def _conflicts(row: Row, rows: Sequence[Row], *, words_of: words.Names) -> Mapping[str, Sequence[str]]:
    """Key of a line -> what stands there now."""
    found = {f"{one['offer_id']}-{one['urgency_code']}" for one in row["conflicts"] or []}
    empty = [(one, Line({**one, "told": {}}, {}, form.told_before(one), {}, "")) for one in rows]
    return {
        form.key_of(one): words.stands(line, words_of) or [_("nothing told")]
        for one, line in empty
        if form.key_of(one) in found
    }


def _again(lines: Sequence[Line], rows: Sequence[Row], conflicts: Mapping[str, Sequence[str]]) -> list[Line]:
    """What was typed, where there was a conflict against what stands there now."""
    newest = {form.key_of(row): row["version"] for row in rows}
    return [
        Line(line.row, line.typed, line.facts, line.errors, newest[line.key]) if line.key in conflicts else line
        for line in lines
    ]
