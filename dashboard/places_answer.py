"""The answer of /vrije-plekken: from a question to what stands below it, in the order in which a GP needs it."""

from typing import Any

from dash import html

from dashboard import shown
from dashboard.components.bridge import bridge
from dashboard.components.higher import higher
from dashboard.components.lines_now import lines_now, open_lines
from dashboard.components.mail_link import mail_link
from dashboard.components.offer import Reader
from dashboard.components.page import banner
from dashboard.components.place_map import map_link, place_overview
from dashboard.components.places_list import (
    FOLDED_TIER,
    OVER_NORM,
    loosened,
    nothing_found,
    places_list,
    shown_rows,
    soonest,
    summary,
)
from dashboard.components.search import PATH, asked, farther
from dashboard.components.table import download
from dashboard.components.transfer_point import transfer_points
from dashboard.components.youth_route import youth_route
from dashboard.filters import CRISIS, ROW_LIMIT, SPOED, Filters, to_query
from dashboard.language import _
from dashboard.queries import calls, lists
from dashboard.queries import free_places as places
from dashboard.viewer import Viewer
from dashboard.vocabulary import ANY_CARE, Care, Vocabulary
from dashboard.wording import number

CRISIS_PATHWAY = "CRIS"
SOONEST_ROWS = 5
Rows = list[dict[str, Any]]


def answer(viewer: Viewer, filters: Filters, known: Vocabulary, cares: tuple[Care, ...], reported: str) -> list[Any]:
    """What stands below the question. reported: the offer of which a call was just told, if any."""
    desks = lists.transfer_points(viewer, postcode=filters.postcode, region=filters.region)
    cares = with_places(known.spelled_out(cares))
    if filters.urgency == CRISIS or not cares:
        return [transfer_points(desks, viewer.asked_at)]
    rows = places.free_places(viewer, filters, cares)
    if filters.only_lines:
        lines = open_lines(rows, viewer.asked_at)
        return [lines_now(lines, filters, viewer.asked_at), transfer_points(desks, viewer.asked_at, is_main=not lines)]
    if places.may_explain(viewer) and not viewer.is_degraded:
        shown.note(rows)
    found = any(row["status_code"] in {"free", "expected"} and row["tier"] < places.UNKNOWN_TIER for row in rows)
    reader = _reader(viewer)
    parts: list[Any] = [
        *_thanks(rows, reported),
        *_youth_route(viewer, filters),
        html.H2(summary(rows)),
        transfer_points(desks, viewer.asked_at, is_main=not found),
        *_higher(viewer, filters, known, cares, rows),
    ]
    if filters.urgency == SPOED and not found:
        parts.append(_no_urgent_place(viewer, filters, known, cares, reader))
    if not rows:
        parts.append(nothing_found(_ways(viewer, filters, known)))
    is_long = not found or any(row["tier"] in OVER_NORM for row in rows)
    beside = [_bridge(viewer, filters, known)] if is_long else []
    is_inside = any(row["tier"] in OVER_NORM for row in rows)
    return [
        *parts,
        places_list(rows, known, filters, viewer.asked_at, reader=reader, over_norm=beside if is_inside else []),
        *([] if is_inside else beside),
        *_below(viewer, filters, rows),
        html.P(mail_link(filters, asked(filters, known))),
    ]


def cares_of(filters: Filters, known: Vocabulary) -> tuple[Care, ...]:
    """The kinds of care the question is about; none when there is no question yet, or no word of it is known."""
    if filters.complaint is not None:
        return known.care_of(filters.complaint)
    if filters.asks_something or filters.only_lines or filters.urgency != Filters().urgency:
        return ((filters.care_pathway, filters.diagnosis_group),)
    return ()


def with_places(cares: tuple[Care, ...]) -> tuple[Care, ...]:
    """The crisis service has a number and no places."""
    return tuple(care for care in cares if care[0] != CRISIS_PATHWAY)


def _reader(viewer: Viewer) -> Reader:
    if viewer.is_degraded:
        return Reader()  # what is remembered is read only
    return Reader(
        csrf=viewer.csrf,
        may_report=lambda row: calls.may_report(viewer, dict(row)),
        may_explain=places.may_explain(viewer),
    )


def _thanks(rows: Rows, reported: str) -> list[html.Div]:
    row = next((row for row in rows if str(row["offer_id"]) == reported), None)
    if row is None:
        return []
    said = _("Noted. Thank you: the next reader sees it with {name}.")
    return [banner(html.P(said.format(name=f"{row['provider_name']}, {row['location_name']}")), kind="note")]


def _youth_route(viewer: Viewer, filters: Filters) -> list[html.Div]:
    if not filters.is_minor:
        return []
    return [youth_route(lists.youth_routes(viewer, filters.postcode), filters, viewer.asked_at)]


def _higher(viewer: Viewer, filters: Filters, known: Vocabulary, cares: tuple[Care, ...], rows: Rows) -> list[Any]:
    """What would bring the one offer higher of which that is asked."""
    if filters.explained is None or not places.may_explain(viewer):
        return []
    at = next((at for at, row in enumerate(rows) if row["offer_id"] == filters.explained), None)
    if at is None:
        return []
    changes = places.place_first(viewer, filters, cares, filters.explained)
    return [higher(changes, rows[at], at + 1, filters, known)]


def _bridge(viewer: Viewer, filters: Filters, known: Vocabulary) -> html.Details:
    rows = places.bridging_offers(viewer, filters)
    return bridge(rows, filters, known, viewer.asked_at, is_demo=viewer.is_demo)


def _below(viewer: Viewer, filters: Filters, rows: Rows) -> list[Any]:
    if not rows:
        return []
    here = lists.centre_of_postcode(viewer, filters.postcode) if filters.postcode and filters.shows_map else None
    shown = (
        place_overview(shown_rows(rows, filters), filters, viewer.asked_at, here)
        if filters.shows_map
        else map_link(filters)
    )
    # The file holds no criteria, so it is no copy of a list that was asked with them.
    file = [] if filters.criteria else download(viewer, PATH, to_query(filters))
    return [*farther(filters), shown, *_not_all(rows), *file]


def _ways(viewer: Viewer, filters: Filters, known: Vocabulary) -> list[tuple[str, Filters, int]]:
    return [(words, way, _count(viewer, way, known)) for words, way in loosened(filters)]


def _count(viewer: Viewer, filters: Filters, known: Vocabulary) -> int:
    cares = with_places(known.spelled_out(cares_of(filters, known))) or (ANY_CARE,)
    return sum(row["tier"] < FOLDED_TIER for row in places.free_places(viewer, filters, cares))


def _no_urgent_place(
    viewer: Viewer, filters: Filters, known: Vocabulary, cares: tuple[Care, ...], reader: Reader
) -> html.Section:
    rows = places.soonest_regular(viewer, filters, cares, count=SOONEST_ROWS)
    said = html.P(
        _("No urgent place is known here. Phone the transfer point, consult one of these, or take what starts soonest.")
    )
    return html.Section([said, soonest(rows, known, filters, viewer.asked_at, reader)] if rows else [said])


def _not_all(rows: Rows) -> list[html.P]:
    matched = max((row["match_count"] for row in rows), default=0)
    if not matched > len(rows) >= ROW_LIMIT:
        return []
    said = _("These are the first {number} of {all}; ask more precisely to see the others.")
    return [html.P(said.format(number=number(len(rows)), all=number(matched)), className="muted")]
