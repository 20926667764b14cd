"""Wachtplekken: how many waiting places were told; small numbers only to who they belong to."""

from collections.abc import Mapping
from typing import Any

from dash import html, register_page

from dashboard import labels
from dashboard.access import Permission
from dashboard.components.choice import choose_one, search_form
from dashboard.components.page import notices, page
from dashboard.components.table import download, grouped_table
from dashboard.csv_text import Table
from dashboard.filters import Filters, from_query, to_query
from dashboard.language import _
from dashboard.queries import lists
from dashboard.queries.region_totals import counts_are_exact, waiting_counts
from dashboard.viewer import Viewer, current_viewer
from dashboard.vocabulary import Vocabulary, short_name
from dashboard.wording import number

PATH = "/wachtplekken"
_KINDS = ("intake", "treatment")


def title() -> str:
    """The title of the window."""
    return _("Waiting places") + " – Transferpunt"


def menu() -> str:
    """The name in the menu."""
    return _("Waiting places")


def layout(**query: object) -> html.Div:
    """The page for the region in its address."""
    viewer = current_viewer()
    known = lists.vocabulary(viewer)
    filters, sentences = _filters(query, known)
    rows = waiting_counts(viewer, filters)
    regions = {code: row["name"] for code, row in known.regions.items()}
    chooser = search_form(
        PATH, choose_one("regio", _("Region"), regions, filters.region, none=_("all regions")), button=_("Show")
    )
    return page(
        _("Waiting places"),
        *notices(sentences),
        html.Div(chooser, className="search"),
        html.P(_rule(viewer, rows)),
        _shown(viewer, rows, known),
        *download(viewer, PATH, to_query(filters)),
        path=PATH,
        query=to_query(filters),
        viewer=viewer,
        moment=lists.data_moment(viewer),
    )


def export(viewer: Viewer, query: Mapping[str, str]) -> Table:
    """The same counts as a file."""
    known = lists.vocabulary(viewer)
    rows = waiting_counts(viewer, _filters(query, known)[0])
    return Table("wachtplekken", "waiting_counts", _heads(viewer), _rows(viewer, rows, known))


def _filters(query: Mapping[str, object], known: Vocabulary) -> tuple[Filters, list[str]]:
    filters, sentences = from_query(query, known)
    return Filters(region=filters.region), sentences


def _rule(viewer: Viewer, rows: list[dict[str, Any]]) -> str:
    who = _("Waiting places are not people: one person can hold several. That you looked is written down.")
    if counts_are_exact(viewer) or not rows:
        return who
    rule = _(
        "Counts below {threshold} are hidden, the others are rounded to {rounding}; "
        "a total is the sum of what is shown, with the number of hidden counts beside it."
    ).format(threshold=number(rows[0]["threshold"]), rounding=number(rows[0]["rounding"]))
    return f"{rule} {who}"


def _shown(viewer: Viewer, rows: list[dict[str, Any]], known: Vocabulary) -> html.Div | html.P:
    if not rows:
        return html.P(_("No waiting places were told, or none that are yours to see."))
    caption = _("Waiting places told for {month}").format(month=rows[0]["month"].strftime("%m-%Y"))
    heads = [_("Region"), _("Circuit and diagnosis group"), *_heads(viewer)[-len(_KINDS) :]]
    shown = [_short(row, cells) for row, cells in zip(rows, _rows(viewer, rows, known), strict=True)]
    return grouped_table(caption, heads, shown, number_columns=len(_KINDS))


def _short(row: dict[str, Any], cells: list[Any]) -> list[Any]:
    """The cells of a row in four, so that the counts stand on the screen of a phone: where, of what, and the counts."""
    *where, circuit, group, intake, treatment = cells
    named = [(row["circuit_code"], circuit), (row["diagnosis_group_code"], group)]
    what = " · ".join(name for code, name in named if code is not None) or _("all")
    return [" · ".join(where), what, intake, treatment]


def _heads(viewer: Viewer) -> list[str]:
    place = [_("Location")] if counts_are_exact(viewer) else []
    return [
        *place,
        _("Region"),
        _("Circuit"),
        _("Diagnosis group"),
        _("Waiting for intake"),
        _("Waiting for treatment"),
    ]


def _rows(viewer: Viewer, rows: list[dict[str, Any]], known: Vocabulary) -> list[list[Any]]:
    exact = counts_are_exact(viewer)
    return [
        [
            *([f"{row['provider_name']}, {row['location_name']}"] if exact else []),
            _name(known.regions, row["region_code"], lambda region: region["name"], every=_("all regions")),
            labels.circuit(row["circuit_code"]) if row["circuit_code"] else _("all"),
            _name(known.diagnosis_groups, row["diagnosis_group_code"], short_name),
            *(_count(row, kind) for kind in _KINDS),
        ]
        for row in rows
    ]


def _name(listed: Mapping[str, Any], code: str | None, say: Any, every: str = "") -> str:  # noqa: ANN401 - a function of a row
    if code is None:
        return every or _("all")
    return str(say(listed[code])) if code in listed else code


def _count(row: dict[str, Any], kind: str) -> str:
    count, hidden = row[f"waiting_{kind}_count"], row.get(f"hidden_{kind}_cell_count", 0)
    said = "–" if count is None else number(count)
    return _("{count} ({hidden} hidden)").format(count=said, hidden=number(hidden)) if hidden else said


register_page(
    __name__,
    path=PATH,
    title=title,
    layout=layout,
    permission=Permission.SEE_WAITING_COUNTS,
    menu=menu,
    export=export,
    order=4,
)
