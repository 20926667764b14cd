"""Vrije plekken: where can this patient go now, how long will it really take, and whom do I phone?"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import dash
import flask
from dash import ClientsideFunction, Input, Output, State, dcc, html, register_page

from dashboard.access import Permission, one_of, requires
from dashboard.call_reports import REPORTED
from dashboard.components.crisis import crisis_panel
from dashboard.components.lines_now import lines_link
from dashboard.components.page import banner, notices, page
from dashboard.components.places_file import places_file
from dashboard.components.print_foot import print_foot
from dashboard.components.search import PATH, crisis_link, pathway_links, search
from dashboard.components.transfer_point import transfer_points
from dashboard.csv_text import Table
from dashboard.filters import CRISIS, Filters, address, criteria_in, from_query, last, to_fragment, to_query
from dashboard.language import _
from dashboard.places_answer import CRISIS_PATHWAY, answer, cares_of, with_places
from dashboard.queries import free_places as places
from dashboard.queries import lists
from dashboard.viewer import Viewer, current_viewer
from dashboard.vocabulary import Vocabulary

POLICY = one_of(Permission.SEE_PLACES_EXACT, Permission.SEE_PLACES_CLASS)
VIEW, ADDRESS, CRITERIA = "free-places-view", "free-places-address", "free-places-criteria"


def title() -> str:
    """The title of the window."""
    return _("Free places") + " – Transferpunt"


def menu() -> str:
    """The name in the menu."""
    return _("Free places")


def layout(**query: object) -> html.Div:
    """The page for the question in its address; what stands behind its # comes by the callback below."""
    return html.Div(
        [
            dcc.Location(id=ADDRESS, refresh=False),
            dcc.Store(id=CRITERIA),
            html.Div(view(**query), id=VIEW),
        ]
    )


def view(**query: object) -> html.Div:
    """All that is seen, for the question in the address and the criteria of the request under way."""
    viewer = current_viewer()
    known = lists.vocabulary(viewer)
    reported = last(query.pop(REPORTED, ""))
    filters, sentences = from_query(query, known)
    filters = replace(filters, criteria=criteria_in(flask.g.get(CRITERIA), known))
    filters = _with_known_postcode(viewer, filters, sentences)
    cares = cares_of(filters, known)
    is_crisis = filters.urgency == CRISIS or any(pathway == CRISIS_PATHWAY for pathway, _group in cares)
    has_place = filters.postcode is not None or filters.region is not None  # a crisis line is that of a place
    moment = lists.data_moment(viewer)
    content = answer(viewer, filters, known, cares, reported) if cares else _question(viewer, filters, known)
    return page(
        _("Free places"),
        *notices(sentences),
        *_not_known(filters, known, is_known=bool(cares)),
        search(filters, known, is_answered=bool(cares) and (has_place or not is_crisis)),
        html.P(_("Looking with what plays a role …"), className="while-asking", role="status"),
        *content,
        print_foot(moment, viewer.asked_at),
        lead=[_crisis_lines(viewer, filters) if is_crisis else _ways(filters)],
        path=PATH,
        query=to_query(filters),
        fragment=to_fragment(filters),
        viewer=viewer,
        moment=moment,
    )


def add_callbacks(app: dash.Dash, answered: Callable[..., Callable[..., html.Div]]) -> None:
    """Draws the page again when there are criteria behind the #, which a browser sends with no address.

    answered: gives a function that draws its policy, its language, and sentences for its errors.
    """
    draw = answered(view, POLICY)
    app.clientside_callback(
        ClientsideFunction("transferpunt", "criteria"),
        Output(CRITERIA, "data"),
        Input(ADDRESS, "hash"),
        State(CRITERIA, "data"),
    )

    @app.callback(  # type: ignore[untyped-decorator]
        Output(VIEW, "children"),
        Input(CRITERIA, "data"),
        State(ADDRESS, "search"),
        prevent_initial_call=True,
        running=[(Output(VIEW, "className"), "asking", "")],
    )
    @requires(POLICY)
    def draw_again(fragment: object, search: object) -> html.Div:
        setattr(flask.g, CRITERIA, fragment)
        asked: Mapping[str, Any] = parse_qs(search.removeprefix("?")) if isinstance(search, str) else {}
        return draw(**asked)


def _with_known_postcode(viewer: Viewer, filters: Filters, sentences: list[str]) -> Filters:
    if filters.postcode is None or lists.region_of_postcode(viewer, filters.postcode):
        return filters
    sentences.append(_("The postcode {value} is not in the list of postcodes.").format(value=filters.postcode))
    return replace(filters, postcode=None, max_km=None)


def _not_known(filters: Filters, known: Vocabulary, *, is_known: bool) -> list[html.Div]:
    """That a word is not known, with what may have been meant."""
    if filters.complaint is None or is_known:
        return []
    said = _("“{value}” is not known here as a complaint, diagnosis group or care pathway.")
    parts: list[Any] = [html.P(said.format(value=filters.complaint))]
    if near := known.near(filters.complaint):
        links = [html.A(word, href=address(PATH, replace(filters, complaint=word))) for word in near]
        meant = [part for link in links for part in (", ", link)][1:]
        parts.append(html.P([_("Did you mean:"), " ", *meant, "?"]))
    else:
        parts.append(html.P(_("Choose a word from the list.")))
    return [banner(*parts)]


def _crisis_lines(viewer: Viewer, filters: Filters) -> html.Section:
    lines = lists.crisis_lines(viewer, postcode=filters.postcode, region=filters.region)
    return crisis_panel(lines, is_minor=None if filters.age is None else filters.is_minor)


def _ways(filters: Filters) -> html.Div:
    """The two ways that need no list: the crisis lines, and who answers a phone now."""
    return html.Div(
        [crisis_link(filters), *([] if filters.only_lines else [lines_link(filters)])], className="ways crisis-link"
    )


def _question(viewer: Viewer, filters: Filters, known: Vocabulary) -> list[Any]:
    desks = lists.transfer_points(viewer, postcode=filters.postcode, region=filters.region)
    return [pathway_links(filters, known), transfer_points(desks, viewer.asked_at)]


def export(viewer: Viewer, query: Mapping[str, str]) -> Table:
    """The list of the question in the address, as far as this person may take it along."""
    known = lists.vocabulary(viewer)
    filters, _sentences = from_query(query, known)
    cares = with_places(cares_of(_with_known_postcode(viewer, filters, []), known))
    asks = bool(cares) and filters.urgency != CRISIS
    return places_file(places.of_export(viewer, places.free_places(viewer, filters, cares)) if asks else [])


register_page(
    __name__,
    path=PATH,
    title=title,
    layout=layout,
    permission=POLICY,
    menu=menu,
    export=export,
    callbacks=add_callbacks,
    order=1,
)
