"""Who has not delivered, with whom to phone; the source that hides most places stands first."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dash import html

from dashboard.components.phone import phone_link
from dashboard.language import _, ngettext
from dashboard.location_path import location_path
from dashboard.wording import moment_since, number

_FIRST = 8


def late_list(rows: Sequence[Mapping[str, Any]], at: datetime) -> html.Section:
    """The rows of read.late_deliveries, told at the moment `at`."""
    heading = html.H2(_("Late deliveries ({number})").format(number=number(len(rows))))
    if not rows:
        return html.Section([heading, html.P(_("Everybody has delivered in time."))], className="late")
    items = [_late(row, at) for row in rows]
    parts: list[Any] = [heading, html.Ol(items[:_FIRST], className="plain-list")]
    if items[_FIRST:]:
        more = html.Summary(_("The other {number}").format(number=number(len(items) - _FIRST)))
        parts.append(html.Details([more, html.Ol(items[_FIRST:], className="plain-list", start=_FIRST + 1)]))
    return html.Section(parts, className="late")


def _late(row: Mapping[str, Any], at: datetime) -> html.Li:
    hidden = ngettext("{number} place hidden", "{number} places hidden", row["hidden_place_count"])
    told = (
        _("never delivered")
        if row["last_applied_at"] is None
        else _("last delivered {moment}").format(moment=moment_since(row["last_applied_at"], at))
    )
    if row["has_old_counts"]:
        told += "; " + _("but with counts that were too old")
    parts: list[Any] = [
        html.P(
            [
                html.Strong(row["source_name"]),
                *([] if row["is_never"] else [": ", hidden.format(number=number(row["hidden_place_count"]))]),
            ]
        ),
        html.P(told),
    ]
    if row["contact_phone"]:
        parts.append(phone_link(row["contact_phone"], row["contact_name"] or _("Phone")))
    else:
        parts.append(html.P(_("no number known"), className="muted"))
    if row["locations"]:
        links = [html.Li(html.A(one["name"], href=location_path(one["location_id"]))) for one in row["locations"]]
        many = ngettext("{number} location here", "{number} locations here", len(links))
        folded = html.Summary(many.format(number=number(len(links))))
        parts.append(html.Details([folded, html.Ul(links, className="plain-list")]))
    return html.Li(parts)
