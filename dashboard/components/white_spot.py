"""One white spot: what nobody in the region takes, why not, and which regions beside it do."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.components.phone import phone_link
from dashboard.language import _, ngettext
from dashboard.viewer import Viewer
from dashboard.vocabulary import Vocabulary, in_language
from dashboard.wording import number

Row = Mapping[str, Any]


def spot_care(row: Row, known: Vocabulary) -> str:
    """Depressie, polikliniek"""
    return known.care_name((row["care_pathway_code"], row["diagnosis_group_code"]))


def spot_name(row: Row, known: Vocabulary) -> str:
    """Depressie, polikliniek; regulier"""
    return f"{spot_care(row, known)}; {in_language(known.urgencies[row['urgency_code']])}"


def why_white(row: Row) -> str:
    """Why nobody here takes it."""
    said = {
        "not_offered": _("nobody offers this"),
        "no_room": _("full or closed to new clients"),
        "unknown": _("not known of {number}: phone them").format(number=number(row["unknown_count"])),
        "criterion": _("nobody says so for this criterion"),
    }
    return said[row["kind_code"]]


def beside(viewer: Viewer, row: Row, *, most: int | None = None) -> Any:  # noqa: ANN401 - Dash component
    """The regions beside it that take it, nearest first. most: how many at most, then how many more there are."""
    if not row["neighbours"]:
        return _("nobody beside it takes it either")
    items = [html.Li(_neighbour(viewer, one)) for one in row["neighbours"][:most]]
    if more := len(row["neighbours"]) - len(items):
        items.append(html.Li(_("and {number} more").format(number=number(more)), className="muted"))
    return html.Ul(items, className="plain-list beside")


def told_phone(viewer: Viewer, neighbour: Row) -> str | None:
    """The number of its desk; a made-up one only where everything is made up."""
    phone: str | None = neighbour.get("phone")
    return phone if viewer.is_demo or not neighbour.get("is_fictional") else None


def _neighbour(viewer: Viewer, one: Row) -> list[Any]:
    free = ngettext("{number} place free", "{number} places free", one["free_count"])
    said = f"{one['name']}: {free.format(number=number(one['free_count']))}"
    if one["expected_count"]:
        said += ", " + _("{number} expected").format(number=number(one["expected_count"]))
    phone = told_phone(viewer, one)
    return [said, " ", phone_link(phone, _("Phone"))] if phone else [said]
