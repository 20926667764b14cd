"""The desk that knows what is free: it stands on every result, and first when nothing is found."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dash import html

from dashboard.components.phone import open_now, phone_link
from dashboard.language import _


def transfer_points(rows: Sequence[Mapping[str, Any]], at: datetime, *, is_main: bool = False) -> html.Section:
    """The desks of the region with number and hours; several of them folded. is_main: nothing else was found."""
    if not rows:
        parts: list[Any] = [html.P(_("No transfer point is known for this region."))]
    elif len(rows) == 1:
        parts = [_desk(rows[0], at)]
    else:
        desks = [_desk(row, at) for row in rows]
        folded = html.Details([html.Summary(_("All transfer points ({number})").format(number=len(desks))), *desks])
        parts = [html.P(_("Fill in a postcode or a region to see which transfer point is yours.")), folded]
    return html.Section(
        parts, className="desk desk-first" if is_main else "desk", **{"aria-label": _("Transfer point")}
    )


def _desk(row: Mapping[str, Any], at: datetime) -> html.Div:
    call = phone_link(row["phone"], _("Phone transfer point {region}").format(region=row["region_name"]), is_main=True)
    hours = [open_now(row["opening_hours"], at), *([" ", fictional()] if row["is_fictional"] else [])]
    return html.Div([call, html.Span(hours, className="beside")], className="desk-line")


def fictional() -> html.Span:
    """Says that a number is made up."""
    return html.Span(_("made-up number"), className="fictional")
