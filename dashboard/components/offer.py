"""One row of the list of free places: how long until treatment, what is free, where, whom to phone, and why here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from dash import html

from dashboard import labels
from dashboard.components.call_form import call_form
from dashboard.components.letter import copy_for_letter
from dashboard.components.offer_match import contract_text, criteria_parts, last_call_text
from dashboard.components.offer_words import care_text, counted_text, reasons_text, start_text, status_text
from dashboard.components.phone import open_now, phone_link
from dashboard.components.search import PATH
from dashboard.components.status import status_mark
from dashboard.filters import Filters, address
from dashboard.language import _, current
from dashboard.location_path import location_path
from dashboard.vocabulary import Vocabulary, in_language
from dashboard.wording import date_since, day, distance, local_day

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Reader:
    """What the one who reads can do with a row. csrf: the token of its session. may_report: whether it may tell of a
    call to this offer. may_explain: whether it may ask what would bring an offer higher.
    """

    csrf: str = ""
    may_report: Callable[[Row], bool] = lambda _row: False
    may_explain: bool = False


NOTHING_ASKED, ONLY_READS = Filters(), Reader()


def offer(
    row: Row,
    known: Vocabulary,
    at: datetime,
    *,
    filters: Filters = NOTHING_ASKED,
    reader: Reader = ONLY_READS,
) -> html.Article:
    """One row of read.free_places, told at the moment `at` in answer to `filters`."""
    today = local_day(at)
    concern = known.concerns.get(filters.concern or "")
    called = last_call_text(row, at)
    start, made_of = start_text(row, today)
    is_known = row["status_code"] != "stop" and (row["start_weeks"] is not None or "within_norm" in row["reason_codes"])
    head = [
        html.P(status_mark(row["status_code"], status_text(row, today))),
        html.H4(_name(row)),
        *([html.P(_("your own location"), className="own")] if row.get("is_own") else []),
        html.P(care_text(row, known)),
    ]
    rest = [
        *(html.P(_stop(stop, today), className="stop-line") for stop in row["stops"]),
        *(html.P(line, className="criteria-line") for line in criteria_parts(row, today)),
        html.P([contract_text(row, concern), " · ", *waiting(row)]),
        html.P(counted_text(row, at), className="counted"),
        html.P([reasons_text(row), *_higher(row, filters, reader)], className="muted why"),
        *([html.P(called, className="called")] if called else []),
        html.Div(
            [
                copy_for_letter(row, _name(row), known, concern, at),
                html.A([_("Details"), _of(_name(row))], href=location_path(row["location_id"]), className="small-link"),
                *([call_form(row, filters, reader.csrf)] if reader.may_report(row) else []),
            ],
            className="tools",
        ),
        _details(row, known, today),
    ]
    return html.Article(
        [
            html.Div(
                [html.P(start, className="weeks" if is_known else "weeks muted"), html.P(made_of)],
                className="offer-start",
            ),
            html.Div(head, className="offer-head"),
            html.Div(_contact(row, at), className="offer-contact"),
            html.Div(rest, className="offer-rest"),
        ],
        className="offer with-criteria" if row["criterion_answers"] else "offer",
    )


def _of(name: str) -> html.Span:
    """What a link is about, for who hears the links without the rows they stand in."""
    return html.Span(f": {name}", className="for-readers")


def _higher(row: Row, filters: Filters, reader: Reader) -> list[Any]:
    """The way to what would bring this offer higher."""
    if not reader.may_explain:
        return []
    shown = address(PATH, replace(filters, explained=row["offer_id"]))
    return [" · ", html.A([_("what would put it higher?"), _of(_name(row))], href=shown)]


def _name(row: Row) -> str:
    """Provider, location and place; a place that is in the name of the location is not said twice."""
    named = f"{row['provider_name']}, {row['location_name']}"
    place = row["place_name"]
    return f"{named}, {place}" if place and place not in row["location_name"] else named


def _stop(stop: Row, today: date) -> list[Any]:
    said: list[Any] = [
        _("closed to new clients of {insurer}").format(insurer=stop["concern_name"])
        if stop["concern_name"]
        else _("closed to new clients")
    ]
    is_dutch = current() == "nl"
    if stop["diagnosis_group_code"]:
        said += [" (", stop["diagnosis_group_short_name_nl" if is_dutch else "diagnosis_group_name_en"], ")"]
    said += [": ", stop["reason_name_nl" if is_dutch else "reason_name_en"], ", "]
    if stop["until_on"] is None:
        return [*said, _("until further notice")]
    on = date.fromisoformat(stop["until_on"])
    last = day(on) if on.year == today.year else f"{day(on)} {on.year}"
    return [*said, _("up to and including {date}").format(date=last)]


def waiting(row: Row) -> list[Any]:
    """Who is responsible while waiting, with a number if there is one, and who may refer."""
    said: list[Any] = [_("while waiting: {who}").format(who=labels.responsible(row["responsible_code"]))]
    if row["waiting_phone"]:
        said += [", ", phone_link(row["waiting_phone"], _("phone"))]
    routes = ", ".join(labels.entry_route(code) for code in row["entry_route_codes"])
    return [*said, " · ", _("referral by {who}").format(who=routes) if routes else _("who may refer is not told")]


def _contact(row: Row, at: datetime) -> list[Any]:
    near = [] if row["distance_km"] is None else [html.P(distance(row["distance_km"]), className="distance")]
    if row["consult_phone"]:
        answered = html.P(open_now(row["consult_hours"], at))
        return [*near, phone_link(row["consult_phone"], _("Consult"), is_main=True), answered]
    if row["phone"]:
        return [*near, phone_link(row["phone"], _("Phone"), is_main=True)]
    return [*near, html.P(_("no number known"), className="muted")]


def _details(row: Row, known: Vocabulary, today: date) -> html.Details:
    facts: list[tuple[str, Any]] = [
        (_("name"), _name(row)),
        (_("AGB code"), row["agb_code"] or _("not told")),
        (_("kind of care"), care_text(row, known)),
        (_("product in the referral system"), row["referral_product_name"] or _("not told")),
    ]
    if row["phone"]:
        facts.append((_("general number"), phone_link(row["phone"], _("phone"))))
    if row["wait_reference_on"] is not None:
        facts.append((_("wait told"), date_since(row["wait_reference_on"], today)))
    facts += [(labels.exclusion_value(value), names) for value, names in _by_value(row["exclusions"]).items()]
    if row["languages"]:
        facts.append((_("languages"), ", ".join(row["languages"])))
    if row["delivery_id"] is not None:
        told = _("delivery {delivery}, line {line}").format(delivery=row["delivery_id"], line=row["line"])
        facts.append((_("source"), told))
    pairs = [part for term, told in facts for part in (html.Dt(term), html.Dd(told))]
    return html.Details([html.Summary(_("For the referral letter, and details")), html.Dl(pairs)])


def _by_value(exclusions: list[Row]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for one in exclusions:
        found.setdefault(one["value_code"], []).append(in_language(one))
    return {value: ", ".join(names) for value, names in found.items()}
