"""Regio: what is free and what is stuck in my region, and who has not delivered?"""

from typing import Any

from dash import html, register_page

from dashboard.access import Permission
from dashboard.components.choice import choose_one, search_form
from dashboard.components.crisis import crisis_panel
from dashboard.components.late_list import late_list
from dashboard.components.matrix import matrix
from dashboard.components.page import notices, page
from dashboard.components.region_links import region_links
from dashboard.components.region_overview import PATH, region_overview
from dashboard.components.search import asked, urgency_text
from dashboard.components.shown_share import shown_share
from dashboard.components.status import status_legend
from dashboard.components.transfer_point import transfer_points
from dashboard.figures.matrix import lines, totals
from dashboard.filters import CRISIS, REGULAR, Filters, from_query, last, to_query
from dashboard.language import _, ngettext
from dashboard.queries import coordination, lists, shown
from dashboard.queries import region as regions
from dashboard.viewer import Viewer, current_viewer
from dashboard.vocabulary import Vocabulary, in_language
from dashboard.wording import change, number

COUNTRY = "alle"  # in the address: no region, also for who has one


def title() -> str:
    """The title of the window."""
    return _("Region") + " – Transferpunt"


def menu() -> str:
    """The name in the menu."""
    return _("Region")


def layout(**query: object) -> html.Div:
    """The page for the region in its address, else for one's own, else for the country."""
    viewer = current_viewer()
    known = lists.vocabulary(viewer)
    own = next((code for code in viewer.codes("region") if code in known.regions), None)
    is_country = last(query.get("regio", "" if own else COUNTRY)) == COUNTRY
    filters, sentences = from_query({**query, "regio": ""} if is_country else {"regio": own, **query}, known)
    filters = Filters(
        region=filters.region,
        care_pathway=filters.care_pathway,
        diagnosis_group=filters.diagnosis_group,
        urgency=REGULAR if filters.urgency == CRISIS else filters.urgency,
    )
    rows = regions.region_matrix(viewer, filters)
    urgencies = [code for code, row in known.urgencies.items() if row["has_places"]]
    where = (
        _("Region {name}").format(name=known.regions[filters.region]["name"]) if filters.region else _("All regions")
    )
    return page(
        where,
        *notices(sentences),
        _chooser(filters, known),
        html.Div(_headline(rows, known)),
        region_links(viewer, PATH, calls=_open_calls(viewer, filters)),
        *_phones(viewer, filters),
        html.Div(
            [
                html.Section(
                    [
                        html.H2(_("By care pathway and urgency")),
                        status_legend(),
                        matrix(lines(rows, urgencies), urgencies, known, filters.region),
                    ]
                ),
                html.Div(
                    [
                        late_list(regions.late_deliveries(viewer, filters), viewer.asked_at),
                        region_overview(regions.region_places(viewer, filters), filters, _map_title(filters, known)),
                        shown_share(shown.shares(viewer, filters.region)),
                    ]
                ),
            ],
            className="columns",
        ),
        path=PATH,
        query="&".join(filter(None, [to_query(filters), f"regio={COUNTRY}" if is_country and own else ""])),
        viewer=viewer,
        moment=lists.data_moment(viewer),
    )


def _chooser(filters: Filters, known: Vocabulary) -> html.Div:
    chosen: list[Any] = [
        choose_one(
            "regio",
            _("Region"),
            {COUNTRY: _("all regions")} | {code: row["name"] for code, row in known.regions.items()},
            filters.region or COUNTRY,
        ),
        choose_one(
            "zorgpad",
            _("Care pathway on the map"),
            {code: in_language(row) for code, row in known.care_pathways.items() if row["has_places"]},
            filters.care_pathway,
            none=_("all care"),
        ),
        choose_one(
            "urgentie",
            _("Urgency on the map"),
            {code: urgency_text(row) for code, row in known.urgencies.items() if row["has_places"]},
            filters.urgency,
        ),
    ]
    return html.Div(search_form(PATH, *chosen, button=_("Show")), className="search")


def _headline(rows: list[dict[str, Any]], known: Vocabulary) -> list[html.P]:
    """212 plekken vrij; +12 sinds gisteren · 38 keer onbekend. Care that is hardly ever full is left out."""
    limited = [row for row in rows if not known.care_pathways[row["care_pathway_code"]]["is_mostly_unlimited"]]
    counts = totals(limited)
    free = ngettext("{number} place free", "{number} places free", counts["free_count"])
    unknown = ngettext("{number} offer unknown", "{number} offers unknown", counts["unknown_offer_count"])
    rest = [
        _("{change} since yesterday").format(change=change(counts["free_count"] - counts["free_count_yesterday"])),
        _("{change} since last week").format(change=change(counts["free_count"] - counts["free_count_last_week"])),
        unknown.format(number=number(counts["unknown_offer_count"])),
        _("{number} closed to new clients").format(number=number(counts["stop_offer_count"])),
    ]
    return [
        html.P(free.format(number=number(counts["free_count"])), className="headline"),
        html.P(" · ".join(rest)),
        html.P(_("All kinds of places together, without care that is hardly ever full."), className="muted"),
    ]


def _phones(viewer: Viewer, filters: Filters) -> list[Any]:
    """The crisis lines and the desk of the region; without a region there are too many to be of use."""
    if filters.region is None:
        return []
    lines_here = lists.crisis_lines(viewer, postcode=None, region=filters.region)
    desks = lists.transfer_points(viewer, postcode=None, region=filters.region)
    return [
        html.Details([html.Summary(_("Crisis lines of this region")), crisis_panel(lines_here, is_minor=None)]),
        transfer_points(desks, viewer.asked_at),
    ]


def _open_calls(viewer: Viewer, filters: Filters) -> int | None:
    if not viewer.may(Permission.SETTLE_CALLS):
        return None
    return len(coordination.open_calls(viewer, filters.region))


def _map_title(filters: Filters, known: Vocabulary) -> str:
    return _("Places free by region: {what}").format(
        what=asked(
            Filters(
                care_pathway=filters.care_pathway, diagnosis_group=filters.diagnosis_group, urgency=filters.urgency
            ),
            known,
        )
    )


register_page(
    __name__,
    path=PATH,
    title=title,
    layout=layout,
    permission=Permission.SEE_REGION_PAGE,
    start_for=Permission.DECIDE_HELD,
    menu=menu,
    order=3,
)
