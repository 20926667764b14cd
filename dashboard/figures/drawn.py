"""The form in which pictures leave this folder: SVG elements as plain dicts, drawn by components/drawing.py."""

from typing import Any

Drawn = dict[str, Any]


def element(tag: str, *children: "Drawn | str", **attributes: object) -> Drawn:
    """One SVG element. Attributes are named as in JavaScript (viewBox, strokeWidth), with aria_label for aria-label."""
    named = {name.replace("aria_", "aria-"): value for name, value in attributes.items()}
    return {"tag": tag, "attributes": named, "children": list(children)}
