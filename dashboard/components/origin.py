"""Where a figure comes from: the delivery, the file and line, and the cells of that line as they were delivered."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dash import html

from dashboard.components.table import table
from dashboard.language import _
from dashboard.wording import dated_moment

Row = Mapping[str, Any]


def origin(row: Row, value: str, at: datetime) -> html.Section:
    """One row of a lineage question. value: the figure as it stands on the page, in words."""
    facts = [
        (_("On the page"), value),
        (_("Source"), row["source_name"]),
        (_("File"), row["file_name"]),
        (_("Line"), str(row["line"])),
        (_("Delivery"), str(row["delivery_id"])),
        *([(_("Counted"), dated_moment(row["counted_at"], at))] if row.get("counted_at") else []),
        (_("Sent"), dated_moment(row["delivered_at"], at)),
        (_("Received"), dated_moment(row["received_at"], at)),
        (_("Form"), row["feed_code"]),
        (_("Fingerprint of the file (SHA-256)"), row["sha256"]),
    ]
    pairs = [part for term, said in facts for part in (html.Dt(term), html.Dd(said))]
    return html.Section([html.Dl(pairs, className="facts"), html.H2(_("As delivered")), _cells(row["cells"])])


def _cells(cells: Sequence[Row]) -> html.Div | html.P:
    if not cells:
        return html.P(
            _("The line cannot be shown again here: the file is a workbook, or its form has no columns to show.")
        )
    shown = [[one["column"], one["cell"] or _("(empty)")] for one in cells]
    caption = _("The cells of that line that belong to this figure, as they were sent.")
    return table(caption, [_("Column"), _("Cell")], shown)
