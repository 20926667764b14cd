"""How the waits of locations lie, and the table behind it with a link to each."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard import wait_words
from dashboard.components.drawing import Drawing
from dashboard.components.table import table
from dashboard.components.wait_flags import flag_words
from dashboard.figures.drawn import Drawn
from dashboard.figures.wait_spread import span_of, wait_spread
from dashboard.language import _
from dashboard.location_path import location_path
from dashboard.wait_view import Known
from dashboard.wording import full_day, number

Row = Mapping[str, Any]
SHOWN = 300  # rows of the table; the files hold all


def spread(rows: Sequence[Row], total: Row, known: Known) -> html.Section:
    """The rows of read.wait_distribution; total: the row of read.wait_hot_spots about the same."""
    heading = html.H3(_("Distribution over locations"))
    told = [float(row["weeks"]) for row in rows if row["weeks"] is not None]
    if not told:
        return html.Section([heading, html.P(_("No location told a wait here."))], className="wait-part")
    wide = span_of([*told, float(total["p90_weeks"] or 0)])
    unit = _("Locations by wait; a bar is one week.") if wide == 1 else _("Locations by wait; a bar is {number} weeks.")
    return html.Section(
        [
            heading,
            html.Figure(
                [Drawing(drawn(rows, total)), html.Figcaption(html.P(f"{unit.format(number=wide)} {said(total)}"))]
            ),
            html.Details([html.Summary(_("The locations as a table")), _table(rows, known)]),
        ],
        className="wait-part",
    )


def drawn(rows: Sequence[Row], total: Row) -> Drawn:
    """The picture alone."""
    told = [float(row["weeks"]) for row in rows if row["weeks"] is not None]
    marks = {_("median"): total["median_weeks"], "P80": total["p80_weeks"], "P90": total["p90_weeks"]}
    norm = total["norm_weeks"]
    return wait_spread(
        told,
        None if norm is None else float(norm),
        {name: float(weeks) for name, weeks in marks.items() if weeks is not None},
        title=said(total),
    )


def said(total: Row) -> str:
    """Mediaan 8 weken, P80 12 weken, P90 16 weken; norm 14 weken; 31 % boven de norm"""
    return _("Median {median}, P80 {p80}, P90 {p90}; norm {norm}; {share} of the locations over the norm.").format(
        median=wait_words.weeks(total["median_weeks"]),
        p80=wait_words.weeks(total["p80_weeks"]),
        p90=wait_words.weeks(total["p90_weeks"]),
        norm=wait_words.weeks(total["norm_weeks"]),
        share=wait_words.share(total["share_over_norm"]),
    )


def _table(rows: Sequence[Row], known: Known) -> html.Div:
    heads = [
        *(_("Location"), _("Place"), _("Diagnosis group"), _("Measured"), _("Remarks"), _("Weeks"), _("Norm")),
        _("Over the norm"),
    ]
    caption = _("Waits as they were published, longest first; a stop has no number.")
    if len(rows) > SHOWN:
        caption += " " + _("The longest {number} of {all}; the files hold all.").format(
            number=number(SHOWN), all=number(len(rows))
        )
    ordered = sorted(rows, key=lambda row: (row["weeks"] is None, -(row["weeks"] or 0)))
    shown = [
        [
            _linked(row),
            row["place_name"] or "–",
            wait_words.group(known, row["diagnosis_group_code"]),
            full_day(row["reference_on"]),
            " · ".join(remarks(row)) or "–",
            wait_words.bare(row["weeks"]),
            wait_words.bare(row["norm_weeks"]),
            "–" if row["is_over_norm"] is None else _("yes") if row["is_over_norm"] else _("no"),
        ]
        for row in ordered[:SHOWN]
    ]
    return table(caption, heads, shown, number_columns=3)


def remarks(row: Row) -> list[str]:
    """What to know of a figure: a stop, a small provider, a doubt."""
    found = [_("closed to new clients")] if row["is_stopped"] else []
    found += [] if row["has_inflow"] or row["weeks"] is None else [_("tells no inflow")]
    return [*found, *(flag_words(row["flag_codes"]))]


def _linked(row: Row) -> Any:  # noqa: ANN401 - a link or a text
    name = f"{row['provider_name']}, {row['location_name']}"
    return name if row["location_id"] is None else html.A(name, href=location_path(row["location_id"]))
