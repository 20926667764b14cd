"""Beheer: did the night go well, in one look."""

from dash import html, register_page

from dashboard import health
from dashboard.access import Permission
from dashboard.components.manage_links import manage_links
from dashboard.components.night import facts_table, headline
from dashboard.components.page import page
from dashboard.language import _
from dashboard.manage.addresses import NIGHT
from dashboard.manage.night import disk, evening_before, judged
from dashboard.queries import lists, manage
from dashboard.viewer import current_viewer


def title() -> str:
    """The title of the window."""
    return _("Management") + " – Transferpunt"


def menu() -> str:
    """The name in the menu."""
    return _("Management")


def layout(**_query: object) -> html.Div:
    """The verdict in a sentence, and what it rests on."""
    viewer = current_viewer()
    night = manage.night(viewer, evening_before(viewer.asked_at))
    facts = [disk(*health.room())]
    if night is not None:
        facts = judged(night, manage.upkeep(viewer), health.LATE, viewer.asked_at) + facts
        facts.sort(key=lambda fact: ["wrong", "look", "well"].index(fact.verdict))
    return page(
        _("Did the night go well?"),
        manage_links(viewer, NIGHT),
        headline(facts),
        facts_table(facts, viewer.asked_at),
        path=NIGHT,
        viewer=viewer,
        moment=lists.data_moment(viewer),
    )


register_page(
    __name__,
    path=NIGHT,
    title=title,
    layout=layout,
    permission=Permission.SEE_HEALTH,
    menu=menu,
    start_for=Permission.SEE_HEALTH,
    order=30,
)
