"""Aansluitingen: providers that are invited to state their places here, and what waits to be looked through."""

from urllib.parse import urlencode

from dash import html, register_page

from dashboard.access import Permission
from dashboard.components.invitations import invite_form, list_of, one_of, told
from dashboard.components.manage_links import manage_links
from dashboard.components.page import page
from dashboard.components.region_links import region_links
from dashboard.coordination import whole
from dashboard.language import _
from dashboard.onboarding.addresses import INVITATIONS
from dashboard.queries import lists, onboarding
from dashboard.queries import statement as statements
from dashboard.statement.words import names_of
from dashboard.viewer import Viewer, current_viewer


def title() -> str:
    """The title of the window."""
    return _("Providers that take part") + " – Transferpunt"


def layout(**query: object) -> html.Div:
    """All invitations and the form to invite, or the one in the address with what was filled in."""
    viewer = current_viewer()
    asked = {name: str(value)[:200] for name, value in query.items() if value}
    number = whole(asked.get("uitnodiging", ""))
    one = next(iter(onboarding.invitations(viewer, number)), None) if number is not None else None
    names = names_of(statements.lists(viewer.asked_at))
    content = (
        [list_of(onboarding.invitations(viewer), viewer), invite_form(viewer, _regions(viewer), asked)]
        if one is None
        else one_of(one, viewer, names)
    )
    work = region_links if viewer.may(Permission.SEE_REGION_PAGE) else manage_links
    return page(
        _("Providers that take part") if one is None else one["provider_name"],
        *told(asked),
        work(viewer, INVITATIONS),
        *content,
        path=INVITATIONS,
        query=urlencode({"uitnodiging": number}) if one else "",
        viewer=viewer,
        moment=lists.data_moment(viewer),
    )


def _regions(viewer: Viewer) -> dict[str, str]:
    """Code -> name of the regions into which this viewer may invite: its own, or all."""
    known = lists.vocabulary(viewer).regions
    is_all = viewer.reaches(Permission.INVITE_PROVIDERS) == "all"
    own = known if is_all else viewer.codes("region")
    return {code: row["name"] for code, row in known.items() if code in own}


register_page(
    __name__,
    path=INVITATIONS,
    title=title,
    layout=layout,
    permission=Permission.INVITE_PROVIDERS,
    order=27,
)
