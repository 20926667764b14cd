"""The fields of one place on the form of a statement. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dashboard.language import _
from dashboard.statement import form, words
from dashboard.statement.form import Line
from dashboard.statement.words import Names


@dataclass(frozen=True)
class Field:
    """One control. kind: count, day, pick, several, text. options: (code, text, is chosen). was: as told before."""

    kind: str
    name: str
    label: str
    value: str = ""
    was: str = ""
    error: str = ""
    options: Sequence[tuple[str, str, bool]] = ()
    most: int = 999

    @property
    def number(self) -> str:
        """Its id on the page."""
        return self.name.replace(".", "-")


class Seen(NamedTuple):
    """A line as it is typed, and as it was told before."""

    line: Line
    before: Line
    names: Names


def of_offer(seen: Seen) -> list[tuple[str, list[Field]]]:
    """(legend, fields) of what is told of a whole offer."""
    names = seen.names
    weeks = [field_of(seen, "count", one) for one in form.WEEKS]
    criteria = [f"{form.CRITERION}.{code}" for code in names["criterion"]]
    return [
        *(
            [(_("Waiting time, for somebody who applies now"), weeks)]
            if seen.line.row["segment_code"] != form.NO_WAITS
            else []
        ),
        (
            _("Closed to new clients"),
            [
                _pick(seen, form.STOP, names["closure_reason"], _("no stop")),
                _several(seen, form.STOP_FOR, names["concern"]),
                field_of(seen, "day", form.STOP_UNTIL),
            ],
        ),
        (
            _("What you do with somebody to whom this applies"),
            [
                *(_pick(seen, one, _told(names["answer"]), _("not told")) for one in criteria),
                field_of(seen, "text", form.GROUND),
                field_of(seen, "day", form.HOLDS_UNTIL),
            ],
        ),
        (
            _("Referral and waiting"),
            [
                _several(seen, form.ROUTES, names["route"]),
                _pick(seen, form.RESPONSIBLE, _told(names["responsible"]), _("not told")),
            ],
        ),
    ]


def _told(offered: Mapping[str, str]) -> dict[str, str]:
    """Without "unknown", which is what is not told."""
    return {code: text for code, text in offered.items() if code != "unknown"}


def field_of(seen: Seen, kind: str, one: str, options: Sequence[tuple[str, str, bool]] = ()) -> Field:
    """A field of the line itself, or of its offer. kind and options: as Field has them."""
    line, own = seen.line, {*form.COUNTS, form.FIRST}
    name = f"{line.key if one in own else line.row['offer_id']}.{one}"
    error = words.wrong(line.errors[one]) if one in line.errors else ""
    most = form.MOST_WEEKS if one in form.WEEKS else 999
    return Field(kind, name, words.label(one, seen.names), line.one(one), seen.before.one(one), error, options, most)


def _pick(seen: Seen, one: str, offered: Mapping[str, str], nothing: str) -> Field:
    chosen = seen.line.one(one)
    options = [("", nothing, not chosen), *((code, text, code == chosen) for code, text in offered.items())]
    return field_of(seen, "pick", one, options)


def _several(seen: Seen, one: str, offered: Mapping[str, str]) -> Field:
    chosen = seen.line.typed.get(one, ())
    return field_of(seen, "several", one, [(code, text, code in chosen) for code, text in offered.items()])
