"""A drawing as the text of an SVG file, with the style it has on screen. Pure."""

import re
from xml.sax.saxutils import escape, quoteattr

from dashboard.figures.drawn import Drawn

_NAMES = {"className": "class", "viewBox": "viewBox"}
# The few rules of assets/transferpunt.css that a chart needs, in colours that also print.
_STYLE = """
text { font-family: "Libertinus Serif"; font-size: 15px; fill: #4b5766; }
.at-left, .at-right { text-anchor: end; }
.at-middle { text-anchor: middle; }
.grid { stroke: #c9d0d8; stroke-width: 1; }
.break { stroke: #17202b; stroke-width: 1.5; stroke-dasharray: 2 4; }
.norm-line { stroke: #9c1f2a; stroke-width: 2; stroke-dasharray: 8 5; }
.wait-line { stroke: #0b3d78; stroke-width: 2; fill: none; }
.wait-mark { fill: #0b3d78; stroke: #0b3d78; stroke-width: 2; }
.kind-1 { fill: #ffffff; }
.wait-line.kind-1 { fill: none; }
.spread-bar { fill: #8cb4da; }
.is-over { fill: #d9703f; }
.spread-line { stroke: #17202b; stroke-width: 1.5; }
"""


def svg_text(drawn: Drawn) -> str:
    """The file. drawn: an element of the tag svg."""
    whole = _written(drawn)
    end = whole.index(">") + 1
    return f"{whole[:end]}<style>{_STYLE}</style>{whole[end:]}".replace(
        "<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1
    )


def _written(part: Drawn | str) -> str:
    if isinstance(part, str):
        return escape(part)
    named = "".join(
        f" {_name(name)}={quoteattr(str(value))}" for name, value in part["attributes"].items() if value != ""
    )
    return f"<{part['tag']}{named}>{''.join(map(_written, part['children']))}</{part['tag']}>"


def _name(name: str) -> str:
    return _NAMES.get(name) or re.sub(r"[A-Z]", lambda sign: f"-{sign[0].lower()}", name)
