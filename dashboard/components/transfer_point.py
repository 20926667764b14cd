"""The desk that knows what is free: it stands on every result, and first when nothing is found."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dash import html

from dashboard.components.phone import open_now, phone_link
from dashboard.language import _


def transfer_points(rows: Sequence[Mapping[str, Any]], at: datetime, *, is_main: bool = False) -> html.Section:
    """The desks of the region with number and hours. Without a region all of them, folded."""
    heading = html.H2(_("Transfer point"), className="small-heading")
    if not rows:
        return html.Section([heading, html.P(_("No transfer point is known for this region."))], className="desk")
    desks = [_desk(row, at, is_main=is_main) for row in rows]
    if len(desks) == 1:
        return html.Section([heading, desks[0]], className="desk")
    folded = html.Details([html.Summary(_("All transfer points ({number})").format(number=len(desks))), *desks])
    return html.Section(
        [heading, html.P(_("Fill in a postcode or a region to see which one is yours.")), folded], className="desk"
    )


def _desk(row: Mapping[str, Any], at: datetime, *, is_main: bool) -> html.Div:
    call = phone_link(
        row["phone"], _("Phone transfer point {region}").format(region=row["region_name"]), is_main=is_main
    )
    lines = [call, html.Span([f"{row['name']}, ", open_now(row["opening_hours"], at)], className="beside")]
    if row["is_fictional"]:
        lines.append(fictional())
    return html.Div(lines, className="desk-line")


def fictional() -> html.Span:
    """Says that a number is made up."""
    return html.Span(_("made-up number of the sample world"), className="fictional")
