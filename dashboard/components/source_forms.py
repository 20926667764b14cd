"""The forms about one source: what is agreed, where it is fetched; try it, fetch it now or no more, switch it off."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from dash import html

from dashboard.components.obligation_list import rhythm
from dashboard.components.post_form import pick_one, post_form, type_one
from dashboard.language import _
from dashboard.manage.sources import AGREE, CONNECT, FETCH, STOP, SWITCH, TRY
from dashboard.viewer import Viewer

Row = Mapping[str, Any]
Typed = Mapping[str, str]
_MINUTES = (15, 60, 6 * 60, 24 * 60, 7 * 24 * 60, 30 * 24 * 60)


def fetch_form(viewer: Viewer, row: Row) -> html.Form:
    """Fetch it now, whatever its rhythm says."""
    return post_form(viewer, FETCH, "fetch", hidden=_source(row), button=_("Fetch now"))


def agreement_form(viewer: Viewer, row: Row, typed: Typed) -> html.Form:
    """Rhythm, grace, time of day, contact. typed: what was typed and not accepted."""
    name = "agreed"
    every = _minutes(row["expected_every"])
    chosen = typed.get("ritme", str(every) if every else "")
    minutes = sorted({*_MINUTES, *([every] if every else [])})
    options = {"": _("none agreed"), **{str(one): rhythm(timedelta(minutes=one)) for one in minutes}}
    grace = str(_minutes(row["grace"]) // 60)
    clock = row["due_time"].strftime("%H:%M") if row["due_time"] else ""
    return post_form(
        viewer,
        AGREE,
        name,
        pick_one(name, "ritme", _("How often it must deliver"), options, chosen),
        type_one(name, "marge", _("Grace"), typed.get("marge", grace), hint=_("hours"), maxLength=5),
        type_one(name, "vanaf", _("Fetch from"), typed.get("vanaf", clock), hint=_("Dutch clock, such as 02:30")),
        type_one(name, "contact", _("Whom to call"), row["contact_name"] or "", maxLength=200),
        type_one(name, "telefoon", _("Telephone"), row["contact_phone"] or "", maxLength=40),
        type_one(name, "mail", _("Mail for reminders"), row["contact_email"] or "", maxLength=200),
        hidden=_source(row),
        button=_("Save what is agreed"),
    )


def address_form(viewer: Viewer, row: Row, typed: Typed) -> html.Form:
    """Where and how it is fetched. The credential is written here and never read back."""
    name = "address"
    no_yes = {"": _("no"), "ja": _("yes")}
    kept = _("leave empty to keep the one that is stored") if row["has_credential"] else _("none is stored")
    take = [pick_one(name, "zonder", _("Forget the stored credential"), no_yes)] if row["has_credential"] else []
    private = typed.get("eigen_net", "ja" if row["is_private_allowed"] else "")
    return post_form(
        viewer,
        CONNECT,
        name,
        _wide(
            type_one(
                name,
                "adres",
                _("Address"),
                typed.get("adres", row["url"] or ""),
                hint=_("https://… or sftp://…, without a name or password in it"),
                maxLength=500,
            )
        ),
        _secret(name, _("Credential"), kept),
        *take,
        type_one(name, "gebruiker", _("Sign-in name"), typed.get("gebruiker", row["user_name"] or ""), hint="SFTP"),
        _wide(
            type_one(
                name,
                "sleutel",
                _("Public key of the server"),
                typed.get("sleutel", row["host_key"] or ""),
                hint=_("SFTP; the source tells it by another way, such as ssh-ed25519 AAAA…"),
            )
        ),
        type_one(
            name,
            "hosts",
            _("Other hosts it may lead to"),
            typed.get("hosts", " ".join(row["allowed_hosts"] or [])),
            hint=_("names with spaces between them"),
        ),
        pick_one(name, "eigen_net", _("The address is in our own network"), no_yes, private),
        type_one(
            name,
            "ca",
            _("File of authorities"),
            typed.get("ca", row["ca_file"] or ""),
            hint=_("path on the server; empty: those of the system"),
        ),
        hidden=_source(row),
        button=_("Save where it is fetched"),
    )


def try_form(viewer: Viewer, row: Row) -> html.Form:
    """Fetch it once and say what was found, without taking anything over."""
    return post_form(viewer, TRY, "try", hidden=_source(row), button=_("Try now"))


def switch_form(viewer: Viewer, row: Row) -> html.Div:
    """Off, or on again. Nothing is lost by it, so it asks nothing back."""
    if row["is_active"]:
        words = _(
            "While it is off nothing of it is fetched, loaded or asked for. What it told stays, grows old, "
            "and then shows as unknown. What is agreed, its address and its credential are kept."
        )
        stand, button = "uit", _("Switch off")
    else:
        words = _("It is switched off: nothing of it is fetched, loaded or asked for. What it told before is kept.")
        stand, button = "aan", _("Switch on")
    form = post_form(viewer, SWITCH, "switch", hidden={**_source(row), "stand": stand}, button=button)
    return html.Div([html.P(words), form])


def stop_form(viewer: Viewer, row: Row) -> html.Details:
    """Fetch it no more. The credential is lost, so it asks whether one is sure."""
    sure = {"": _("choose"), "ja": _("yes, forget address and credential")}
    form = post_form(
        viewer, STOP, "stop", pick_one("stop", "zeker", _("Are you sure?"), sure), hidden=_source(row), button=_("Stop")
    )
    why = _("What was delivered stays. The credential is thrown away and has to be entered again to fetch once more.")
    return html.Details([html.Summary(_("Fetch this source no more")), html.P(why), form])


def _secret(form: str, name: str, kept: str) -> html.Div:
    """A field that is written and never filled in; a private key has several lines."""
    field = f"{form}-toegang"
    hint = _("header value, password or private key; {kept}").format(kept=kept)
    label = html.Label([name, html.Span(f" ({hint})", className="muted")], htmlFor=field)
    area = html.Textarea("", id=field, name="toegang", rows=3, spellCheck="false", autoComplete="off")
    return _wide(html.Div([label, area], className="field"))


def _wide(field: html.Div) -> html.Div:
    field.className = "field field-wide"
    return field


def _source(row: Row) -> dict[str, object]:
    return {"bron": row["source_code"]}


def _minutes(span: timedelta | None) -> int:
    return 0 if span is None else int(span.total_seconds() // 60)
