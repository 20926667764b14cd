"""Bellen: the calls that said a figure was wrong, open until somebody did something with them."""

from typing import Any
from urllib.parse import urlencode

from dash import html, register_page

from dashboard.access import Permission
from dashboard.components.page import banner, page
from dashboard.components.phone import phone_link
from dashboard.components.post_form import pick_one, post_form
from dashboard.components.region_links import region_links
from dashboard.components.status import status_mark
from dashboard.coordination import CALLS, PHONE
from dashboard.csv_text import Table
from dashboard.labels import why_unknown
from dashboard.language import _, ngettext
from dashboard.location_path import location_path
from dashboard.queries import coordination, lists
from dashboard.viewer import Viewer, current_viewer
from dashboard.vocabulary import Vocabulary, in_language
from dashboard.wording import ages, moment_since, number, places


def title() -> str:
    """The title of the window."""
    return _("Wrong figures to phone about") + " – Transferpunt"


def layout(**query: object) -> html.Div:
    """The open calls of one's own regions, the oldest first."""
    viewer = current_viewer()
    rows = coordination.open_calls(viewer)
    known, results = lists.vocabulary(viewer), coordination.call_results(viewer)
    options = {row["result_code"]: in_language(row) for row in results}
    return page(
        _("Wrong figures to phone about"),
        *_told(query, options),
        region_links(viewer, CALLS, calls=len(rows)),
        *(_list(viewer, rows, known, options) if rows else [_nothing()]),
        path=CALLS,
        viewer=viewer,
        moment=lists.data_moment(viewer),
    )


def export(viewer: Viewer, _query: object) -> Table:
    """The list, without the forms."""
    known = lists.vocabulary(viewer)
    heads = [_("called"), _("provider"), _("location"), _("care"), _("urgency"), _("phone"), _("times phoned in vain")]
    rows = [
        (
            row["called_at"],
            row["provider_name"],
            row["location_name"],
            known.care_name((row["care_pathway_code"], row["diagnosis_group_code"])),
            row["urgency_code"],
            row["consult_phone"] or row["phone"],
            row["phoned_count"],
        )
        for row in coordination.open_calls(viewer)
    ]
    return Table("bellen", "open_calls", heads, rows)


def offer_name(row: dict[str, Any], known: Vocabulary) -> str:
    """Depressie, polikliniek; 18 jaar en ouder; regulier"""
    care = known.care_name((row["care_pathway_code"], row["diagnosis_group_code"]))
    return "; ".join([care, ages(row["age_from"], row["age_to"]), in_language(known.urgencies[row["urgency_code"]])])


def shown_now(row: dict[str, Any]) -> html.Span:
    """What the list says of the offer now."""
    if row["status_code"] is None:
        return html.Span(_("no longer in the list"), className="muted")
    said = {
        "free": lambda: places(row["free_count"], row["unit_code"]),
        "unknown": lambda: why_unknown(row["unknown_code"]),
    }
    more = said.get(row["status_code"], str)()
    return html.Span([status_mark(row["status_code"]), f": {more}" if more else ""])


def _told(query: dict[str, object], options: dict[str, str]) -> list[html.Div]:
    if done := options.get(str(query.get("gedaan", ""))):
        return [banner(html.P(_("Written down: {what}.").format(what=done)), kind="note")]
    sentences = {
        "not_open": _("This one was settled already, or somebody phoned in the meantime. Nothing was changed."),
        "unknown_result": _("Choose what came of it."),
        "denied": _("This call is not of your region."),
    }
    sentence = sentences.get(str(query.get("fout", "")))
    return [banner(html.P(sentence))] if sentence else []


def _nothing() -> html.P:
    said = _(
        "No open calls in your region. "
        "A GP who phones and hears something else than the list says can report it; it then stands here."
    )
    return html.P(said)


def _list(viewer: Viewer, rows: list[dict[str, Any]], known: Vocabulary, options: dict[str, str]) -> list[Any]:
    many = ngettext(
        "{number} figure was wrong, according to who called",
        "{number} figures were wrong, according to who called",
        len(rows),
    )
    items = [html.Li(_call(viewer, row, known, options), className="work") for row in rows]
    return [html.P(many.format(number=number(len(rows))), className="headline"), html.Ol(items, className="plain-list")]


def _call(viewer: Viewer, row: dict[str, Any], known: Vocabulary, options: dict[str, str]) -> list[Any]:
    name = f"melding-{row['call_outcome_id']}"
    said = _("reported {moment} by: {role}").format(
        moment=moment_since(row["called_at"], viewer.asked_at), role=row["role_name_nl"] or _("unknown")
    )
    if row["phoned_at"]:
        tried = ngettext(
            "phoned {number} time, last {moment}", "phoned {number} times, last {moment}", row["phoned_count"]
        )
        said += "; " + tried.format(
            number=number(row["phoned_count"]), moment=moment_since(row["phoned_at"], viewer.asked_at)
        )
    phone = row["consult_phone"] or row["phone"]
    heard = urlencode({"aanbod": row["offer_id"], "urgentie": row["urgency_code"]})
    return [
        html.H2(html.A(f"{row['provider_name']}, {row['location_name']}", href=location_path(row["location_id"]))),
        html.P(offer_name(row, known)),
        html.P([_("the list says now:"), " ", shown_now(row)]),
        html.P(said, className="muted"),
        html.P(phone_link(phone, _("Phone"), is_main=True) if phone else _("no number known")),
        html.P(html.A(_("Enter what you hear"), href=f"{PHONE}?{heard}")),
        post_form(
            viewer,
            CALLS,
            name,
            pick_one(name, "resultaat", _("What came of it"), options),
            hidden={"melding": row["call_outcome_id"], "gebeld": row["phoned_count"]},
            button=_("Write down"),
        ),
    ]


register_page(
    __name__,
    path=CALLS,
    title=title,
    layout=layout,
    permission=Permission.SETTLE_CALLS,
    export=export,
    order=20,
)
