"""The form above the waits: what is counted, of when, and by which clock."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from dash import html

from dashboard import labels, wait_words
from dashboard.components.choice import choose_one, search_form
from dashboard.language import _
from dashboard.wait_view import (
    BY_TOTAL,
    CIRCUITS,
    KINDS,
    LAYERS,
    METHODS,
    PATH,
    SEGMENTS,
    SETTINGS,
    Known,
    WaitView,
    address,
    month_text,
)


def wait_filters(view: WaitView, known: Known) -> html.Details:
    """What is shown, in words, and folded under it a native form; what it sends is the address of the page."""
    months = {month_text(month): wait_words.month(month) for month in known.months}
    groups = {code: wait_words.group(known, code) for code in known.groups}
    settings = {
        name: _("with and without a stay") if code is None else labels.setting(code) for name, code in SETTINGS.items()
    }
    first: list[Any] = [
        choose_one("regio", _("Region"), known.regions, view.region, none=_("all regions")),
        choose_one("groep", _("Diagnosis group"), groups, view.group, none=_("all groups")),
        choose_one("maand", _("Month"), months, _month(view.month), none=_("the newest")),
        choose_one(
            "vergelijk",
            _("Compared with"),
            months,
            _month(view.compare),
            none=_("the month before"),
        ),
        choose_one("soort", _("What"), _said(KINDS, wait_words.kind), _chosen(KINDS, view.kind)),
        choose_one("klok", _("Clock"), _said(METHODS, wait_words.method), _chosen(METHODS, view.method)),
    ]
    rest: list[Any] = [
        choose_one("laag", _("Regions by"), _said(LAYERS, wait_words.layer), _chosen(LAYERS, view.layer)),
        choose_one("segment", _("Segment"), {code: code for code in SEGMENTS}, view.segment, none=_("all segments")),
        choose_one("setting", _("Setting"), settings, _chosen(SETTINGS, view.setting)),
        choose_one(
            "circuit",
            _("Age circuit"),
            {code: labels.circuit(code) for code in CIRCUITS},
            view.circuit,
            none=_("all ages"),
        ),
        *(
            [choose_one("verzekeraar", _("Contract with"), known.concerns, view.concern, none=_("not asked for"))]
            if known.concerns
            else []
        ),
        choose_one(
            "breuken", _("Compared over breaks"), {"ja": _("yes")}, "ja" if view.over_breaks else None, none=_("no")
        ),
    ]
    kept = [] if view.sort == BY_TOTAL else [_hidden("sorteer", view.sort)]
    said = html.Summary(
        [
            html.Span(" · ".join(_said_of(view, known)), className="asked"),
            html.Span(_("Choose region, group, month, clock and more"), className="change"),
        ]
    )
    form = search_form(PATH, *first, *rest, *kept, button=_("Show"))
    return html.Details([said, form], className="search wait-filters", key=address(view))


def _said_of(view: WaitView, known: Known) -> list[str]:
    """What was chosen, without what is usual, but for the region, the group, the kind of wait and the clock."""
    return [
        wait_words.region(known, view.region),
        wait_words.group(known, view.group),
        wait_words.kind(view.kind),
        wait_words.method(view.method),
        labels.setting(view.setting) if view.setting else _("with and without a stay"),
        *([view.segment] if view.segment else []),
        *([labels.circuit(view.circuit)] if view.circuit else []),
        *([_("contract with {concern}").format(concern=known.concerns[view.concern])] if view.concern else []),
    ]


def _hidden(name: str, value: str) -> html.Div:
    """A choice that stays as it is, for the form has no list of it."""
    return html.Div(html.Select([html.Option(value, value=value, selected=True)], name=name), hidden=True)


def _month(month: date | None) -> str | None:
    return None if month is None else month_text(month)


def _said(names: Mapping[str, str], words: Callable[[str], str]) -> dict[str, str]:
    return {name: words(code) for name, code in names.items()}


def _chosen(names: Mapping[str, str | None], code: str | None) -> str:
    return next(name for name, meant in names.items() if meant == code)
