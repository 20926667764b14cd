"""What single change would bring an offer higher in the list: of its own count, criteria or contract."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dash import html

from dashboard.components.offer_match import dutch
from dashboard.components.search import PATH
from dashboard.filters import Filters, address
from dashboard.language import _, current
from dashboard.vocabulary import Vocabulary, in_language
from dashboard.wording import number

Row = Mapping[str, Any]


def higher(
    changes: Sequence[Row], row: Row | None, place: int, filters: Filters, known: Vocabulary
) -> html.Section | None:
    """changes: rows of read.place_first for the offer. row: that offer in the list, None when it is not there any more.

    place: where it stands now, from 1.
    """
    if row is None:
        return None
    name = f"{row['provider_name']}, {row['location_name']}"
    stands = _("{name} stands at place {place}.").format(name=name, place=number(place))
    lines: list[Any] = [html.Li(_line(change, filters, known)) for change in changes]
    said = html.Ul(lines) if lines else html.P(_("No single change of its own would bring it higher."))
    back = html.A(_("Close"), href=address(PATH, replace(filters, explained=None)))
    return html.Section([html.P(html.Strong(stands)), said, html.P(back)], className="banner banner-note higher")


def _line(change: Row, filters: Filters, known: Vocabulary) -> list[Any]:
    """zou 1e staan als vandaag geteld"""
    place = (
        _("would stand first")
        if change["place_then"] == 1
        else _("would stand at place {place}").format(place=number(change["place_then"]))
    )
    return [place, " ", *_condition(change, filters, known)]


def _condition(change: Row, filters: Filters, known: Vocabulary) -> list[Any]:
    match change["change_code"]:
        case "counted_today":
            return [_("if counted again today, with the same numbers")]
        case "place_free":
            return [_("if one place were told free today")]
        case "criterion_accepted":
            criterion = known.criteria[change["criterion_code"]]
            name = in_language(criterion) if current() == "en" else dutch(criterion["name_nl"])
            return [_("if it had no obstacle to this:"), " ", name]
        case "contract":
            concern = known.concerns.get(filters.concern or "")
            return [_("if it had a contract with {insurer}").format(insurer=concern["name"] if concern else "")]
        case other:
            return [str(other)]
