"""The crisis lines: large and first, with no figures beside them."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard import labels
from dashboard.components.phone import phone_link
from dashboard.components.transfer_point import fictional
from dashboard.language import _

_FOLD_FROM = 7


def crisis_panel(rows: Sequence[Mapping[str, Any]], *, is_minor: bool | None) -> html.Section:
    """The lines of the acute region; where none is known, 112 and the GP out-of-hours service, said to be ours.

    is_minor: whose lines to show; None shows both.
    """
    wanted = None if is_minor is None else "youth" if is_minor else "adult"
    lines = [row for row in rows if wanted in {None, row["age_group_code"]}]
    parts: list[Any] = [html.H2(_("Crisis: phone now"))]
    if lines:
        regions = {row["region_code"] for row in lines}
        if len(regions) > 1:
            parts.append(html.P(_("Which acute region this is, is not known. These are all that it can be.")))
        drawn = [_line(row) for row in lines]
        parts += (
            drawn
            if len(drawn) < _FOLD_FROM
            else [
                html.P(_("Fill in a postcode to see only the lines of your region.")),
                html.Details([html.Summary(_("All crisis lines ({number})").format(number=len(drawn))), *drawn]),
            ]
        )
        parts += [html.Blockquote(words, lang="nl") for words in _wordings(lines)]
    else:
        parts.append(html.P(_("No crisis line is known here for this region.")))
    parts.append(_general())
    return html.Section(parts, className="crisis")


def _line(row: Mapping[str, Any]) -> html.Div:
    label = f"{row['region_name']}, {labels.age_group(row['age_group_code'])}, {labels.part_of_day(row['part_of_day_code'])}"
    parts = [phone_link(row["phone"], label, is_main=True)]
    if row["backup_phone"]:
        parts.append(phone_link(row["backup_phone"], _("if there is no answer")))
    if row["is_fictional"]:
        parts.append(fictional())
    return html.Div(parts, className="desk-line")


def _wordings(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(row["wording_nl"] for row in rows if row["wording_nl"]))


def _general() -> html.Div:
    return html.Div(
        [
            phone_link("112", _("Life in danger")),
            html.P(_("Outside office hours also the GP out-of-hours service (huisartsenpost) of your region.")),
            html.P(_("These last two are general advice of ours, not told by the region."), className="muted"),
        ],
        className="general",
    )
