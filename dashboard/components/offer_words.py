"""What a row of read.free_places says, in sentences."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dashboard import labels
from dashboard.components.wait_flags import flag_words
from dashboard.filters import SPOED
from dashboard.language import _, ngettext
from dashboard.vocabulary import Vocabulary
from dashboard.wording import ages, date_since, day, moment_since, number, places, until, weeks_up

Row = Mapping[str, Any]
_WAIT_IS_OLD_AFTER_DAYS = 45


def status_text(row: Row, today: date) -> str:
    """plek vrij: 3 intakeplekken · 2 verwacht uiterlijk 5 dec"""
    word = labels.status(row["status_code"])
    match row["status_code"]:
        case "free":
            free = f"{word}: {_counted(row, 'free')}"
            if row["first_on"] is not None and row["first_on"] > today:
                free += " " + _("from {date}").format(date=day(row["first_on"]))
            expected = _expected(row, _("{places} expected").format(places=_counted(row, "expected", unit=False)))
            return f"{free} · {expected}" if expected else free
        case "expected":
            return _expected(row, _("{places} expected").format(places=_counted(row, "expected")))
        case "unknown":
            why = labels.why_unknown(row["unknown_code"])
            return f"{word}: {why}" if why else word
        case _other:
            return word


def counted_text(row: Row, at: datetime) -> str:
    """geteld gisteren 07:10, geldt tot ma 23 nov 07:10"""
    if row["counted_at"] is None:
        return _("never counted")
    counted = _("counted {moment}").format(moment=moment_since(row["counted_at"], at))
    if row["expires_at"] <= at:
        return counted + ", " + _("held until {moment}").format(moment=moment_since(row["expires_at"], at))
    return counted + ", " + _("holds until {moment}").format(moment=until(row["expires_at"], at))


def start_text(row: Row, today: date) -> tuple[str, str]:
    """How long until treatment starts, and what that is made of: ± 9 weken; tot start behandeling (3 + 6; norm 14)."""
    if row["urgency_code"] == SPOED:
        return _reaction(row)
    weeks = row["start_weeks"]
    if weeks is None:
        return _("start unknown"), _("of treatment; ask by phone")
    is_place = row["start_basis_code"] == "place"
    made_of = [
        _("in the place itself") if is_place else f"{number(row['intake_weeks'])} + {number(row['treatment_weeks'])}"
    ]
    if row["norm_weeks"] is not None:
        made_of.append(_("norm {weeks}").format(weeks=number(row["norm_weeks"])))
    told = _("until treatment starts ({made_of})").format(made_of="; ".join(made_of))
    if row["start_basis_code"] == "unsplit":
        told += ", " + _("figure of the whole location")
    on = row["wait_reference_on"]
    if on is not None and not is_place and (today - on).days > _WAIT_IS_OLD_AFTER_DAYS:
        told += ", " + _("told {date}").format(date=date_since(on, today))
    told = "; ".join([told, *flag_words(row["wait_flag_codes"])])
    if weeks <= 0:
        return (_("at once") if is_place else _("no wait")), told
    whole = weeks_up(weeks)
    return ngettext("± {number} week", "± {number} weeks", whole).format(number=number(whole)), told


def care_text(row: Row, known: Vocabulary) -> str:
    """Depressie, polikliniek gespecialiseerde ggz · s-ggz · 18 jaar en ouder"""
    told = known.care_name((row["care_pathway_code"], row["diagnosis_group_code"])) or row["care_pathway_name"]
    parts = [told, labels.segment(row["segment_code"]), ages(row["age_from"], row["age_to"])]
    return " · ".join([*parts, _("also remote")] if row["is_remote"] else parts)


def reasons_text(row: Row) -> str:
    """waarom hier: plek vrij, binnen de norm, dichtbij"""
    said = ", ".join(labels.reason(code, row["urgency_code"]) for code in row["reason_codes"])
    return _("why here: {reasons}").format(reasons=said)


def _reaction(row: Row) -> tuple[str, str]:
    """For spoed the first reaction stands where else the start of treatment does."""
    within = _("within {days} working days").format(days=row["reaction_working_days"])
    if "within_norm" in row["reason_codes"]:
        return within, _("first reaction")
    asked = _("urgent care asks for a first reaction {within}").format(within=within)
    when = row["first_on"] or row["expected_by"]
    if "over_norm" in row["reason_codes"] and when is not None:
        return _("from {date}").format(date=day(when)), asked
    return _("ask by phone"), asked


def _expected(row: Row, what: str) -> str:
    if not row["expected_count"] and row.get("expected_class_code") in {None, "none"}:
        return ""
    return what + " " + _("by {date}").format(date=day(row["expected_by"])) if row["expected_by"] else what


def _counted(row: Row, what: str, *, unit: bool = True) -> str:
    """The number of places, with their unit; of a competitor only a class."""
    count = row[f"{what}_count"]
    if count is None and row.get(f"{what}_class_code"):
        return labels.place_class(row[f"{what}_class_code"])
    return places(count, row["unit_code"]) if unit else number(count or 0)
