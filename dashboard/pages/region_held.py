"""Aangehouden: deliveries of the region that wait for a person, with the two numbers of the gate that stopped them."""

from dash import html, register_page

from dashboard.access import Permission
from dashboard.components.held import gate_name, held_list, stopping, told
from dashboard.components.page import page
from dashboard.components.region_links import region_links
from dashboard.coordination import HELD
from dashboard.csv_text import Table
from dashboard.language import _
from dashboard.queries import coordination, lists
from dashboard.viewer import Viewer, current_viewer


def title() -> str:
    """The title of the window."""
    return _("Held deliveries") + " – Transferpunt"


def layout(**query: object) -> html.Div:
    """Each delivery with its numbers and a form to decide."""
    viewer = current_viewer()
    asked = {name: str(value)[:200] for name, value in query.items() if value}
    rows = coordination.held_deliveries(viewer)
    nothing = html.P(_("No delivery of your region waits for a decision."))
    return page(
        _("Held deliveries"),
        *told(asked),
        region_links(viewer, HELD),
        html.P(
            _(
                "Something looks wrong in these deliveries. What they lower shows as unknown at once; "
                "what they raise waits for you. Phone the sender before you decide."
            )
        ),
        held_list(viewer, HELD, rows, asked, heading=html.H2) if rows else nothing,
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
            gate_name(gate["code"]),
            gate["expected"],
            gate["found"],
        )
        for row in coordination.held_deliveries(viewer)
        for gate in stopping(row["gates"])
    ]
    return Table("aangehouden", "held_deliveries", heads, rows)


register_page(
    __name__,
    path=HELD,
    title=title,
    layout=layout,
    permission=Permission.DECIDE_HELD,
    export=export,
    order=22,
)
