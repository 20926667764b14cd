"""Vrije plekken: where can this patient go now, how long will it really take, and whom do I phone?"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dash import html, register_page

from dashboard.access import Permission, one_of
from dashboard.components.crisis import crisis_panel
from dashboard.components.page import banner, notices, page
from dashboard.components.place_map import map_link, place_overview
from dashboard.components.places_file import places_file
from dashboard.components.places_list import loosened, nothing_found, places_list, shown_rows, soonest, summary
from dashboard.components.search import PATH, crisis_link, pathway_links, search
from dashboard.components.table import download
from dashboard.components.transfer_point import transfer_points
from dashboard.csv_text import Table
from dashboard.filters import CRISIS, ROW_LIMIT, SPOED, Filters, from_query, to_query
from dashboard.language import _
from dashboard.queries import free_places as places
from dashboard.queries import lists
from dashboard.viewer import Viewer, current_viewer
from dashboard.vocabulary import ANY_CARE, Care, Vocabulary
from dashboard.wording import number

CRISIS_PATHWAY = "CRIS"
SOONEST_ROWS = 5


def title() -> str:
    """The title of the window."""
    return _("Free places") + " – Transferpunt"


def menu() -> str:
    """The name in the menu."""
    return _("Free places")


def layout(**query: object) -> html.Div:
    """The page for the question in its address."""
    viewer = current_viewer()
    known = lists.vocabulary(viewer)
    filters, sentences = from_query(query, known)
    filters = _with_known_postcode(viewer, filters, sentences)
    cares = _wanted(filters, known, sentences)
    is_crisis = filters.urgency == CRISIS or any(pathway == CRISIS_PATHWAY for pathway, _group in cares)
    content = _answer(viewer, filters, known, cares) if cares else _question(viewer, filters, known)
    return page(
        _("Free places"),
        *notices(sentences),
        search(filters, known, is_answered=bool(cares)),
        *content,
        lead=[_crisis_lines(viewer, filters) if is_crisis else crisis_link(filters)],
        path=PATH,
        query=to_query(filters),
        viewer=viewer,
        moment=lists.data_moment(viewer),
    )


def _with_known_postcode(viewer: Viewer, filters: Filters, sentences: list[str]) -> Filters:
    if filters.postcode is None or lists.region_of_postcode(viewer, filters.postcode):
        return filters
    sentences.append(_("The postcode {value} is not in the list of postcodes.").format(value=filters.postcode))
    return replace(filters, postcode=None, max_km=None)


def _wanted(filters: Filters, known: Vocabulary, sentences: list[str]) -> tuple[Care, ...]:
    """The kinds of care the question is about; none when there is no question yet, or no word of it is known."""
    if filters.complaint is not None:
        cares = known.care_of(filters.complaint)
        if not cares:
            sentences.append(
                _(
                    "“{value}” is not known here as a complaint, diagnosis group or care pathway. "
                    "Choose a word from the list."
                ).format(value=filters.complaint)
            )
        return cares
    if filters.asks_something or filters.urgency != Filters().urgency:
        return ((filters.care_pathway, filters.diagnosis_group),)
    return ()


def _crisis_lines(viewer: Viewer, filters: Filters) -> html.Section:
    lines = lists.crisis_lines(viewer, postcode=filters.postcode, region=filters.region)
    return crisis_panel(lines, is_minor=None if filters.age is None else filters.is_minor)


def _question(viewer: Viewer, filters: Filters, known: Vocabulary) -> list[Any]:
    desks = lists.transfer_points(viewer, postcode=filters.postcode, region=filters.region)
    return [pathway_links(filters, known), transfer_points(desks, viewer.asked_at)]


def _answer(viewer: Viewer, filters: Filters, known: Vocabulary, cares: tuple[Care, ...]) -> list[Any]:
    desks = lists.transfer_points(viewer, postcode=filters.postcode, region=filters.region)
    cares = _with_places(known.spelled_out(cares))
    if filters.urgency == CRISIS or not cares:
        return [transfer_points(desks, viewer.asked_at)]
    rows = places.free_places(viewer, filters, cares)
    found = any(row["status_code"] in {"free", "expected"} and row["tier"] < places.UNKNOWN_TIER for row in rows)
    parts: list[Any] = [
        *([_youth_route()] if filters.is_minor else []),
        html.H2(summary(rows)),
        transfer_points(desks, viewer.asked_at, is_main=not found),
    ]
    if filters.urgency == SPOED and not found:
        parts.append(_no_urgent_place(viewer, filters, known, cares))
    if not rows:
        parts.append(nothing_found([(words, way, _count(viewer, way, known)) for words, way in loosened(filters)]))
    return [
        *parts,
        *([map_link(filters)] if rows and not filters.shows_map else []),
        places_list(rows, known, filters, viewer.asked_at),
        *(_map(viewer, rows, filters) if rows and filters.shows_map else []),
        *_not_all(rows),
        *_file(viewer, rows, filters),
    ]


def _map(viewer: Viewer, rows: list[dict[str, Any]], filters: Filters) -> list[html.Section]:
    here = lists.centre_of_postcode(viewer, filters.postcode) if filters.postcode else None
    return [place_overview(shown_rows(rows, filters), filters, viewer.asked_at, here)]


def _no_urgent_place(viewer: Viewer, filters: Filters, known: Vocabulary, cares: tuple[Care, ...]) -> html.Section:
    rows = places.soonest_regular(viewer, filters, cares, count=SOONEST_ROWS)
    said = html.P(
        _("No urgent place is known here. Phone the transfer point, consult one of these, or take what starts soonest.")
    )
    return html.Section([said, soonest(rows, known, viewer.asked_at)] if rows else [said])


def _count(viewer: Viewer, filters: Filters, known: Vocabulary) -> int:
    return len(
        places.free_places(viewer, filters, _with_places(known.spelled_out(_wanted(filters, known, []))) or [ANY_CARE])
    )


def _with_places(cares: tuple[Care, ...]) -> tuple[Care, ...]:
    """The crisis service has a number and no places."""
    return tuple(care for care in cares if care[0] != CRISIS_PATHWAY)


def _youth_route() -> html.Div:
    return banner(
        html.P(
            _(
                "Under 18 the municipality pays for the care: ask first for its youth route. "
                "Its number is not known here."
            )
        ),
        kind="note",
    )


def _not_all(rows: list[dict[str, Any]]) -> list[html.P]:
    said = [_("Contracts with an insurer were not checked.")]
    matched = max((row["match_count"] for row in rows), default=0)
    if matched > len(rows) >= ROW_LIMIT:
        said.insert(
            0,
            _("These are the first {number} of {all}; ask more precisely to see the others.").format(
                number=number(len(rows)), all=number(matched)
            ),
        )
    return [html.P(" ".join(said), className="muted")] if rows else []


def _file(viewer: Viewer, rows: list[dict[str, Any]], filters: Filters) -> list[html.P]:
    return download(viewer, PATH, to_query(filters)) if rows else []


def export(viewer: Viewer, query: Mapping[str, str]) -> Table:
    """The list of the question in the address, as far as this person may take it along."""
    known = lists.vocabulary(viewer)
    filters, _sentences = from_query(query, known)
    cares = _with_places(_wanted(_with_known_postcode(viewer, filters, []), known, []))
    asks = bool(cares) and filters.urgency != CRISIS
    return places_file(places.of_export(viewer, places.free_places(viewer, filters, cares)) if asks else [])


register_page(
    __name__,
    path=PATH,
    title=title,
    layout=layout,
    permission=one_of(Permission.SEE_PLACES_EXACT, Permission.SEE_PLACES_CLASS),
    menu=menu,
    export=export,
    order=1,
)
