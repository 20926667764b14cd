"""The invitations of a region: the list, the form to invite somebody, and one of them to look through."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from dash import html

from dashboard.components.done import done_or_refused
from dashboard.components.page import banner
from dashboard.components.post_form import pick_one, post_form, type_one
from dashboard.components.table import record_table
from dashboard.language import _
from dashboard.onboarding import view, words
from dashboard.onboarding.addresses import INVITATIONS, VERDICT
from dashboard.statement.words import Names
from dashboard.statement.words import state as load_state
from dashboard.viewer import Viewer
from dashboard.wording import clock, full_day, local_day, moment_since

Row = Mapping[str, Any]


def told(asked: Mapping[str, str]) -> list[html.Div]:
    """What became of the form that was sent last."""
    done = {
        "invited": _("Invited. The mail with the link goes out within a minute."),
        "resend": _("A new mail goes out within a minute. The link of before then works no more."),
        "withdraw": _("Withdrawn. The link works no more."),
        "approve": _("Approved. The places are being loaded; then the provider gets a mail to state them."),
        "return": _("Sent back. The provider gets a mail with your reason."),
    }
    return done_or_refused(asked, done, words.outcome)


def invite_form(viewer: Viewer, regions: Mapping[str, str], asked: Mapping[str, str]) -> html.Section:
    """regions: those into which this viewer may invite. asked: what was typed and not accepted."""
    name = "invite"
    sure = {"": _("no"), "ja": _("yes, it is right")}
    doubt = asked.get("fout") == "agb_prefix"
    form = post_form(
        viewer,
        INVITATIONS,
        name,
        type_one(name, "naam", _("Name of the provider"), asked.get("naam", ""), maxLength=200),
        type_one(
            name, "agb", _("AGB code"), asked.get("agb", ""), hint=_("8 digits"), maxLength=8, inputMode="numeric"
        ),
        type_one(
            name, "kvk", _("KvK number"), asked.get("kvk", ""), hint=_("8 digits"), maxLength=8, inputMode="numeric"
        ),
        type_one(name, "mail", _("Mail address"), "", maxLength=200, inputMode="email"),
        pick_one(
            name, "regio", _("Region"), {"": "–", **regions} if len(regions) != 1 else regions, asked.get("regio", "")
        ),
        *([pick_one(name, "zeker", _("This AGB code is right"), sure)] if doubt else []),
        hidden={},
        button=_("Invite"),
    )
    means = _(
        "The provider gets a mail with a link for two weeks, and fills in what it offers. "
        "Nothing counts before you approve."
    )
    return html.Section([html.H2(_("Invite a provider")), html.P(means), form], className="stacked")


def list_of(rows: Sequence[Row], viewer: Viewer) -> html.Section:
    """All of them, what waits for a verdict first."""
    if not rows:
        return html.Section([html.H2(_("Invitations")), html.P(_("Nobody is invited yet."))])
    heads = [_("Provider"), _("State"), _("Filled in"), _("Region"), _("Mail"), _("Invited")]
    lines = [
        [
            html.A(row["provider_name"], href=_address(row)),
            _state(row),
            _("{done} of 4 steps").format(done=row["step_count"]),
            row["region_name"],
            row["contact_email"],
            moment_since(row["invited_at"], viewer.asked_at),
        ]
        for row in rows
    ]
    table = record_table(_("What waits for you stands first."), heads, lines)
    return html.Section([html.H2(_("Invitations")), table], className="wraps stacked")


def one_of(row: Row, viewer: Viewer, names: Names) -> list[Any]:
    """One invitation, with what was filled in and the forms to decide."""
    choices = words.offered(names, _locations(row))
    facts = [
        (_("State"), _state(row)),
        (_("AGB code"), row["agb_code"]),
        (_("KvK number"), row["kvk_number"]),
        (_("Mail address"), row["contact_email"]),
        (_("Region"), row["region_name"]),
        (_("Invited"), f"{moment_since(row['invited_at'], viewer.asked_at)}, {row['invited_by_name']}"),
        (_("Link works until"), _until(row["expires_at"]) if row["expires_at"] else "–"),
    ]
    doubts = []
    if row["known_kvk"]:
        doubts.append(_("The national directory knows another KvK number of it: {kvk}.").format(kvk=row["known_kvk"]))
    if row["is_known"]:
        doubts.append(_("A provider with this AGB code stands here already; offers that stand here stay as they are."))
    doubts += [words.outcome(code) for code in row["faults"] or []]
    filled = [
        html.Section([html.H3(heading), html.Ul([html.Li(line) for line in lines])])
        for heading, lines in view.summary(row["steps"], names, choices)
    ]
    return [
        html.P(html.A(_("All invitations"), href=INVITATIONS)),
        *([banner(*(html.P(doubt) for doubt in doubts))] if doubts else []),
        html.Dl([part for head, text in facts for part in (html.Dt(head), html.Dd(text))], className="facts"),
        html.H2(_("What was filled in")),
        *(filled or [html.P(_("Nothing yet."))]),
        *_forms(row, viewer),
    ]


def _forms(row: Row, viewer: Viewer) -> list[html.Section]:
    hidden = {"uitnodiging": row["invitation_id"]}
    forms = []
    if row["state_code"] == "submitted":
        forms.append(post_form(viewer, VERDICT, "approve", hidden=hidden | {"besluit": "approve"}, button=_("Approve")))
        reason = type_one("return", "reden", _("What must be filled in or changed"), maxLength=500)
        forms.append(
            post_form(viewer, VERDICT, "return", reason, hidden=hidden | {"besluit": "return"}, button=_("Send back"))
        )
    if row["state_code"] in {"open", "returned", "expired"}:
        forms.append(
            post_form(viewer, VERDICT, "resend", hidden=hidden | {"besluit": "resend"}, button=_("Send the mail again"))
        )
    if row["state_code"] not in {"approved", "withdrawn"}:
        forms.append(
            post_form(
                viewer,
                VERDICT,
                "withdraw",
                hidden=hidden | {"besluit": "withdraw"},
                button=_("Withdraw the invitation"),
            )
        )
    return [html.Section(forms, className="stacked")] if forms else []


def _locations(row: Row) -> dict[str, str]:
    places = row["steps"]["locations"].get("locations", [])
    return {one["agb_location"]: one.get("location_name", "") for one in places if "agb_location" in one}


def _until(at: datetime) -> str:
    return f"{full_day(local_day(at))} {clock(at)}"


def _state(row: Row) -> str:
    said = words.state(row["state_code"])
    return f"{said}; {load_state(row['load_code'])}" if row["load_code"] else said


def _address(row: Row) -> str:
    return f"{INVITATIONS}?{urlencode({'uitnodiging': row['invitation_id']})}"
