"""The map beside the list of free places, for who asks for it: the list stands there first and says all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dash import html

from dashboard.components.drawing import Drawing
from dashboard.components.offer_words import status_text
from dashboard.components.search import PATH
from dashboard.components.status import status_legend
from dashboard.figures.geography import geography
from dashboard.figures.place_map import Spot, place_map
from dashboard.filters import Filters, address
from dashboard.language import _, ngettext
from dashboard.location_path import location_path
from dashboard.wording import distance, local_day, number

Row = Mapping[str, Any]
MAP_ID = "kaart"


def map_link(filters: Filters) -> html.P:
    """The way to the map: the same address, and where the map stands on it."""
    shown = address(PATH, replace(filters, shows_map=True))
    anchor = "" if filters.criteria else f"#{MAP_ID}"
    return html.P(html.A(_("Show these locations on a map"), href=f"{shown}{anchor}"), className="map-link")


def place_overview(rows: Sequence[Row], filters: Filters, at: Any, here: tuple[float, float] | None) -> html.Section:  # noqa: ANN401
    """The rows of the list as points. here: the centre of the postcode area that was asked from (degrees)."""
    by_location: dict[int, list[Row]] = {}
    for row in rows:
        by_location.setdefault(row["location_id"], []).append(row)
    placed = [inside for inside in by_location.values() if inside[0]["latitude"] is not None]
    spots = [spot(inside, at) for inside in placed]
    lost = len(by_location) - len(placed)
    title = _("Locations on the map, with their state")
    said = [_("The map shows what stands in the list above, each location once, with its first offer.")]
    if lost:
        text = ngettext(
            "{number} location without a known postcode is not on the map.",
            "{number} locations without a known postcode are not on the map.",
            lost,
        )
        said.append(text.format(number=number(lost)))
    drawn = [Drawing(place_map(spots, title=title, here=here))] if spots else []
    hidden = html.A(_("Without the map"), href=address(PATH, replace(filters, shows_map=False)))
    return html.Section(
        [
            html.H2(_("Map")),
            html.P(" ".join(said)),
            html.Figure(
                [*drawn, html.Figcaption([status_legend(), html.P(geography().source, className="muted", lang="nl")])]
            ),
            html.P(hidden),
        ],
        id=MAP_ID,
        className="overview",
    )


def spot(rows: Sequence[Row], at: Any) -> Spot:  # noqa: ANN401
    """One location, from its rows in the order of the list: the first of them gives the state and the words."""
    first = rows[0]
    said = [f"{first['provider_name']}, {first['location_name']}", status_text(first, local_day(at))]
    if more := len(rows) - 1:
        text = ngettext("{number} more offer", "{number} more offers", more)
        said.append(text.format(number=number(more)))
    if first["distance_km"] is not None:
        said.append(distance(first["distance_km"]))
    return Spot(
        latitude=float(first["latitude"]),
        longitude=float(first["longitude"]),
        status_code=first["status_code"],
        label="; ".join(said),
        link=location_path(first["location_id"]),
    )
