"""The first load of /vrije-plekken in a real browser, against a page with a grid and a graph and against a bare one."""

import statistics

from bench.first_load import Opened
from bench.goal import Finding, Side
from bench.openings import bytes_against, measured, time_against
from bench.setting import Setting

TITLE = "The first load of a page"


def measure(setting: Setting) -> list[Finding]:
    """Bytes and time of ours as shares of the default's, and its bytes of the bare page's."""
    told = measured(setting)
    what, ours, default = "/vrije-plekken with its list", told["list"], told["default grid"]
    return [
        bytes_against(what, ours, default, "default Dash", 0.10),
        time_against(what, ours, default, "default Dash", 0.45),
        bytes_against(what, ours, told["bare"], "bare Dash, gzip", 1.25),
        *_conditions(ours),
    ]


def _conditions(ours: list[Opened]) -> list[Finding]:
    """What must be nothing: files that came twice, that are not kept for good, that came uncompressed."""
    last = ours[-1]
    counted = {
        "files asked more than once": last.twice,
        "files without an immutable Cache-Control": last.not_immutable,
        "files over 1 KiB without compression": last.not_compressed,
    }
    warm = statistics.median(one.warm_kib for one in ours)
    share = Finding(
        "a second visit, of the first's bytes", Side("again", "KiB", (warm,)), None, warm / last.kib, "at most", None
    )
    return [*(_nothing(what, found) for what, found in counted.items()), share]


def _nothing(what: str, found: list[str]) -> Finding:
    names = ", ".join(sorted({url.split("?")[0].rsplit("/", 1)[-1] for url in found}))
    return Finding(what, Side("ours", "files", (float(len(found)),)), None, len(found), "at most", 0, names)
