"""The crisis lines: large and first, with no figures beside them."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from dash import html

from dashboard import labels
from dashboard.components.phone import phone_link
from dashboard.components.transfer_point import fictional
from dashboard.language import _
from dashboard.wording import number

_FOLD_FROM_REGIONS = 4


def crisis_panel(rows: Sequence[Mapping[str, Any]], *, is_minor: bool | None) -> html.Section:
    """The lines of the acute region; where none is known, 112 and the GP out-of-hours service, said to be ours.

    is_minor: whose lines to show; None shows both.
    """
    wanted = None if is_minor is None else "youth" if is_minor else "adult"
    lines = [row for row in rows if wanted in {None, row["age_group_code"]}]
    regions = [_region(list(inside)) for _code, inside in groupby(lines, key=lambda row: row["region_code"])]
    parts: list[Any] = [html.H2(_("Crisis: phone now"))]
    if not regions:
        parts.append(html.P(_("No crisis line is known here for this region.")))
    elif len(regions) < _FOLD_FROM_REGIONS:
        if len(regions) > 1:
            parts.append(html.P(_("Which acute region this is, is not certain. These are all it can be.")))
        parts += regions
    else:
        folded = html.Summary(_("The crisis lines of all {number} regions").format(number=number(len(regions))))
        parts += [
            html.P(_("Fill in a postcode or a region to see the lines that are yours.")),
            html.Details([folded, *regions]),
        ]
    return html.Section([*parts, _general()], className="crisis")


def _region(lines: Sequence[Mapping[str, Any]]) -> html.Div:
    wordings = dict.fromkeys(row["wording_nl"] for row in lines if row["wording_nl"])
    return html.Div(
        [
            html.H3(lines[0]["region_name"]),
            *([html.P(fictional())] if any(row["is_fictional"] for row in lines) else []),
            html.Ul([html.Li(_line(row)) for row in lines], className="plain-list"),
            *(html.Blockquote(words, lang="nl") for words in wordings),
        ],
        className="crisis-region",
    )


def _line(row: Mapping[str, Any]) -> list[Any]:
    whom = f"{labels.age_group(row['age_group_code'])}, {labels.part_of_day(row['part_of_day_code'])}"
    parts = [html.Span(whom), phone_link(row["phone"], _("Phone"), is_main=True)]
    if row["backup_phone"]:
        parts.append(phone_link(row["backup_phone"], _("no answer:")))
    return parts


def _general() -> html.Div:
    return html.Div(
        [
            html.P(phone_link("112", _("Life in danger:"))),
            html.P(_("Outside office hours also the GP out-of-hours service (huisartsenpost) of your region.")),
            html.P(_("These two are general advice of ours, not told by the region."), className="muted"),
        ],
        className="general",
    )
