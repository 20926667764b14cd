"""Telefonisch: what a coordinator hears on the phone, entered for the provider, and how far it is."""

import secrets
from typing import Any
from urllib.parse import urlencode

from dash import html, register_page

from dashboard.access import Permission
from dashboard.components.choice import search_form
from dashboard.components.page import banner, page
from dashboard.components.phone import phone_link
from dashboard.components.post_form import pick_one, post_form, type_one
from dashboard.components.region_links import region_links
from dashboard.components.table import record_table
from dashboard.coordination import PHONE, TYPED, whole
from dashboard.language import _, ngettext
from dashboard.location_path import location_path
from dashboard.pages.region_calls import offer_name, shown_now
from dashboard.queries import coordination, lists
from dashboard.viewer import Viewer, current_viewer
from dashboard.vocabulary import Vocabulary, in_language
from dashboard.wording import moment_since, number


def title() -> str:
    """The title of the window."""
    return _("Enter what you hear by telephone") + " – Transferpunt"


def layout(**query: object) -> html.Div:
    """The form for the offer in the address, or the way to find one; and what was entered before."""
    viewer = current_viewer()
    known = lists.vocabulary(viewer)
    asked = {name: str(value)[:200] for name, value in query.items() if value}
    named = whole(asked.get("aanbod", ""))
    offer = None if named is None else coordination.enterable_offer(viewer, named, asked.get("urgentie", "regulier"))
    return page(
        _("Enter what you hear by telephone"),
        *_told(asked, is_missing=bool(asked.get("aanbod")) and offer is None),
        region_links(viewer, PHONE),
        *([_form(viewer, offer, asked, known)] if offer else []),
        _search(viewer, asked.get("zoek", ""), known, is_open=offer is None),
        _entered(viewer, known),
        path=PHONE,
        query=urlencode([(key, asked[key]) for key in ("aanbod", "urgentie", "zoek") if key in asked]),
        viewer=viewer,
    )


def _told(asked: dict[str, str], *, is_missing: bool) -> list[html.Div]:
    if asked.get("gedaan"):
        said = [_("Stored. It goes through the same checks as every delivery; below you see when it is shown.")]
        if settled := whole(asked.get("meldingen", "")):
            done = ngettext("{number} open call is settled by it.", "{number} open calls are settled by it.", settled)
            said.append(done.format(number=number(settled)))
        return [banner(html.P(" ".join(said)), kind="note")]
    sentences = {
        "denied": _("This offer is not of your region, so you cannot enter anything for it."),
        "not_enterable": _("Nothing can be entered for this offer: its location or provider has no AGB code here."),
        "without_count": _("Fill in how many places are free, or choose why there is a stop."),
        "wrong_count": _("How many places are free is a whole number from 0 to 999."),
        "wrong_first_day": _("The first day is a date such as 3-12-2026, today or within a year."),
        "wrong_reason": _("Choose a reason from the list."),
        "wrong_end": _("The last day of the stop is a date such as 3-12-2026, not in the past, and asks for a reason."),
    }
    code = asked.get("fout") or ("denied" if is_missing else "")
    sentence = sentences.get(code)
    return [banner(html.P(sentence))] if sentence else []


def _form(viewer: Viewer, offer: dict[str, Any], asked: dict[str, str], known: Vocabulary) -> html.Section:
    typed = {name: asked.get(name, "") for name in TYPED}
    reasons = {"": _("no stop")} | {
        row["reason_code"]: in_language(row) for row in coordination.closure_reasons(viewer)
    }
    phone = offer["consult_phone"] or offer["phone"]
    dated = _("day-month-year, such as 3-12-2026")
    return html.Section(
        [
            html.H2(f"{offer['provider_name']}, {offer['location_name']}"),
            html.P(offer_name(offer, known)),
            html.P([_("the list says now:"), " ", shown_now(offer)]),
            *_calls(viewer, offer),
            html.P(phone_link(phone, _("Phone"), is_main=True) if phone else _("no number known")),
            post_form(
                viewer,
                PHONE,
                "gehoord",
                type_one(
                    "gehoord",
                    "vrij",
                    _("Places free now"),
                    typed["vrij"],
                    hint=_("0 is full"),
                    inputMode="numeric",
                    maxLength=10,
                ),
                type_one("gehoord", "eerste", _("First day with a place"), typed["eerste"], hint=dated, maxLength=10),
                pick_one("gehoord", "stop", _("Closed to new clients"), reasons, typed["stop"]),
                type_one("gehoord", "tot", _("Last day of the stop"), typed["tot"], hint=dated, maxLength=10),
                hidden={
                    "aanbod": offer["offer_id"],
                    "urgentie": offer["urgency_code"],
                    "sleutel": secrets.token_urlsafe(16),
                },
                button=_("Store"),
            ),
            html.P(
                _(
                    "On behalf of the provider, by telephone. A stop holds for the whole offer. "
                    "A newer count of the provider itself takes the place of yours."
                ),
                className="muted",
            ),
        ],
        className="work",
    )


def _calls(viewer: Viewer, offer: dict[str, Any]) -> list[html.P]:
    """The calls that said the figure of this offer was wrong: what is entered settles them."""
    same = ("offer_id", "urgency_code")
    rows = [row for row in coordination.open_calls(viewer) if all(row[name] == offer[name] for name in same)]
    if not rows:
        return []
    said = _("Reported as wrong {moment}, and still open. What you enter here settles that.")
    return [html.P(said.format(moment=moment_since(rows[0]["called_at"], viewer.asked_at)))]


def _search(viewer: Viewer, words: str, known: Vocabulary, *, is_open: bool) -> html.Details:
    fields = type_one("zoeken", "zoek", _("Provider, location, place or care"), words, maxLength=80)
    parts: list[Any] = [html.Summary(_("Find an offer of your region")), search_form(PHONE, fields, button=_("Search"))]
    if words:
        rows = coordination.find_offers(viewer, words)
        links = [
            html.Li(
                html.A(
                    f"{row['provider_name']}, {row['location_name']}: {offer_name(row, known)}",
                    href=f"{PHONE}?{urlencode({'aanbod': row['offer_id'], 'urgentie': row['urgency_code']})}",
                )
            )
            for row in rows
        ]
        parts.append(
            html.Ul(links, className="plain-list offers-found")
            if links
            else html.P(_("Nothing in your region has all of these words in its name. Try fewer words."))
        )
    return html.Details(parts, open=is_open)


def _entered(viewer: Viewer, known: Vocabulary) -> html.Section:
    rows = coordination.entered_counts(viewer)
    head = html.H2(_("Entered in the last seven days"))
    if not rows:
        return html.Section([head, html.P(_("Nothing was entered for offers of your region yet."))])
    cells = [
        (
            html.A(f"{row['provider_name']}, {row['location_name']}", href=location_path(row["location_id"])),
            known.care_name((row["care_pathway_code"], row["diagnosis_group_code"])),
            moment_since(row["entered_at"], viewer.asked_at),
            _state(row),
        )
        for row in rows
    ]
    heads = [_("offer"), _("care"), _("entered"), _("how far it is")]
    parts: list[Any] = [head, record_table(_("What was entered for the provider, newest first"), heads, cells)]
    if any(row["state_code"] in {"waiting", "received"} for row in rows):
        parts.append(html.P(html.A(_("Look again"), href=PHONE)))
    return html.Section(parts, className="wraps")


def _state(row: dict[str, Any]) -> str:
    said = {
        "waiting": _("is taken up within seconds"),
        "received": _("is being loaded"),
        "applied": _("shown in the list"),
        "superseded": _("a newer count is shown"),
        "duplicate": _("already known"),
        "held": _("waits for a decision"),
        "rejected": _("refused"),
        "failed": _("could not be loaded, is tried again"),
    }.get(row["state_code"], row["state_code"])
    why = [one["sentence_nl"] for one in row["refusals"]] or ([row["sentence_nl"]] if row["sentence_nl"] else [])
    return ": ".join([said, " ".join(why)]) if why else said


register_page(
    __name__,
    path=PHONE,
    title=title,
    layout=layout,
    permission=Permission.ENTER_CAPACITY,
    order=21,
)
