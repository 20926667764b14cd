"""The same file a second time, against the first."""

from bench.goal import Finding, Side
from bench.goal_01_load import rows_and_rounds
from bench.loads import measured
from bench.setting import Setting

TITLE = "The same file again"


def measure(setting: Setting) -> list[Finding]:
    """Nothing is written (the counts are compared by the loads), and how long that takes."""
    rows, rounds = rows_and_rounds(setting)
    told = measured(setting, rows, rounds)
    again = Side("again", "s", tuple(one.again.seconds for one in told))
    first = Side("first", "s", tuple(one.fresh.seconds for one in told))
    return [Finding(f"{rows} rows, 0 written", again, first, again.median / first.median, "at most", 0.15)]
