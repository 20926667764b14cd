"""The wait of a region and group over two years: mean and median, the norm of the day, and its breaks."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from dash import html

from dashboard import wait_words
from dashboard.components.drawing import Drawing
from dashboard.components.table import table
from dashboard.figures.drawn import Drawn
from dashboard.figures.wait_chart import Point, wait_chart
from dashboard.language import _
from dashboard.wait_view import WaitView

Row = Mapping[str, Any]
MEAN, MEDIAN = "mean", "median"


def wait_trend(rows: Sequence[Row], breaks: Mapping[str, Row], view: WaitView) -> html.Section:
    """The rows of read.wait_trend and, by code, of read.wait_breaks."""
    heading = html.H3(_("Over time"))
    if not any(row["mean_weeks"] is not None or row["median_weeks"] is not None for row in rows):
        return html.Section([heading, html.P(_("No figures of these two years."))])
    told = broken(rows, breaks)
    said = [html.Li(f"{place}: {words}") for place, (_on, words) in enumerate(told, start=1)]
    crossed = (
        [html.P(_("The line crosses these breaks because you asked for it. Before and after are not the same."))]
        if view.over_breaks and told
        else []
    )
    return html.Section(
        [
            heading,
            html.Figure(
                [
                    Drawing(drawn(rows, told, view)),
                    html.Figcaption(
                        [
                            html.P(summary(rows)),
                            html.Ul(
                                [
                                    _key("●", "kind-0", _("mean, weighted by inflow")),
                                    _key("○", "kind-1", _("median over locations")),
                                    _key("- -", "", _("norm of that day")),
                                ],
                                className="legend plain-list",
                            ),
                            *([html.Ul(said, className="plain-list breaks")] if said else []),
                            *crossed,
                        ]
                    ),
                ]
            ),
            html.Details([html.Summary(_("The same as a table")), _table(rows)]),
        ],
        className="wait-part",
    )


def points(rows: Sequence[Row]) -> list[Point]:
    """Mean and median per month; a month without figures is a point without weeks: nothing is joined over it."""
    by_month = {row["period_from"]: row for row in rows}
    found = []
    for month in _months(min(by_month), max(by_month)):
        row = by_month.get(month)
        for kind in (MEAN, MEDIAN):
            value = None if row is None else row[f"{kind}_weeks"]
            norm = None if row is None or row["norm_weeks"] is None else float(row["norm_weeks"])
            found.append(Point(month, None if value is None else float(value), is_stop=False, norm=norm, kind=kind))
    return found


def broken(rows: Iterable[Row], breaks: Mapping[str, Row]) -> list[tuple[date, str]]:
    """The months at which the line breaks, with why."""
    return [
        (row["period_from"], "; ".join(_why(code, breaks) for code in row["break_codes"]))
        for row in rows
        if row["break_codes"]
    ]


def summary(rows: Sequence[Row]) -> str:
    """september 2026: gemiddeld 9,4 weken, mediaan 8 weken; 31 % van de vestigingen boven de norm"""
    row = rows[-1]
    return _("{month}: mean {mean}, median {median}; {share} of the locations over the norm").format(
        month=wait_words.month(row["period_from"]),
        mean=wait_words.weeks(row["mean_weeks"]),
        median=wait_words.weeks(row["median_weeks"]),
        share=wait_words.share(row["share_over_norm"]),
    )


def drawn(rows: Sequence[Row], told: Sequence[tuple[date, str]], view: WaitView) -> Drawn:
    """The picture alone."""
    return wait_chart(
        points(rows), told, title=summary(rows), day=wait_words.short_month, joins_over_breaks=view.over_breaks
    )


def _why(code: str, breaks: Mapping[str, Row]) -> str:
    if code == "method_change":
        return _("so many locations measure in another way that these are others than before")
    row = breaks[code]
    return f"{wait_words.named(row)}. {wait_words.named(row, 'explanation')}"


def _months(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [date(first.year + (first.month - 1 + at) // 12, (first.month - 1 + at) % 12 + 1, 1) for at in range(count)]


def _key(mark: str, kind: str, words: str) -> html.Li:
    return html.Li([html.Span(mark, className=kind, **{"aria-hidden": "true"}), f" {words}"])


def _table(rows: Sequence[Row]) -> html.Div:
    heads = [
        *(_("Month"), _("State"), _("Mean"), _("Median"), "P80", "P90", _("Norm"), _("Over the norm")),
        *(_("Locations"), _("In stop"), _("Change, same locations"), _("Doubted")),
    ]
    shown = [
        [
            wait_words.month(row["period_from"]),
            (_("final") if row["is_final"] else _("provisional"))
            + " · "
            + _("version {number}").format(number=row["version_number"]),
            *(wait_words.bare(row[f"{name}_weeks"]) for name in ("mean", "median", "p80", "p90", "norm")),
            wait_words.share(row["share_over_norm"]),
            f"{row['location_count']} / {row['told_location_count']}",
            wait_words.share(row["share_in_stop"]),
            _("break") if row["break_codes"] and not _is_compared(row) else wait_words.signed(row["change_weeks"]),
            str(row["flagged_location_count"]),
        ]
        for row in reversed(rows)
    ]
    return table(_("Weeks per month, newest first"), heads, shown, number_columns=10)


def _is_compared(row: Row) -> bool:
    """Whether a month was compared with the one before it although a break lies between."""
    return row["change_weeks"] is not None
