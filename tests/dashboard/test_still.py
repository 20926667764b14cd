"""What no callback names becomes plain elements; what one names stays Dash's."""

import json
import re
from pathlib import Path
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from plotly.utils import PlotlyJSONEncoder

import dashboard
from dashboard.still import Still, named_ids, stilled


def written(part: Any) -> Any:
    return json.loads(json.dumps(part, cls=PlotlyJSONEncoder))


def test_a_tree_that_nothing_changes_is_one_part_that_says_the_same() -> None:
    def tree() -> html.Div:
        return html.Div(
            [html.A("a", href="/x", className="k"), "text", html.P(dcc.Input(name="q", value="v"))], lang="nl"
        )

    still = stilled(tree(), set())
    assert isinstance(still, Still)
    assert still.tree == written(tree())


def test_what_a_callback_names_stays_and_what_is_beside_it_does_not() -> None:
    tree = html.Div([html.H1("a"), html.Div([html.P("b"), html.P("c")], id="named"), "d", dcc.Store(id="kept"), None])
    still = stilled(tree, {"named"})
    assert isinstance(still, html.Div)
    heading, named, text, store, nothing = still.children
    assert isinstance(heading, Still)
    assert (named.id, [type(one) for one in named.children]) == ("named", [Still, Still])
    assert (text, store.id, nothing) == ("d", "kept", None)


def test_a_part_that_holds_one_lively_child_keeps_it() -> None:
    still = stilled(html.Section(html.Div(dcc.Interval(id="look"))), set())
    assert isinstance(still, html.Section)
    (inner,) = still.children
    assert isinstance(inner.children[0], dcc.Interval)


def test_the_names_are_those_of_every_callback() -> None:
    app = Dash("named")
    app.callback(Output("one", "children"), Input("two", "value"), State("three", "data"))(lambda *_: "")
    app.callback(Output("four", "children"), Output("five", "children"), Input("two", "value"))(lambda *_: ["", ""])
    assert named_ids(app) == {"one", "two", "three", "four", "five"}


def test_the_browser_can_draw_every_element_that_a_page_is_made_of() -> None:
    folder = Path(dashboard.__file__).parent
    match = re.search(r"var TAGS = \[(.*?)\]", (folder / "assets/still.js").read_text(), re.DOTALL)
    assert match is not None
    made = {
        tag.lower() for path in folder.rglob("*.py") for tag in re.findall(r"\bhtml\.([A-Z]\w*)\(", path.read_text())
    }
    assert {"div", "progress"} <= made
    assert made - set(re.findall(r'"([^"]+)"', match[1])) == set()
