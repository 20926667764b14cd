"""Vestiging: all about one location, in the detail that belongs to who asks."""

from typing import Any
from urllib.parse import urlencode

from dash import html, register_page

from dashboard.access import Permission, one_of
from dashboard.components.location_facts import closure_origin, closures, contacts, contracts, deliveries, no_location
from dashboard.components.location_offers import location_offers
from dashboard.components.location_waits import SERIES_FIELD, location_waits
from dashboard.components.page import page
from dashboard.components.search import crisis_link
from dashboard.components.transfer_point import transfer_points
from dashboard.filters import Filters
from dashboard.language import _
from dashboard.location_path import PATH, location_path, number_in
from dashboard.near import USUAL_KM
from dashboard.queries import lists
from dashboard.queries import location as locations
from dashboard.viewer import Viewer, current_viewer
from dashboard.wording import local_day


def title(**_path: str) -> str:
    """The title of the window. Dash gives what stands in the path."""
    return _("Location") + " – Transferpunt"


def layout(location: str = "", **query: object) -> html.Div:
    """The page of the location whose number stands in the path."""
    viewer = current_viewer()
    number = number_in(location)
    place = None if number is None else locations.location(viewer, number)
    if place is None or number is None:
        desks = lists.transfer_points(viewer, postcode=None, region=None)
        return no_location(transfer_points(desks, viewer.asked_at))
    number = place["location_id"]  # another one where this location was merged into it
    known, today = lists.vocabulary(viewer), local_day(viewer.asked_at)
    offers = locations.offers(viewer, number)
    is_own_detail = not locations.sees_all_exact(viewer)

    def stop_origin(row: dict[str, Any]) -> str | None:
        return closure_origin(place, row, is_own=is_own_detail)

    chosen = query.get(SERIES_FIELD)
    return page(
        place["provider_name"],
        html.P(_where(place), className="headline"),
        *([html.P(_("your own location"), className="own")] if offers and offers[0].get("is_own") else []),
        contacts(place, viewer.asked_at),
        transfer_points(
            lists.transfer_points(viewer, postcode=place["postcode4"], region=place["region_code"]), viewer.asked_at
        ),
        html.Div(
            [
                html.Div(
                    [
                        _offers(viewer, offers, known, number),
                        closures(locations.closures(viewer, number), known, today, stop_origin),
                        location_waits(locations.waits(viewer, number), number, str(chosen) if chosen else None, today),
                    ]
                ),
                html.Div([contracts(locations.contracts(viewer, number)), *_deliveries(viewer, number)]),
            ],
            className="columns location",
        ),
        lead=[crisis_link(Filters(postcode=place["postcode4"], max_km=USUAL_KM))] if offers is not None else [],
        path=location_path(number),
        query=urlencode({SERIES_FIELD: str(chosen)}) if chosen else "",
        viewer=viewer,
        moment=lists.data_moment(viewer),
    )


def exists(viewer: Viewer, location: str = "") -> bool:
    """Whether there is a location with that number."""
    number = number_in(location)
    return number is not None and locations.location(viewer, number) is not None


def _where(place: dict[str, Any]) -> str:
    name, town = place["location_name"], place["place_name"]
    return f"{name}, {town}" if town and town not in name else str(name)


def _offers(viewer: Viewer, offers: list[dict[str, Any]] | None, known: Any, number: int) -> html.Section:  # noqa: ANN401
    if offers is None:
        said = _("Places of a single location are not shown to insurers; totals are by region.")
        return html.Section(
            [
                html.H2(_("What can be had here")),
                html.P([said, " ", html.A(_("Totals by region"), href="/regiototalen")]),
            ]
        )
    return location_offers(offers, known, number, viewer.asked_at)


def _deliveries(viewer: Viewer, number: int) -> list[html.Section]:
    rows = locations.deliveries(viewer, number)
    return [deliveries(rows, viewer.asked_at)] if rows else []


register_page(
    __name__,
    path_template=PATH + "/<location>",
    title=title,
    layout=layout,
    permission=one_of(Permission.SEE_PLACES_EXACT, Permission.SEE_PLACES_CLASS, Permission.SEE_REGION_TOTALS),
    exists=exists,
    order=12,  # after the page of origins, whose address this template would take too
)
