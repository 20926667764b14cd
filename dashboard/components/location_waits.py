"""The waits of one location over time, intake and treatment apart, against the norm of the day; a table behind them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html

from dashboard import labels
from dashboard.components.choice import choose_one, search_form
from dashboard.components.drawing import Drawing
from dashboard.components.location_facts import full_day, origin_link
from dashboard.components.table import table
from dashboard.components.wait_flags import flag_words
from dashboard.figures.wait_chart import MARKS, Point, breaks_within, changes, wait_chart
from dashboard.language import _, current
from dashboard.location_path import location_path, origin_path
from dashboard.wording import number

Row = Mapping[str, Any]
SERIES_FIELD = "reeks"
_KEY = ("circuit_code", "diagnosis_group_code", "segment_code", "setting_code", "group_literal")


def series(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The figures that are of one kind, by a key that can stand in an address; the one told most often first."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(".".join(row[name] for name in _KEY), []).append(row)
    return dict(
        sorted(found.items(), key=lambda one: (-max(row["reference_on"] for row in one[1]).toordinal(), -len(one[1])))
    )


def location_waits(rows: Sequence[Row], location: int, chosen: str | None, today: date) -> html.Section:
    """The rows of read.location_wait_history. chosen: the key of one series, anything else for the first."""
    heading = html.H2(_("Waits over time"))
    if not rows:
        return html.Section([heading, html.P(_("No waits are known here."))], className="waits")
    found = series(rows)
    key = chosen if chosen in found else next(iter(found))
    names = {one: series_name(inside[0]) for one, inside in found.items()}
    form = search_form(
        location_path(location),
        choose_one(SERIES_FIELD, _("For whom"), names, key),
        button=_("Show"),
    )
    shown = sorted(found[key], key=lambda row: row["reference_on"])
    parts: list[Any] = [heading, *([form] if len(found) > 1 else [html.P(names[key])])]
    for step, title in (
        ("intake", _("Weeks until the intake")),
        ("treatment", _("Weeks from the intake until treatment")),
    ):
        parts.append(_figure(shown, step, title, today))
    parts.append(html.Details([html.Summary(_("The same as a table")), _table(shown, location, today)]))
    return html.Section(parts, className="waits")


def series_name(row: Row) -> str:
    """volwassenen · Depressie · s-ggz · ambulant"""
    said = [row[f"circuit_name_{current()}"], row[f"group_name_{current()}"], labels.segment(row["segment_code"])]
    if row["setting_code"] != "unknown":
        said.append(labels.setting(row["setting_code"]))
    return " · ".join([*said, row["group_literal"]] if row["group_literal"] else said)


def points(rows: Sequence[Row], step: str) -> list[Point]:
    """The waits of one step as points; what was measured in another way, or from another start, is another kind."""
    return [
        Point(
            on=row["reference_on"],
            weeks=None if row[f"{step}_weeks"] is None else float(row[f"{step}_weeks"]),
            is_stop=row[f"{step}_state"] == "stop",
            norm=None if row[f"{step}_norm_weeks"] is None else float(row[f"{step}_norm_weeks"]),
            kind=f"{row['method_code']}/{row['start_event_code']}",
        )
        for row in rows
    ]


def breaks(rows: Sequence[Row], told: Sequence[Point]) -> list[tuple[date, str]]:
    """The dates on which counting changed: for everybody, and for this location."""
    names = {f"{row['method_code']}/{row['start_event_code']}": method_name(row) for row in rows}
    fixed = [
        (date(2022, 2, 1), _("another list of diagnosis groups, from 1 February 2022")),
        (date(2026, 1, 1), _("referral dates are reported, from 1 January 2026")),
    ]
    own = [(on, _("measured in another way: {method}").format(method=names[kind])) for on, kind in changes(told)]
    return [*fixed, *(one for one in own if one[0] not in {on for on, _words in fixed})]


def method_name(row: Row) -> str:
    """actueel; verwijsdata, vanaf de verwijzing"""
    name = str(row[f"method_name_{current()}"])
    return name + ", " + _("from the referral") if row["start_event_code"] == "referral" else name


def wait_text(row: Row, step: str) -> str:
    """4,4 weken; the four things that are no number of weeks are kept apart."""
    match row[f"{step}_state"]:
        case "value":
            return _("{number} weeks").format(number=number(row[f"{step}_weeks"]))
        case "no_wait":
            return _("no wait")
        case "stop":
            return _("closed to new clients")
        case "not_published":
            return _("not published")
        case _other:
            return _("unknown")


def _figure(rows: Sequence[Row], step: str, title: str, today: date) -> html.Figure:
    told = points(rows, step)
    cuts = breaks_within(breaks(rows, told), told[0].on, told[-1].on)
    drawn = wait_chart(
        told,
        cuts,
        title=f"{title}: {_summary(rows, step, today)}",
        day=lambda on: full_day(on, date.min),
    )
    kinds = list(dict.fromkeys(method_name(row) for row in rows))
    legend = [
        *(
            html.Li(
                [
                    html.Span("●○■"[place % MARKS], className=f"kind-{place % MARKS}", **{"aria-hidden": "true"}),
                    f" {name}",
                ]
            )
            for place, name in enumerate(kinds)
        ),
        html.Li([html.Span("- -", **{"aria-hidden": "true"}), " " + _("norm of that day")]),
        html.Li([html.Span("▬", **{"aria-hidden": "true"}), " " + _("closed to new clients")]),
    ]
    broken = [html.Li(f"{place}: {words}") for place, (_on, words) in enumerate(cuts, start=1)]
    return html.Figure(
        [
            html.H3(title),
            Drawing(drawn),
            html.Figcaption(
                [
                    html.P(_summary(rows, step, today)),
                    html.Ul(legend, className="legend plain-list"),
                    *([html.Ul(broken, className="plain-list breaks")] if broken else []),
                ]
            ),
        ]
    )


def _summary(rows: Sequence[Row], step: str, today: date) -> str:
    """laatst, 1 aug: 4,4 weken; norm 4 weken"""
    newest = rows[-1]
    said = _("last told for {date}: {wait}").format(
        date=full_day(newest["reference_on"], today), wait=wait_text(newest, step)
    )
    norm = newest[f"{step}_norm_weeks"]
    parts = [said] if norm is None else [said, _("norm {weeks} weeks").format(weeks=number(norm))]
    return "; ".join([*parts, *flag_words(newest["flag_codes"])])


def _table(rows: Sequence[Row], location: int, today: date) -> html.Div:
    heads = [
        _("Reference date"),
        _("Intake"),
        _("Norm"),
        _("Treatment"),
        _("Norm"),
        _("How measured"),
        _("Doubts"),
        _("Origin"),
    ]
    shown = [
        [
            full_day(row["reference_on"], today),
            wait_text(row, "intake"),
            _norm(row, "intake"),
            wait_text(row, "treatment"),
            _norm(row, "treatment"),
            method_name(row),
            " · ".join(flag_words(row["flag_codes"])) or "–",
            html.Span(
                origin_link(
                    origin_path(location, "wachttijd", aanlevering=row["delivery_id"], regel=row["line"]),
                    full_day(row["reference_on"], today),
                )
            ),
        ]
        for row in reversed(rows)
    ]
    return table(_("Waits in weeks as they were told, newest first. Missing is not zero."), heads, shown)


def _norm(row: Row, step: str) -> str:
    return "–" if row[f"{step}_norm_weeks"] is None else number(row[f"{step}_norm_weeks"])
