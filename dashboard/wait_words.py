"""How waits, their clocks, versions and filters are said, on screen and in files."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from dashboard import labels
from dashboard.figures.wait_heat import direction, told_weeks
from dashboard.language import _, current, locale, ngettext
from dashboard.vocabulary import short_name
from dashboard.wait_view import Known, WaitView
from dashboard.wording import number

Row = Mapping[str, Any]
Number = Decimal | float


def kind(kind_code: str) -> str:
    """What is waited for."""
    return {
        "intake": _("wait until the intake"),
        "treatment": _("wait from the intake until treatment"),
        "total": _("wait until treatment"),
    }[kind_code]


def method(method_code: str) -> str:
    """The clock by which a wait was measured."""
    return {
        "retrospective": _("retrospective: those whose turn came"),
        "current": _("current: the third place still free"),
        "claims": _("derived from claims"),
        "referral_date": _("counted from the referral date"),
        "unknown": _("not noted how it was measured (historic)"),
    }[method_code]


def layer(layer_code: str) -> str:
    """A layer of regions."""
    return {
        "zorgkantoorregio": _("care office regions"),
        "ggd_region": _("GGD regions"),
        "province": _("provinces"),
        "municipality": _("municipalities"),
    }[layer_code]


def month(first: date) -> str:
    """september 2026"""
    return format_date(first, "LLLL y", locale=locale())


def short_month(first: date) -> str:
    """sep 2026"""
    return format_date(first, "LLL y", locale=locale())


def version(row: Row) -> str:
    """voorlopig, versie 3; definitief, versie 4; gecorrigeerd (1 correctie), versie 5"""
    if row["version_code"] == "corrected":
        corrected = row["correction_count"]
        said = ngettext("final, with {number} correction", "final, with {number} corrections", corrected)
        said = said.format(number=number(corrected))
    else:
        said = _("provisional") if row["version_code"] == "provisional" else _("final")
    return said + ", " + _("version {number}").format(number=str(row["version_number"]))


def weeks(value: Number | None) -> str:
    """9,4 weken; onbekend"""
    return _("unknown") if value is None else _("{number} weeks").format(number=number(value))


def bare(value: Number | None) -> str:
    """9,4; a dash where there is none."""
    return "–" if value is None else number(value)


def fine(value: Number | None) -> str:
    """0,42; a dash where there is none."""
    return "–" if value is None else format_decimal(value, format="#,##0.00", locale=locale())


def share(value: Number | None) -> str:
    """12 %; onbekend"""
    return _("unknown") if value is None else f"{round(value * 100)} %"


def signed(change: Number | None) -> str:
    """▲ +0,8; ▼ −0,6; = where it changed by less than half a week."""
    if change is None:
        return "–"
    mark = {1: "▲", -1: "▼", 0: "="}[direction(change) or 0]
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return f"{mark} {sign}{number(change if change > 0 else -change)}"


def against_norm(row: Row) -> str:
    """9,4 ≤ 14 or 16,2 > 14: the wait and its norm; without a norm the wait alone; without a mean: mediaan 5 > 4."""
    value, norm = told_weeks(row), row["norm_weeks"]
    if value is None:
        return bare(value)
    said = number(value) if norm is None else f"{number(value)} {'>' if value > norm else '≤'} {number(norm)}"
    return said if row["mean_weeks"] is not None else _("median") + " " + said


def trust(row: Row) -> str:
    """12 van 14 vestigingen · 7 % in stop"""
    said = _("{told} of {all} locations").format(told=row["location_count"], all=row["told_location_count"])
    if row["share_in_stop"]:
        said += " · " + _("{share} in stop").format(share=share(row["share_in_stop"]))
    return said


def group(known: Known, code: str | None) -> str:
    """The short name of a diagnosis group, or that it is all of them; an old list says which it is."""
    if code is None:
        return _("all groups")
    row = dict(known.groups[code])
    name = short_name(row)
    return name if row["list_code"] == "dsm5" else f"{name} ({str(row['list_code']).upper()})"


def region(known: Known, code: str | None) -> str:
    """The name of a region, or the whole country."""
    return _("the whole country") if code is None else known.regions.get(code, code)


def named(row: Row, name: str = "name") -> str:
    """A field that stands there in two languages."""
    said: str = row[f"{name}_{current()}"]
    return said


def filters(view: WaitView, known: Known, row: Row | None) -> list[tuple[str, str]]:
    """(what, value) for all that was chosen, as it stands on the page, in files and in the report."""
    setting = _("with and without a stay") if view.setting is None else labels.setting(view.setting)
    compare = row["compare_period_from"] if row else view.compare
    return [
        (_("Month"), month(row["period_from"]) if row else "–"),
        (_("Compared with"), month(compare) if compare else "–"),
        (_("Version"), version(row) if row else "–"),
        (_("What"), kind(view.kind)),
        (_("Clock"), method(view.method)),
        (_("Regions by"), layer(view.layer)),
        (_("Region"), region(known, view.region)),
        (_("Diagnosis group"), group(known, view.group)),
        (_("Segment"), view.segment or _("all segments")),
        (_("Setting"), setting),
        (_("Age circuit"), labels.circuit(view.circuit) if view.circuit else _("all ages")),
        (_("Contract with"), known.concerns[view.concern] if view.concern else _("not asked for")),
        (_("Compared over breaks"), _("yes, at the reader's request") if view.over_breaks else _("no")),
    ]
