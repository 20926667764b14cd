"""Aanlevering: did it go well? What was refused and why, what waits for a person, who is late."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from dash import Input, Output, State, callback, dcc, html, register_page

from dashboard.access import Permission, requires
from dashboard.components.delivery_detail import detail, history
from dashboard.components.held import held_list, told
from dashboard.components.load_progress import load_progress
from dashboard.components.obligation_list import obligation_table, to_phone
from dashboard.components.page import page
from dashboard.delivering import PATH, REFUSED_FILE, whole
from dashboard.language import _, ngettext
from dashboard.manage.addresses import SOURCES, asked_source
from dashboard.queries import deliveries, lists
from dashboard.viewer import Viewer, current_viewer
from dashboard.wording import number

_LOOK_EVERY, _LOOKS = 2000, 1800  # milliseconds, and how often at most: a page that is left open stops asking
Row = Mapping[str, Any]


def title() -> str:
    """The title of the window."""
    return _("Deliveries") + " – Transferpunt"


def menu() -> str:
    """The name in the menu."""
    return _("Deliveries")


def layout(**query: object) -> html.Div:
    """All sources in reach, or the one in the address with its history, or one delivery of it."""
    viewer = current_viewer()
    asked = {name: str(value)[:200] for name, value in query.items() if value}
    rows = deliveries.obligations(viewer)
    chosen = next((row for row in rows if row["source_code"] == asked.get("bron")), None)
    content = _overview(viewer, rows, asked) if chosen is None else _one(viewer, chosen, asked)
    return page(
        _("Deliveries") if chosen is None else chosen["source_name"],
        *told(asked),
        *_follow_on_screen(viewer, rows if chosen is None else [chosen], chosen["source_code"] if chosen else None),
        *content,
        path=PATH,
        query="",
        viewer=viewer,
        moment=lists.data_moment(viewer),
    )


def _overview(viewer: Viewer, rows: list[dict[str, Any]], asked: Mapping[str, str]) -> list[Any]:
    return [
        html.P(_headline(rows), className="headline"),
        *_held(viewer, asked),
        *(to_phone(rows) if viewer.may(Permission.DECIDE_HELD) else []),
        html.Section(
            [
                html.H2(_("Sources")),
                obligation_table(PATH, rows, viewer.asked_at)
                if rows
                else html.P(_("No source belongs to you. The operator of this product says who sends for whom.")),
            ]
        ),
    ]


def _headline(rows: list[dict[str, Any]]) -> str:
    late = sum(row["is_late"] for row in rows)
    due = sum(row["expected_every"] is not None and not row["is_historic"] for row in rows)
    if not due:
        return _("No rhythm is agreed with any source here.")
    if not late:
        return _("Everybody has delivered in time.")
    text = ngettext("{number} of {all} sources is late", "{number} of {all} sources are late", late)
    return text.format(number=number(late), all=number(due))


def _held(viewer: Viewer, asked: Mapping[str, str]) -> list[html.Section]:
    if not viewer.may(Permission.DECIDE_HELD):
        return []
    rows = deliveries.held(viewer)
    if not rows:
        return []
    words = _(
        "Something looks wrong in these deliveries. What they lower shows as unknown at once; "
        "what they raise waits for you. Phone the sender before you decide."
    )
    heading = html.H2(_("Held deliveries ({number})").format(number=number(len(rows))))
    return [html.Section([heading, html.P(words), held_list(viewer, PATH, rows, asked)])]


def _one(viewer: Viewer, source: Row, asked: Mapping[str, str]) -> list[Any]:
    rows = deliveries.history(viewer, source["source_code"])
    wanted = whole(asked.get("aanlevering"))
    one = next((row for row in rows if row["delivery_id"] == wanted), rows[0] if rows and wanted is None else None)
    parts: list[Any] = [
        html.P([html.A(_("All sources"), href=PATH), *_to_management(viewer, source)]),
        obligation_table(PATH, [source], viewer.asked_at),
    ]
    if one is not None:
        groups = deliveries.refusal_groups(viewer, one["delivery_id"]) if one["refused_count"] else []
        parts.append(detail(f"{REFUSED_FILE}?aanlevering={one['delivery_id']}", one, groups, viewer.asked_at))
    elif wanted is not None:
        parts.append(html.P(_("This source has no such delivery among its newest.")))
    heading = html.H2(_("History"))
    nothing = html.P(_("Nothing has been delivered yet."))
    shown = history(PATH, source["source_code"], rows, viewer.asked_at) if rows else nothing
    return [*parts, html.Section([heading, shown])]


def _to_management(viewer: Viewer, source: Row) -> list[Any]:
    """For who may say how it is fetched."""
    if not viewer.may(Permission.MANAGE_SOURCES):
        return []
    href = f"{SOURCES}?{urlencode({'bron': source['source_code']})}"
    return [" · ", html.A(_("What is agreed with it and where it is fetched"), href=href)]


def _follow_on_screen(viewer: Viewer, rows: list[Any], source: str | None) -> list[Any]:
    """While something is under way, the page asks how far it is. Without scripts it says what it knew when drawn."""
    if not any(row["under_way_code"] for row in rows):
        return []
    told = load_progress(_moving(viewer, source), _back(source))
    return [
        html.Div(told, id="deliveries-progress", role="status", className="banner banner-note"),
        dcc.Interval(id="deliveries-look", interval=_LOOK_EVERY, max_intervals=_LOOKS),
    ]


@callback(  # type: ignore[untyped-decorator]
    Output("deliveries-progress", "children"),
    Output("deliveries-look", "disabled"),
    Input("deliveries-look", "n_intervals"),
    State("_pages_location", "search"),
    prevent_initial_call=True,
)
@requires(Permission.SEE_DELIVERIES)
def _follow(_looks: int | None, search: str | None) -> tuple[list[Any], bool]:
    """How far it is now, for the banner, and whether there is nothing more to ask."""
    source = asked_source(search)
    rows = _moving(current_viewer(), source)
    return load_progress(rows, _back(source)), not rows


def _moving(viewer: Viewer, source: str | None) -> list[dict[str, Any]]:
    return [row for row in deliveries.under_way(viewer) if source in {None, row["source_code"]}]


def _back(source: str | None) -> str:
    return PATH if source is None else f"{PATH}?{urlencode({'bron': source})}"


register_page(
    __name__,
    path=PATH,
    title=title,
    layout=layout,
    permission=Permission.SEE_DELIVERIES,
    menu=menu,
    order=5,
)
