"""Memory of the loading process, and how it grows with the delivery."""

from bench.goal import Finding, Side
from bench.goal_01_load import rows_and_rounds
from bench.loads import measured
from bench.setting import Setting

TITLE = "Memory of a load"


def measure(setting: Setting) -> list[Finding]:
    """Peaks of the process for a delivery and for one a tenth as large; the growth is what is held of the rest."""
    rows, _rounds = rows_and_rounds(setting)
    large = Side(f"{rows} rows", "MiB", tuple(one.fresh.peak for one in measured(setting, rows, 1)))
    small = Side(f"{rows // 10} rows", "MiB", tuple(one.fresh.peak for one in measured(setting, rows // 10, 1)))
    grown = large.median - small.median
    file = (setting.delivery(rows).stat().st_size - setting.delivery(rows // 10).stat().st_size) / 2**20
    return [
        Finding(f"peak at {rows} rows", large, None, large.median, "at most", 400),
        Finding(
            "growth", large, small, large.median / small.median, "at most", 1.2, "ten times the rows, goal for five"
        ),
        Finding(
            "growth per MiB of file",
            Side("growth", "MiB", (grown,)),
            Side("file", "MiB", (file,)),
            grown / file,
            "at most",
            None,
        ),
    ]
