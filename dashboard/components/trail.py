"""Rows of the audit trail as a table."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.components import trail_words as words
from dashboard.components.table import record_table
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
        words.event(row["event_type"]),
        words.outcome(row["outcome_code"]),
        *people,
        *(row["object_type"], row["object_id"], row["region_code"], _told(row["detail"]), row["address"]),
    ]


def trail(rows: Sequence[Row], caption: str, *, with_people: bool) -> html.Table | html.P:
    """The rows, newest first, with what belongs together in one cell; the file has a column for each."""
    if not rows:
        return html.P(_("Nothing was written down that fits."))
    people = [_("Who")] if with_people else []
    shown = [_("Moment"), _("What"), _("Outcome"), *people, _("About"), _("Details"), _("Address")]
    return record_table(caption, shown, [_told_short(row, with_people=with_people) for row in rows])


def _told_short(row: Row, *, with_people: bool) -> list[Any]:
    moment = row["occurred_at"].astimezone(AMSTERDAM).strftime("%Y-%m-%d %H:%M:%S")
    about = [words.object_type(row["object_type"] or ""), row["object_id"], row["region_code"]]
    return [
        [html.Span(moment, className="number"), " ", html.Span(f"#{row['event_id']}", className="muted")],
        words.event(row["event_type"]),
        words.outcome(row["outcome_code"]),
        *([_who(row)] if with_people else []),
        " ".join(str(part) for part in about if part),
        _told(row["detail"]),
        row["address"] or "",
    ]


def _who(row: Row) -> str:
    """Naam (rol, account 6); empty where nobody had signed in."""
    if row["account_id"] is None:
        return ""
    role = words.role(row["role_code"] or "")
    return f"{row['user_name']} ({role}, {row['account_id']})"


def older(path: str, query: str, rows: Sequence[Row], page_rows: int) -> list[html.P]:
    """The way to the rows before these, if there can be any."""
    return [html.P(html.A(_("Older"), href=f"{path}?{query}"))] if len(rows) >= page_rows else []


def _told(detail: Mapping[str, Any] | None) -> str:
    return "; ".join(f"{words.detail(name)}: {_plain(value)}" for name, value in sorted((detail or {}).items()))


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={_plain(inside)}" for name, inside in sorted(value.items()))
    return ", ".join(map(_plain, value)) if isinstance(value, list) else str(value)
