"""The first load of a page with a chart, against a page with a graph as Dash serves it."""

from bench.goal import Finding
from bench.openings import bytes_against, measured, time_against
from bench.setting import Setting

TITLE = "The first load of a page with a chart"


def measure(setting: Setting) -> list[Finding]:
    """Our charts are SVG in the page itself: they come with its text, and after no bundle."""
    told = measured(setting)
    what, ours, default = "/wachttijden with its charts", told["chart"], told["default graph"]
    return [
        bytes_against(what, ours, default, "default Dash", 0.15),
        time_against(what, ours, default, "default Dash", None),
    ]
