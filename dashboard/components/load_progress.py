"""How far each load is that is under way: what is being done, how many rows of how many, and a bar."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.components.obligation_list import under_way
from dashboard.language import _
from dashboard.wording import number

Row = Mapping[str, Any]
_STEPS = ("reading", "checking", "applying")


def load_progress(rows: Sequence[Row], show: str) -> list[Any]:
    """rows: of read.under_way; none: it is done. show: where the page is that shows what came."""
    if not rows:
        return [html.P([_("Done."), " ", html.A(_("Show what came"), href=show)])]
    return [part for row in rows for part in _one(row)]


def _one(row: Row) -> list[Any]:
    said = html.P(f"{row['source_name']}: {under_way(row['under_way_code'])}")
    if row["step_code"] is None:
        return [said]
    name = _("How far: {source}").format(source=row["source_name"])
    shown = html.Progress(**bar(row), **{"aria-label": name})
    # The words above are spoken; a bar that moves every two seconds is not.
    return [said, html.Div([shown, html.P(counts(row))], className="load-progress", **{"aria-live": "off"})]


def bar(row: Row) -> dict[str, str]:
    """value and max of a bar: of three steps that each go over all rows. Without a total it only moves."""
    if row["total_count"] is None:
        return {}
    before = _STEPS.index(row["step_code"]) * row["total_count"]
    done = before or row["row_count"]
    return {"value": str(done), "max": str(3 * row["total_count"])}


def counts(row: Row) -> str:
    """Checking and taking over go over all rows at once: they are none, and then all."""
    checked = row["row_count"] if row["step_code"] == "applying" else 0
    if row["total_count"] is None:
        said = _("{read} rows read, {checked} checked, 0 taken over")
        return said.format(read=number(row["row_count"]), checked=number(checked))
    said = _("{read} of {total} rows read, {checked} checked, 0 taken over")
    return said.format(read=number(row["row_count"]), total=number(row["total_count"]), checked=number(checked))
