"""What stands in the address of the pages of the audit trail, read with distrust. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from dashboard.language import _
from dashboard.opening_hours import AMSTERDAM
from dashboard.queries.trail import Search

OUTCOMES = ("success", "refused", "failed")
_LONGEST = 100
_YEARS = range(2020, 2101)
_LONGEST_NUMBER = 18  # digits that fit in the numbers of the database
NAMES = ("van", "tot", "account", "soort", "object", "uitkomst", "voor")


def from_query(query: Mapping[str, object]) -> tuple[Search, dict[str, str], list[str]]:
    """The search, the texts that were understood (for the form and the next address), a sentence for each other."""
    given = {name: str(query[name]).strip() for name in NAMES if str(query.get(name) or "").strip()}
    kept = {name: text for name, text in given.items() if _is_understood(name, text)}
    said = [
        _("“{value}” could not be used and was left out.").format(value=text[:20])
        for name, text in given.items()
        if name not in kept
    ]
    until = _day(kept.get("tot"))
    search = Search(
        from_at=_midnight(_day(kept.get("van"))),
        until_at=_midnight(until + timedelta(days=1) if until else None),
        account=_number(kept.get("account")),
        event_type=kept.get("soort"),
        object_id=kept.get("object"),
        outcome=kept.get("uitkomst"),
        before_event=_number(kept.get("voor")),
    )
    return search, kept, said


def to_query(kept: Mapping[str, str], *, before: int | None = None) -> str:
    """The address of the same search, or of its next page."""
    texts = {name: text for name, text in kept.items() if name != "voor"}
    return urlencode(texts if before is None else {**texts, "voor": str(before)})


def _is_understood(name: str, text: str) -> bool:
    if name in {"van", "tot"}:
        return _day(text) is not None
    if name in {"account", "voor"}:
        return _number(text) is not None
    if name == "uitkomst":
        return text in OUTCOMES
    return text.isprintable() and len(text) <= _LONGEST


def _number(text: str | None) -> int | None:
    fits = text is not None and text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
    return int(text) if fits and text is not None else None


def _day(text: str | None) -> date | None:
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), AMSTERDAM)
