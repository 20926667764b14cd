"""What the page /wachttijden shows, as a table and as a workbook that says what its figures mean."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboard import wait_words
from dashboard.access import Permission
from dashboard.components.metric_help import meaning, title
from dashboard.components.wait_clocks import clock_cells
from dashboard.components.wait_flags import flag_words
from dashboard.csv_text import Table
from dashboard.exports import NotReadyError
from dashboard.figures.wait_heat import by_cell
from dashboard.language import _
from dashboard.queries import waits
from dashboard.viewer import Viewer
from dashboard.wait_view import Known, WaitView, address, from_query, pinned
from dashboard.workbook import Sheet, Workbook

Row = Mapping[str, Any]
_NUMBERS = (
    *("mean_weeks", "median_weeks", "p80_weeks", "p90_weeks", "norm_weeks", "share_over_norm"),
    *("location_count", "told_location_count", "stopped_location_count", "share_in_stop", "gone_location_count"),
    *("small_location_count", "small_median_weeks", "change_weeks", "change_median_weeks", "change_location_count"),
    *("obliged_count", "delivered_count", "response_rate", "flagged_location_count"),
)


def wait_table(viewer: Viewer, query: Mapping[str, str]) -> Table:
    """The matrix as it is seen, a row per region and group; of one's own regions only for who exports no more."""
    known, view, rows = asked(viewer, query)
    return Table(
        "wachttijden", "wait_hot_spots", _hot_heads(), [_hot_row(row, known) for row in rows if _seen(row, view)]
    )


def wait_workbook(viewer: Viewer, query: Mapping[str, str]) -> Workbook:
    """The same, with what it means; of a chosen region or group also its months, locations, clocks and places."""
    known, view, rows = asked(viewer, query)
    shown = [row for row in rows if _seen(row, view)]
    total = by_cell(rows).get((view.region, view.group))
    sheets = [
        _meaning_sheet(viewer, view, known, total or next(iter(rows), None)),
        Sheet(_("Hot spots"), _hot_heads(), [_hot_row(row, known) for row in shown]),
    ]
    if total is not None and (view.region or view.group):
        sheets += [
            _trend_sheet(waits.trend(viewer, view)),
            _places_sheet(waits.distribution(viewer, view), known),
            *_count_sheets(viewer, view),
        ]
    return Workbook("wachttijden", "wait_workbook", sheets, viewer.asked_at)


def asked(viewer: Viewer, query: Mapping[str, str]) -> tuple[Known, WaitView, list[Row]]:
    """What can be chosen, what is, and the rows this person may take along.

    Raises NotReadyError with the address of the page when the worker has to make the totals first.
    """
    known = waits.known(viewer, query)
    view, _sentences = from_query(query, known)
    made = waits.readiness(viewer, view)
    if made is not None and not (made["is_matrix_ready"] and made["is_line_ready"]):
        raise NotReadyError(address(view))
    rows: Iterable[Row] = waits.hot_spots(viewer, view) if known.months else []
    if viewer.reaches(Permission.EXPORT) == "region":
        own = set(viewer.codes("region"))
        rows = [row for row in rows if row["region_code"] in own]
    return known, view, list(rows)


def _seen(row: Row, view: WaitView) -> bool:
    """Whether the matrix shows it: the chosen region and group, and the totals beside them."""
    return (view.region is None or row["region_code"] in {None, view.region}) and (
        view.group is None or row["diagnosis_group_code"] in {None, view.group}
    )


def _hot_heads() -> list[str]:
    return [
        *(_("Region"), _("Region code"), _("Diagnosis group"), _("Group code"), _("Month"), _("Compared with")),
        *(_("Mean weeks"), _("Median weeks"), _("P80 weeks"), _("P90 weeks")),
        *(_("Norm weeks"), _("Share over the norm")),
        *(_("Locations with a wait"), _("Locations told"), _("Locations in stop"), _("Share in stop")),
        *(_("Told before, not now"), _("Small locations"), _("Small locations, median weeks")),
        *(_("Change in weeks, same locations"), _("Change of the median, same locations"), _("Same locations")),
        *(_("Obliged"), _("Delivered"), _("Response rate"), _("Locations doubted")),
        *(_("Doubts"), _("Breaks between"), _("State"), _("Version")),
    ]


def _hot_row(row: Row, known: Known) -> list[object]:
    return [
        wait_words.region(known, row["region_code"]),
        row["region_code"],
        wait_words.group(known, row["diagnosis_group_code"]),
        row["diagnosis_group_code"],
        row["period_from"],
        row["compare_period_from"],
        *(_rounded(row[name]) for name in _NUMBERS),
        ", ".join(flag_words(row["flag_codes"])),
        ", ".join(row["break_codes"]),
        wait_words.version(row),
        row["version_number"],
    ]


def _rounded(value: Any) -> Any:  # noqa: ANN401 - a number or None
    return value if value is None or isinstance(value, int) else round(value, 4)


def _trend_sheet(rows: Sequence[Row]) -> Sheet:
    names = (
        *("mean_weeks", "median_weeks", "p80_weeks", "p90_weeks", "norm_weeks", "share_over_norm", "location_count"),
        *("told_location_count", "share_in_stop", "change_weeks", "change_location_count", "flagged_location_count"),
    )
    heads = [
        *(_("Month"), _("Final"), _("Version"), _("Piece of the line"), _("Breaks between")),
        *(_("Mean weeks"), _("Median weeks"), _("P80 weeks"), _("P90 weeks")),
        *(_("Norm weeks"), _("Share over the norm")),
        *(_("Locations with a wait"), _("Locations told"), _("Share in stop"), _("Change in weeks, same locations")),
        *(_("Same locations"), _("Locations doubted")),
    ]
    return Sheet(
        _("Over time"),
        heads,
        [
            [
                *(row["period_from"], row["is_final"], row["version_number"], row["segment_number"]),
                ", ".join(row["break_codes"]),
                *(_rounded(row[name]) for name in names),
            ]
            for row in rows
        ],
    )


def _places_sheet(rows: Sequence[Row], known: Known) -> Sheet:
    heads = [
        *(_("Provider"), _("Location"), _("Place"), _("Region"), _("Diagnosis group"), _("Weeks"), _("Norm weeks")),
        *(_("Over the norm"), _("In stop"), _("Tells inflow"), _("Reference date"), _("Doubts")),
    ]
    names = ("weeks", "norm_weeks", "is_over_norm", "is_stopped", "has_inflow", "reference_on")
    return Sheet(
        _("Locations"),
        heads,
        [
            [
                *(row["provider_name"], row["location_name"], row["place_name"]),
                wait_words.region(known, row["region_code"]),
                wait_words.group(known, row["diagnosis_group_code"]),
                *(row[name] for name in names),
                ", ".join(flag_words(row["flag_codes"])),
            ]
            for row in rows
        ],
    )


def _count_sheets(viewer: Viewer, view: WaitView) -> list[Sheet]:
    """The clocks and the waiting places, with what this role may know of them."""
    if not waits.sees_clocks(viewer) or view.layer != "zorgkantoorregio":
        return []
    heads = [_("Clock"), _("Meaning"), _("Figure"), _("Over the norm"), _("Based on")]
    names = ("waiting_place_count", "persons_at_least", "persons_at_most", "overlap_low_share", "overlap_high_share")
    places = [_("Waiting places"), _("Persons at least"), _("Persons at most"), _("Overlap, least"), _("Overlap, most")]
    return [
        Sheet(_("Clocks"), heads, [clock_cells(row) for row in waits.clocks(viewer, view)]),
        Sheet(_("Waiting places"), places, [[row[name] for name in names] for row in waits.persons(viewer, view)]),
    ]


def _meaning_sheet(viewer: Viewer, view: WaitView, known: Known, row: Row | None) -> Sheet:
    """Filters, definitions, sources and how small numbers are hidden."""
    counts = _("Counts of who waits are not in this file.")
    if waits.sees_clocks(viewer):
        counts = _("Counts of waiting places are suppressed and rounded as on the page, or exact for your own regions.")
    said = [[_("Filter"), what, value, ""] for what, value in wait_words.filters(view, known, row)]
    told = [
        [_("Definition"), title(one), meaning(one), str(one["source"])] for one in waits.definitions(viewer).values()
    ]
    rest = [
        [_("Suppression"), _("Waiting places"), counts, ""],
        [
            _("Suppression"),
            _("Weeks"),
            _("Weeks are published by the locations themselves and are shown as they are."),
            "",
        ],
        [_("Made"), _("Moment"), f"{viewer.asked_at:%Y-%m-%d %H:%M} UTC", ""],
        [_("Made"), _("Address"), address(pinned(view, row)), ""],
    ]
    return Sheet(_("Explanation"), [_("Kind"), _("Name"), _("Value"), _("Source")], [*said, *told, *rest])
