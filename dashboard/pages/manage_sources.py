"""Beheer, bronnen: how each source is fetched and what is agreed with it, and the forms to change that."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from dash import html, register_page

from dashboard.access import Permission
from dashboard.components.manage_links import manage_links
from dashboard.components.obligation_list import rhythm, under_way
from dashboard.components.page import banner, page
from dashboard.components.source_forms import address_form, agreement_form, fetch_form, stop_form
from dashboard.components.table import record_table
from dashboard.language import _, current
from dashboard.manage.addresses import SOURCES
from dashboard.manage.refused import sentence
from dashboard.queries import lists, manage
from dashboard.viewer import Viewer, current_viewer
from dashboard.wording import moment_since

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
    content = [_all(viewer, rows)] if one is None else _one(viewer, one, asked)
    return page(
        _("Sources and how they are fetched") if one is None else one["source_name"],
        *told(asked),
        manage_links(viewer, SOURCES),
        *content,
        path=SOURCES,
        query=urlencode({"bron": one["source_code"]}) if one else "",
        viewer=viewer,
        moment=lists.data_moment(viewer),
    )


def told(asked: Mapping[str, str]) -> list[html.Div]:
    """What became of the form that was sent last."""
    done = {
        "ophalen": _("Asked. A worker fetches it within a minute; this page says how that went."),
        "stoppen": _("It is fetched no more; address and credential are forgotten."),
        "afspraken": _("What is agreed is saved. The row in source.csv no longer counts for this source."),
        "adres": _("Saved where it is fetched. A failure of before is forgotten: it is tried again."),
    }.get(asked.get("gedaan", ""))
    if done:
        return [banner(html.P(done), kind="note")]
    if "fout" not in asked:
        return []
    return [banner(html.P(sentence(asked["fout"])))]


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
            _state(row),
            rhythm(row["expected_every"]),
            _way(row, viewer),
            row["contact_name"] or "–",
        ]
        for row in rows
    ]
    heads = [_("Source"), _("State"), _("Rhythm"), _("How it comes"), _("Whom to call")]
    intro = _("A source is added as a row of reference/source.csv in the home; how it is fetched is said here.")
    table = record_table(_("Choose a source to change something."), heads, lines)
    return html.Section([html.P(intro), table], className="wraps")


def _one(viewer: Viewer, row: Row, asked: Mapping[str, str]) -> list[Any]:
    fetched = row["way_code"] is not None
    codes = ", ".join(row["agb_codes"]) or "–"
    speaks = _("everybody") if row["is_any_agb"] else codes
    facts = [
        (_("State"), _state(row)),
        (_("Last taken over"), moment_since(row["applied_at"], viewer.asked_at) if row["applied_at"] else "–"),
        (_("How it comes"), _way(row, viewer)),
        (_("May speak for (AGB)"), speaks),
        (_("Code"), f"{row['source_code']} ({row['feed_code']})"),
    ]
    known = html.Dl([part for head, text in facts for part in (html.Dt(head), html.Dd(text))], className="facts")
    history = html.A(_("Deliveries of this source"), href=f"/aanlevering?{urlencode({'bron': row['source_code']})}")
    return [
        html.P([html.A(_("All sources"), href=SOURCES), " · ", history]),
        known,
        *([fetch_form(viewer, row)] if fetched and row["is_active"] else []),
        html.Section(
            [html.H2(_("What is agreed")), *_own_list(row), agreement_form(viewer, row, asked)], className="stacked"
        ),
        html.Section(
            [html.H2(_("Where it is fetched")), *_forgets(row), address_form(viewer, row, asked)], className="stacked"
        ),
        *([stop_form(viewer, row)] if fetched else []),
    ]


def _own_list(row: Row) -> list[html.P]:
    if row["maintained_by"] != "page":
        return []
    return [html.P(_("Changed here: the row in source.csv no longer counts for this source."), className="muted")]


def _forgets(row: Row) -> list[html.P]:
    if row["way_code"] is None:
        return [html.P(_("It sends by itself now: into its drop folder, by upload or by push."))]
    return [html.P(_("Another address begins anew, and loses the credential that was meant for the old one."))]


def _state(row: Row) -> Any:  # noqa: ANN401 - words, or words with weight
    if not row["is_active"]:
        return _("ended")
    if row["under_way_code"]:
        return under_way(row["under_way_code"])
    if row["is_asked"]:
        return _("asked, waits for a worker")
    if row["failure_code"]:
        return html.Strong(_("could not be fetched"))
    return html.Strong(_("late")) if row["is_late"] else _("in order")


def _way(row: Row, viewer: Viewer) -> Any:  # noqa: ANN401 - text, or text with what is wrong below it
    if row["way_code"] is None:
        return _("sends by itself")
    credential = _("with a credential") if row["has_credential"] else _("without a credential")
    asked = (
        _("last answered {moment}").format(moment=moment_since(row["fetched_at"], viewer.asked_at))
        if row["fetched_at"]
        else _("never answered")
    )
    said = f"{row['way_code']}, {credential}; {asked}"
    if row["failure_code"] is None:
        return said
    language = current()
    return [said, html.Br(), html.Strong(row[f"failure_{language}"]), " ", row[f"advice_{language}"]]


register_page(
    __name__,
    path=SOURCES,
    title=title,
    layout=layout,
    permission=Permission.MANAGE_SOURCES,
    order=31,
)
