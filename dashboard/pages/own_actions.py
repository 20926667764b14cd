"""Mijn handelingen: what was written down about what I did."""

from collections.abc import Mapping

from dash import html, register_page

from dashboard import trail_query
from dashboard.access import Permission
from dashboard.components.page import notices, page
from dashboard.components.table import download
from dashboard.components.trail import cells, heads, older, trail
from dashboard.csv_text import Table
from dashboard.language import _
from dashboard.queries.trail import PAGE_ROWS, own_actions
from dashboard.viewer import Viewer, current_viewer

PATH = "/mijn-handelingen"


def title() -> str:
    """The title of the window."""
    return _("My actions") + " – Transferpunt"


def menu() -> str:
    """The name in the menu."""
    return _("My actions")


def layout(**query: object) -> html.Div:
    """The newest actions, or those before the one in the address."""
    viewer = current_viewer()
    search, kept, sentences = trail_query.from_query({"voor": query.get("voor")})
    rows = own_actions(viewer, search.before_event)
    said = _("What you did here is written down: signing in, looking at counts of people, exports, and refusals.")
    return page(
        _("My actions"),
        *notices(sentences),
        html.P(said),
        trail(rows, _("Your actions, newest first"), with_people=False),
        *older(PATH, trail_query.to_query(kept, before=rows[-1]["event_id"] if rows else None), rows, PAGE_ROWS),
        *download(viewer, PATH, ""),
        path=PATH,
        viewer=viewer,
    )


def export(viewer: Viewer, _query: Mapping[str, str]) -> Table:
    """The last thousand of one's own actions."""
    rows = own_actions(viewer, None, row_limit=1000)
    return Table(
        "mijn-handelingen",
        "own_actions",
        heads(with_people=False),
        [cells(row, with_people=False) for row in rows],
    )


register_page(
    __name__,
    path=PATH,
    title=title,
    layout=layout,
    permission=Permission.SEE_OWN_ACTIONS,
    menu=menu,
    export=export,
    order=5,
)
