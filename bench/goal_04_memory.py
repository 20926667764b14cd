"""Memory of the loading process, and how it grows with the delivery."""

from bench.goal import Finding, Side, same
from bench.load import Load, load
from bench.place import EMPTY
from bench.setting import Setting

TITLE = "Memory of a load"
WORK = "bench_memory"
NOTE = (
    "the last line is cut off, so that the file is kept, masked, read, checked row by row and staged to its end and "
    "then refused: what comes after is work of the server, not of this process"
)


def measure(setting: Setting) -> list[Finding]:
    """Peaks of the process for a delivery and for one five times as large."""
    rows = 2_000 if setting.is_quick else 1_000_000
    small, large = _read(setting, rows, 1), _read(setting, rows, 5)
    small_peak = Side(f"{rows} rows", "MiB", (small.peak,))
    large_peak = Side(f"{5 * rows} rows", "MiB", (large.peak,))
    took = Side(f"{5 * rows} rows", "rows/s", (5 * rows / large.seconds,))
    return [
        Finding(f"peak at {rows} rows", small_peak, None, small.peak, "at most", 400, NOTE),
        Finding("five times the rows", large_peak, small_peak, large.peak / small.peak, "at most", 1.2),
        Finding("kept, read and staged", took, None, took.median, "at least", None),
    ]


def _read(setting: Setting, rows: int, times: int) -> Load:
    setting.place.copy(EMPTY, WORK)
    done = load(setting.place, WORK, setting.cut_delivery(rows, times))
    setting.place.drop(WORK)
    same((done.outcome, done.accepted), ("rejected", 0), "a delivery that is cut off")
    return done
