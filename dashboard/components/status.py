"""A state as a shape and a word; colour comes third."""

from dash import html

from dashboard import labels
from dashboard.components.drawing import Drawing
from dashboard.figures.status_shape import STATUS_CODES, status_shape


def status_mark(status_code: str, text: str | None = None) -> html.Span:
    """The shape with its word, or with another text that says it."""
    words = html.Span(text or labels.status(status_code))
    return html.Span([Drawing(status_shape(status_code)), words], className=f"status status-{status_code}")


def status_legend() -> html.Ul:
    """What the five shapes mean."""
    return html.Ul([html.Li(status_mark(code)) for code in STATUS_CODES], className="legend plain-list")
