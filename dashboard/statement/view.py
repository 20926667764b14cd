"""The form of a statement as its template draws it: locations, lines, fields. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from dashboard import labels
from dashboard.components.offer_words import counted_text
from dashboard.filters import REGULAR
from dashboard.language import _, current
from dashboard.statement import form
from dashboard.statement.fields import Field, Seen, field_of, of_offer
from dashboard.statement.form import Line, Row
from dashboard.statement.gain import gains, improvements
from dashboard.statement.words import Names
from dashboard.wording import ages

_STATES = {"waiting": 0, "received": 1, "failed": 2}


@dataclass(frozen=True)
class LineView:
    """One place. front: what stands in front; groups: (legend, fields) of what is folded.

    copies: (number, name) of the other locations to which its offer can be copied.
    """

    key: str
    title: str
    version: str
    status_code: str
    status_word: str
    counted: str
    front: Sequence[Field]
    groups: Sequence[tuple[str, Sequence[Field]]]
    is_open: bool
    is_under_way: bool
    stands_now: Sequence[str] = ()
    gains: Sequence[str] = ()
    improvements: Sequence[str] = ()
    offer: int = 0
    copies: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True)
class LocationView:
    """A location with its lines."""

    name: str
    lines: Sequence[LineView] = field(default_factory=list)


@dataclass(frozen=True)
class Beside:
    """What is said beside the lines.

    conflicts: key of a line -> what stands there now, where somebody else told something meanwhile. spread: offer ->
    row of read.own_spread; None where it was not asked. copies: number -> name of the locations for copies.
    """

    conflicts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    spread: Mapping[int, Row] | None = None
    copies: Mapping[int, str] = field(default_factory=dict)


def locations(lines: Sequence[Line], names: Names, at: datetime, beside: Beside) -> list[LocationView]:
    """The form: its locations with their lines."""
    seen: set[int] = set()
    drawn = []
    for name, inside in groupby(lines, key=lambda line: _location(line.row)):
        views = []
        for line in inside:
            is_first = line.row["offer_id"] not in seen  # what is of the whole offer stands with its first line
            seen.add(line.row["offer_id"])
            views.append(_line(line, names, at, beside, is_first=is_first))
        drawn.append(LocationView(name, views))
    return drawn


def title(row: Row, names: Names) -> str:
    """Depressie, polikliniek · s-ggz · 18 jaar en ouder; the urgency when it is not the ordinary one."""
    parts = [row[f"name_{current()}"], labels.segment(row["segment_code"]), ages(row["age_from"], row["age_to"])]
    if row["urgency_code"] != REGULAR:
        parts.append(names["urgency"][row["urgency_code"]])
    return " · ".join(parts)


def _location(row: Row) -> str:
    return f"{row['provider_name']}, {row['location_name']}"


def _line(line: Line, names: Names, at: datetime, beside: Beside, *, is_first: bool) -> LineView:
    seen = Seen(line, form.Line(line.row, form.typed_before(line.row), {}, {}, ""), names)
    counts = [field_of(seen, "count", one) for one in (form.TOTAL, form.IN_7, form.IN_14, form.IN_28)]
    groups = [(_("Places"), counts), *(of_offer(seen) if is_first else [])]
    folded = {one.name.partition(".")[2] for _legend, fields in groups for one in fields}
    return LineView(
        key=line.key,
        title=title(line.row, names),
        version=line.version,
        status_code=line.row["status_code"],
        status_word=_status(line.row),
        counted=counted_text(line.row, at),
        front=[field_of(seen, "count", form.FREE), field_of(seen, "day", form.FIRST)],
        groups=groups,
        is_open=bool(folded & set(line.errors)),
        is_under_way=line.row["is_under_way"],
        stands_now=beside.conflicts.get(line.key, ()),
        gains=gains(line.row, beside.spread.get(line.row["offer_id"])) if beside.spread is not None else (),
        improvements=improvements(line.row, len(names["criterion"])),
        offer=line.row["offer_id"],
        copies=[one for one in beside.copies.items() if is_first and one[0] != line.row["location_id"]],
    )


def _status(row: Row) -> str:
    why = labels.why_unknown(row["unknown_code"])
    word = labels.status(row["status_code"])
    return f"{word}: {why}" if why else word


def progress(rows: Sequence[Row]) -> str:
    """The least far state of the places of a statement."""
    codes = [row["state_code"] for row in rows]
    return min(codes, key=lambda code: _STATES.get(code, len(_STATES)), default="applied")
