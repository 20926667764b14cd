"""A delivery in which a tenth of the rows differ from the one before, against COPY."""

from bench.goal import Finding, Side
from bench.goal_01_load import rows_and_rounds
from bench.loads import measured
from bench.setting import Setting

TITLE = "A delivery with a tenth changed"


def measure(setting: Setting) -> list[Finding]:
    """Rows a second as a share of the floor; the history grows by every row, changed or not."""
    rows, rounds = rows_and_rounds(setting)
    told = measured(setting, rows, rounds)
    ours = Side("load", "rows/s", tuple(rows / one.changed.seconds for one in told))
    floor = Side("COPY", "rows/s", tuple(rows / one.floor for one in told))
    return [Finding(f"{rows} rows, 10 % changed", ours, floor, ours.median / floor.median, "at least", 0.40)]
