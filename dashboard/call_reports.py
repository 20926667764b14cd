"""POST /gebeld: somebody phoned an offer and says whether it was as shown. Stored once, then back to the same view."""

from urllib.parse import parse_qsl, urlencode

import flask

from dashboard import refusals
from dashboard.access import Permission, requires
from dashboard.components.call_form import AS_SHOWN, NOT_AS_SHOWN, PATH
from dashboard.components.search import PATH as PLACES
from dashboard.filters import CRISIS, REGULAR, SPOED
from dashboard.location_path import number_in
from dashboard.queries import calls
from dashboard.viewer import current_viewer

REPORTED = "gemeld"  # in the address that it leads back to: the offer


def add_routes(server: flask.Flask) -> None:
    """The one route."""
    server.add_url_rule(PATH, "call_report", _report, methods=["POST"])


@requires(Permission.REPORT_CALL)
def _report() -> flask.typing.ResponseReturnValue:
    asked = flask.request.args
    offer = number_in(asked.get("aanbod", ""))
    outcome, urgency = asked.get("uitkomst"), asked.get("urgentie", REGULAR)
    if offer is None or outcome not in {AS_SHOWN, NOT_AS_SHOWN} or urgency not in {REGULAR, SPOED, CRISIS}:
        return refusals.refused("http", 400)
    stored = calls.report(current_viewer(), offer=offer, urgency=urgency, is_as_shown=outcome == AS_SHOWN)
    if not stored:
        return refusals.refused("denied", 403)
    back = [(name, value) for name, value in parse_qsl(asked.get("naar", "")) if name != REPORTED]
    return flask.redirect(f"{PLACES}?{urlencode([*back, (REPORTED, offer)])}", 303)
