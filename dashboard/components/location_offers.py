"""All offers of one location: places by urgency, who may come in and who is responsible while waiting, exclusions."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from dash import html

from dashboard import labels
from dashboard.components.location_facts import full_day, origin_link
from dashboard.components.offer import waiting
from dashboard.components.offer_match import dutch
from dashboard.components.offer_words import care_text, counted_text, status_text
from dashboard.components.search import urgency_text
from dashboard.components.status import status_mark
from dashboard.components.table import table
from dashboard.language import _
from dashboard.location_path import origin_path
from dashboard.vocabulary import Vocabulary, in_language
from dashboard.wording import local_day

Row = Mapping[str, Any]


def location_offers(rows: Sequence[Row], known: Vocabulary, location: int, at: datetime) -> html.Section:
    """The rows of read.location_offers or read.location_offers_class, an article for each offer."""
    heading = html.H2(_("What can be had here"))
    if not rows:
        return html.Section([heading, html.P(_("No places are told of here."))])
    order = {offer_id: place for place, offer_id in enumerate(dict.fromkeys(row["offer_id"] for row in rows))}
    by_offer = groupby(sorted(rows, key=lambda row: order[row["offer_id"]]), key=lambda row: row["offer_id"])
    return html.Section(
        [heading, *(_offer(list(inside), known, location, at) for _offer_id, inside in by_offer)],
        className="location-offers",
    )


def _offer(rows: Sequence[Row], known: Vocabulary, location: int, at: datetime) -> html.Article:
    first, today = rows[0], local_day(at)
    facts: list[tuple[str, Any]] = [
        (_("product in the referral system"), first["referral_product_name"] or _("not told"))
    ]
    if first["languages"]:
        facts.append((_("languages"), ", ".join(first["languages"])))
    pairs = [part for term, said in facts for part in (html.Dt(term), html.Dd(said))]
    return html.Article(
        [
            html.H3(care_text(first, known)),
            *(_places(row, known, location, at) for row in rows),
            html.P(waiting(first)),
            html.Details(
                [
                    html.Summary(exclusions_text(first["exclusions"])),
                    _exclusions(first, care_text(first, known), location, today),
                    html.Dl(pairs),
                ]
            ),
        ],
        className="location-offer",
    )


def _places(row: Row, known: Vocabulary, location: int, at: datetime) -> html.Div:
    said = urgency_text(known.urgencies[row["urgency_code"]])
    mark = status_mark(row["status_code"], status_text(row, local_day(at)))
    return html.Div(
        [
            html.P([html.Span(f"{said}: "), mark]),
            html.P(
                [
                    counted_text(row, at),
                    *origin_link(place_origin(row, location), f"{said}, {status_text(row, local_day(at))}"),
                ],
                className="muted",
            ),
        ],
        className="of-urgency",
    )


def place_origin(row: Row, location: int) -> str | None:
    """Where the origin of a count is told; None where there is none, or it is not this reader's to see."""
    if row["delivery_id"] is None:
        return None
    if "is_own" in row:
        return origin_path(location, "eigen", aanlevering=row["delivery_id"], regel=row["line"])
    return origin_path(location, "plekken", aanbod=row["offer_id"], urgentie=row["urgency_code"])


def exclusions_text(exclusions: Sequence[Row]) -> str:
    """bijzonderheden: suïcidaliteit in overleg, agressie uitgesloten · 6 geen belemmering"""
    hard = [
        f"{in_language(one)} {labels.exclusion_value(one['value_code'])}"
        for value in ("excluded", "by_consultation")
        for one in exclusions
        if one["value_code"] == value
    ]
    said = ", ".join(hard) or (_("none that is told") if exclusions else _("none told, so ask"))
    return _("exclusions:") + " " + said


def _exclusions(row: Row, care: str, location: int, today: date) -> html.Div | html.P:
    if not row["exclusions"]:
        return html.P(_("What is not told is not accepted: ask."))
    heads = [_("Criterion"), _("What the provider does"), _("Ground"), _("Holds until"), _("Origin")]
    shown = [
        [
            in_language(one),
            labels.exclusion_value(one["value_code"]),
            dutch(one["reason"]) if one["reason"] else _("not told"),
            _until(one["valid_to"], today),
            html.Span(origin_link(_exclusion_origin(row, one, location), in_language(one))),
        ]
        for one in row["exclusions"]
    ]
    said = _("{care}: criteria the provider spoke of. The rest is not told, and not told is not accepted.")
    return table(said.format(care=care), heads, shown)


def _exclusion_origin(row: Row, one: Row, location: int) -> str | None:
    if "is_own" not in row:
        return origin_path(location, "criterium", aanbod=row["offer_id"], criterium=one["criterion_code"])
    if one.get("delivery_id") is None:
        return None
    return origin_path(location, "eigen", aanlevering=one["delivery_id"], regel=one["line"])


def _until(valid_to: str | None, today: date) -> str:
    return _("no end told") if valid_to is None else full_day(date.fromisoformat(valid_to), today)
