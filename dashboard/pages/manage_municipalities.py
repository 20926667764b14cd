"""Beheer, gemeenten: which municipalities end, in which they go up, and the form to say so."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html, register_page

from dashboard.access import Permission
from dashboard.components.done import done_or_refused
from dashboard.components.manage_links import manage_links
from dashboard.components.page import page
from dashboard.components.post_form import post_form, type_one
from dashboard.components.table import record_table
from dashboard.language import _, ngettext
from dashboard.manage.addresses import MUNICIPALITIES
from dashboard.manage.municipalities import ENDS, WITHDRAW
from dashboard.manage.refused import sentence
from dashboard.queries import lists, master_data
from dashboard.viewer import Viewer, current_viewer
from dashboard.wording import full_day, number

Row = Mapping[str, Any]


def title() -> str:
    """The title of the window."""
    return _("Municipalities that end") + " – Transferpunt"


def layout(**query: object) -> html.Div:
    """What is coming, the form, and what was."""
    viewer = current_viewer()
    asked = {name: str(value)[:200] for name, value in query.items() if value}
    rows = master_data.municipality_changes(viewer)
    coming, were = ([row for row in rows if row["is_coming"] is wanted] for wanted in (True, False))
    return page(
        _("Municipalities that end"),
        *_told(asked),
        manage_links(viewer, MUNICIPALITIES),
        html.P(
            _(
                "Municipalities are redrawn on 1 January. Waits and inhabitants that still bear the old code count in "
                "the new municipality from that day on. Nothing is lost and no code is rewritten."
            )
        ),
        _section(_("What is coming"), coming, viewer, _("No municipality ends as far as is known here.")),
        html.Section([html.H2(_("A municipality that ends")), _form(viewer, asked)], className="stacked"),
        _section(_("What was"), were, viewer, _("Nothing yet.")),
        path=MUNICIPALITIES,
        viewer=viewer,
        moment=lists.data_moment(viewer),
    )


def _told(asked: Mapping[str, str]) -> list[html.Div]:
    done = {
        "herindelen": _("Written down. From that day on the new municipality counts."),
        "intrekken": _("Taken back. The municipality stays as it is."),
    }
    return done_or_refused(asked, done, sentence)


def _form(viewer: Viewer, asked: Mapping[str, str]) -> html.Form:
    name = "ends"
    code: dict[str, Any] = {"maxLength": 6, "pattern": "GM[0-9]{4}"}
    known = {field: asked.get(field, "") for field in ("oud", "nieuw", "naam", "vanaf", "bewijs")}
    return post_form(
        viewer,
        ENDS,
        name,
        type_one(name, "oud", _("Code that ends"), known["oud"], hint=_("CBS, such as GM0363"), **code),
        type_one(name, "nieuw", _("Goes up in"), known["nieuw"], hint=_("CBS, such as GM0363"), **code),
        type_one(name, "naam", _("Name of the new one"), known["naam"], hint=_("only if it is new"), maxLength=100),
        type_one(name, "vanaf", _("From"), known["vanaf"], hint=_("such as 2027-01-01"), maxLength=10),
        type_one(name, "bewijs", _("Where you read it"), known["bewijs"], maxLength=200),
        hidden={},
        button=_("Save"),
    )


def _successor(row: Row) -> str:
    name = row["successor_name"] or _("not in our list")
    return f"{name} ({row['successor_code']})"


def _section(heading: str, rows: Sequence[Row], viewer: Viewer, nothing: str) -> html.Section:
    known = [_("Municipality"), _("Goes up in"), _("From"), _("What bears the old code"), _("Where it was read")]
    heads = [*known, _("What you can do")]
    lines = [
        [
            f"{row['name']} ({row['municipality_code']})",
            _successor(row),
            full_day(row["valid_from"]),
            _borne(row),
            row["source"],
            _withdraw(viewer, row) if row["can_withdraw"] else "",
        ]
        for row in rows
    ]
    shown = record_table(_("The newest first."), heads, lines) if lines else html.P(nothing)
    return html.Section([html.H2(heading), shown], className="wraps")


def _borne(row: Row) -> str:
    postcodes = ngettext("{number} postcode", "{number} postcodes", row["postcode_count"])
    places = ngettext("{number} location with waits", "{number} locations with waits", row["place_count"])
    counts = (postcodes.format(number=number(row["postcode_count"])), places.format(number=number(row["place_count"])))
    return ", ".join(counts)


def _withdraw(viewer: Viewer, row: Row) -> html.Form:
    code = row["municipality_code"]
    return post_form(viewer, WITHDRAW, f"withdraw-{code}", hidden={"oud": code}, button=_("Take back"))


register_page(
    __name__,
    path=MUNICIPALITIES,
    title=title,
    layout=layout,
    permission=Permission.MANAGE_MASTER_DATA,
    order=34,
)
