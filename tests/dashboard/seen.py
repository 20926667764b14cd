"""Looks at components as a reader would: the text of them, and the links."""

from collections.abc import Iterator
from typing import Any

from dash.development.base_component import Component

from dashboard.still import Still


def parts(component: Any) -> Iterator[Any]:
    """A component and all that is in it, texts included, from top to bottom."""
    if isinstance(component, Still):
        yield from parts(component.part)
        return
    yield component
    children = getattr(component, "children", None)
    for child in children if isinstance(children, list | tuple) else [] if children is None else [children]:
        if child is not None:
            yield from parts(child)


def text(component: Any) -> str:
    """All the text in it, with the words of neighbouring parts kept apart."""
    said = " ".join(str(part) for part in parts(component) if not isinstance(part, Component))
    return " ".join(said.split())


def links(component: Any) -> dict[str, str]:
    """Text (or label) of each link -> where it leads."""
    return {
        getattr(part, "aria-label", None) or text(part): part.href for part in parts(component) if hasattr(part, "href")
    }


def of_kind(component: Any, kind: str) -> list[Any]:
    """The parts that are such an element: of_kind(page, "Details")."""
    return [part for part in parts(component) if type(part).__name__ == kind]
