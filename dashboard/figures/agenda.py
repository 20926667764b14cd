"""This week's counts of a regional table beside those of the agenda before it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

COUNTS = ("free_count", "expected_count", "unknown_count", "stop_count")


@dataclass(frozen=True)
class Line:
    """A care pathway and urgency. now and before: its COUNTS; before is None where there is nothing to compare with."""

    care_pathway_code: str
    urgency_code: str
    now: Mapping[str, int]
    before: Mapping[str, int] | None

    @property
    def is_changed(self) -> bool:
        """Whether any of its counts is another than before."""
        return self.before is not None and any(self.now[name] != self.before[name] for name in COUNTS)

    def difference(self, name: str) -> int | None:
        """How much more it is than before."""
        return None if self.before is None else self.now[name] - self.before[name]


def compare(content: Mapping[str, Any], before: Mapping[str, Any] | None) -> list[Line]:
    """The lines of two agendas (read.agenda_content), in the order of the newest.

    What nobody offers any more stands at the end of its urgency, and counts zero; so did what is new.
    """
    now, then = _counts(content), _counts(before or {})
    gone = [key for key in then if key not in now]
    urgencies = list(dict.fromkeys(urgency for _pathway, urgency in [*now, *gone]))
    keys = sorted([*now, *gone], key=lambda key: urgencies.index(key[1]))
    nothing = dict.fromkeys(COUNTS, 0)
    return [
        Line(*key, now=now.get(key, nothing), before=None if before is None else then.get(key, nothing)) for key in keys
    ]


def free_places(lines: Iterable[Line], left_out: Iterable[str]) -> tuple[int, int | None]:
    """Places free now, and how many more than before; without the care pathways that are left out."""
    out = set(left_out)
    counted = [line for line in lines if line.care_pathway_code not in out]
    differences = [line.difference("free_count") for line in counted]
    is_compared = None not in differences
    return sum(line.now["free_count"] for line in counted), (
        sum(difference or 0 for difference in differences) if is_compared and counted else None
    )


def week_code(monday: date) -> str:
    """2026-W47, as it stands in an address."""
    year, week, _weekday = monday.isocalendar()
    return f"{year}-W{week:02}"


def monday_of(text: str) -> date | None:
    """The Monday of a week such as 2026-W47; None for anything else."""
    year, _sign, week = text.strip().upper().partition("-W")
    if not (year.isascii() and year.isdigit() and week.isascii() and week.isdigit() and len(year) == 4):
        return None
    try:
        return date.fromisocalendar(int(year), int(week[:3]), 1)
    except ValueError:
        return None


def _counts(content: Mapping[str, Any]) -> dict[tuple[str, str], dict[str, int]]:
    return {
        (row["care_pathway_code"], row["urgency_code"]): {name: int(row[name]) for name in COUNTS}
        for row in content.get("matrix", [])
    }
