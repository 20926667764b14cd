"""Rows of the audit trail as a table."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard import labels
from dashboard.components.table import table
from dashboard.language import _
from dashboard.opening_hours import AMSTERDAM

Row = Mapping[str, Any]


def heads(*, with_people: bool) -> list[str]:
    """The heads over `cells`."""
    people = [_("Account"), _("Name"), _("Role")] if with_people else []
    return [
        *(_("Number"), _("Moment"), _("What"), _("Outcome")),
        *people,
        *(_("About"), _("Object"), _("Region"), _("Details"), _("Address")),
    ]


def cells(row: Row, *, with_people: bool) -> list[object]:
    """One row; details are filters and counts, never what was shown."""
    people = [row["account_id"], row["user_name"], row["role_code"]] if with_people else []
    return [
        row["event_id"],
        row["occurred_at"].astimezone(AMSTERDAM).strftime("%Y-%m-%d %H:%M:%S"),
        labels.event(row["event_type"]),
        labels.outcome(row["outcome_code"]),
        *people,
        *(row["object_type"], row["object_id"], row["region_code"], _told(row["detail"]), row["address"]),
    ]


def trail(rows: Sequence[Row], caption: str, *, with_people: bool) -> html.Div | html.P:
    """The rows, newest first."""
    if not rows:
        return html.P(_("Nothing was written down that fits."))
    shown = [["" if cell is None else str(cell) for cell in cells(row, with_people=with_people)] for row in rows]
    return table(caption, heads(with_people=with_people), shown)


def older(path: str, query: str, rows: Sequence[Row], page_rows: int) -> list[html.P]:
    """The way to the rows before these, if there can be any."""
    return [html.P(html.A(_("Older"), href=f"{path}?{query}"))] if len(rows) >= page_rows else []


def _told(detail: Mapping[str, Any] | None) -> str:
    return "; ".join(f"{name}: {value}" for name, value in sorted((detail or {}).items()))
