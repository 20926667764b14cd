"""Loading a delivery end to end, against the server's own COPY of the same file."""

from bench.goal import Finding, Side
from bench.loads import measured
from bench.setting import Setting

TITLE = "Loading a delivery"
NOTE = (
    "floors: the server's COPY of the same file into a table without index, and into one with the key; ours keeps the "
    "bytes, checks each row and writes offers, history and current state with their foreign keys"
)


def rows_and_rounds(setting: Setting) -> tuple[int, int]:
    """How large a delivery goals 1 to 4 load, and how often."""
    return (1_000, 1) if setting.is_quick else (50_000, 2)


def measure(setting: Setting) -> list[Finding]:
    """Rows a second of ours as a share of both floors."""
    rows, rounds = rows_and_rounds(setting)
    told = measured(setting, rows, rounds)
    ours = Side("load", "rows/s", tuple(rows / one.fresh.seconds for one in told))
    floor = Side("COPY", "rows/s", tuple(rows / one.floor for one in told))
    keyed = Side("COPY with key", "rows/s", tuple(rows / one.keyed for one in told))
    return [
        Finding(f"{rows} rows, fresh", ours, floor, ours.median / floor.median, "at least", 0.25, NOTE),
        Finding(f"{rows} rows, fresh", ours, keyed, ours.median / keyed.median, "at least", 0.70),
    ]
