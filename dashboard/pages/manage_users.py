"""Beheer, gebruikers: who may sign in, as what and over what, and the forms to change that."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from dash import html, register_page

from dashboard.access import Permission
from dashboard.components.account_forms import add_form, end_form, reset_form, rights_form, switch_form
from dashboard.components.done import done_or_refused
from dashboard.components.manage_links import manage_links
from dashboard.components.page import page
from dashboard.components.table import record_table
from dashboard.components.trail_words import role as role_name
from dashboard.language import _, ngettext
from dashboard.manage.addresses import USERS
from dashboard.manage.refused import sentence
from dashboard.queries import accounts, lists
from dashboard.viewer import Viewer, current_viewer
from dashboard.vocabulary import Vocabulary
from dashboard.wording import full_day, local_day, moment_since, number

Row = Mapping[str, Any]


def title() -> str:
    """The title of the window."""
    return _("Users") + " – Transferpunt"


def layout(**query: object) -> html.Div:
    """All accounts, or the one in the address with its forms, or the form for a new one."""
    viewer = current_viewer()
    asked = {name: str(value)[:500] for name, value in query.items() if value}
    rows = accounts.everybody(viewer.asked_at)
    one = next((row for row in rows if str(row["account_id"]) == asked.get("account")), None)
    return page(
        _("Users") if one is None else one["display_name"],
        *_told(asked),
        manage_links(viewer, USERS),
        *(_all(viewer, rows, asked) if one is None else _one(viewer, one, asked)),
        path=USERS,
        query=urlencode({"account": one["account_id"]}) if one else "",
        viewer=viewer,
        moment=lists.data_moment(viewer),
    )


def _told(asked: Mapping[str, str]) -> list[html.Div]:
    done = {
        "rechten": _("The rights are changed, and who was signed in is out."),
        "niets": _("These rights it had already."),
        "aan": _("The account can sign in again."),
        "af": _("The account can sign in no more, and is out if it was in."),
        "uit": _("All sessions have ended; remembered devices are forgotten."),
    }
    return done_or_refused(asked, done, sentence)


def _all(viewer: Viewer, rows: Sequence[Row], asked: Mapping[str, str]) -> list[Any]:
    known = lists.vocabulary(viewer)
    lines = [
        [
            html.A(row["display_name"], href=f"{USERS}?{urlencode({'account': row['account_id']})}"),
            _login(row),
            role_name(row["role_code"]),
            _scopes(row, known),
            _state(row, viewer),
        ]
        for row in rows
    ]
    heads = [_("Name"), _("Signs in as"), _("Role"), _("Over what"), _("State")]
    roles = accounts.roles(viewer.asked_at)
    add = html.Details(
        [html.Summary(_("Add an account")), *_demo_note(viewer), add_form(viewer, roles, asked)],
        open=bool(asked.get("nieuw")),
        className="stacked",
    )
    return [
        add,
        html.Section([record_table(_("Choose an account to change something."), heads, lines)], className="wraps"),
    ]


def _one(viewer: Viewer, row: Row, asked: Mapping[str, str]) -> list[Any]:
    sessions = row["open_session_count"]
    open_now = ngettext("{number} session open", "{number} sessions open", sessions).format(number=number(sessions))
    facts = [
        (_("Signs in as"), _login(row)),
        (_("Role"), role_name(row["role_code"])),
        (_("Over what"), _scopes(row, lists.vocabulary(viewer))),
        (_("State"), f"{_state(row, viewer)}; {open_now}"),
        (_("Added"), full_day(local_day(row["created_at"]))),
    ]
    known = html.Dl([part for head, text in facts for part in (html.Dt(head), html.Dd(text))], className="facts")
    parts: list[Any] = [html.P(html.A(_("All users"), href=USERS)), known]
    if row["account_id"] == viewer.account_id:
        return [*parts, html.P(sentence("own_account"))]
    if row["issuer"] is None:
        roles = accounts.roles(viewer.asked_at)
        why = html.P(_("A change ends the sessions of this account at once."))
        parts.append(
            html.Section([html.H2(_("Rights")), why, rights_form(viewer, row, roles, asked)], className="stacked")
        )
    else:
        parts.append(html.P(sentence("claims_decide")))
    parts.append(html.Div([switch_form(viewer, row), end_form(viewer, row)], className="tools"))
    return [*parts, *([reset_form(viewer, row)] if row["has_password"] else [])]


def _demo_note(viewer: Viewer) -> list[html.P]:
    said = _("In the sample world people sign in by a button: an account made here cannot sign in until it is real.")
    return [html.P(said, className="muted")] if viewer.is_demo else []


def _login(row: Row) -> str:
    if row["is_demo"]:
        return _("button of the demo")
    return row["login"] or _("{subject} at the identity provider").format(subject=row["subject"])


def _scopes(row: Row, known: Vocabulary) -> str:
    """Regions and concerns by name, with the code that a right is given by."""
    names = {code: row["name"] for code, row in [*known.regions.items(), *known.concerns.items()]}
    told = [
        f"AGB {code}" if kind == "agb" else f"{names[code]} ({code})" if code in names else code
        for kind, codes in row["scopes"].items()
        for code in codes
    ]
    return ", ".join(told) or "–"


def _state(row: Row, viewer: Viewer) -> str:
    if not row["is_active"]:
        return _("switched off")
    if row["blocked_until"] is not None and row["blocked_until"] > viewer.asked_at:
        return _("blocked until {moment}").format(moment=moment_since(row["blocked_until"], viewer.asked_at))
    return _("can sign in")


register_page(
    __name__,
    path=USERS,
    title=title,
    layout=layout,
    permission=Permission.MANAGE_USERS,
    order=32,
)
