"""Native form controls with their labels.

A form sends its fields as the address of the page: that can be mailed, and the browser's own back button, keyboard and
screen reader support come with it.
"""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.language import _


def search_form(path: str, *fields: Component, button: str) -> html.Form:
    """A form that leads to `path` with the values of its fields as query."""
    return html.Form(
        [*fields, html.Button(button, type="submit", className="main-button")],
        action=path,
        method="GET",
        className="search-form",
    )


def choose_one(
    name: str, label: str, options: Mapping[str, str], chosen: str | None, *, none: str | None = None
) -> html.Div:
    """A field to choose one of `options` (value -> text). none: the text for no choice, if that can be."""
    offered: list[Any] = [] if none is None else [html.Option(none, value="")]
    offered += [html.Option(text, value=value, selected=value == chosen) for value, text in options.items()]
    field = f"field-{name}"
    return html.Div(
        [html.Label(label, htmlFor=field), html.Select(offered, name=name, id=field)], className=f"field field-{name}"
    )


def type_postcode(name: str, label: str, value: str | None) -> html.Div:
    """A field for the four digits of a postcode."""
    field = f"field-{name}"
    return html.Div(
        [
            html.Label(label, htmlFor=field),
            dcc.Input(
                id=field,
                name=name,
                type="text",
                value=value or "",
                inputMode="numeric",
                pattern="[1-9][0-9]{3}",
                maxLength=4,
                autoComplete="off",
                placeholder=_("four digits"),
            ),
        ],
        className=f"field field-{name}",
    )
