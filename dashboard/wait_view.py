"""What is asked of the page /wachttijden, and its address, both ways. The address can be mailed: it holds no person."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dashboard.filters import last
from dashboard.language import _
from dashboard.location_path import number_in

PATH = "/wachttijden"
LAYERS = {
    "zorgkantoor": "zorgkantoorregio",
    "ggd": "ggd_region",
    "provincie": "province",
    "gemeente": "municipality",
}
KINDS = {"totaal": "total", "aanmelding": "intake", "behandeling": "treatment"}
METHODS = {
    "retrospectief": "retrospective",
    "actueel": "current",
    "declaratie": "claims",
    "verwijsdata": "referral_date",
    "onbekend": "unknown",
}
SETTINGS = {"ambulant": "ambulant", "klinisch": "clinical", "alle": None}
SEGMENTS = ("gb-ggz", "s-ggz")
CIRCUITS = ("youth", "adolescents", "adults", "elderly", "addiction", "forensic", "unknown")
BY_TOTAL, BY_NAME = "totaal", "naam"


@dataclass(frozen=True)
class Known:
    """What can be chosen. regions: code -> name in the layer asked for; groups: code -> row of read.wait_groups;
    months: the newest first; concerns: code -> name of those this person may ask the contracts of.
    """

    months: tuple[date, ...]
    regions: Mapping[str, str]
    groups: Mapping[str, Mapping[str, Any]]
    concerns: Mapping[str, str]


@dataclass(frozen=True)
class WaitView:
    """One view of the waits, in the codes of the database. None leaves open; month: the first day, None for the newest.

    sort: BY_TOTAL, BY_NAME, or the code of a group: the column by which the regions stand, longest wait first.
    with_selection: whether complex groups are held against light ones, which reads half a year of the whole country.
    """

    layer: str = "zorgkantoorregio"
    month: date | None = None
    compare: date | None = None
    kind: str = "total"
    method: str = "retrospective"
    segment: str | None = None
    setting: str | None = "ambulant"
    circuit: str | None = None
    concern: str | None = None
    version: int | None = None
    over_breaks: bool = False
    region: str | None = None
    group: str | None = None
    sort: str = BY_TOTAL
    with_selection: bool = False


def layer_of(query: Mapping[str, object]) -> str:
    """The layer of regions an address asks for."""
    return LAYERS.get(last(query.get("laag", "")), "zorgkantoorregio")


def from_query(query: Mapping[str, object], known: Known) -> tuple[WaitView, list[str]]:
    """The view an address asks for, and a sentence for each part of it that was dropped. Without a setting in the
    address care without a stay; every setting for figures of which nobody noted how they were measured.
    """
    given = {name: text for name, value in query.items() if (text := last(value).strip())}
    dropped: list[str] = []

    def chosen(name: str, codes: Mapping[str, Any]) -> Any:  # noqa: ANN401 - what the mapping holds
        if name in given and given[name] not in codes:
            dropped.append(_("“{value}” is not known here, so it was left out.").format(value=given[name][:20]))
        return codes.get(given.get(name, ""))

    def same(codes: Mapping[str, object] | tuple[str, ...]) -> dict[str, str]:
        return {code: code for code in codes}

    months = {month_text(month): month for month in known.months}
    method = chosen("klok", METHODS) or "retrospective"
    view = WaitView(
        layer=chosen("laag", LAYERS) or "zorgkantoorregio",
        month=chosen("maand", months),
        compare=chosen("vergelijk", months),
        kind=chosen("soort", KINDS) or "total",
        method=method,
        segment=chosen("segment", same(SEGMENTS)),
        setting=chosen("setting", SETTINGS) if "setting" in given else _usual_setting(method),
        circuit=chosen("circuit", same(CIRCUITS)),
        concern=chosen("verzekeraar", same(known.concerns)),
        version=number_in(given["versie"]) if "versie" in given else None,
        over_breaks=given.get("breuken") == "ja",
        with_selection=given.get("selectie") == "ja",
        region=chosen("regio", same(known.regions)),
        group=chosen("groep", same(known.groups)),
        sort=chosen("sorteer", same((BY_TOTAL, BY_NAME, *known.groups))) or BY_TOTAL,
    )
    if view.version is not None and (view.month is None or not 1 <= view.version <= 10_000):
        dropped.append(_("A version belongs to a month, so it was left out."))
        view = replace(view, version=None)
    return view, dropped


def to_query(view: WaitView) -> str:
    """The query string of a view, without question mark; what is as usual is not in it."""
    usual = WaitView()
    setting = None if view.setting == _usual_setting(view.method) else _name(SETTINGS, view.setting)
    values = {
        "laag": None if view.layer == usual.layer else _name(LAYERS, view.layer),
        "maand": view.month and month_text(view.month),
        "vergelijk": view.compare and month_text(view.compare),
        "soort": None if view.kind == usual.kind else _name(KINDS, view.kind),
        "klok": None if view.method == usual.method else _name(METHODS, view.method),
        "segment": view.segment,
        "setting": setting,
        "circuit": view.circuit,
        "verzekeraar": view.concern,
        "versie": view.version,
        "breuken": "ja" if view.over_breaks else None,
        "regio": view.region,
        "groep": view.group,
        "selectie": "ja" if view.with_selection else None,
        "sorteer": None if view.sort == usual.sort else view.sort,
    }
    return urlencode({name: value for name, value in values.items() if value is not None})


def address(view: WaitView, path: str = PATH) -> str:
    """The address of a view."""
    query = to_query(view)
    return f"{path}?{query}" if query else path


def pinned(view: WaitView, row: Mapping[str, Any] | None) -> WaitView:
    """The same view with its month and version said, so that its address goes on to mean the same figures.

    row: one of read.wait_hot_spots about it; without one there is nothing to say.
    """
    if row is None:
        return view
    return replace(view, month=row["period_from"], compare=row["compare_period_from"], version=row["version_number"])


def month_text(month: date) -> str:
    """2026-09"""
    return f"{month:%Y-%m}"


def _usual_setting(method: str) -> str | None:
    return None if method == "unknown" else "ambulant"


def _name(names: Mapping[str, str | None], code: str | None) -> str:
    return next(name for name, meant in names.items() if meant == code)
