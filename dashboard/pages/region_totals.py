"""Totalen per regio: what is free by region and care pathway, without a single location."""

from collections.abc import Mapping
from typing import Any

from dash import html, register_page

from dashboard import labels
from dashboard.access import Permission, one_of
from dashboard.components.choice import choose_one, search_form
from dashboard.components.page import notices, page
from dashboard.components.search import urgency_text
from dashboard.components.table import download, grouped_table
from dashboard.csv_text import Table
from dashboard.filters import CRISIS, REGULAR, Filters, from_query, to_query
from dashboard.language import _
from dashboard.location_path import location_path
from dashboard.queries import lists, region_totals
from dashboard.viewer import Viewer, current_viewer
from dashboard.vocabulary import Vocabulary, in_language
from dashboard.wording import number

PATH = "/regiototalen"
_COUNTS = (
    "free_count",
    "expected_count",
    "offer_count",
    "free_offer_count",
    "full_offer_count",
    "unknown_offer_count",
    "stop_offer_count",
)
_LISTED_ALREADY = one_of(Permission.SEE_PLACES_EXACT, Permission.SEE_PLACES_CLASS)


def title() -> str:
    """The title of the window."""
    return _("Totals by region") + " – Transferpunt"


def menu() -> str:
    """The name in the menu."""
    return _("Totals by region")


def layout(**query: object) -> html.Div:
    """The page for the region and the care in its address."""
    viewer = current_viewer()
    known = lists.vocabulary(viewer)
    filters, sentences = _filters(query, known)
    rows = region_totals.region_totals(viewer, filters)
    caption = _("Places free and expected, and offers by status. Places of other care pathways are of another kind.")
    shown = [[row[0], row[1], *(number(count) for count in row[2:])] for row in _rows(rows, known)]
    return page(
        _("Totals by region"),
        *notices(sentences),
        html.Div(_chooser(filters, known), className="search"),
        grouped_table(caption, _heads(), shown, number_columns=len(_COUNTS))
        if shown
        else html.P(_("Nobody has told of places here.")),
        *download(viewer, PATH, to_query(filters)),
        *([] if viewer.may(_LISTED_ALREADY) else _waits(viewer, filters)),
        path=PATH,
        query=to_query(filters),
        viewer=viewer,
        moment=lists.data_moment(viewer),
    )


def export(viewer: Viewer, query: Mapping[str, str]) -> Table:
    """The same table as a file; for who exports of its own regions only, of those."""
    known = lists.vocabulary(viewer)
    rows = region_totals.region_totals(viewer, _filters(query, known)[0])
    if viewer.reaches(Permission.EXPORT) == "region":
        rows = [row for row in rows if row["region_code"] in viewer.codes("region")]
    return Table("regiototalen", "region_totals", _heads(), _rows(rows, known))


def _filters(query: Mapping[str, object], known: Vocabulary) -> tuple[Filters, list[str]]:
    filters, sentences = from_query(query, known)
    urgency = REGULAR if filters.urgency == CRISIS else filters.urgency
    region, pathway, group = filters.region, filters.care_pathway, filters.diagnosis_group
    return Filters(region=region, care_pathway=pathway, diagnosis_group=group, urgency=urgency), sentences


def _heads() -> list[str]:
    return [
        *(_("Region"), _("Care pathway"), _("Places free"), _("Places expected"), _("Offers")),
        *(_("Offers with a place free"), _("Offers full"), _("Offers unknown"), _("Offers closed to new clients")),
    ]


def _rows(rows: list[dict[str, Any]], known: Vocabulary) -> list[list[Any]]:
    return [
        [
            row["region_name"],
            in_language(known.care_pathways[row["care_pathway_code"]]),
            *(row[name] for name in _COUNTS),
        ]
        for row in rows
    ]


def _chooser(filters: Filters, known: Vocabulary) -> html.Form:
    regions = {code: row["name"] for code, row in known.regions.items()}
    pathways = {code: in_language(row) for code, row in known.care_pathways.items() if row["has_places"]}
    urgencies = {code: urgency_text(row) for code, row in known.urgencies.items() if row["has_places"]}
    return search_form(
        PATH,
        choose_one("regio", _("Region"), regions, filters.region, none=_("all regions")),
        choose_one("zorgpad", _("Care pathway"), pathways, filters.care_pathway, none=_("all care")),
        choose_one("urgentie", _("Urgency"), urgencies, filters.urgency),
        button=_("Show"),
    )


def _waits(viewer: Viewer, filters: Filters) -> list[Any]:
    """The published waits of locations, for who sees no list of them; with the stops of the own concern."""
    heading = html.H2(_("Published waits by location"))
    if filters.region is None:
        return [heading, html.P(_("Choose a region to see the waits of its locations."))]
    rows = region_totals.location_waits(viewer, filters)
    if not rows:
        return [heading, html.P(_("No waits are known here."))]
    heads = [_("Location"), _("Diagnosis group"), _("Intake (weeks)"), _("Treatment (weeks)"), _("Stops")]
    caption = _("Waits in weeks as they were published; stops for everybody and for your own insurer.")
    return [heading, grouped_table(caption, heads, [_wait(row) for row in rows], number_columns=3)]


def _wait(row: dict[str, Any]) -> list[Any]:
    stop = _("for your insurer") if any(one["concern_code"] for one in row["stops"]) else _("for everybody")
    return [
        html.A(f"{row['provider_name']}, {row['location_name']}", href=location_path(row["location_id"])),
        row["diagnosis_group_name"],
        *(_weeks(row, kind) for kind in ("intake", "treatment")),
        stop if row["stops"] else "–",
    ]


def _weeks(row: dict[str, Any], kind: str) -> str:
    weeks = row[f"{kind}_weeks"]
    return labels.wait(row[f"{kind}_state"]) if weeks is None else number(weeks)


register_page(
    __name__,
    path=PATH,
    title=title,
    layout=layout,
    permission=Permission.SEE_REGION_TOTALS,
    menu=menu,
    export=export,
    order=4,
)
