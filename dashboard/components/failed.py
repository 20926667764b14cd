"""What stands on the screen instead of a page that could not be drawn."""

from dash import html

from dashboard.components.page import banner, page
from dashboard.language import _


def data_unavailable(number: str) -> html.Div:
    """The database does not answer."""
    return page(
        _("The data cannot be reached just now"),
        banner(
            html.P(_("Where a place is free cannot be shown at this moment. Try again in a few minutes.")),
            html.P(
                _(
                    "Urgent? Phone the transfer point of your region. "
                    "Crisis? Phone the crisis line, or 112 when life is in danger."
                )
            ),
            html.P(_("Does it stay like this? Tell the operator this number: {number}").format(number=number)),
        ),
        path="",
    )


def went_wrong(number: str) -> html.Div:
    """A fault of ours."""
    return page(
        _("This page could not be made"),
        banner(
            html.P(_("Something went wrong on our side. Try again, or ask your question in another way.")),
            html.P(_("Does it stay like this? Tell the operator this number: {number}").format(number=number)),
        ),
        path="",
    )
