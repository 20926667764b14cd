"""/opgave for a provider who is signed in: the form, storing it, undoing it."""

import flask

from dashboard import labels
from dashboard.access import Permission, requires
from dashboard.coordination import whole
from dashboard.language import _, current
from dashboard.plain_page import Link
from dashboard.queries import statement as statements
from dashboard.queries.database import Row
from dashboard.statement import answer, deed, file_page, files, form, links, view, words
from dashboard.statement.answer import PATH, UNDO, Saved, Way
from dashboard.viewer import Viewer, current_viewer, now
from dashboard.wording import local_day

_MOST_LINES = 12  # on one page; who has more states them location by location
_LOCATION = "vestiging"
_COPY = "kopie-"


def add_routes(server: flask.Flask) -> None:
    """The page, its form, undoing, and the links of mails."""
    server.add_url_rule(PATH, "statement", _show, methods=["GET"])
    server.add_url_rule(PATH, "save_statement", _save, methods=["POST"])
    server.add_url_rule(UNDO, "undo_statement", _undo, methods=["POST"])
    links.add_routes(server)
    files.add_routes(server)


@requires(Permission.ENTER_OWN_PLACES)
def _show() -> flask.typing.ResponseReturnValue:
    viewer = current_viewer()
    rows = statements.own_offers(viewer)
    names = words.names_of(statements.lists(now()))
    number, fault = whole(flask.request.args.get("opgave", "")), flask.request.args.get("fout", "")[:30]
    told = statements.own_statement(viewer, number)
    way = _way(rows, flask.request.args.get(_LOCATION, ""))
    lines = form.as_told(_on_page(rows, way), local_day(now()))
    here = dict(way.kept).get(_LOCATION)
    spread = statements.own_spread(viewer, None if here is None else int(here))
    return answer.form_page(
        way,
        lines,
        names,
        beside=view.Beside(spread=spread, copies=_copies(rows)),
        saved=_saved(told, rows, names, way) if told else None,
        warnings=[words.outcome(fault)] if fault else (),
        links=[
            Link(_("Rather a file: download the template with your places, send it back"), file_page.FILE),
            Link(_("Rather a connection: let your supplier's program deliver your places"), f"{PATH}/koppeling"),
        ],
    )


@requires(Permission.ENTER_OWN_PLACES)
def _save() -> flask.typing.ResponseReturnValue:
    viewer = current_viewer()
    rows = statements.own_offers(viewer)
    way = _way(rows, flask.request.form.get(_LOCATION, ""))

    if flask.request.form.get("doe", "").startswith(_COPY):
        return _copy(viewer, way, rows)

    def done(row: Row) -> flask.typing.ResponseReturnValue:
        return flask.redirect(f"{PATH}?{way.keeps}opgave={row['statement_id']}", 303)

    return deed.decide(way, rows, lambda told, key: statements.save(viewer, told, key), done)


def _copy(viewer: Viewer, way: Way, rows: list[Row]) -> flask.typing.ResponseReturnValue:
    """Copies an offer to another location of one's own. What was typed meanwhile stays on the page."""
    offer = whole(flask.request.form.get("doe", "").removeprefix(_COPY))
    location = whole(flask.request.form.get(f"{offer}.kopie", ""))
    code = "denied" if offer is None or location is None else statements.copy_offer(viewer, offer, location)
    lines = form.read(dict(flask.request.form.lists()), rows, local_day(now()))
    said = _("Copied to {location}. It stands here within seconds: open this page again, and tell its places.")
    name = _copies(rows).get(location or 0, "")
    return answer.form_page(
        way,
        lines,
        words.names_of(statements.lists(now())),
        warnings=[] if code == "done" else [words.outcome(code)],
        beside=view.Beside(copies=_copies(rows)),
        saved=Saved(0, said.format(location=name)) if code == "done" else None,
        status=200 if code == "done" else 422,
    )


def _copies(rows: list[Row]) -> dict[int, str]:
    """Number -> name of the locations on the form, where there are several."""
    known = {row["location_id"]: row["location_name"] for row in rows}
    return known if len(known) > 1 else {}


def _way(rows: list[Row], asked: str) -> Way:
    """With the location that is on the page, where there are too many places for one."""
    known = {str(row["location_id"]): row["location_name"] for row in rows}
    if len(rows) <= _MOST_LINES or len(known) == 1:
        return Way(save=PATH, undo=UNDO)
    here = asked if asked in known else next(iter(known))
    unknown = {str(row["location_id"]) for row in rows if row["status_code"] == "unknown"}
    others = [
        (
            f"{PATH}?{_LOCATION}={code}",
            f"{name} ({labels.status('unknown')})" if code in unknown else name,
            code == here,
        )
        for code, name in known.items()
    ]
    return Way(PATH, UNDO, [(_LOCATION, here)], keeps=f"{_LOCATION}={here}&", locations=others)


def _on_page(rows: list[Row], way: Way) -> list[Row]:
    here = dict(way.kept).get(_LOCATION)
    return [row for row in rows if here is None or str(row["location_id"]) == here]


@requires(Permission.ENTER_OWN_PLACES)
def _undo() -> flask.typing.ResponseReturnValue:
    number = whole(flask.request.form.get("opgave", ""))
    place = whole(flask.request.form.get(_LOCATION, ""))
    kept = "" if place is None else f"{_LOCATION}={place}&"
    row = {"outcome_code": "unknown"} if number is None else statements.undo(current_viewer(), number)
    if row["outcome_code"] == "done":
        told = f"opgave={row['statement_id']}" if row["statement_id"] else ""
        return flask.redirect(f"{PATH}?{kept}{told}", 303)
    return flask.redirect(f"{PATH}?{kept}fout={row['outcome_code']}", 303)


def _saved(told: list[Row], rows: list[Row], names: words.Names, way: Way) -> Saved:
    first, titles = told[0], {form.key_of(row): view.title(row, names) for row in rows}
    refused = [row for row in told if row["refusals"]]
    language = f"sentence_{current()}"
    places = [f"{titles.get(form.key_of(row), '')}: {one[language]}" for row in refused for one in row["refusals"]]
    if not refused and first["sentence_nl"]:
        places = [first["sentence_nl"]]
    count = _("{number} lines").format(number=len(told)) if len(told) > 1 else titles.get(form.key_of(first), "")
    made = answer.saved_now(
        first["statement_id"],
        first["made_at"],
        follow=f"{PATH}?{way.keeps}opgave={first['statement_id']}",
        state=view.progress(told),
        is_undone=first["is_undone"],
        is_undo=first["is_undo"],
    )
    return Saved(
        made.number, made.sentence, made.undo, made.follow, made.is_moving, [count, *places] if count else places
    )
