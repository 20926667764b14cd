"""Forms that change something: sent by POST, with the token that proves they are ours. They work without JavaScript."""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html

from dashboard.csrf import FIELD
from dashboard.viewer import Viewer


def post_form(
    viewer: Viewer, action: str, name: str, *fields: html.Div, hidden: Mapping[str, object], button: str
) -> html.Form:
    """name: of this form on the page. hidden: what is sent along. The button itself carries the token."""
    kept = [dcc.Input(type="hidden", id=f"{name}-{key}", name=key, value=str(one)) for key, one in hidden.items()]
    send = html.Button(button, type="submit", name=FIELD, value=viewer.csrf, className="main-button")
    return html.Form([*kept, *fields, send], action=action, method="POST", className="search-form post-form")


def type_one(form: str, name: str, label: str, value: str = "", *, hint: str = "", **more: Any) -> html.Div:  # noqa: ANN401
    """A field of one line. form: the name of its form. hint: what it should look like. more: as dcc.Input has them."""
    field = f"{form}-{name}"
    said = [label, html.Span(f" ({hint})", className="muted")] if hint else label
    return html.Div(
        [
            html.Label(said, htmlFor=field),
            dcc.Input(id=field, name=name, type="text", value=value, autoComplete="off", **more),
        ],
        className="field",
    )


def pick_one(form: str, name: str, label: str, options: Mapping[str, str], chosen: str = "") -> html.Div:
    """A field to choose one of `options` (value -> text); the first stands there when nothing is chosen."""
    field = f"{form}-{name}"
    offered = [html.Option(text, value=value, selected=value == chosen) for value, text in options.items()]
    return html.Div([html.Label(label, htmlFor=field), html.Select(offered, name=name, id=field)], className="field")
