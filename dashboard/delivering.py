"""What the page of deliveries sends and hands out: the decision on a held delivery, and refused rows as a file."""

from urllib.parse import urlencode

import flask

from dashboard import exports, limits, refusals
from dashboard.access import Permission, requires
from dashboard.components.held import LONGEST_REASON
from dashboard.csv_text import Table
from dashboard.language import _, current
from dashboard.queries import deliveries
from dashboard.viewer import current_viewer

PATH = "/aanlevering"
REFUSED_FILE = f"{PATH}/afgekeurd.csv"
_MOST_DIGITS = 18


def add_routes(server: flask.Flask) -> None:
    """The form goes to the address of its page."""
    server.add_url_rule(PATH, "decide_on_delivery", _decide, methods=["POST"])
    server.add_url_rule(REFUSED_FILE, "refused_rows", _refused_file, methods=["GET"])


def whole(text: object) -> int | None:
    """A number of a delivery as it stands in an address; None for anything else."""
    said = str(text or "").strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) <= _MOST_DIGITS else None


@requires(Permission.DECIDE_HELD)
def _decide() -> flask.typing.ResponseReturnValue:
    viewer, form = current_viewer(), flask.request.form
    delivery, verdict = whole(form.get("aanlevering")), form.get("besluit", "")
    reason = form.get("reden", "").strip()[:LONGEST_REASON]
    if delivery is None or verdict not in {"release", "refuse"}:
        return _back(aanlevering=form.get("aanlevering", "")[:_MOST_DIGITS], reden=reason, fout="without_verdict")
    outcome = deliveries.decide_held(viewer, delivery, verdict, reason, viewer.asked_at)
    if outcome == "done":
        return _back(gedaan=verdict)
    return _back(aanlevering=str(delivery), besluit=verdict, reden=reason, fout=outcome)


@requires(Permission.SEE_DELIVERIES)
def _refused_file() -> flask.typing.ResponseReturnValue:
    """Every refused row of a delivery, with the sender's own names of columns. The question itself is written down."""
    viewer, delivery = current_viewer(), whole(flask.request.args.get("aanlevering"))
    if delivery is None:
        return refusals.refused("http", 404)
    if seconds := limits.wait(limits.EXPORTS, str(viewer.account_id)):
        limits.alarm(viewer, viewer.address)
        return refusals.too_many(seconds)
    rows = deliveries.refused_rows(viewer, delivery)
    heads = [_("line"), _("column"), _("value"), _("what is wrong"), _("what to do")]
    names = ("line", "column_name", "value_excerpt", f"sentence_{current()}", f"advice_{current()}")
    lines = [[row[name] for name in names] for row in rows]
    return exports.as_file(Table(f"afgekeurd-{delivery}", "refused_rows", heads, lines, is_recorded=True))


def _back(**query: str) -> flask.typing.ResponseReturnValue:
    kept = {name: value for name, value in query.items() if value}
    return flask.redirect(f"{PATH}?{urlencode(kept)}" if kept else PATH, 303)
