"""The map of the waits by region, and what its shades mean; the matrix says the same in words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dash import html

from dashboard import wait_words
from dashboard.components.drawing import Drawing
from dashboard.figures.geography import geography
from dashboard.figures.wait_heat import by_cell, told_weeks
from dashboard.figures.wait_map import wait_map
from dashboard.language import _
from dashboard.wait_view import Known, WaitView, address

Row = Mapping[str, Any]


def region_waits(rows: Sequence[Row], view: WaitView, known: Known) -> list[html.Section]:
    """The rows of read.wait_hot_spots as a map; nothing without rows, or for a layer whose shapes we have not."""
    if not rows or view.layer != "zorgkantoorregio":
        return []
    title = _("Waits by region: {group}").format(group=wait_words.group(known, view.group))
    mapped = map_rows(rows, view, known)
    drawn = wait_map(
        mapped,
        title=title,
        label=lambda row: said(row, known),
        link=lambda code: address(replace(view, region=code)),
        chosen=view.region,
    )
    source = html.P(geography().source, className="muted", lang="nl")
    said_below = html.P(_("Weeks; grey is unknown, or there was no norm."))
    figure = html.Figure([Drawing(drawn), html.Figcaption([said_below, source])])
    return [html.Section([html.H2(title), figure], className="overview")]


def map_rows(rows: Sequence[Row], view: WaitView, known: Known) -> list[Row]:
    """A row for each region, also for those of which nothing is told."""
    cells = by_cell(rows)
    nothing = {"mean_weeks": None, "median_weeks": None, "norm_weeks": None}
    return [cells.get((code, view.group)) or {"region_code": code, **nothing} for code in known.regions]


def said(row: Row, known: Known) -> str:
    """Utrecht: 16,2 weken, norm 14 weken"""
    return _("{region}: {weeks}, norm {norm}").format(
        region=wait_words.region(known, row["region_code"]),
        weeks=wait_words.weeks(told_weeks(row)),
        norm=wait_words.weeks(row["norm_weeks"]),
    )
