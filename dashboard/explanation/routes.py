"""/uitleg: drawn on the server without Dash, so that it is open to everybody and opens nothing else."""

import flask

from dashboard.access import PUBLIC, requires
from dashboard.explanation import ground, places, waits
from dashboard.explanation.section import Section
from dashboard.failure import DataUnavailableError, incident
from dashboard.figures.status_shape import status_shape
from dashboard.labels import status
from dashboard.language import _
from dashboard.plain_page import frame
from dashboard.queries import explanation
from dashboard.queries.database import Row
from dashboard.viewer import now

PATH = "/uitleg"


def add_routes(server: flask.Flask) -> None:
    """The one page."""
    server.add_url_rule(PATH, "explanation", _show, methods=["GET"])


@requires(PUBLIC)
def _show() -> flask.Response:
    try:
        lists = explanation.lists(now())
        warnings = []
    except DataUnavailableError as error:
        lists = {name: [] for name in explanation.LISTS}
        said = _("The lists cannot be reached just now, so the tables are empty. Reference: {number}.")
        warnings = [said.format(number=incident(error, PATH))]
    return frame(
        "explanation.html",
        _("Explanation"),
        warnings=warnings,
        sections=sections(lists),
        shape=status_shape,
        word=status,
        contents=_("On this page"),
    )


def sections(lists: dict[str, list[Row]]) -> list[Section]:
    """All parts in the order of the page. lists: name of the read function -> its rows."""
    return [
        ground.purpose(),
        places.states(),
        places.order(),
        waits.urgencies(),
        places.validity(lists["times_to_live"]),
        waits.waits(lists["wait_methods"], lists["norms"]),
        ground.sources(lists["code_lists"]),
        ground.limits(),
        ground.privacy(),
        ground.addresses(),
        ground.accessibility(),
    ]
