"""The forms about accounts: a new one, its rights, new secrets, on or off, its sessions."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.components.post_form import pick_one, post_form, type_one
from dashboard.components.trail_words import role as role_name
from dashboard.language import _, current
from dashboard.manage.users import ADD, END, RESET, RIGHTS, SCOPES, SWITCH
from dashboard.viewer import Viewer

Row = Mapping[str, Any]
Typed = Mapping[str, str]


def add_form(viewer: Viewer, roles: Sequence[Row], typed: Typed) -> html.Form:
    """A new account. typed: what was typed and not accepted."""
    name = "add"
    return post_form(
        viewer,
        ADD,
        name,
        type_one(name, "naam", _("Login name"), typed.get("naam", ""), hint=_("small letters"), maxLength=60),
        type_one(name, "schermnaam", _("Name on screen"), maxLength=100),
        *_rights(name, roles, typed.get("rol", ""), {kind: typed.get(field, "") for kind, field in SCOPES.items()}),
        hidden={},
        button=_("Add the account"),
    )


def rights_form(viewer: Viewer, account: Row, roles: Sequence[Row], typed: Typed) -> html.Form:
    """Another role or other scopes."""
    scopes = {
        kind: typed.get(field, "") if typed.get("rol") else " ".join(account["scopes"].get(kind, []))
        for kind, field in SCOPES.items()
    }
    chosen = typed.get("rol", account["role_code"])
    fields = _rights("rights", roles, chosen, scopes)
    return post_form(viewer, RIGHTS, "rights", *fields, hidden=_of(account), button=_("Change the rights"))


def switch_form(viewer: Viewer, account: Row) -> html.Form:
    """On or off; it can be taken back."""
    is_on = account["is_active"]
    hidden = {**_of(account), "naar": "uit" if is_on else "aan"}
    button = _("Switch off") if is_on else _("Switch on")
    return post_form(viewer, SWITCH, "switch", hidden=hidden, button=button)


def end_form(viewer: Viewer, account: Row) -> html.Form:
    """Out, on every device; it can sign in again."""
    return post_form(viewer, END, "end", hidden=_of(account), button=_("End all sessions"))


def reset_form(viewer: Viewer, account: Row) -> html.Details:
    """A new password, second factor and recovery codes. The old ones never work again, so it asks."""
    sure = {"": _("choose"), "ja": _("yes, the old ones work no more")}
    form = post_form(
        viewer,
        RESET,
        "reset",
        pick_one("reset", "zeker", _("Are you sure?"), sure),
        hidden=_of(account),
        button=_("Make new ones"),
    )
    return html.Details([html.Summary(_("New password, second factor and recovery codes")), form])


def _rights(form: str, roles: Sequence[Row], chosen: str, scopes: Mapping[str, str]) -> list[html.Div]:
    names = {"": _("choose"), **{row["role_code"]: row[f"name_{current()}"] for row in roles}}
    if chosen and chosen not in names:
        names[chosen] = role_name(chosen)
    apart = _("codes with spaces between them")
    return [
        pick_one(form, "rol", _("Role"), names, chosen),
        type_one(form, "regio", _("Regions"), scopes["region"], hint=_("for a coordinator, such as ZK07")),
        type_one(form, "agb", _("AGB codes"), scopes["agb"], hint=_("for a provider; {apart}").format(apart=apart)),
        type_one(form, "concern", _("Insurer concerns"), scopes["concern"], hint=_("for an insurer; such as menzis")),
    ]


def _of(account: Row) -> dict[str, object]:
    return {"account": account["account_id"]}
