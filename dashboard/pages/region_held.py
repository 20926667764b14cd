"""Aangehouden: deliveries of the region that wait for a person, with the two numbers of the gate that stopped them."""

from typing import Any

from dash import html, register_page

from dashboard.access import Permission
from dashboard.components.page import banner, page
from dashboard.components.post_form import pick_one, post_form, type_one
from dashboard.components.region_links import region_links
from dashboard.components.table import table
from dashboard.coordination import HELD
from dashboard.csv_text import Table
from dashboard.language import _
from dashboard.queries import coordination, lists
from dashboard.viewer import Viewer, current_viewer
from dashboard.wording import moment_since, number


def title() -> str:
    """The title of the window."""
    return _("Held deliveries") + " – Transferpunt"


def layout(**query: object) -> html.Div:
    """Each delivery with its numbers and a form to decide."""
    viewer = current_viewer()
    asked = {name: str(value)[:200] for name, value in query.items() if value}
    rows = coordination.held_deliveries(viewer)
    nothing = html.P(_("No delivery of your region waits for a decision."))
    items = [html.Li(_held(viewer, row, asked), className="work") for row in rows]
    return page(
        _("Held deliveries"),
        *_told(asked),
        region_links(viewer, HELD),
        html.P(
            _(
                "Something looks wrong in these deliveries. What they lower shows as unknown at once; "
                "what they raise waits for you. Phone the sender before you decide."
            )
        ),
        html.Ol(items, className="plain-list") if items else nothing,
        path=HELD,
        viewer=viewer,
        moment=lists.data_moment(viewer),
    )


def export(viewer: Viewer, _query: object) -> Table:
    """The list: one row per gate that stopped a delivery."""
    heads = [_("delivery"), _("source"), _("received"), _("gate"), _("expected"), _("found")]
    rows = [
        (
            row["delivery_id"],
            row["source_name"],
            row["received_at"],
            _gate(gate["code"]),
            gate["expected"],
            gate["found"],
        )
        for row in coordination.held_deliveries(viewer)
        for gate in _stopping(row)
    ]
    return Table("aangehouden", "held_deliveries", heads, rows)


def _told(asked: dict[str, str]) -> list[html.Div]:
    done = {
        "release": _("Released. The figures are shown as soon as they are loaded, within seconds."),
        "refuse": _("Refused. What was shown before is shown again."),
    }.get(asked.get("gedaan", ""))
    if done:
        return [banner(html.P(done), kind="note")]
    sentence = {
        "without_reason": _("Say why: a decision needs a reason."),
        "without_verdict": _("Choose whether to release or to refuse."),
        "not_held": _("Somebody else decided already, or a newer delivery came. Nothing was changed."),
        "denied": _("This delivery is not of your region."),
    }.get(asked.get("fout", ""))
    return [banner(html.P(sentence))] if sentence else []


def _held(viewer: Viewer, row: dict[str, Any], asked: dict[str, str]) -> list[Any]:
    name = f"aanlevering-{row['delivery_id']}"
    is_asked = asked.get("aanlevering") == str(row["delivery_id"])
    typed = asked if is_asked else {}
    gates = [(_gate(one["code"]), number(one["expected"]), number(one["found"])) for one in _stopping(row)]
    choices = {"": _("choose"), "release": _("release: show these figures"), "refuse": _("refuse: keep the old ones")}
    received = _("received {moment}").format(moment=moment_since(row["received_at"], viewer.asked_at))
    return [
        html.H2(row["source_name"]),
        html.P(f"{received}; {row['file_name']}", className="muted"),
        *([html.P(row["sentence_nl"], lang="nl")] if row["sentence_nl"] else []),
        table(_("What stopped it"), [_("gate"), _("expected"), _("found")], gates, number_columns=2),
        post_form(
            viewer,
            HELD,
            name,
            pick_one(name, "besluit", _("Decision"), choices, typed.get("besluit", "")),
            type_one(name, "reden", _("Reason"), typed.get("reden", ""), maxLength=200),
            hidden={"aanlevering": row["delivery_id"]},
            button=_("Decide"),
        ),
    ]


def _stopping(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [gate for gate in row["gates"] if gate["verdict"] != "pass"]


def _gate(code: str) -> str:
    return {
        "offers_gone": _("offers still named, at least"),
        "locations_gone": _("locations no longer named, at most"),
        "free_jump": _("places free: before and now"),
        "too_many_refused": _("rows refused, at most"),
    }.get(code, code)


register_page(
    __name__,
    path=HELD,
    title=title,
    layout=layout,
    permission=Permission.DECIDE_HELD,
    export=export,
    order=22,
)
