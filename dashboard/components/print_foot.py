"""What stands under a printed list: when it was asked, and how the sources stood. On screen it is at the top."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dash import html

from dashboard.language import _
from dashboard.wording import clock, full_day, local_day, number


def print_foot(moment: Mapping[str, Any], at: datetime) -> html.P:
    """moment: the row of read.data_moment."""
    parts = [_("Printed from Transferpunt as it stood {moment}.").format(moment=_said(at))]
    if moment["stands_at"] is not None:
        parts.append(_("Newest delivery: {moment}.").format(moment=_said(moment["stands_at"])))
    late = _("Sources: {late} of {all} late, {held} deliveries being checked.")
    counted = {"late": "late_source_count", "all": "source_count", "held": "held_delivery_count"}
    parts.append(late.format(**{name: number(moment[column]) for name, column in counted.items()}))
    parts.append(_("A place may have gone since it was counted: phone before you refer."))
    return html.P(" ".join(parts), className="for-print")


def _said(at: datetime) -> str:
    return f"{full_day(local_day(at))} {clock(at)}"
