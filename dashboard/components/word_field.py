"""A field for words, with suggestions while one types; its other half is assets/word_field.js."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.language import _


class WordField(Component):  # type: ignore[misc]
    """The field and its list. name: in the address. label: of the list. terms: what is suggested, best first among
    equals. counted: how many suggestions there are, with {number} to fill in.
    """

    _namespace = "transferpunt"
    _type = "WordField"
    _prop_names = ("id", "name", "label", "value", "terms", "hint", "counted")
    _children_props: tuple[str, ...] = ()
    _base_nodes = ("children",)
    _valid_wildcard_attributes: tuple[str, ...] = ()
    available_properties = _prop_names
    available_wildcard_properties: tuple[str, ...] = ()

    def __init__(self, *, name: str, label: str, value: str, terms: Sequence[str], hint: str, counted: str) -> None:
        super().__init__(
            id=f"field-{name}", name=name, label=label, value=value, terms=list(terms), hint=hint, counted=counted
        )


def type_words(name: str, label: str, value: str | None, suggestions: Sequence[str], *, hint: str) -> html.Div:
    """A field for words, with those that are known. Typing errors are forgiven in what is suggested."""
    control = WordField(
        name=name,
        label=_("Suggestions"),
        value=value or "",
        terms=suggestions,
        hint=hint,
        counted=_("{number} suggestions; choose with the arrow keys"),
    )
    return html.Div([html.Label(label, htmlFor=f"field-{name}"), control], className=f"field field-{name}")
