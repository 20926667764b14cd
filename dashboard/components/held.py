"""Deliveries that wait for a person: the two numbers of each gate that stopped it, and a form to release or refuse."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.access import Permission
from dashboard.components.page import banner
from dashboard.components.post_form import pick_one, post_form, type_one
from dashboard.components.table import table
from dashboard.language import _
from dashboard.viewer import Viewer
from dashboard.wording import moment_since, number

Row = Mapping[str, Any]
LONGEST_REASON = 200


def held_list(
    viewer: Viewer, action: str, rows: Sequence[Row], typed: Mapping[str, str], *, heading: type[Component] = html.H3
) -> html.Ol:
    """The rows of read.held_deliveries. action: where the forms go. typed: what was typed and not accepted.

    heading: of each delivery, one below the heading over the list.
    """
    return html.Ol(
        [html.Li(_held(viewer, action, row, typed, heading), className="work") for row in rows],
        className="plain-list",
    )


def told(query: Mapping[str, str]) -> list[html.Div]:
    """What became of the decision that was sent last."""
    done = {
        "release": _("Released. The figures are shown as soon as they are loaded, within seconds."),
        "refuse": _("Refused. What was shown before is shown again."),
    }.get(query.get("gedaan", ""))
    if done:
        return [banner(html.P(done), kind="note")]
    wrong = {
        "without_reason": _("Say why: a decision needs a reason."),
        "without_verdict": _("Choose whether to release or to refuse."),
        "not_held": _("Somebody else decided already, or a newer delivery came. Nothing was changed."),
        "denied": _("This delivery is not yours to decide on."),
    }.get(query.get("fout", ""))
    return [banner(html.P(wrong))] if wrong else []


def stopping(gates: Sequence[Row]) -> list[Row]:
    """Those of the gates that did not simply pass."""
    return [gate for gate in gates if gate["verdict"] != "pass"]


def gates_table(gates: Sequence[Row]) -> list[html.Div]:
    """The gates that stopped a delivery, or let it pass with a warning: what was expected, what came."""
    lines = [(gate_name(one["code"]), _figure(one["expected"]), _figure(one["found"])) for one in stopping(gates)]
    if not lines:
        return []
    is_stopped = any(one["verdict"] != "warn" for one in stopping(gates))
    heading = _("What stopped it") if is_stopped else _("What was noticed")
    return [table(heading, [_("gate"), _("expected"), _("found")], lines, number_columns=2)]


def _held(viewer: Viewer, action: str, row: Row, typed: Mapping[str, str], heading: type[Component]) -> list[Any]:
    name = f"delivery-{row['delivery_id']}"
    mine = typed if typed.get("aanlevering") == str(row["delivery_id"]) else {}
    choices = {"": _("choose"), "release": _("release: show these figures"), "refuse": _("refuse: keep the old ones")}
    parts = [
        heading(row["source_name"]),
        html.P(_came(row, viewer.asked_at), className="muted"),
        *([html.P(row["sentence_nl"], lang="nl")] if row["sentence_nl"] else []),
        *gates_table(row["gates"]),
    ]
    if viewer.may(Permission.DECIDE_HELD):
        form = post_form(
            viewer,
            action,
            name,
            pick_one(name, "besluit", _("Decision"), choices, mine.get("besluit", "")),
            type_one(name, "reden", _("Reason"), mine.get("reden", ""), maxLength=LONGEST_REASON),
            hidden={"aanlevering": row["delivery_id"]},
            button=_("Decide"),
        )
        parts.append(form)
    return parts


def _came(row: Row, at: datetime) -> str:
    received = _("received {moment}").format(moment=moment_since(row["received_at"], at))
    return f"{received}; {row['file_name']}"


def _figure(value: object) -> str:
    return number(value) if isinstance(value, int | float) else str(value)


def gate_name(code: str) -> str:
    """What a gate compares."""
    return {
        "offers_gone": _("offers still named, at least"),
        "locations_gone": _("locations no longer named, at most"),
        "frozen_feed": _("days with the very same figures, fewer than"),
        "free_jump": _("places free: before and now"),
        "too_many_refused": _("rows refused, at most"),
    }.get(code, code)
