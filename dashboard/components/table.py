"""A plain table that fits a narrow screen, and the way to have it as a file."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from dash import html

from dashboard.access import Permission
from dashboard.language import _
from dashboard.viewer import Viewer

Cells = Sequence[Any]


def table(caption: str, heads: Sequence[str], rows: Sequence[Cells], *, number_columns: int = 0) -> html.Div:
    """caption says what the table holds; a row has a cell for each head, the first of which names it.

    number_columns: how many columns at the end hold numbers. On a narrow screen it scrolls in itself.
    """
    body = html.Tbody([_row(row, number_columns) for row in rows])
    return scrolling(caption, [_head(heads, number_columns), body])


def grouped_table(caption: str, heads: Sequence[str], rows: Sequence[Cells], *, number_columns: int = 0) -> html.Div:
    """The same, with the first cell of the rows as a line over all rows that share it; heads[0] is not shown."""
    bodies = []
    for name, inside in groupby(rows, key=lambda row: row[0]):
        over = html.Tr(html.Th(html.Span(name), scope="rowgroup", colSpan=len(heads) - 1), className="group")
        bodies.append(html.Tbody([over, *(_row(row[1:], number_columns) for row in inside)]))
    return scrolling(caption, [_head(heads[1:], number_columns), *bodies])


def record_table(caption: str, heads: Sequence[str], rows: Sequence[Cells]) -> html.Table:
    """A row with long texts in it: on a narrow screen its cells stand below each other, each behind its head.

    Roles are written out: a narrow screen does not lay it out as a table.
    """
    head = [html.Th(text, scope="col", role="columnheader") for text in heads]
    return html.Table(
        [
            html.Caption(caption),
            html.Thead(html.Tr(head, role="row"), role="rowgroup"),
            html.Tbody([_record(heads, row) for row in rows], role="rowgroup"),
        ],
        role="table",
        className="plain-table records",
    )


def download(viewer: Viewer, path: str, query: str) -> list[html.P]:
    """A link to the list as a file, for who may have it."""
    if not viewer.may(Permission.EXPORT):
        return []
    address = f"{path}.csv?{query}" if query else f"{path}.csv"
    return [html.P(html.A(_("Download as a spreadsheet (CSV)"), href=address), className="download")]


def scrolling(caption: str, parts: list[Any]) -> html.Div:
    """The head and bodies of a table that is wider than a narrow screen: it scrolls in itself."""
    inside = html.Table([html.Caption(html.Span(caption)), *parts], className="plain-table")
    return html.Div(inside, className="scrolls", tabIndex=0, role="region", **{"aria-label": caption})


def _head(heads: Sequence[str], number_columns: int) -> html.Thead:
    first_number = len(heads) - number_columns
    return html.Thead(
        html.Tr([html.Th(text, scope="col", **_right(at >= first_number)) for at, text in enumerate(heads)])
    )


def _row(row: Cells, number_columns: int) -> html.Tr:
    first_number = len(row) - number_columns
    cells = [html.Td(cell, **_right(at >= first_number)) for at, cell in enumerate(row) if at]
    return html.Tr([html.Th(row[0], scope="row"), *cells])


def _right(is_number: bool) -> dict[str, str]:  # noqa: FBT001
    return {"className": "number-cell"} if is_number else {}


def _record(heads: Sequence[str], row: Cells) -> html.Tr:
    cells = [html.Td(cell, role="cell", **{"data-head": head}) for head, cell in zip(heads[1:], row[1:], strict=True)]
    return html.Tr([html.Th(row[0], scope="row", role="rowheader"), *cells], role="row")
