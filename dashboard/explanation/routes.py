"""/uitleg and /toegankelijkheid: drawn on the server without Dash, open to everybody, and opening nothing else."""

import flask

from dashboard.access import PUBLIC, requires
from dashboard.explanation import accessibility, ground, places, waits
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
ACCESSIBILITY = "/toegankelijkheid"


def add_routes(server: flask.Flask) -> None:
    """The two pages."""
    server.add_url_rule(PATH, "explanation", _show, methods=["GET"])
    server.add_url_rule(ACCESSIBILITY, "accessibility", _show_accessibility, methods=["GET"])


@requires(PUBLIC)
def _show() -> flask.Response:
    try:
        lists = explanation.lists(now())
        warnings = []
    except DataUnavailableError as error:
        lists = {name: [] for name in explanation.LISTS}
        said = _("The lists cannot be reached just now, so the tables are empty. Reference: {number}.")
        warnings = [said.format(number=incident(error, PATH))]
    return _drawn(_("Explanation"), sections(lists), warnings)


@requires(PUBLIC)
def _show_accessibility() -> flask.Response:
    return _drawn(_("Accessibility"), accessibility.sections(), [])


def _drawn(title: str, parts: list[Section], warnings: list[str]) -> flask.Response:
    return frame(
        "explanation.html",
        title,
        warnings=warnings,
        sections=parts,
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
