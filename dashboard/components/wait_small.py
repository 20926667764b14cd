"""The lines of all regions beside each other on one scale, each a link to its region, and the table behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dash import html

from dashboard import wait_words
from dashboard.components.drawing import Drawing
from dashboard.components.table import table
from dashboard.figures.wait_small import by_region, scale, wait_small
from dashboard.language import _
from dashboard.wait_view import Known, WaitView, address
from dashboard.wording import number

Row = Mapping[str, Any]


def small_multiples(rows: Sequence[Row], view: WaitView, known: Known) -> list[html.Section]:
    """The rows of read.wait_region_trends; regions by name, those of which nothing is told said at the end."""
    if not rows:
        return []
    lines = by_region(rows)
    of_all = scale(lines)
    told = [code for code in known.regions if code in lines]
    silent = [name for code, name in known.regions.items() if code not in lines]
    said = _("{first} to {last}, mean weeks; every picture from 0 to {top} weeks; the dashed line is the norm.").format(
        first=wait_words.month(of_all[0]), last=wait_words.month(of_all[1]), top=number(round(of_all[2], 1))
    )
    broken = any(row["break_codes"] for row in rows)
    return [
        html.Section(
            [
                html.H2(_("Two years by region: {group}").format(group=wait_words.group(known, view.group))),
                html.P(said),
                *([html.P(_("A dotted upright line is a break: no line runs across it."))] if broken else []),
                html.Ul([_one(code, lines[code], of_all, view, known) for code in told], className="small-multiples"),
                *(
                    [html.P(_("Nothing is told of: {names}.").format(names=", ".join(silent)), className="muted")]
                    if silent
                    else []
                ),
                html.Details([html.Summary(_("The same as a table")), _table(lines, told, known)]),
            ],
            className="overview",
        )
    ]


def words(line: Sequence[Row]) -> str:
    """16,2 weken; norm 14"""
    newest = line[-1]
    return _("{weeks}; norm {norm}").format(
        weeks=wait_words.weeks(newest["mean_weeks"]), norm=wait_words.bare(newest["norm_weeks"])
    )


def _one(code: str, line: Sequence[Row], of_all: Any, view: WaitView, known: Known) -> html.Li:  # noqa: ANN401 - see scale
    name = wait_words.region(known, code)
    lowest, highest = (pick(float(row["mean_weeks"]) for row in line) for pick in (min, max))
    title = _("{region}: from {lowest} to {highest} in {number} months, now {newest}").format(
        region=name,
        lowest=wait_words.weeks(lowest),
        highest=wait_words.weeks(highest),
        number=number(len(line)),
        newest=words(line),
    )
    return html.Li(
        [
            html.A(name, href=address(replace(view, region=code))),
            Drawing(wait_small(line, of_all, title=title)),
            html.P(words(line)),
        ]
    )


def _table(lines: Mapping[str, Sequence[Row]], told: Sequence[str], known: Known) -> html.Div:
    months = sorted({row["period_from"] for line in lines.values() for row in line}, reverse=True)
    by_month = {code: {row["period_from"]: row["mean_weeks"] for row in lines[code]} for code in told}
    heads = [_("Region"), *(wait_words.short_month(month) for month in months)]
    shown = [
        [wait_words.region(known, code), *(wait_words.bare(by_month[code].get(month)) for month in months)]
        for code in told
    ]
    return table(_("Mean weeks per month and region, newest first"), heads, shown, number_columns=len(months))
