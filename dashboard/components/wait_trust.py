"""How far a figure can be trusted, and what stands around it: stops, small providers, doubts, selection, supply."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dash import html

from dashboard import labels, wait_words
from dashboard.components.table import table
from dashboard.language import _, ngettext
from dashboard.location_path import location_path
from dashboard.wait_view import WaitView, address
from dashboard.wording import full_day, number

Row = Mapping[str, Any]


def facts(row: Row) -> html.Section:
    """A row of read.wait_hot_spots as a list of names and values."""
    pairs = [part for pair in fact_list(row) for part in (html.Dt(pair[0]), html.Dd(pair[1]))]
    return html.Section(
        [html.H3(_("How far it can be trusted")), html.Dl(pairs, className="facts")], className="wait-part"
    )


def fact_list(row: Row) -> list[tuple[str, str]]:
    """(what, value), the same on screen, in files and in the report."""
    small = "–"
    if row["small_location_count"]:
        small = ngettext(
            "{number} location, median {weeks}", "{number} locations, median {weeks}", row["small_location_count"]
        )
        small = small.format(
            number=number(row["small_location_count"]), weeks=wait_words.weeks(row["small_median_weeks"])
        )
    change = wait_words.signed(row["change_weeks"])
    if row["break_codes"] and row["change_weeks"] is None:
        change = _("not compared: a break lies between")
    change += " · " + _locations(row["change_location_count"])
    response = _("not known: nobody listed who must deliver")
    if row["response_rate"] is not None:
        response = _("{share}: {told} of {all} locations").format(
            share=wait_words.share(row["response_rate"]),
            told=number(row["delivered_count"]),
            all=number(row["obliged_count"]),
        )
    age = _("unknown")
    if row["oldest_reference_on"] is not None:
        age = _("median {days} days; the oldest of {date}").format(
            days=number(row["median_age_days"]), date=full_day(row["oldest_reference_on"])
        )
    stop = _("{share}: {number} of {all} locations").format(
        share=wait_words.share(row["share_in_stop"]),
        number=number(row["stopped_location_count"]),
        all=number(row["told_location_count"]),
    )
    return [
        (_("Locations with a wait"), f"{number(row['location_count'])} / {number(row['told_location_count'])}"),
        (_("Over the norm"), wait_words.share(row["share_over_norm"])),
        (_("Change, same locations"), change),
        (_("In stop"), stop),
        (_("Told before, not now"), number(row["gone_location_count"])),
        (_("Small providers, apart"), small),
        (_("Response rate"), response),
        (_("Age of the figures"), age),
        (_("Doubted figures"), _locations(row["flagged_location_count"])),
    ]


def doubts(rows: Sequence[Row]) -> list[html.Details]:
    """The rows of read.wait_flags, folded; nothing where there is no doubt."""
    if not rows:
        return []
    heads = [_("Location"), _("Doubt"), _("Why"), _("Told"), _("Expected")]
    shown = [
        [
            _place(row),
            f"⚑ {wait_words.named(row)}",
            wait_words.named(row, "explanation"),
            wait_words.bare(row["told_weeks"]),
            wait_words.bare(row["expected_weeks"]),
        ]
        for row in rows
    ]
    count = ngettext("{number} doubt about a figure", "{number} doubts about figures", len(rows))
    caption = _("Figures are shown all the same, with their doubt. The counts behind it are not told.")
    return [
        html.Details(
            [html.Summary(count.format(number=number(len(rows)))), table(caption, heads, shown, number_columns=2)]
        )
    ]


def selection(rows: Sequence[Row] | None, view: WaitView) -> html.Section:
    """The rows of read.wait_selection: whether complex groups wait longer than elsewhere; None until asked for."""
    heading = html.H3(_("Light before complex"))
    if rows is None:
        ask = html.A(
            _("Hold complex groups against light ones"), href=address(replace(view, with_selection=True)) + "#selectie"
        )
        why = _("Over half a year and the whole country, which takes a moment.")
        return html.Section([heading, html.P([ask, ". ", why])], className="wait-part", id="selectie")
    if not rows:
        return html.Section(
            [heading, html.P(_("No provider here treats both kinds of groups."))], className="wait-part", id="selectie"
        )
    flagged = sum(row["is_flagged"] for row in rows)
    said = ngettext("{number} provider beyond chance", "{number} providers beyond chance", flagged)
    heads = [_("Provider"), _("Beyond chance"), _("Locations"), _("Ratio"), _("From"), _("To")]
    shown = [
        [
            row["provider_name"],
            selection_words(row),
            number(row["place_count"]),
            *(wait_words.fine(row[name]) for name in ("ratio", "ratio_low", "ratio_high")),
        ]
        for row in rows
    ]
    caption = _(
        "Complex against light groups, within locations that treat both; 1 is usual. Which groups are complex is our "
        "own list. A reason to ask, no reproach."
    )
    return html.Section(
        [
            heading,
            html.P(said.format(number=number(flagged))),
            html.Details([html.Summary(_("The providers as a table")), table(caption, heads, shown, number_columns=4)]),
        ],
        className="wait-part",
    )


def selection_words(row: Row) -> str:
    """What is said of a provider."""
    if not row["is_chance_known"]:
        return _("too few to tell")
    return _("⚑ yes, ask") if row["is_flagged"] else _("no")


def supply(rows: Sequence[Row]) -> html.Section:
    """The rows of read.supply about one region, or about all."""
    heading = html.H3(_("Supply per 1,000 inhabitants"))
    if not rows:
        return html.Section([heading, html.P(_("No places are told here."))], className="wait-part")
    heads = [
        _("Kind of place"),
        _("Age group"),
        _("Places"),
        _("Offers without a total"),
        _("Inhabitants"),
        _("Per 1,000"),
    ]
    shown = [
        [
            labels.place_unit(row["unit_code"]),
            labels.age_group(row["age_group_code"]),
            wait_words.bare(row["place_count"]),
            number(row["untold_offer_count"]),
            _("unknown") if row["inhabitant_count"] is None else number(round(row["inhabitant_count"])),
            wait_words.fine(row["per_1000"]),
        ]
        for row in rows
    ]
    caption = _("Places of all urgencies together over the inhabitants of that age; kinds of places are not added up.")
    return html.Section([heading, table(caption, heads, shown, number_columns=4)], className="wait-part wide")


def _locations(count: int) -> str:
    """1 vestiging, 12 vestigingen"""
    return ngettext("{number} location", "{number} locations", count).format(number=number(count))


def _place(row: Row) -> Any:  # noqa: ANN401 - a link or a text
    name = f"{row['provider_name']}, {row['location_name']}"
    return name if row["location_id"] is None else html.A(name, href=location_path(row["location_id"]))
