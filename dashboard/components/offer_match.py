"""What a row of read.free_places says to this question: criteria, contract, and what the last caller found."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dash import html

from dashboard import labels
from dashboard.language import _, current
from dashboard.vocabulary import in_language
from dashboard.wording import day, moment_since, number

Row = Mapping[str, Any]
_HARD = ("excluded", "by_consultation")
_NAMED = 2


def criteria_parts(row: Row, today: date) -> list[list[Any]]:
    """Lines about criteria: the answers to those asked, in words, and what else the provider excludes.

    When none was asked: all that is told. The rest is not told, and not told is not accepted.
    """
    asked = {one["criterion_code"] for one in row["criterion_answers"]}
    others = [one for one in row["exclusions"] if one["criterion_code"] not in asked]
    if not asked:
        return [_told(_("exclusions:"), others) if others else [_("exclusions: none told, so ask")]]
    answers = [_answer(one, today) for one in row["criterion_answers"]]
    lines = [[_("of your criteria:"), " ", *_joined(answers)]]
    if excluded := [one for one in others if one["value_code"] == "excluded"]:
        names = [[in_language(one)] for one in excluded]
        lines.append([_("also excluded:"), " ", *_joined(names, ", ")])
    return lines


def contract_text(row: Row, concern: Row | None) -> str:
    """Menzis: gecontracteerd. concern: the row of the insurer that was asked for; None when none was."""
    code = row["contract_code"]
    if concern is None or code is None:
        return _("contract not checked")
    if code != "no" and row["is_ceiling_reached"]:
        said = _("ceiling of the contract reached")
    else:
        said = {"yes": _("contracted"), "no": _("no contract")}.get(code, _("contract unknown, ask"))
    return f"{concern['name']}: {said}"


def last_call_text(row: Row, at: datetime) -> str | None:
    """laatst gebeld gisteren 16:10: klopte. None when nobody told, or this reader may not know."""
    if row["last_call_code"] is None:
        return None
    said = _("it was as shown") if row["last_call_code"] == "as_shown" else _("it was not as shown")
    return _("last phoned {moment}: {outcome}").format(moment=moment_since(row["last_call_at"], at), outcome=said)


def dutch(text: str) -> html.Span | str:
    """Text that the database has in Dutch only, said to be so on an English page."""
    return text if current() == "nl" else html.Span(text, lang="nl")


def _answer(one: Row, today: date) -> list[Any]:
    said: list[Any] = [in_language(one), " ", html.Strong(labels.exclusion_value(one["value_code"]))]
    if one["ground_code"] == "lapsed":
        said.append(" " + _("(what was told has lapsed)"))
    details: list[Any] = [dutch(one["reason"])] if one["reason"] and one["value_code"] != "no_obstacle" else []
    if one["ground_code"] == "told" and one["valid_to"] is not None:
        on = date.fromisoformat(one["valid_to"])
        before = day(on) if on.year == today.year else f"{day(on)} {on.year}"
        details.append(_("told for until {date}").format(date=before))
    return [*said, " (", *_joined([[one] for one in details], "; "), ")"] if details else said


def _told(head: str, exclusions: list[Row]) -> list[Any]:
    """The hard ones by name as far as they fit in a line, the others as a number; all of them are in the details."""
    parts: list[list[Any]] = []
    for value in _HARD:
        named = [one for one in exclusions if one["value_code"] == value]
        if value != "excluded" and len(named) > _NAMED:
            parts.append([number(len(named)), " ", labels.exclusion_value(value)])
        else:
            parts += [[in_language(one), " ", labels.exclusion_value(value)] for one in named]
    if free := sum(one["value_code"] == "no_obstacle" for one in exclusions):
        parts.append([_("{number} no obstacle").format(number=number(free))])
    return [head, " ", *_joined([*parts, [_("rest not told")]])]


def _joined(parts: list[list[Any]], between: str = " · ") -> list[Any]:
    return [word for part in parts for word in (*part, between)][:-1]
