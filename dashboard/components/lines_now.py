"""Who can be phoned now: the consultation lines that answer at this moment, nearest first, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from dash import html

from dashboard.components.phone import open_now, phone_link
from dashboard.components.search import PATH
from dashboard.filters import Filters, address
from dashboard.language import _, ngettext
from dashboard.location_path import location_path
from dashboard.opening_hours import answering
from dashboard.wording import distance, number

Row = Mapping[str, Any]


def open_lines(rows: Sequence[Row], at: datetime) -> list[Row]:
    """One row of read.free_places for each number that is answered now, in order of distance, then of the list."""
    found: dict[str, Row] = {}
    for row in rows:
        answered = answering(row["consult_hours"], at) if row["consult_phone"] else None
        if answered is not None and answered.is_open:
            found.setdefault(row["consult_phone"], row)
    return sorted(found.values(), key=lambda row: (row["distance_km"] is None, row["distance_km"] or 0))


def lines_link(filters: Filters) -> html.P:
    """The way to this mode, with the same question."""
    return html.P(html.A(_("Who can I phone now?"), href=address(PATH, replace(filters.bare, only_lines=True))))


def lines_now(rows: Sequence[Row], filters: Filters, at: datetime) -> html.Section:
    """rows: those of `open_lines`. With the way back to the list."""
    said = ngettext("{number} consultation line answers now", "{number} consultation lines answer now", len(rows))
    heading = said.format(number=number(len(rows))) if rows else _("No consultation line answers now")
    listed: list[Any] = [html.Li(_line(row, at)) for row in rows]
    why = _("None that is known has its hours now. Phone the transfer point, or look at all places for their hours.")
    back = html.A(_("Back to the places"), href=address(PATH, replace(filters, only_lines=False)))
    body = html.Ul(listed, className="plain-list lines") if listed else html.P(why)
    return html.Section([html.H2(heading), body, html.P(back)], className="lines-now")


def _line(row: Row, at: datetime) -> list[Any]:
    name = f"{row['provider_name']}, {row['location_name']}"
    near = [] if row["distance_km"] is None else [f" · {distance(row['distance_km'])}"]
    return [
        html.P([html.A(name, href=location_path(row["location_id"])), *near]),
        phone_link(row["consult_phone"], _("Consult"), is_main=True),
        html.P(open_now(row["consult_hours"], at)),
    ]
