"""Pages as plain elements. Dash gives each part of a page machinery of its own in the browser, whose work grows with
the square of their number when a page is drawn again; only what a callback names needs it.

The other half is assets/still.js. Why: docs/decisions/0010-still-pages.md.
"""

from collections.abc import Set as AbstractSet
from typing import Any

import dash
from dash.development.base_component import Component

_LIVELY = "dash_core_components"  # these act by themselves, but for a field, which is the browser's own
_FIELD = "Input"


class Still(Component):  # type: ignore[misc]
    """Elements that no callback changes. Sent as tree, as Dash writes components: type, namespace, props."""

    _namespace = "transferpunt"
    _type = "Still"
    _prop_names = ("tree",)
    _children_props: tuple[str, ...] = ()
    _base_nodes = ("children",)
    _valid_wildcard_attributes: tuple[str, ...] = ()
    available_properties = _prop_names
    available_wildcard_properties: tuple[str, ...] = ()

    def __init__(self, part: Component) -> None:
        # Component.__init__ would look for a Python package of our namespace each time, and there is none.
        self.tree = _plain(part)
        self.part = part  # for who looks at a page before it is sent


def stilled(part: Any, named: AbstractSet[str]) -> Any:  # noqa: ANN401 - a component, a text or a list of them
    """The same, with all that has nothing lively in it as Still. named: the ids that callbacks name."""
    return part if not isinstance(part, Component) else _stilled(part, _lively(part, named))


def named_ids(app: dash.Dash) -> set[str]:
    """The ids that the callbacks of an application read or write."""
    read = {
        one["id"] for callback in app.callback_map.values() for one in [*callback["inputs"], *callback.get("state", [])]
    }
    written = {name.rsplit(".", 1)[0] for output in app.callback_map for name in output.strip(".").split("...")}
    return read | written


def _lively(part: Component, named: AbstractSet[str]) -> set[int]:
    """The identities of the parts that need Dash: lively ones, and all that hold one."""
    found = set().union(*(_lively(child, named) for child in _children(part) if isinstance(child, Component)))
    is_own = (part._namespace == _LIVELY and part._type != _FIELD) or getattr(part, "id", None) in named  # noqa: SLF001
    return found | {id(part)} if found or is_own else found


def _stilled(part: Any, lively: AbstractSet[int]) -> Any:  # noqa: ANN401 - as above
    if not isinstance(part, Component):
        return part
    if id(part) not in lively:
        return Still(part)
    if _children(part):
        part.children = [_stilled(child, lively) for child in _children(part)]
    return part


def _children(part: Component) -> list[Any]:
    children = getattr(part, "children", None)
    return list(children) if isinstance(children, list | tuple) else [] if children is None else [children]


def _plain(value: Any) -> Any:  # noqa: ANN401 - any property
    if isinstance(value, Component):
        return _plain(value.to_plotly_json())
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
