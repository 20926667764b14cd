"""The questions of the page /wachttijden."""

from collections.abc import Mapping

import flask

from dashboard.access import Permission
from dashboard.name_order import name_order
from dashboard.queries.database import Row, ask, give
from dashboard.queries.region_totals import counts_are_exact
from dashboard.viewer import Viewer
from dashboard.wait_view import Known, WaitView, layer_of

_NARROWED = ("kind", "method", "segment", "setting", "circuit", "concern")


def known(viewer: Viewer, query: Mapping[str, object]) -> Known:
    """What can be chosen; the contracts of another concern than one's own only by who may know its stops."""
    regions = ask(viewer, "regions", layer=layer_of(query))
    concerns = {row["concern_code"]: row["name"] for row in ask(viewer, "insurer_concerns")}
    if viewer.reaches(Permission.SEE_STOPS) != "all":
        concerns = {code: name for code, name in concerns.items() if code in viewer.codes("concern")}
    return Known(
        months=tuple(row["period_from"] for row in ask(viewer, "wait_months")),
        regions={row["region_code"]: row["name"] for row in sorted(regions, key=lambda row: name_order(row["name"]))},
        groups={row["diagnosis_group_code"]: row for row in ask(viewer, "wait_groups")},
        concerns=concerns,
    )


def readiness(viewer: Viewer, view: WaitView) -> Row | None:
    """Whether the view, and the lines up to it, can be shown at once; None where nobody delivered yet.

    What cannot is asked for, and made by the worker.
    """
    of_view = ("layer", "month", "compare_month", "version", *_NARROWED)
    rows = _ask(viewer, view, "wait_readiness", *of_view)
    if rows and not (rows[0]["is_matrix_ready"] and rows[0]["is_line_ready"]):
        told = _told(view)
        give(viewer, "want_wait_view", at=viewer.asked_at, **{name: told[name] for name in of_view})
    return rows[0] if rows else None


def hot_spots(viewer: Viewer, view: WaitView) -> list[Row]:
    """One row per region and group with a figure, and per total over either or both (None)."""
    return _ask(viewer, view, "wait_hot_spots", "layer", "month", "compare_month", "version", "over_breaks", *_NARROWED)


def trend(viewer: Viewer, view: WaitView) -> list[Row]:
    """One row per month of the two years up to the month of the view."""
    return _ask(
        viewer,
        view,
        "wait_trend",
        "layer",
        "region",
        "diagnosis_group",
        "to_month",
        "over_breaks",
        "version",
        *_NARROWED,
    )


def region_trends(viewer: Viewer, view: WaitView) -> list[Row]:
    """One row per region and month of the two years up to the month of the view."""
    return _ask(
        viewer, view, "wait_region_trends", "layer", "diagnosis_group", "to_month", "over_breaks", "version", *_NARROWED
    )


def versions(viewer: Viewer, view: WaitView) -> list[Row]:
    """One row per version of the month of the view, oldest first."""
    return ask(viewer, "wait_versions", month=view.month)


def distribution(viewer: Viewer, view: WaitView) -> list[Row]:
    """One row per place (and group, where none is chosen), shortest wait first."""
    return _ask(viewer, view, "wait_distribution", "layer", "region", "diagnosis_group", "month", "version", *_NARROWED)


def unplaced(viewer: Viewer, view: WaitView) -> int:
    """How many places told a figure and stand in no region, and so in no total."""
    ((count,),) = (
        row.values() for row in ask(viewer, "wait_unplaced", layer=view.layer, month=view.month, method=view.method)
    )
    return int(count)


def sees_clocks(viewer: Viewer) -> bool:
    """Whether the lists of who still waits may be known to this person, as suppressed or as exact counts."""
    return viewer.may(Permission.SEE_WAITING_COUNTS)


def clocks(viewer: Viewer, view: WaitView) -> list[Row]:
    """One row per clock of the region and group of the view. Who looked is written down."""
    question = "wait_clocks_exact" if counts_are_exact(viewer) else "wait_clocks"
    rows = ask(
        viewer,
        question,
        asker=viewer.account_id,
        month=view.month,
        kind=view.kind,
        circuit=view.circuit,
        version=view.version,
        request_id=flask.g.request_id,
    )
    return [row for row in rows if (row["region_code"], row["diagnosis_group_code"]) == (view.region, view.group)]


def persons(viewer: Viewer, view: WaitView) -> list[Row]:
    """At most one row: the waiting places of the region and group, and the range of persons behind them."""
    asked = {"asker": viewer.account_id, "month": view.month, "request_id": flask.g.request_id}
    if counts_are_exact(viewer):
        rows = ask(viewer, "waiting_persons_exact", region=view.region, **asked)
        return [row for row in rows if (row["region_code"], row["diagnosis_group_code"]) == (view.region, view.group)]
    return ask(
        viewer,
        "waiting_persons",
        region=view.region or "all",
        circuit=view.circuit or "all",
        diagnosis_group=view.group or "all",
        **asked,
    )


def flags(viewer: Viewer, view: WaitView) -> list[Row]:
    """One row per figure of the month that is hard to believe, and way in which it is."""
    return _ask(viewer, view, "wait_flags", "layer", "region", "diagnosis_group", "month")


def selection(viewer: Viewer, view: WaitView) -> list[Row]:
    """One row per provider of the region: how much longer its complex groups wait, over half a year."""
    return ask(viewer, "wait_selection", layer=view.layer, region=view.region, to_month=view.month, method=view.method)


def supply(viewer: Viewer, view: WaitView) -> list[Row]:
    """One row per kind of place and age group of the region: places per thousand inhabitants."""
    return ask(viewer, "supply", layer=view.layer, region=view.region)


def breaks(viewer: Viewer) -> dict[str, Row]:
    """The breaks that are known, by code."""
    return {row["break_code"]: row for row in ask(viewer, "wait_breaks")}


def definitions(viewer: Viewer) -> dict[str, Row]:
    """What each metric means, by its code."""
    return {row["metric_code"]: row for row in ask(viewer, "metric_definitions")}


def _ask(viewer: Viewer, view: WaitView, question: str, *names: str) -> list[Row]:
    """The answer to a question that takes these parts of a view."""
    told = _told(view)
    return ask(viewer, question, **{name: told[name] for name in names})


def _told(view: WaitView) -> dict[str, object]:
    """The parts of a view by the names the questions have for them."""
    return vars(view) | {"diagnosis_group": view.group, "compare_month": view.compare, "to_month": view.month}
