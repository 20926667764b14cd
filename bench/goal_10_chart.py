"""The first load of a page with a chart, against a page with a graph as Dash serves it."""

from bench.goal import Finding
from bench.goal_09_first_load import against, in_turn
from bench.setting import Setting

TITLE = "The first load of a page with a chart"


def measure(setting: Setting) -> list[Finding]:
    """Our charts are SVG in the page itself: they come with its text, and after no bundle."""
    told = in_turn(setting, {"ours": ("/wachttijden", "main svg"), "default_dash": ("/", ".js-plotly-plot .main-svg")})
    name, ours, other = "/wachttijden with its charts", told["ours"], told["default_dash"]
    return against(name, ours, other, "default Dash", most_bytes=0.15, most_time=None)
