"""The versions of a month: which there are, what each brought, and the way to see the figures as they were then."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from dash import html

from dashboard import wait_words
from dashboard.components.table import table
from dashboard.language import _, ngettext
from dashboard.wait_view import WaitView, address
from dashboard.wording import clock, full_day, local_day, number

Row = Mapping[str, Any]


def wait_versions(rows: Sequence[Row], view: WaitView, shown_number: int) -> list[html.Details]:
    """The rows of read.wait_versions, newest first, folded. shown_number: the version that is on the page."""
    if not rows:
        return []
    month = rows[0]["period_from"]
    count = ngettext("{number} version of {month}", "{number} versions of {month}", len(rows))
    caption = _("Each delivery that brought or changed a figure is a version. Final since {date}.")
    if rows[-1]["known_at"] < rows[0]["final_at"]:
        caption = _("Each delivery that brought or changed a figure is a version. Final from {date} on.")
    heads = [_("Version"), _("Known since"), _("What it is"), _("Figures brought or changed")]
    listed = [
        [
            _opened(row, replace(view, month=month, version=row["version_number"]), shown_number),
            _moment(row["known_at"]),
            _kind(row),
            number(row["figure_count"]),
        ]
        for row in reversed(rows)
    ]
    said = count.format(number=number(len(rows)), month=wait_words.month(month))
    body = table(caption.format(date=full_day(local_day(rows[0]["final_at"]))), heads, listed, number_columns=1)
    return [html.Details([html.Summary(said), body], className="versions")]


def _opened(row: Row, view: WaitView, shown_number: int) -> Any:  # noqa: ANN401 - a link or a text
    name = _("version {number}").format(number=str(row["version_number"]))
    if row["version_number"] == shown_number:
        return name + " (" + _("shown here") + ")"
    return html.A(name, href=address(view))


def _kind(row: Row) -> str:
    if row["is_correction"]:
        return _("correction")
    return _("before the month was final") if row["known_at"] < row["final_at"] else _("the first, told late")


def _moment(at: datetime) -> str:
    """5 okt 2026 09:00"""
    return f"{full_day(local_day(at))} {clock(at)}"
