"""A plain table that scrolls in itself on a narrow screen, and the way to have it as a file."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.access import Permission
from dashboard.language import _
from dashboard.viewer import Viewer


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> html.Div:
    """caption says what the table holds; a row has a cell for each head, the first of which names it."""
    head = html.Thead(html.Tr([html.Th(text, scope="col") for text in heads]))
    body = html.Tbody([html.Tr([html.Th(row[0], scope="row"), *map(html.Td, row[1:])]) for row in rows])
    inside = html.Table([html.Caption(caption), head, body], className="plain-table")
    return html.Div(inside, className="scrolls", tabIndex=0, role="region", **{"aria-label": caption})


def download(viewer: Viewer, path: str, query: str) -> list[html.P]:
    """A link to the list as a file, for who may have it."""
    if not viewer.may(Permission.EXPORT):
        return []
    address = f"{path}.csv?{query}" if query else f"{path}.csv"
    return [html.P(html.A(_("Download as a spreadsheet (CSV)"), href=address), className="download")]
