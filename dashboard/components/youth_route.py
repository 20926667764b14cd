"""Under 18 the municipality pays for the care, so its desk is asked first: it stands above the places."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dash import html

from dashboard.components.page import banner
from dashboard.components.phone import open_now, phone_link
from dashboard.components.transfer_point import fictional
from dashboard.filters import Filters
from dashboard.language import _


def youth_route(rows: Sequence[Mapping[str, Any]], filters: Filters, at: datetime) -> html.Div:
    """The desks of read.youth_routes with number and hours, or what to do without one."""
    said = html.P(_("Under 18 the municipality pays for the care: ask first for its youth route."))
    if rows:
        return banner(said, *(_desk(row, at) for row in rows), kind="note")
    unknown = (
        _("Its number is not known here; the general number of the municipality leads there.")
        if filters.postcode
        else _("Fill in a postcode to see its number.")
    )
    return banner(said, html.P(unknown), kind="note")


def _desk(row: Mapping[str, Any], at: datetime) -> html.Div:
    name = _("Phone {name}, {municipality}").format(name=row["name"], municipality=row["municipality_name"])
    hours = [open_now(row["opening_hours"], at), *([" ", fictional()] if row["is_fictional"] else [])]
    return html.Div(
        [phone_link(row["phone"], name, is_main=True), html.Span(hours, className="beside")], className="desk-line"
    )
