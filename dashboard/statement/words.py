"""What the form of a statement says: names of its fields, what is wrong in them, and what became of it."""

from collections.abc import Iterable, Mapping
from datetime import date

from dashboard.language import _, current
from dashboard.queries.database import Row
from dashboard.statement import form
from dashboard.statement.form import Line, told_before
from dashboard.wording import full_day

Names = Mapping[str, Mapping[str, str]]  # name of a list -> code -> name in the reader's language


def names_of(rows: Iterable[Row]) -> Names:
    """The rows of read.statement_lists, in their order."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row["list_code"], {})[row["code"]] = row[f"name_{current()}"]
    return found


def label(field: str, names: Names) -> str:
    """The name of a field, without its line."""
    if field.startswith(form.CRITERION):
        code = field.partition(".")[2]
        return names["criterion"].get(code, code)
    return {
        form.FREE: _("Places free now"),
        form.FIRST: _("First intake"),
        form.TOTAL: _("Places in all"),
        form.IN_7: _("Expected within 7 days"),
        form.IN_14: _("Expected within 14 days"),
        form.IN_28: _("Expected within 28 days"),
        form.TO_INTAKE: _("Weeks until intake"),
        form.TO_TREATMENT: _("Weeks from intake to treatment"),
        form.STOP: _("Closed to new clients"),
        form.STOP_FOR: _("For whose insured"),
        form.STOP_UNTIL: _("Last day of the stop"),
        form.ROUTES: _("Who may refer"),
        form.RESPONSIBLE: _("Responsible while waiting"),
        form.GROUND: _("Ground of these answers"),
        form.HOLDS_UNTIL: _("These answers hold until"),
    }[field]


def wrong(code: str) -> str:
    """What is wrong in a field, and what to do."""
    return {
        "wrong_count": _("A whole number from 0 to 999, or nothing when you do not know."),
        "wrong_weeks": _("A whole number of weeks from 0 to 104, or nothing when you do not know."),
        "wrong_day": _("A date, such as 3-12-2026."),
        "day_passed": _("This day has passed."),
        "day_far": _("This day is too far away: look at the year."),
        "free_above_total": _("More places are free than there are in all. Change one of the two."),
        "expected_decreasing": _(
            "Within more days at least as many come free: the shorter period is part of the longer."
        ),
        "stop_without_reason": _("Choose why there is a stop, or empty for whom and until when."),
        "wrong_text": _("A number as long as that could be of a person. Leave it out."),
        "long_text": _("At most 200 characters."),
    }[code]


def outcome(code: str) -> str:
    """Why a statement was not stored."""
    return {
        "nothing": _("Nothing was changed, so nothing was stored."),
        "denied": _("One of these places is not yours, so nothing was stored."),
        "not_enterable": _(
            "For one of these places nothing can be stored: it has no AGB code here. Phone the operator."
        ),
        "wrong_text": wrong("wrong_text"),
        "changed_meanwhile": _(
            "Somebody else told something of these places after you opened the form. Nothing of yours was stored; "
            "what you typed is still here, with what stands there now beside it. Look, and save again."
        ),
        "exists": _("That location has this offer already, so nothing was copied."),
        "too_late": _("This can be undone for ten minutes. Change the numbers instead."),
        "unknown": _("There is nothing to undo."),
        "wrong_fields": _("Something cannot be right. Nothing was stored yet; look at the lines in red."),
    }.get(code, code)


def state(state_code: str) -> str:
    """How far a stored statement is."""
    return {
        "waiting": _("is taken up within seconds"),
        "received": _("is being loaded"),
        "applied": _("readers see it now"),
        "superseded": _("a newer count is shown"),
        "duplicate": _("already known"),
        "held": _("waits for the transfer point to look at it"),
        "rejected": _("was refused"),
        "refused": _("was refused"),
        "failed": _("could not be loaded, and is tried again"),
    }.get(state_code, state_code)


def changes(line: Line, names: Names) -> list[str]:
    """What a line says now and what it said before: Plekken vrij nu: 2 → 3."""
    before, now = _said(told_before(line.row), names), _said(line.facts, names)
    fields = [field for field in [*before, *now] if before.get(field) != now.get(field)]
    nothing = _("not told")
    return [
        f"{label(field, names)}: {before.get(field, nothing)} → {now.get(field, nothing)}"
        for field in dict.fromkeys(fields)
    ]


def _said(facts: form.Facts, names: Names) -> dict[str, str]:
    said = {field: str(facts[name]) for field, name in (form.COUNTS | form.WEEKS).items() if name in facts}
    said |= {field: full_day(date.fromisoformat(facts[name])) for field, name in form.DAYS.items() if name in facts}
    lists = {form.STOP: "closure_reason", form.RESPONSIBLE: "responsible"}
    said |= {
        field: names[lists[field]].get(facts[name], facts[name]) if field in lists else facts[name]
        for field, name in form.WORDS.items()
        if name in facts
    }
    several = {form.STOP_FOR: "concern", form.ROUTES: "route"}
    said |= {
        field: ", ".join(names[several[field]].get(code, code) for code in facts[name])
        for field, name in form.SEVERAL.items()
        if name in facts
    }
    answers = facts.get("exclusions", {}).items()
    return said | {f"{form.CRITERION}.{code}": names["answer"].get(value, value) for code, value in answers}


def stands(line: Line, names: Names) -> list[str]:
    """All that a line says: Plekken vrij nu: 3."""
    return [f"{label(field, names)}: {said}" for field, said in _said(line.facts, names).items()]
