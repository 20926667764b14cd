"""Wachttijden: where waits are over the norm, since when, whether it gets better, and how far that can be trusted."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dash import html, register_page

from dashboard import wait_words
from dashboard.access import Permission
from dashboard.components.metric_help import metric_help, other_means
from dashboard.components.page import notices, page
from dashboard.components.wait_clocks import wait_clocks, waiting_places
from dashboard.components.wait_download import wait_download
from dashboard.components.wait_filters import wait_filters
from dashboard.components.wait_headline import headline, standing
from dashboard.components.wait_making import lines_are_made, matrix_is_made
from dashboard.components.wait_map import region_waits
from dashboard.components.wait_matrix import wait_matrix
from dashboard.components.wait_small import small_multiples
from dashboard.components.wait_spread import spread
from dashboard.components.wait_trend import wait_trend
from dashboard.components.wait_trust import doubts, facts, selection, supply
from dashboard.components.wait_versions import wait_versions
from dashboard.figures.wait_heat import by_cell
from dashboard.language import _
from dashboard.queries import lists, waits
from dashboard.viewer import Viewer, current_viewer
from dashboard.wait_export import wait_table, wait_workbook
from dashboard.wait_report import wait_report
from dashboard.wait_view import METHODS, PATH, Known, WaitView, address, from_query, pinned, to_query

Row = Mapping[str, Any]
SMALL_LAYERS = {"zorgkantoorregio", "ggd_region", "province"}  # few enough regions for a picture each
_MEANS = {"intake": "intake_wait_mean", "treatment": "treatment_wait_mean", "total": "total_wait_mean"}
_HELP_MATRIX = ("share_over_norm", "share_in_stop", "small_provider_count", "small_provider_median", "response_rate")
_HELP_DETAIL = ("wait_median", "wait_p80", "wait_p90", "age_of_figures", "share_waiting_over_norm", "supply_per_1000")
_HELP_REST = ("waiting_place_count", "persons_behind_places", "complex_to_light")


def title() -> str:
    """The title of the window."""
    return _("Waiting times") + " – Transferpunt"


def menu() -> str:
    """The name in the menu."""
    return _("Waiting times")


def layout(**query: object) -> html.Div:
    """The page for the view in its address."""
    viewer = current_viewer()
    known = waits.known(viewer, query)
    view, sentences = from_query(query, known)
    made = waits.readiness(viewer, view)
    if made is not None and not made["is_matrix_ready"]:
        return _framed(viewer, view, *notices(sentences), matrix_is_made(made), wait_filters(view, known))
    rows = waits.hot_spots(viewer, view) if known.months else []
    total = by_cell(rows).get((view.region, view.group))
    help_texts = waits.definitions(viewer)
    return _framed(
        viewer,
        view,
        *notices(sentences),
        *headline(rows, view, known, waits.breaks(viewer)),
        wait_filters(view, known),
        *standing(rows, view, waits.unplaced(viewer, view) if rows else 0),
        *(wait_versions(waits.versions(viewer, view), view, rows[0]["version_number"]) if rows else []),
        *(_overview(rows, view, known, help_texts) if rows else _nothing(view, known)),
        *(
            _detail(viewer, view, known, total, help_texts=help_texts, made=made)
            if made and total and (view.region or view.group)
            else []
        ),
        *region_waits(rows, view, known),
        *(_small(viewer, view, known, made) if rows and made and view.layer in SMALL_LAYERS else []),
        *(wait_download(viewer, pinned(view, rows[0])) if rows else []),
    )


def _framed(viewer: Viewer, view: WaitView, *content: Any) -> html.Div:  # noqa: ANN401 - components
    return page(
        _("Waiting times"),
        *content,
        path=PATH,
        query=to_query(view),
        viewer=viewer,
        moment=lists.data_moment(viewer),
    )


def _small(viewer: Viewer, view: WaitView, known: Known, made: Row) -> list[Any]:
    """A line for each region; until they are made, that they are."""
    if not made["is_line_ready"]:
        return [lines_are_made(made, view)]
    return small_multiples(waits.region_trends(viewer, view), view, known)


def _overview(rows: Sequence[Row], view: WaitView, known: Known, help_texts: Mapping[str, Row]) -> list[Any]:
    return [
        wait_matrix(rows, view, known),
        metric_help(help_texts, [_MEANS[view.kind], *_HELP_MATRIX]),
        other_means(),
    ]


def _detail(
    viewer: Viewer, view: WaitView, known: Known, total: Row, *, help_texts: Mapping[str, Row], made: Row
) -> list[Any]:
    """All about one region, one group, or one of both."""
    name = f"{wait_words.region(known, view.region)}, {wait_words.group(known, view.group)}"
    sees = waits.sees_clocks(viewer)
    is_by_office = view.layer == "zorgkantoorregio"
    return [
        html.Section(
            [
                html.H2(name),
                html.Div(
                    [
                        wait_trend(waits.trend(viewer, view), waits.breaks(viewer), view)
                        if made["is_line_ready"]
                        else lines_are_made(made, view),
                        spread(waits.distribution(viewer, view), total, known),
                        facts(total),
                        *([waiting_places(waits.persons(viewer, view))] if sees and is_by_office else []),
                        wait_clocks(
                            (waits.clocks(viewer, view) if is_by_office else []) if sees else None,
                            view,
                            only_own=viewer.reaches(Permission.SEE_WAITING_COUNTS) == "region",
                        ),
                        selection(waits.selection(viewer, view) if view.with_selection else None, view),
                        *([supply(waits.supply(viewer, view))] if view.region else []),
                    ],
                    className="wait-parts",
                ),
                *doubts(waits.flags(viewer, view)),
                metric_help(help_texts, [*_HELP_DETAIL, *_HELP_REST]),
            ],
            className="wait-detail",
        )
    ]


def _nothing(view: WaitView, known: Known) -> list[Any]:
    """Why there is nothing, and what to loosen."""
    if not known.months:
        return [html.P(_("Nobody has delivered waiting times yet."))]
    others = [
        html.Li(html.A(wait_words.method(code), href=address(replace(view, method=code, setting=None))))
        for code in METHODS.values()
        if code != view.method
    ]
    text = _(
        "There are no figures for these choices. They may have been measured by another clock, with every setting:"
    )
    return [html.P(text), html.Ul(others)]


register_page(
    __name__,
    path=PATH,
    title=title,
    layout=layout,
    permission=Permission.SEE_WAITS,
    menu=menu,
    export=wait_table,
    workbook=wait_workbook,
    report=wait_report,
    order=2,
)
