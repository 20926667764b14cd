"""Opgave: how many places do I have? Its name in the menu and who may see it; dashboard/statement draws it.

A page that a link of a mail opens without a session cannot be Dash's: that would open Dash's own routes to everybody.
"""

from dash import html, register_page

from dashboard.access import Permission
from dashboard.components.page import page
from dashboard.language import _
from dashboard.statement.answer import PATH
from dashboard.viewer import current_viewer


def title() -> str:
    """The title of the window."""
    return _("Statement of places") + " – Transferpunt"


def menu() -> str:
    """The name in the menu."""
    return _("My places")


def layout(**_query: object) -> html.Div:
    """Where the form is, for who comes here without leaving the frame of Dash."""
    link = html.P(html.A(_("Open the form"), href=PATH))
    return page(_("Statement of places"), link, path=PATH, viewer=current_viewer())


register_page(
    __name__,
    path=PATH,
    title=title,
    layout=layout,
    permission=Permission.ENTER_OWN_PLACES,
    start_for=Permission.ENTER_OWN_PLACES,
    menu=menu,
    order=0,
)
