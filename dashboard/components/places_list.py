"""The list of free places: a heading with a number over each tier, its rows, and what to do when it is empty."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from dash import html

from dashboard import labels
from dashboard.components.offer import Row, offer
from dashboard.components.search import PATH
from dashboard.filters import Filters, address
from dashboard.language import _, ngettext
from dashboard.vocabulary import Vocabulary
from dashboard.wording import number

FOLDED_TIER = 7
FIRST_ROWS = 8


def summary(rows: Sequence[Row]) -> str:
    """4 met plek vrij · 2 verwacht · 3 vol · 12 onbekend"""
    counts = {
        code: sum(row["status_code"] == code and row["tier"] < FOLDED_TIER for row in rows)
        for code in ("free", "expected", "full", "unknown")
    }
    said = [
        ngettext("{number} location with a place free", "{number} locations with a place free", counts["free"]),
        _("{number} expected"),
        _("{number} full"),
        _("{number} unknown"),
    ]
    shown = [text.format(number=number(count)) for text, count in zip(said, counts.values(), strict=True) if count]
    return " · ".join(shown) if shown else _("Nothing found that fits")


def places_list(rows: Sequence[Row], known: Vocabulary, filters: Filters, at: datetime) -> html.Div:
    """The rows of read.free_places under the headings of their tiers."""
    reaction_days = known.urgencies[filters.urgency]["reaction_working_days"]
    sections = [
        _tier(tier, list(inside), known, filters, at, reaction_days)
        for tier, inside in groupby(rows, key=lambda row: row["tier"])
    ]
    return html.Div(sections, className="places")


def soonest(rows: Sequence[Row], known: Vocabulary, at: datetime) -> html.Section:
    """Offers of regular care that start soonest, where no urgent place is known."""
    return html.Section(
        [html.H3(_("Regular care that starts soonest")), *(offer(row, known, at) for row in rows)], className="tier"
    )


def loosened(filters: Filters) -> list[tuple[str, Filters]]:
    """The ways to ask for less, each with its words."""
    wider = replace(filters, shows_all=False)
    ways: list[tuple[str, Filters]] = []
    if filters.max_km is not None:
        ways.append((_("at any distance"), replace(wider, max_km=None)))
    if filters.region is not None:
        ways.append((_("in all regions"), replace(wider, region=None)))
    if filters.age_band is not None:
        ways.append((_("for all ages"), replace(wider, age_band=None)))
    if filters.care_pathway is not None and filters.diagnosis_group is not None:
        ways.append((_("for all diagnosis groups"), replace(wider, diagnosis_group=None)))
    if any((filters.complaint, filters.care_pathway, filters.diagnosis_group)) and any(
        (filters.postcode, filters.region)
    ):
        ways.append((_("for all care"), replace(wider, complaint=None, care_pathway=None, diagnosis_group=None)))
    return ways


def nothing_found(ways: Sequence[tuple[str, Filters, int]]) -> html.Section:
    """Why the list is empty, and what to loosen: each way with the number of places it would show."""
    links = [
        html.Li(
            [
                html.A(text, href=address(PATH, filters)),
                ": " + ngettext("{number} location", "{number} locations", count).format(number=number(count)),
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


def _tier(
    tier: int, rows: list[Row], known: Vocabulary, filters: Filters, at: datetime, reaction_days: int | None
) -> html.Section | html.Details:
    heading = f"{labels.tier(tier, reaction_days)} ({number(len(rows))})"
    shown = rows if filters.shows_all else rows[:FIRST_ROWS]
    drawn: list[Any] = [offer(row, known, at) for row in shown]
    if len(shown) < len(rows):
        every = address(PATH, replace(filters, shows_all=True))
        drawn.append(
            html.P(html.A(_("Show all {number}").format(number=number(len(rows))), href=every), className="more")
        )
    if tier == FOLDED_TIER:
        return html.Details([html.Summary(html.H3(heading)), *drawn], className="tier folded")
    return html.Section([html.H3(heading), *drawn], className="tier")
