"""Herkomst: a figure of a location followed back to its delivery, file and line, as far as the reader may read it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from dash import html, register_page

from dashboard import labels
from dashboard.access import Permission, one_of
from dashboard.components.location_facts import full_day, no_location
from dashboard.components.location_waits import wait_text
from dashboard.components.origin import origin
from dashboard.components.page import page
from dashboard.components.transfer_point import transfer_points
from dashboard.language import _
from dashboard.location_path import PATH, location_path, number_in
from dashboard.queries import lists
from dashboard.queries import location as locations
from dashboard.viewer import Viewer, current_viewer
from dashboard.wording import local_day, number

Row = dict[str, Any]
_NAMES = ("soort", "aanbod", "urgentie", "criterium", "stop", "aanlevering", "regel")


def title(**_path: str) -> str:
    """The title of the window. Dash gives what stands in the path."""
    return _("Origin") + " – Transferpunt"


def layout(location: str = "", **query: object) -> html.Div:
    """The origin of the figure that the address names: docs/links.md has its parameters."""
    viewer = current_viewer()
    asked = number_in(location)
    place = None if asked is None else locations.location(viewer, asked)
    found = (
        []
        if place is None
        else [row for row in _lineage(viewer, place["location_id"], query) if row["location_id"] == asked]
    )
    if place is None or not found:
        desks = lists.transfer_points(viewer, postcode=None, region=None)
        return no_location(transfer_points(desks, viewer.asked_at))
    named = f"{place['provider_name']}, {place['location_name']}"
    return page(
        _("Origin of a figure"),
        html.P(html.A(named, href=location_path(place["location_id"]))),
        *(origin(row, _value(row, viewer), viewer.asked_at) for row in found),
        path=location_path(place["location_id"]) + "/herkomst",
        query=urlencode({name: str(query[name]) for name in _NAMES if name in query}),
        viewer=viewer,
    )


def exists(viewer: Viewer, location: str = "") -> bool:
    """Whether there is a location with that number; of the figure the page itself says so."""
    asked = number_in(location)
    return asked is not None and locations.location(viewer, asked) is not None


def _lineage(viewer: Viewer, location: int, query: Mapping[str, object]) -> list[Row]:
    def one(name: str) -> int:
        return number_in(query.get(name, "")) or 0  # nothing has the number 0

    def word(name: str) -> str:
        return str(query.get(name, ""))[:40].replace("\0", "")

    match query.get("soort"):
        case "plekken":
            return locations.place_lineage(viewer, one("aanbod"), word("urgentie"))
        case "criterium":
            return locations.exclusion_lineage(viewer, one("aanbod"), word("criterium"))
        case "stop":
            return locations.closure_lineage(viewer, one("stop"))
        case "wachttijd":
            return locations.wait_lineage(viewer, location, one("aanlevering"), one("regel"))
        case "eigen":
            return locations.own_lineage(viewer, location, one("aanlevering"), one("regel"))
        case _other:
            return []


def _value(row: Row, viewer: Viewer) -> str:
    """The figure in words: what the page says of it."""
    today = local_day(viewer.asked_at)
    if "status_code" in row:
        free = row["free_count"]
        word = labels.status(row["status_code"])
        return (
            word
            if free is None
            else _("{status}: {number} free, {expected} expected").format(
                status=word, number=number(free), expected=number(row["expected_count"] or 0)
            )
        )
    if "value_code" in row:
        said = labels.exclusion_value(row["value_code"])
        return f"{said} ({row['reason']})" if row["reason"] else said
    if "from_on" in row:
        until = row["until_on"]
        return (
            _("closed to new clients, until further notice")
            if until is None
            else _("closed to new clients, up to and including {date}").format(date=full_day(until, today))
        )
    if "intake_state" in row:
        parts = (_("intake"), wait_text(row, "intake"), _("treatment"), wait_text(row, "treatment"))
        return "{} {}; {} {}".format(*parts)
    return _("your own row")


register_page(
    __name__,
    path_template=PATH + "/<location>/herkomst",
    title=title,
    layout=layout,
    permission=one_of(Permission.SEE_PLACES_EXACT, Permission.SEE_PLACES_CLASS, Permission.SEE_REGION_TOTALS),
    exists=exists,
    order=11,  # before the page of the location
)
