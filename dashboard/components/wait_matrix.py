"""The hot spots: a row per region, a column per diagnosis group. The number and its sign say what the colour says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dash import html

from dashboard import wait_words
from dashboard.components.table import scrolling
from dashboard.figures.wait_heat import by_cell, groups_told, regions_in_order
from dashboard.figures.wait_map import heat_class
from dashboard.language import _, ngettext
from dashboard.wait_view import BY_NAME, BY_TOTAL, Known, WaitView, address
from dashboard.wording import number

Row = Mapping[str, Any]


def wait_matrix(rows: Sequence[Row], view: WaitView, known: Known) -> html.Section:
    """The rows of read.wait_hot_spots. Only the chosen region or group, if there is one, and the totals beside it."""
    cells = by_cell(rows)
    groups = groups_told(rows, known.groups)
    columns: list[str | None] = [None, *(code for code in groups if view.group in {None, code})]
    sorted_by = view.sort if view.sort in groups else None
    ordered = regions_in_order(rows, known.regions, sorted_by, by_name=view.sort == BY_NAME)
    regions: list[str | None] = [None, *(code for code in ordered if view.region in {None, code})]
    caption = _("Mean weeks against the norm; change of the same locations; locations with a wait; share in stop.")
    body = [
        html.Tr(
            [
                _name(code, view, known),
                *(_cell(cells.get((code, group)), replace(view, region=code, group=group)) for group in columns),
            ]
        )
        for code in regions
    ]
    return html.Section(
        [
            html.H2(_("Region and diagnosis group")),
            _legend(),
            scrolling(
                caption, [html.Thead(html.Tr([_by_name(view), *_heads(columns, view, known)])), html.Tbody(body)]
            ),
        ],
        className="hot-spots",
    )


def cell_words(row: Row) -> list[str]:
    """The lines of a cell: 16,2 > 14; ▲ +0,8; 12 van 14 vestigingen; what stands apart, what is doubted."""
    change = _("break, not compared") if _is_broken(row) else wait_words.signed(row["change_weeks"])
    lines = [wait_words.against_norm(row), change, wait_words.trust(row)]
    if row["small_location_count"]:
        small = ngettext(
            "{number} small one apart: {weeks}", "{number} small ones apart: {weeks}", row["small_location_count"]
        )
        lines.append(
            small.format(number=number(row["small_location_count"]), weeks=wait_words.bare(row["small_median_weeks"]))
        )
    if row["flagged_location_count"]:
        doubted = ngettext("⚑ {number} doubted", "⚑ {number} doubted", row["flagged_location_count"])
        lines.append(doubted.format(number=number(row["flagged_location_count"])))
    return lines


def _is_broken(row: Row) -> bool:
    return row["change_weeks"] is None and bool(row["break_codes"])


def _cell(row: Row | None, view: WaitView) -> html.Td:
    if row is None:
        return html.Td("–", className="heat-none")
    first, *rest = cell_words(row)
    return html.Td(
        [html.A(first, href=address(view)), *(html.Span(line) for line in rest)], className=f"heat {heat_class(row)}"
    )


def _name(code: str | None, view: WaitView, known: Known) -> html.Th:
    name = wait_words.region(known, code)
    here = {"aria-current": "true"} if code is not None and code == view.region else {}
    return html.Th(html.A(name, href=address(replace(view, region=code)), **here), scope="row")


def _heads(columns: Sequence[str | None], view: WaitView, known: Known) -> list[html.Th]:
    return [_head(wait_words.group(known, code), code or BY_TOTAL, view) for code in columns]


def _by_name(view: WaitView) -> html.Th:
    return _head(_("Region"), BY_NAME, view)


def _head(name: str, sort: str, view: WaitView) -> html.Th:
    is_here = view.sort == sort
    order = ("ascending" if sort == BY_NAME else "descending") if is_here else "none"
    mark = "" if not is_here else " ↓"
    return html.Th(
        html.A(name + mark, href=address(replace(view, sort=sort)), title=_("Sort by this column")),
        scope="col",
        **{"aria-sort": order},
    )


def _legend() -> html.Ul:
    words = [
        _("well within the norm"),
        _("within the norm"),
        _("up to a quarter over it"),
        _("up to half over it"),
        _("longer"),
    ]
    steps = [html.Li([html.Span(className=f"swatch heat-{which}"), text]) for which, text in enumerate(words)]
    signs = [
        html.Li(_("▲ longer, ▼ shorter, by half a week or more; = neither")),
        html.Li(_("⚑ a figure that is hard to believe")),
    ]
    return html.Ul([*steps, *signs], className="legend plain-list")
