"""The mistakes real senders make, put into a few rows on purpose. Each is named, so that a test can find it again."""

from collections import Counter
from collections.abc import Sequence

from data.world.capacity_csv import COLUMNS
from data.world.noise import pick, unit

SHARE = 0.003
_AT = {name: place for place, name in enumerate(COLUMNS)}


def unknown_pathway(row: list[str]) -> list[str]:
    """A code of the sender's own."""
    return _with(row, zorgpad=row[_AT["zorgpad"]].title() + "-TEAM")


def lost_zero(row: list[str]) -> list[str]:
    """The AGB code of the location went through a spreadsheet."""
    return _with(row, agb_vestiging=row[_AT["agb_vestiging"]].lstrip("0"))


def negative(row: list[str]) -> list[str]:
    """Overbooked, written as less than nothing."""
    return _with(row, vrij="-1")


def text_in_count(row: list[str]) -> list[str]:
    """A remark where a number belongs."""
    return _with(row, vrij="in overleg")


def free_above_total(row: list[str]) -> list[str]:
    """The two counts stand in each other's column."""
    total = int(row[_AT["totaal"]] or 4)
    return _with(row, vrij=str(total + 3), totaal=str(total))


def expected_decreasing(row: list[str]) -> list[str]:
    """Per week instead of cumulative."""
    return _with(row, verwacht_7d="3", verwacht_14d="2", verwacht_28d="2")


def no_moment(row: list[str]) -> list[str]:
    """Nobody knows when it was counted."""
    return _with(row, geteld_op="")


FAULTS = (unknown_pathway, lost_zero, negative, text_in_count, free_above_total, expected_decreasing, no_moment)


def sprinkled(rows: Sequence[list[str]], *about: int | str) -> list[list[str]]:
    """The rows with about 0.3 % of them spoilt, each by one fault."""
    return [
        pick(FAULTS, *about, "fault", place)(row) if can_be_spared and unit(*about, "dirt", place) < SHARE else row
        for place, (row, can_be_spared) in enumerate(zip(rows, _spare(rows), strict=True))
    ]


def planted(rows: Sequence[list[str]], *about: int | str) -> list[list[str]]:
    """The rows with every fault once, an exact double of a row, and two rows for one place with other figures."""
    made = [list(row) for row in rows]
    spare = [place for place, can_be_spared in enumerate(_spare(rows)) if can_be_spared]
    places = sorted(spare, key=lambda place: unit(*about, "planted", place))
    for fault, place in zip(FAULTS, places, strict=False):
        made[place] = fault(made[place])
    double, conflict = places[len(FAULTS)], places[len(FAULTS) + 1]
    other = _with(made[conflict], vrij=str(int(made[conflict][_AT["vrij"]]) + 1), totaal="")
    return [*made, list(made[double]), other]


def _spare(rows: Sequence[list[str]]) -> list[bool]:
    """Of each row whether its location has at least four: a mistake shall cost a row, not a whole location."""
    count = Counter(row[0] for row in rows)
    return [count[row[0]] >= 4 for row in rows]


def _with(row: Sequence[str], **cells: str) -> list[str]:
    changed = list(row)
    for column, value in cells.items():
        changed[_AT[column]] = value
    return changed
