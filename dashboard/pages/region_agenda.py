"""Agenda: what the regional table has to speak of this week, frozen at a set time, beside the week before."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from dash import html, register_page

from dashboard.access import Permission
from dashboard.agenda_file import agenda_file
from dashboard.components import agenda as parts
from dashboard.components.choice import choose_one, search_form
from dashboard.components.page import banner, page
from dashboard.components.print_foot import print_foot
from dashboard.components.region_links import region_links
from dashboard.components.table import download
from dashboard.coordination import AGENDA
from dashboard.csv_text import Table
from dashboard.figures.agenda import compare, free_places, monday_of, week_code
from dashboard.language import _, ngettext
from dashboard.queries import agenda, lists
from dashboard.viewer import Viewer, current_viewer
from dashboard.vocabulary import Vocabulary
from dashboard.wording import change, clock, full_day, local_day, number, week_name, weekday

Row = Mapping[str, Any]
_LATE = timedelta(hours=1)  # from here on it is said that it was not at its time


def title() -> str:
    """The title of the window."""
    return _("Agenda of the regional table") + " – Transferpunt"


def layout(**query: object) -> html.Div:
    """The agenda of the own region and the week in the address; without them the first one, and this week."""
    viewer = current_viewer()
    known = lists.vocabulary(viewer)
    own, region, monday = _asked(viewer, query, known)
    row = agenda.agenda(viewer, region, monday) if region else None
    week = row["week_on"] if row else monday
    name = known.regions[region]["name"] if region else ""
    return page(
        _("Agenda of {region}, {week}").format(region=name, week=week_name(week)) if week and region else _("Agenda"),
        *_unread(query, monday),
        region_links(viewer, AGENDA),
        *([_chooser(viewer, own, region, week, known)] if region else [html.P(_("No region is yours yet."))]),
        *(_drawn(viewer, row, known) if row else _nothing(region, week)),
        path=AGENDA,
        query=_query(region, monday),
        viewer=viewer,
    )


def export(viewer: Viewer, query: Mapping[str, object]) -> Table:
    """Everything on the agenda, a row for each thing."""
    known = lists.vocabulary(viewer)
    _own, region, monday = _asked(viewer, query, known)
    row = agenda.agenda(viewer, region, monday) if region else None
    name = f"agenda-{region}-{week_code(row['week_on'])}" if row else "agenda"
    return agenda_file(name, row, known)


def _asked(viewer: Viewer, query: Mapping[str, object], known: Vocabulary) -> tuple[list[str], str | None, date | None]:
    own = [code for code in known.regions if code in viewer.codes("region")]
    asked = str(query.get("regio") or "")
    region = asked if asked in own else next(iter(own), None)
    return own, region, monday_of(str(query.get("week") or ""))


def _unread(query: Mapping[str, object], monday: date | None) -> list[html.Div]:
    if query.get("week") and monday is None:
        return [banner(html.P(_("A week is written such as 2026-W47. This is the agenda of this week.")))]
    return []


def _query(region: str | None, monday: date | None) -> str:
    told = {"regio": region, "week": week_code(monday) if monday else None}
    return urlencode({name: value for name, value in told.items() if value})


def _chooser(viewer: Viewer, own: list[str], region: str, week: date | None, known: Vocabulary) -> html.Div:
    fields = []
    if len(own) > 1:
        fields.append(choose_one("regio", _("Region"), {code: known.regions[code]["name"] for code in own}, region))
    today = local_day(viewer.asked_at)
    this_week = today - timedelta(days=today.weekday())
    mondays = sorted({*agenda.weeks(viewer, region), this_week}, reverse=True)
    options = {week_code(monday): f"{week_name(monday)} ({full_day(monday)})" for monday in mondays}
    fields.append(choose_one("week", _("Week"), options, week_code(week) if week else None))
    return html.Div(search_form(AGENDA, *fields, button=_("Show")), className="search")


def _drawn(viewer: Viewer, row: Row, known: Vocabulary) -> list[Any]:
    content, at = row["content"], row["frozen_at"] or viewer.asked_at
    lines = compare(content, row["before_content"])
    before = week_name(row["before_week_on"]) if row["before_week_on"] else None
    return [
        *_when(viewer, row),
        *_headline(lines, before, known),
        *download(viewer, AGENDA, _query(row["region_code"], row["week_on"])),
        html.Div(
            [
                parts.changes(lines, known, before),
                parts.late(content["late"]),
                parts.white_spots(viewer, content["white_spots"], content["criterion_count"], known),
                parts.calls(content["calls"], known),
                parts.held(content["held"]),
            ],
            className="agenda",
        ),
        print_foot(content["moment"], at),
    ]


def _when(viewer: Viewer, row: Row) -> list[Any]:
    """When it was frozen, or that it is not yet."""
    if row["frozen_at"] is None:
        said = [html.P(_("Not frozen yet: this is how it stands now, provisionally."))]
        if row["due_at"] > viewer.asked_at:
            said.append(html.P(_("It is frozen {moment}.").format(moment=_moment(row["due_at"]))))
        else:
            late = _("It was due {moment}; it is frozen as soon as the night's work runs again.")
            said.append(html.P(late.format(moment=_moment(row["due_at"]))))
        return [banner(*said, kind="note")]
    frozen = [_("Frozen {moment}; it does not change any more.").format(moment=_moment(row["frozen_at"]))]
    if row["frozen_at"] - row["due_at"] > _LATE:
        frozen.append(_("That is later than its time, {moment}.").format(moment=_moment(row["due_at"])))
    if row["before_frozen_at"]:
        frozen.append(_("Compared with {moment}.").format(moment=_moment(row["before_frozen_at"])))
    return [html.P(" ".join(frozen), className="muted")]


def _headline(lines: list[Any], before: str | None, known: Vocabulary) -> list[html.P]:
    unlimited = [code for code, row in known.care_pathways.items() if row["is_mostly_unlimited"]]
    free, difference = free_places(lines, unlimited)
    said = ngettext("{number} place free", "{number} places free", free).format(number=number(free))
    if difference is not None and before:
        since = _("{change} since {week}").format(change=change(difference), week=before)
        said = f"{said}; {since}"
    first = [] if before else [html.P(_("There is no earlier agenda to compare it with."), className="muted")]
    return [html.P(said, className="headline"), *first]


def _nothing(region: str | None, week: date | None) -> list[Any]:
    if region is None or week is None:
        return []
    said = _("No agenda was frozen in {week}, and how it stood then cannot be told any more. Choose another week.")
    return [
        html.P(said.format(week=week_name(week))),
        html.P(html.A(_("This week"), href=f"{AGENDA}?{_query(region, None)}")),
    ]


def _moment(at: Any) -> str:  # noqa: ANN401 - datetime
    return f"{weekday(local_day(at))} {local_day(at).year} {clock(at)}"


register_page(
    __name__,
    path=AGENDA,
    title=title,
    layout=layout,
    permission=Permission.SETTLE_CALLS,
    export=export,
    order=24,
)
