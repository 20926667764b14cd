"""SVG on screen. Dash has no components for it, so this is one of our own: its other half is assets/drawing.js."""

from dash.development.base_component import Component

from dashboard.figures.drawn import Drawn


class Drawing(Component):  # type: ignore[misc]
    """One drawing. drawn: the tree that a function of dashboard/figures gave."""

    _namespace = "transferpunt"
    _type = "Drawing"
    _prop_names = ("drawn",)
    _children_props: tuple[str, ...] = ()
    _base_nodes = ("children",)
    _valid_wildcard_attributes: tuple[str, ...] = ()
    available_properties = _prop_names
    available_wildcard_properties: tuple[str, ...] = ()

    def __init__(self, drawn: Drawn) -> None:
        super().__init__(drawn=drawn)
