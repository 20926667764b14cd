"""The map of the regions, and the table that says the same."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dash import html

from dashboard.components.drawing import Drawing
from dashboard.figures.geography import geography
from dashboard.figures.region_map import region_map, shade_starts
from dashboard.filters import Filters, address
from dashboard.language import _
from dashboard.name_order import name_order
from dashboard.wording import number

PATH = "/regio"
Row = Mapping[str, Any]


def region_overview(rows: Sequence[Row], filters: Filters, title: str) -> html.Section:
    """The rows of read.region_places as a map and a table. title: of what care and urgency it tells."""

    def link(region_code: str) -> str:
        return address(PATH, replace(filters, region=region_code))

    drawn = region_map(rows, title=title, label=said, link=link, chosen=filters.region)
    starts = shade_starts(row["free_count"] for row in rows)
    ordered = sorted(rows, key=lambda row: name_order(row["region_name"]))
    return html.Section(
        [
            html.H2(title),
            *([] if filters.care_pathway else [html.P(_("All kinds of places together."), className="muted")]),
            html.Figure(
                [
                    Drawing(drawn),
                    html.Figcaption([_shades(starts), html.P(geography().source, className="muted", lang="nl")]),
                ]
            ),
            html.Details([html.Summary(_("The same as a table")), _table(ordered, filters, link)]),
        ],
        className="overview",
    )


def said(row: Row) -> str:
    """Groningen: 4 vrij, 2 verwacht, 3 onbekend"""
    return _("{region}: {free} free, {expected} expected, {unknown} unknown").format(
        region=row["region_name"],
        free=number(row["free_count"]),
        expected=number(row["expected_count"]),
        unknown=number(row["unknown_offer_count"]),
    )


def _shades(starts: Sequence[int]) -> html.Ul:
    """The legend: how many free places a shade stands for."""
    lasts = [start - 1 for start in starts[1:]]
    texts = [str(start) if start == last else f"{start}–{last}" for start, last in zip(starts, lasts, strict=False)]
    texts.append(_("{least} or more").format(least=starts[-1]) if starts[-1] else "0")
    return html.Ul(
        [html.Li([html.Span(className=f"swatch shade-{which}"), text]) for which, text in enumerate(texts)],
        className="legend plain-list",
        **{"aria-label": _("Places free, from light to dark")},
    )


def _table(rows: Sequence[Row], filters: Filters, link: Any) -> html.Table:  # noqa: ANN401 - a function
    head = [_("Region"), _("free"), _("expected"), _("unknown")]
    body = [
        html.Tr(
            [
                html.Th(
                    html.A(row["region_name"], href=link(row["region_code"]), **_current(row, filters)), scope="row"
                ),
                *(html.Td(number(row[name])) for name in ("free_count", "expected_count", "unknown_offer_count")),
            ]
        )
        for row in rows
    ]
    return html.Table(
        [html.Thead(html.Tr([html.Th(text, scope="col") for text in head])), html.Tbody(body)], className="numbers"
    )


def _current(row: Row, filters: Filters) -> dict[str, str]:
    return {"aria-current": "true"} if row["region_code"] == filters.region else {}
