"""What is typed in the form of a statement, and what that tells of each place. Pure.

A row is one of read.own_offers. Fields of one line are named <offer>-<urgency>.<field>, those of a whole offer
<offer>.<field>: an offer with places for two urgencies has one stop, one set of criteria.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dashboard.coordination import day, whole

Row = Mapping[str, Any]
Facts = dict[str, Any]
FREE, FIRST, TOTAL, IN_7, IN_14, IN_28 = "vrij", "eerste", "totaal", "verwacht7", "verwacht14", "verwacht28"
COUNTS = {
    FREE: "free_count",
    TOTAL: "total_count",
    IN_7: "expected_7_count",
    IN_14: "expected_14_count",
    IN_28: "expected_28_count",
}
TO_INTAKE, TO_TREATMENT = "aanmeldweken", "behandelweken"
WEEKS = {TO_INTAKE: "intake_weeks", TO_TREATMENT: "treatment_weeks"}
NO_WAITS = "social"  # the segment that has no such weeks
STOP, STOP_FOR, STOP_UNTIL = "stop", "stopvoor", "stoptot"
ROUTES, RESPONSIBLE, GROUND, HOLDS_UNTIL = "route", "wacht", "grond", "grondtot"
DAYS = {FIRST: "first_on", STOP_UNTIL: "stop_until", HOLDS_UNTIL: "exclusion_valid_to"}
WORDS = {STOP: "stop_reason_code", RESPONSIBLE: "responsible_code", GROUND: "exclusion_reason"}
SEVERAL = {STOP_FOR: "stop_concern_codes", ROUTES: "entry_route_codes"}
CRITERION = "criterium"  # and a dot and its code
VERSION = "versie"
_OWN = (*COUNTS, FIRST)  # of a line; all other fields are of its offer
_CARRIED = ("reserved_count", "stop_from")  # told of the place, and not on the form: they stay as they are
MOST_WEEKS = 104
_MOST, _LONGEST, _YEAR = 999, 200, timedelta(days=365)
_AHEAD = {FIRST: _YEAR, STOP_UNTIL: 3 * _YEAR, HOLDS_UNTIL: 3 * _YEAR}
_PERSONS_NUMBER = re.compile(r"\d([ .-]?\d){7}")


@dataclass(frozen=True)
class Line:
    """One place of the form. typed: field -> the texts in it. errors: field -> code of what is wrong there.

    facts: what is told of the place; it means nothing while there are errors.
    """

    row: Row
    typed: Mapping[str, tuple[str, ...]]
    facts: Facts
    errors: Mapping[str, str]
    version: str

    @property
    def key(self) -> str:
        """What its own fields are named after."""
        return key_of(self.row)

    @property
    def is_changed(self) -> bool:
        """Whether it says anything else than was told last."""
        return self.facts != told_before(self.row) or bool(self.errors)

    def one(self, field: str) -> str:
        """The text of a field that has one."""
        return next(iter(self.typed.get(field, ())), "")

    def place(self) -> dict[str, Any]:
        """What is sent to be stored."""
        named = {"offer_id": self.row["offer_id"], "urgency_code": self.row["urgency_code"], "version": self.version}
        return self.facts | named


def key_of(row: Row) -> str:
    """The beginning of the names of the fields of a line."""
    return f"{row['offer_id']}-{row['urgency_code']}"


def told_before(row: Row) -> Facts:
    """What was told of it last, as far as the form asks it."""
    return {name: told for name, told in row["told"].items() if name not in _CARRIED}


def as_told(rows: Sequence[Row], today: date) -> list[Line]:
    """The form as it opens: the last values filled in."""
    return [_line(row, typed_before(row), today, row["version"]) for row in rows]


def read(form: Mapping[str, Sequence[str]], rows: Sequence[Row], today: date) -> list[Line]:
    """The lines that were sent, as they were typed. A row without its fields in the form was not on the page."""
    lines = []
    for row in rows:
        key, offer = key_of(row), str(row["offer_id"])
        versions = form.get(f"{key}.{VERSION}")
        if not versions:
            continue
        own = {field: _texts(form, f"{key}.{field}") for field in _OWN}
        shared = {
            field: _texts(form, f"{offer}.{field}") for field in (*DAYS, *WEEKS, *WORDS, *SEVERAL) if field not in _OWN
        }
        answers = {
            name.removeprefix(f"{offer}."): _texts(form, name)
            for name in form
            if name.startswith(f"{offer}.{CRITERION}.")
        }
        lines.append(_line(row, own | shared | answers, today, versions[0][:64]))
    return lines


def chosen(lines: Sequence[Line], what: Collection[str]) -> list[Line]:
    """The lines a button is about: all ("alles"), those of these keys, or else those that were changed.

    What is told of a whole offer is told of all its lines, so of a changed offer all that say so are changed.
    """
    if "alles" in what:
        return list(lines)
    if any(line.key in what for line in lines):
        return [line for line in lines if line.key in what]
    return [line for line in lines if line.is_changed]


def _texts(form: Mapping[str, Sequence[str]], name: str) -> tuple[str, ...]:
    return tuple(text.strip()[: _LONGEST + 1] for text in list(form.get(name, ()))[:20] if text.strip())


def typed_before(row: Row) -> dict[str, tuple[str, ...]]:
    """What stood in the fields, by what was told last."""
    told = row["told"]
    typed = {
        field: (str(told[name]),)
        for field, name in (COUNTS | WEEKS | DAYS | WORDS).items()
        if told.get(name) is not None
    }
    typed |= {field: tuple(told[name]) for field, name in SEVERAL.items() if told.get(name)}
    return typed | {f"{CRITERION}.{code}": (value,) for code, value in told.get("exclusions", {}).items()}


def _line(row: Row, typed: Mapping[str, tuple[str, ...]], today: date, version: str) -> Line:
    texts = {field: next(iter(given), "") for field, given in typed.items()}
    names = COUNTS | WEEKS
    counts = {field: whole(texts[field]) for field in names if texts.get(field)}
    days = {field: day(texts[field]) for field in DAYS if texts.get(field)}
    most = dict.fromkeys(COUNTS, _MOST) | dict.fromkeys(WEEKS, MOST_WEEKS)
    wrong = {field for field, count in counts.items() if count is None or count > most[field]}
    errors = {field: "wrong_weeks" if field in WEEKS else "wrong_count" for field in wrong}
    errors |= {field: "wrong_day" for field, on in days.items() if on is None}
    facts: Facts = {names[field]: count for field, count in counts.items() if field not in errors}
    facts |= {DAYS[field]: on.isoformat() for field, on in days.items() if on is not None}
    facts |= {name: texts[field] for field, name in WORDS.items() if texts.get(field)}
    facts |= {name: list(typed[field]) for field, name in SEVERAL.items() if typed.get(field)}
    answers = {field.partition(".")[2]: text for field, text in texts.items() if field.startswith(CRITERION) and text}
    if answers:
        facts["exclusions"] = answers
    return Line(row, typed, facts, errors | _doubts(facts, today, told_before(row)), version)


def _doubts(facts: Facts, today: date, before: Facts) -> dict[str, str]:
    """What cannot be right, by field. A day that was told before may have passed since."""
    found = {
        field: "day_passed" if facts[name] < today.isoformat() else "day_far"
        for field, name in DAYS.items()
        if name in facts and facts[name] != before.get(name)
        if not today.isoformat() <= facts[name] <= (today + _AHEAD[field]).isoformat()
    }
    if facts.get("free_count", 0) > facts.get("total_count", _MOST):
        found[FREE] = "free_above_total"
    expected = [facts[COUNTS[field]] for field in (IN_7, IN_14, IN_28) if COUNTS[field] in facts]
    if expected != sorted(expected):
        found[IN_28] = "expected_decreasing"
    if "stop_reason_code" not in facts and ("stop_until" in facts or "stop_concern_codes" in facts):
        found[STOP] = "stop_without_reason"
    ground = facts.get("exclusion_reason", "")
    if _PERSONS_NUMBER.search(ground):
        found[GROUND] = "wrong_text"
    elif len(ground) > _LONGEST:
        found[GROUND] = "long_text"
    return found
