"""Who a source is and for whom it may speak: the form to add one, and to change one."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html

from dashboard.components.post_form import pick_one, post_form, type_one
from dashboard.language import _
from dashboard.manage.sources import ADD, CHANGE
from dashboard.viewer import Viewer

Row = Mapping[str, Any]
Typed = Mapping[str, str]


def add_form(viewer: Viewer, feeds: Sequence[str], typed: Typed) -> html.Form:
    """feeds: the forms in which can be delivered. typed: what was typed and not accepted."""
    name = "new"
    forms = {"": _("choose"), **{feed: feed for feed in feeds}}
    code = type_one(
        name,
        "bron",
        _("Short name"),
        typed.get("bron", ""),
        hint=_("small letters, such as ggz-voorbeeld"),
        maxLength=60,
    )
    form = pick_one(name, "vorm", _("In which form it delivers"), forms, typed.get("vorm", ""))
    return post_form(viewer, ADD, name, code, form, *_who(name, typed), hidden={}, button=_("Add the source"))


def change_form(viewer: Viewer, row: Row, typed: Typed) -> html.Form:
    """The same of a source that is there; its short name and form stay."""
    name = "who"
    kept = {
        "naam": row["source_name"],
        "telling": row["entry_code"],
        "namens": "alle" if row["is_any_agb"] else "",
        "agb": " ".join(row["agb_codes"]),
    }
    fields = _who(name, {**kept, **typed})
    return post_form(viewer, CHANGE, name, *fields, hidden={"bron": row["source_code"]}, button=_("Save who it is"))


def _who(form: str, known: Typed) -> list[html.Div]:
    counted = {"": _("choose"), "fed": _("by a system"), "hand": _("by hand")}
    speaks = {"": _("for the AGB codes below"), "alle": _("for everybody")}
    field = f"{form}-agb"
    hint = _("eight digits each, of providers or locations, with spaces between them")
    codes = dcc.Textarea(id=field, name="agb", value=known.get("agb", ""), rows=3, spellCheck=False)
    return [
        type_one(form, "naam", _("Name on screen"), known.get("naam", ""), maxLength=200),
        pick_one(form, "telling", _("How its counts are kept"), counted, known.get("telling", "")),
        pick_one(form, "namens", _("For whom it may speak"), speaks, known.get("namens", "")),
        html.Div(
            [html.Label([_("AGB codes"), html.Span(f" ({hint})", className="muted")], htmlFor=field), codes],
            className="field field-wide",
        ),
    ]
