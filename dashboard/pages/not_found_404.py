"""What stands at an address where there is no page. Dash knows it by the name of this file."""

from dash import html, register_page

from dashboard.access import SIGNED_IN
from dashboard.components.page import own_pages, page
from dashboard.language import _


def title() -> str:
    """The title of the window."""
    return _("No page here") + " – Transferpunt"


def layout(**_query: object) -> html.Div:
    """Says so, and where the pages are."""
    return page(
        _("No page here"),
        html.P(_("There is no page at this address. It may have been typed wrongly, or the page has moved.")),
        html.Ul([html.Li(html.A(name, href=address)) for address, name in own_pages()]),
        path="",
    )


register_page(__name__, title=title, layout=layout, permission=SIGNED_IN)
