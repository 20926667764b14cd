"""The report of one region: what changed, its groups, its two charts, and what the figures mean."""

from collections.abc import Mapping
from typing import Any

from dashboard import wait_words
from dashboard.components import wait_spread, wait_trend
from dashboard.components.metric_help import meaning, title
from dashboard.components.wait_headline import sentence
from dashboard.components.wait_matrix import cell_words
from dashboard.components.wait_trust import fact_list
from dashboard.figures.drawn import Drawn
from dashboard.figures.wait_heat import by_cell, groups_told
from dashboard.language import _, current
from dashboard.queries import waits
from dashboard.report import Report
from dashboard.viewer import Viewer
from dashboard.wait_export import asked
from dashboard.wait_view import Known, WaitView, address, pinned

Row = Mapping[str, Any]
_SAID = {
    *(
        "wait_median",
        "wait_p80",
        "wait_p90",
        "share_over_norm",
        "share_in_stop",
        "small_provider_count",
        "small_provider_median",
        "response_rate",
    ),
    "age_of_figures",
}  # beside the mean of the kind that the report is about


def wait_report(viewer: Viewer, query: Mapping[str, str]) -> Report:
    """Of the region of the address, or of the whole country; only what this person may take along."""
    known, view, rows = asked(viewer, query)
    total = by_cell(rows).get((view.region, view.group))
    charts: dict[str, Drawn] = {}
    said: list[dict[str, str]] = []
    if total is not None:
        breaks = waits.breaks(viewer)
        months = waits.trend(viewer, view)
        places = waits.distribution(viewer, view)
        if any(row["mean_weeks"] is not None for row in months):
            told = wait_trend.broken(months, breaks)
            charts["trend.svg"] = wait_trend.drawn(months, told, view)
            words = [
                wait_trend.summary(months),
                _("Dots are the mean, rings the median over locations, the dashed line is the norm of that day"),
                *(f"{at}: {why}" for at, (_on, why) in enumerate(told, start=1)),
            ]
            said.append({"title": _("Over time"), "file": "trend.svg", "words": ". ".join(words)})
        if any(row["weeks"] is not None for row in places):
            charts["spread.svg"] = wait_spread.drawn(places, total)
            text = wait_spread.said(total)
            said.append({"title": _("Distribution over locations"), "file": "spread.svg", "words": text})
    return Report(
        "wachttijden",
        "wait_report",
        {**_words(viewer, view, known, rows, total), "charts": said},
        charts,
        viewer.asked_at,
    )


def _words(viewer: Viewer, view: WaitView, known: Known, rows: list[Row], total: Row | None) -> dict[str, Any]:
    return {
        "language": current(),
        "title": _("Waiting times") + ": " + wait_words.region(known, view.region),
        "headline": _headline(view, known, rows, total),
        "filters": [list(pair) for pair in wait_words.filters(view, known, total)],
        "matrix_title": _("By diagnosis group"),
        "matrix_heads": [
            *(_("Diagnosis group"), _("Mean and norm"), _("Change, same locations"), _("Locations")),
            *(_("In stop"), _("Remarks")),
        ],
        "matrix": [_line(row, known) for row in _lines(rows, view, known)],
        "facts_title": _("How far it can be trusted"),
        "facts": [list(pair) for pair in fact_list(total)] if total else [],
        "meaning_title": _("What these figures mean"),
        "meaning": [
            *(
                [title(one), meaning(one)]
                for code, one in waits.definitions(viewer).items()
                if code in {*_SAID, f"{view.kind}_wait_mean"}
            ),
            [_("Suppression"), suppression()],
        ],
        "footer": f"Transferpunt · {viewer.asked_at:%Y-%m-%d %H:%M} UTC · {address(pinned(view, total))}",
    }


def _headline(view: WaitView, known: Known, rows: list[Row], total: Row | None) -> str:
    """Utrecht, alle groepen: 16,2 > 14 weken, ▲ +0,8 sinds september 2026; of the whole country what changed where."""
    if total is None:
        return _("There are no figures for these choices.")
    if view.region is None:
        return sentence(rows, view.group, known)
    said = _("{group}: {weeks} against a norm of {norm}").format(
        group=wait_words.group(known, view.group),
        weeks=wait_words.weeks(total["mean_weeks"]),
        norm=wait_words.weeks(total["norm_weeks"]),
    )
    if total["change_weeks"] is not None:
        said += "; " + _("{change} weeks since {month} at the same locations").format(
            change=wait_words.signed(total["change_weeks"]), month=wait_words.month(total["compare_period_from"])
        )
    return said + "."


def _lines(rows: list[Row], view: WaitView, known: Known) -> list[Row]:
    cells = by_cell(rows)
    groups = [None, *groups_told(rows, known.groups)]
    return [cells[view.region, group] for group in groups if (view.region, group) in cells]


def suppression() -> str:
    """Why nothing in the report is rounded or hidden."""
    return _(
        "Counts of who waits are not in this report. Weeks are published by the locations themselves and are shown as "
        "they are."
    )


def _line(row: Row, known: Known) -> list[str]:
    first, changed, _trust, *remarks = cell_words(row)
    return [
        wait_words.group(known, row["diagnosis_group_code"]),
        first,
        changed,
        f"{row['location_count']} / {row['told_location_count']}",
        wait_words.share(row["share_in_stop"]),
        " · ".join(remarks) or "–",
    ]
