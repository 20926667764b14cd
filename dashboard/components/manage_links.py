"""The pages of the operator, beside each other."""

from dash import html

from dashboard.access import Permission
from dashboard.language import _
from dashboard.manage.addresses import CONNECTIONS, MASTER_DATA, MUNICIPALITIES, NIGHT, SOURCES, USERS
from dashboard.onboarding.addresses import INVITATIONS
from dashboard.viewer import Viewer


def manage_links(viewer: Viewer, here: str) -> html.Nav:
    """Links to what this person may do. here: the address of the page itself."""
    parts = [
        (NIGHT, _("How the night went"), Permission.SEE_HEALTH),
        (SOURCES, _("Sources and how they are fetched"), Permission.MANAGE_SOURCES),
        (CONNECTIONS, _("Connections of suppliers"), Permission.MANAGE_PUSH),
        (USERS, _("Users"), Permission.MANAGE_USERS),
        (MASTER_DATA, _("Doubles and unknown locations"), Permission.MANAGE_MASTER_DATA),
        (MUNICIPALITIES, _("Municipalities that end"), Permission.MANAGE_MASTER_DATA),
        (INVITATIONS, _("Providers that take part"), Permission.INVITE_PROVIDERS),
    ]
    links = [
        html.Li(html.A(text, href=path, **({"aria-current": "page"} if path == here else {})))
        for path, text, needed in parts
        if viewer.may(needed)
    ]
    return html.Nav(html.Ul(links, className="plain-list legend"), **{"aria-label": _("Pages of the operator")})
