"""The mistakes real senders make, put into a few rows on purpose. Each is named, so that a test can find it again.

A fault is a function from the cells of a sound row, by column, to the cells it writes wrong.
"""

from collections import Counter
from collections.abc import Callable, Sequence

from data.world.noise import Key, pick, unit

SHARE = 0.003
Cells = dict[str, str]
Fault = Callable[[Cells], Cells]


def unknown_pathway(row: Cells) -> Cells:
    """A code of the sender's own."""
    return {"zorgpad": f"{row['zorgpad']}-TEAM"}


def lost_zero(row: Cells) -> Cells:
    """The AGB code of the location went through a spreadsheet."""
    return {"agb_vestiging": row["agb_vestiging"].lstrip("0")}


def negative(_row: Cells) -> Cells:
    """Overbooked, written as less than nothing."""
    return {"vrij": "-1"}


def text_in_count(_row: Cells) -> Cells:
    """A remark where a number belongs."""
    return {"vrij": "in overleg"}


def free_above_total(row: Cells) -> Cells:
    """The two counts stand in each other's column."""
    total = int(row["totaal"] or 4)
    return {"vrij": str(total + 3), "totaal": str(total)}


def tenfold(row: Cells) -> Cells:
    """Ten times the places there are: the export counts another thing."""
    return {column: f"{row[column]}0" if row[column] not in {"", "0"} else row[column] for column in ("vrij", "totaal")}


def expected_decreasing(_row: Cells) -> Cells:
    """Told per week instead of added up."""
    return {"verwacht_7d": "3", "verwacht_14d": "2", "verwacht_28d": "2"}


def no_moment(_row: Cells) -> Cells:
    """Nobody knows when it was counted."""
    return {"geteld_op": ""}


def old_group(_row: Cells) -> Cells:
    """A group of the list that ended in January 2022."""
    return {"diagnosegroep": "IV07"}


def endless_wait(_row: Cells) -> Cells:
    """Days in a column of weeks."""
    return {"aanmeld_weken": "130"}


def part_above_whole(row: Cells) -> Cells:
    """More wait over the norm than wait at all."""
    count = int(row["wachtend_intake"] or 3)
    return {"wachtend_intake": str(count), "wachtend_intake_boven_norm": str(count + 5)}


def unknown_method(_row: Cells) -> Cells:
    """A way of measuring that nobody agreed on."""
    return {"methode": "schatting"}


def days_for_weeks(row: Cells) -> Cells:
    """The wait to treatment in days: it could be true, so it is loaded and doubted."""
    weeks = float(row["behandel_weken"].replace(",", "."))
    return {"behandel_weken": f"{weeks * 7:.1f}".replace(".", ",")} if 1 <= weeks <= 14 else {}


def zero_with_people_waiting(row: Cells) -> Cells:
    """No wait is told, and people have waited too long."""
    return {"aanmeld_weken": "0"} if row["wachtend_intake_boven_norm"] not in {"", "0"} else {}


def tenfold_list(row: Cells) -> Cells:
    """The list holds ten times as many as a month before."""
    columns = ("wachtend_intake", "wachtend_behandeling")
    return {column: f"{row[column]}0" for column in columns if row[column] not in {"", "0"}}


def lost_from_the_list(row: Cells) -> Cells:
    """More on the list than the month's own new, started and left can bring."""
    count = int(row["wachtend_intake"] or 0)
    return {"wachtend_intake": str(count + 12 + count // 2)} if row["nieuw_maand"] else {}


CAPACITY: tuple[Fault, ...] = (
    unknown_pathway, lost_zero, negative, text_in_count, free_above_total, expected_decreasing, no_moment,
)  # fmt: skip
WAITS: tuple[Fault, ...] = (lost_zero, old_group, endless_wait, part_above_whole, unknown_method)
# What is loaded, because it could be true, and doubted.
DOUBTFUL: tuple[Fault, ...] = (days_for_weeks, zero_with_people_waiting, tenfold_list, lost_from_the_list)


def spoilt(columns: Sequence[str], row: Sequence[str], fault: Fault) -> list[str]:
    """The row with one fault in it."""
    cells = dict(zip(columns, row, strict=True))
    return list((cells | fault(cells)).values())


def sprinkled(
    columns: Sequence[str], rows: Sequence[list[str]], faults: Sequence[Fault], *about: Key
) -> list[list[str]]:
    """The rows with about 0.3 % of them spoilt, each by one fault."""
    made = list(rows)
    for place in _spare(rows):
        if unit(*about, "dirt", place) < SHARE:
            made[place] = spoilt(columns, rows[place], pick(faults, *about, "fault", place))
    return made


def doubtful(columns: Sequence[str], rows: Sequence[list[str]], *about: Key) -> list[list[str]]:
    """The rows of waits with about 0.6 % of them hard to believe."""
    weeks = columns.index("behandel_weken")
    return [
        spoilt(columns, row, pick(DOUBTFUL, *about, "doubt", place))
        if row[weeks].replace(",", "").isdigit() and unit(*about, "doubtful", place) < 2 * SHARE
        else row
        for place, row in enumerate(rows)
    ]


def planted(columns: Sequence[str], rows: Sequence[list[str]], faults: Sequence[Fault], *about: Key) -> list[list[str]]:
    """The rows with every fault once, and at the end an exact double of another row."""
    made = list(rows)
    *places, double = sorted(_spare(rows), key=lambda place: unit(*about, "planted", place))[: len(faults) + 1]
    for fault, place in zip(faults, places, strict=True):
        made[place] = spoilt(columns, rows[place], fault)
    return [*made, rows[double]]


def _spare(rows: Sequence[list[str]]) -> list[int]:
    """The rows of locations that have at least four: a mistake shall cost a row, not a whole location."""
    count = Counter(row[0] for row in rows)
    return [place for place, row in enumerate(rows) if count[row[0]] >= 4]
