"""Beheer, bronnen: how each source is fetched and what is agreed with it, and the forms to change that."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from dash import Input, Output, State, callback, dcc, html, register_page

from dashboard.access import Permission, requires
from dashboard.components.manage_links import manage_links
from dashboard.components.obligation_list import rhythm
from dashboard.components.page import page
from dashboard.components.source_done import told
from dashboard.components.source_forms import (
    address_form,
    agreement_form,
    fetch_form,
    stop_form,
    switch_form,
    try_form,
)
from dashboard.components.source_state import state, way
from dashboard.components.source_trial import found, is_under_way
from dashboard.components.source_who import add_form, change_form
from dashboard.components.table import record_table
from dashboard.language import _
from dashboard.manage.addresses import SOURCES, asked_source
from dashboard.manage.sources import NEW
from dashboard.queries import lists, manage
from dashboard.viewer import Viewer, current_viewer
from dashboard.wording import moment_since

_LOOK_EVERY, _LOOKS = 2000, 300  # milliseconds, and how often at most: a page that is left open stops asking
Row = Mapping[str, Any]


def title() -> str:
    """The title of the window."""
    return _("Sources") + " – Transferpunt"


def layout(**query: object) -> html.Div:
    """All sources, or the one in the address with its forms."""
    viewer = current_viewer()
    asked = {name: str(value)[:500] for name, value in query.items() if value}
    rows = manage.sources(viewer)
    one = next((row for row in rows if row["source_code"] == asked.get("bron")), None)
    heading = _("Sources and how they are fetched") if one is None else one["source_name"]
    content = [_all(viewer, rows)] if one is None else _one(viewer, one, asked)
    if one is None and asked.get(NEW) == "ja":
        heading, content = _("A new source"), _new(viewer, rows, asked)
    return page(
        heading,
        *told(asked),
        manage_links(viewer, SOURCES),
        *content,
        path=SOURCES,
        query=urlencode({"bron": one["source_code"]}) if one else "",
        viewer=viewer,
        moment=lists.data_moment(viewer),
    )


def _all(viewer: Viewer, rows: Sequence[Row]) -> html.Section:
    lines = [
        [
            html.Span(
                [
                    html.A(row["source_name"], href=f"{SOURCES}?{urlencode({'bron': row['source_code']})}"),
                    " ",
                    html.Small(row["feed_code"], className="muted"),
                ]
            ),
            state(row),
            rhythm(row["expected_every"]),
            way(row, viewer),
            row["contact_name"] or "–",
        ]
        for row in rows
    ]
    heads = [_("Source"), _("State"), _("Rhythm"), _("How it comes"), _("Whom to call")]
    add = html.P(html.A(_("Add a source"), href=f"{SOURCES}?{NEW}=ja"))
    table = record_table(_("Choose a source to change something."), heads, lines)
    return html.Section([add, table], className="wraps")


def _new(viewer: Viewer, rows: Sequence[Row], asked: Mapping[str, str]) -> list[Any]:
    intro = _(
        "A source is one sender of one form. It begins switched off and may speak for nobody but whom you name; "
        "the page after this one asks where it is fetched and what is agreed."
    )
    feeds = sorted({row["feed_code"] for row in rows})
    back = html.P(html.A(_("All sources"), href=SOURCES))
    return [back, html.P(intro), html.Section([add_form(viewer, feeds, asked)], className="stacked")]


def _one(viewer: Viewer, row: Row, asked: Mapping[str, str]) -> list[Any]:
    fetched = row["way_code"] is not None
    codes = ", ".join(row["agb_codes"]) or "–"
    speaks = _("everybody") if row["is_any_agb"] else codes
    facts = [
        (_("State"), state(row)),
        (_("Last taken over"), moment_since(row["applied_at"], viewer.asked_at) if row["applied_at"] else "–"),
        (_("How it comes"), way(row, viewer)),
        (_("May speak for (AGB)"), speaks),
        (_("Code"), f"{row['source_code']} ({row['feed_code']})"),
    ]
    known = html.Dl([part for head, text in facts for part in (html.Dt(head), html.Dd(text))], className="facts")
    history = html.A(_("Deliveries of this source"), href=f"/aanlevering?{urlencode({'bron': row['source_code']})}")
    return [
        html.P([html.A(_("All sources"), href=SOURCES), " · ", history]),
        known,
        *_tried(viewer, row),
        html.Section(
            [html.H2(_("Who it is, and for whom it may speak")), change_form(viewer, row, asked)], className="stacked"
        ),
        html.Section(
            [html.H2(_("What is agreed")), *_own_list(row), agreement_form(viewer, row, asked)], className="stacked"
        ),
        html.Section(
            [html.H2(_("Where it is fetched")), *_forgets(row), address_form(viewer, row, asked)], className="stacked"
        ),
        html.Section([html.H2(_("Off and on")), switch_form(viewer, row)], className="stacked"),
        *([stop_form(viewer, row)] if fetched else []),
    ]


def _tried(viewer: Viewer, row: Row) -> list[html.Section]:
    """Try it, fetch it, and what the last try found; while one is under way the page follows it."""
    if row["way_code"] is None:
        return []
    last = manage.trial(viewer, row["source_code"])
    look = [dcc.Interval(id="source-trial-look", interval=_LOOK_EVERY, max_intervals=_LOOKS)]
    return [
        html.Section(
            [
                html.H2(_("Does it work?")),
                html.P(_("Trying fetches it once and says what would become of it; nothing is taken over.")),
                try_form(viewer, row),
                html.Div(found(viewer, last), id="source-trial", role="status"),
                *(look if is_under_way(last) else []),
                *([fetch_form(viewer, row)] if row["is_active"] else []),
            ],
            className="stacked",
        )
    ]


@callback(  # type: ignore[untyped-decorator]
    Output("source-trial", "children"),
    Output("source-trial-look", "disabled"),
    Input("source-trial-look", "n_intervals"),
    State("_pages_location", "search"),
    prevent_initial_call=True,
)
@requires(Permission.MANAGE_SOURCES)
def _follow(_looks: int | None, search: str | None) -> tuple[list[Any], bool]:
    """What the try of the source in the address found by now, and whether that is all."""
    viewer = current_viewer()
    last = manage.trial(viewer, asked_source(search) or "")
    return found(viewer, last), not is_under_way(last)


def _own_list(row: Row) -> list[html.P]:
    if row["maintained_by"] != "page":
        return []
    return [html.P(_("Changed here: the row in source.csv no longer counts for this source."), className="muted")]


def _forgets(row: Row) -> list[html.P]:
    if row["way_code"] is None:
        return [html.P(_("It sends by itself now: into its drop folder, by upload or by push."))]
    return [html.P(_("Another address begins anew, and loses the credential that was meant for the old one."))]


register_page(
    __name__,
    path=SOURCES,
    title=title,
    layout=layout,
    permission=Permission.MANAGE_SOURCES,
    order=31,
)
