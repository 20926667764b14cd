"""Audit: what everybody did, for the auditor; reading it is written down too."""

from collections.abc import Mapping

from dash import dcc, html, register_page

from dashboard import trail_query
from dashboard.access import Permission
from dashboard.components import trail_words as words
from dashboard.components.choice import choose_one, search_form
from dashboard.components.page import notices, page
from dashboard.components.table import download
from dashboard.components.trail import cells, heads, older, trail
from dashboard.csv_text import Table
from dashboard.language import _
from dashboard.queries.trail import PAGE_ROWS, audit_search
from dashboard.viewer import Viewer, current_viewer

PATH = "/audit"


def title() -> str:
    """The title of the window."""
    return _("Audit trail") + " – Transferpunt"


def menu() -> str:
    """The name in the menu."""
    return _("Audit trail")


def layout(**query: object) -> html.Div:
    """The events that fit the search in the address, newest first."""
    viewer = current_viewer()
    search, kept, sentences = trail_query.from_query(query)
    rows = audit_search(viewer, search)
    return page(
        _("Audit trail"),
        *notices(sentences),
        html.Div(_form(kept), className="search"),
        html.P(_("That you read this is written down as well; it is the first row.")),
        trail(rows, _("The audit trail, newest first"), with_people=True),
        *older(PATH, trail_query.to_query(kept, before=rows[-1]["event_id"] if rows else None), rows, PAGE_ROWS),
        *download(viewer, PATH, trail_query.to_query(kept)),
        path=PATH,
        query=trail_query.to_query(kept),
        viewer=viewer,
    )


def export(viewer: Viewer, query: Mapping[str, str]) -> Table:
    """The same events as a file; the question itself writes down that it is an export."""
    rows = audit_search(viewer, trail_query.from_query(query)[0], is_export=True)
    listed = [[*cells(row, with_people=True), row["event_hash"]] for row in rows]
    return Table("audit", "audit", [*heads(with_people=True), _("Hash")], listed, is_recorded=True)


def _form(kept: Mapping[str, str]) -> html.Form:
    outcomes = {code: words.outcome(code) for code in trail_query.OUTCOMES}
    return search_form(
        PATH,
        _typed("van", _("From"), kept, hint=_("yyyy-mm-dd")),
        _typed("tot", _("Up to and including"), kept, hint=_("yyyy-mm-dd")),
        _typed("account", _("Account number"), kept),
        choose_one("soort", _("Kind of event"), _kinds(kept.get("soort")), kept.get("soort"), none=_("all")),
        _typed("object", _("Object"), kept),
        choose_one("uitkomst", _("Outcome"), outcomes, kept.get("uitkomst"), none=_("all")),
        button=_("Search"),
    )


def _kinds(chosen: str | None) -> dict[str, str]:
    """The kinds that are known here, and the one that was asked for."""
    asked = {chosen: words.event(chosen)} if chosen else {}
    return dict(sorted({**words.events(), **asked}.items(), key=lambda kind: kind[1]))


def _typed(name: str, label: str, kept: Mapping[str, str], *, hint: str = "") -> html.Div:
    field = f"field-{name}"
    given = {"name": name, "value": kept.get(name, ""), "placeholder": hint, "maxLength": 100}
    typed = dcc.Input(id=field, type="text", autoComplete="off", **given)
    return html.Div([html.Label(label, htmlFor=field), typed], className=f"field field-{name}")


register_page(
    __name__,
    path=PATH,
    title=title,
    layout=layout,
    permission=Permission.SEE_AUDIT,
    start_for=Permission.SEE_AUDIT,
    menu=menu,
    export=export,
    order=6,
)
