"""What a page of waits says while its totals are made: that they are, how far that is, and that it comes back."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.components.page import banner
from dashboard.language import _
from dashboard.wait_view import WaitView, address
from dashboard.wording import number

Row = Mapping[str, Any]
_AGAIN = "4"  # seconds until the page asks once more


def matrix_is_made(row: Row) -> html.Div:
    """Instead of the matrix. row: that of read.wait_readiness."""
    said = _("The totals of this choice are being made. This page comes back by itself, usually within a minute.")
    # the months of the view may all stand ready where what is asked for is another comparison, or an older version
    far = [html.P(_far(row))] if row["made_month_count"] < row["month_count"] else []
    return html.Div(banner(html.P(said), *far, kind="note"), **{"data-again": _AGAIN})


def lines_are_made(row: Row, view: WaitView) -> html.Section:
    """Instead of lines over two years. row: that of read.wait_readiness."""
    said = [_("The lines over two years of this choice are being made."), " ", _far(row), " "]
    return html.Section(
        [html.H3(_("Over time")), html.P([*said, html.A(_("Look again"), href=address(view)), "."])],
        className="wait-part",
    )


def _far(row: Row) -> str:
    return _("{made} of {all} months stand ready.").format(
        made=number(row["made_month_count"]), all=number(row["month_count"])
    )
