"""The list of free places: a heading with a number over each tier, its rows, and what to do when it is empty."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import labels
from dashboard.components.offer import ONLY_READS, Reader, Row, offer
from dashboard.components.search import PATH
from dashboard.filters import REGULAR, ROW_LIMIT, SPOED, Filters, address
from dashboard.language import _, ngettext
from dashboard.vocabulary import Vocabulary
from dashboard.wording import number

OVER_NORM = {4, 5}
FOLDED_TIER = 7
FIRST_ROWS = 6


def summary(rows: Sequence[Row]) -> str:
    """4 met plek vrij · 2 verwacht · 3 vol · 12 onbekend"""
    counts = {
        code: sum(row["status_code"] == code and row["tier"] < FOLDED_TIER for row in rows)
        for code in ("free", "expected", "full", "unknown")
    }
    free = ngettext("{number} offer with a place free", "{number} offers with a place free", counts["free"])
    said = [
        (counts["expected"], _("{number} expected")),
        (counts["full"], _("{number} full")),
        (counts["unknown"], _("{number} unknown")),
    ]
    rest = [text.format(number=number(count)) for count, text in said if count]
    return " · ".join([free.format(number=number(counts["free"])) if counts["free"] else _("No place free"), *rest])


def shown_rows(rows: Sequence[Row], filters: Filters) -> list[Row]:
    """The rows that the list draws, in its order: of each tier the first, or all that were asked for."""
    tiers = groupby(rows, key=lambda row: row["tier"])
    return [row for _tier, inside in tiers for row in list(inside)[: None if filters.shows_all else FIRST_ROWS]]


def places_list(
    rows: Sequence[Row],
    known: Vocabulary,
    filters: Filters,
    at: datetime,
    *,
    reader: Reader = ONLY_READS,
    over_norm: Sequence[Component] = (),
) -> html.Div:
    """The rows of read.free_places under the headings of their tiers.

    over_norm: what stands beside waits over the norm: before the first tier of those.
    """
    parts: list[Any] = []
    beside = list(over_norm)
    for tier, inside in groupby(rows, key=lambda row: row["tier"]):
        if tier in OVER_NORM and beside:
            parts += beside
            beside = []
        parts.append(_tier(tier, list(inside), known, filters, at, reader=reader))
    return html.Div(parts, className="places")


def soonest(rows: Sequence[Row], known: Vocabulary, filters: Filters, at: datetime, reader: Reader) -> html.Section:
    """Offers of regular care that start soonest, where no urgent place is known."""
    drawn = [offer(row, known, at, filters=filters, reader=replace(reader, may_explain=False)) for row in rows]
    return html.Section([html.H3(_("Regular care that starts soonest")), *drawn], className="tier")


def loosened(filters: Filters) -> list[tuple[str, Filters]]:
    """The ways to ask for less, each with its words; the last takes several at once."""
    asked = filters.bare
    ways: list[tuple[str, Filters]] = []
    if asked.max_km is not None:
        ways.append((_("at any distance"), replace(asked, max_km=None)))
    if asked.region is not None:
        ways.append((_("in all regions"), replace(asked, region=None)))
    if asked.age_band is not None:
        ways.append((_("for all ages"), replace(asked, age_band=None)))
    if asked.criteria:
        ways.append((_("without the criteria"), replace(asked, criteria=())))
    if asked.care_pathway is not None and asked.diagnosis_group is not None:
        ways.append((_("for all diagnosis groups"), replace(asked, diagnosis_group=None)))
    several = len(ways) > 1
    ways.append(
        (_("as regular care"), replace(asked, urgency=REGULAR))
        if asked.urgency == SPOED
        else (_("as urgent care"), replace(asked, urgency=SPOED))
    )
    if several:
        ways.append(
            (
                _("everywhere and for all ages"),
                replace(asked, max_km=None, region=None, age_band=None, diagnosis_group=None),
            )
        )
    if any((asked.complaint, asked.care_pathway, asked.diagnosis_group)) and any((asked.postcode, asked.region)):
        ways.append((_("for all care"), replace(asked, complaint=None, care_pathway=None, diagnosis_group=None)))
    return ways


def nothing_found(ways: Sequence[tuple[str, Filters, int]]) -> html.Section:
    """Why the list is empty, and what to loosen: each way with the number of places it would show."""
    links = [
        html.Li(
            [
                html.A(text, href=address(PATH, filters)),
                ": " + _how_many(count),
            ]
        )
        for text, filters, count in ways
        if count
    ]
    parts: list[Any] = [
        html.P(_("No provider has told that it offers this here. That does not say that there is none."))
    ]
    if links:
        parts += [html.P(_("What you can loosen:")), html.Ul(links)]
    return html.Section(parts, className="nothing")


def _how_many(count: int) -> str:
    if count >= ROW_LIMIT:
        return _("{number} offers or more").format(number=number(count))
    return ngettext("{number} offer", "{number} offers", count).format(number=number(count))


def _tier(
    tier: int, rows: list[Row], known: Vocabulary, filters: Filters, at: datetime, *, reader: Reader
) -> html.Section | html.Details:
    reaction_days = known.urgencies[filters.urgency]["reaction_working_days"]
    heading = html.H3(f"{labels.tier(tier, reaction_days)} ({number(len(rows))})")
    shown = rows if filters.shows_all else rows[:FIRST_ROWS]
    drawn: list[Any] = [offer(row, known, at, filters=filters, reader=reader) for row in shown]
    if len(shown) < len(rows):
        every = address(PATH, replace(filters, shows_all=True))
        all_of_them = _("Show all {number}").format(number=number(len(rows)))
        drawn.append(html.P(html.A(all_of_them, href=every), className="more"))
    if tier == FOLDED_TIER:
        return html.Details([html.Summary(heading), *drawn], className="tier folded")
    return html.Section([heading, *drawn], className="tier")
