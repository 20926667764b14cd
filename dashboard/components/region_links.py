"""The work of a coordinator around the page of the region: where each part of it stands, with how much waits there."""

from dash import html

from dashboard.access import Permission
from dashboard.coordination import AGENDA, CALLS, HELD, PHONE, WHITE
from dashboard.language import _
from dashboard.onboarding.addresses import INVITATIONS
from dashboard.viewer import Viewer

REGION = "/regio"


def region_links(viewer: Viewer, here: str, *, calls: int | None = None) -> html.Nav:
    """Links to what this person may do. here: the address of the page itself. calls: how many wait, if known."""
    waiting = _("Wrong figures to phone about")
    parts = [
        (REGION, _("The region"), Permission.SEE_REGION_PAGE),
        (CALLS, f"{waiting} ({calls})" if calls else waiting, Permission.SETTLE_CALLS),
        (PHONE, _("Enter what you hear by telephone"), Permission.ENTER_CAPACITY),
        (HELD, _("Held deliveries"), Permission.DECIDE_HELD),
        (WHITE, _("White spots"), Permission.SEE_REGION_PAGE),
        (AGENDA, _("Agenda of the table"), Permission.SETTLE_CALLS),
        (INVITATIONS, _("Providers that take part"), Permission.INVITE_PROVIDERS),
    ]
    links = [
        html.Li(html.A(text, href=path, **({"aria-current": "page"} if path == here else {})))
        for path, text, needed in parts
        if viewer.may(needed)
    ]
    return html.Nav(html.Ul(links, className="plain-list legend"), **{"aria-label": _("Work of the coordinator")})
