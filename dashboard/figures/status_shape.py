"""The shapes of the five states of an offer, the same in list, matrix and print. They take the colour of the text."""

from dashboard.figures.drawn import Drawn, element

STATUS_CODES = ("free", "expected", "full", "unknown", "stop")


def status_shape(status_code: str) -> Drawn:
    """Filled dot: place free. Half dot: expected. Ring: full. Question mark: unknown. Bar: stop.

    Hidden from screen readers, for a word stands beside it.
    """
    inside = {
        "free": [element("circle", cx=8, cy=8, r=7, fill="currentColor")],
        "expected": [_ring(), element("path", d="M8 1a7 7 0 0 0 0 14z", fill="currentColor")],
        "full": [_ring()],
        "unknown": [
            element(
                "path",
                d="M4.2 5a3.8 3.4 0 1 1 5.6 3.1c-1.3.7-1.8 1.2-1.8 2.6",
                fill="none",
                stroke="currentColor",
                strokeWidth=2,
            ),
            element("circle", cx=8, cy=14, r=1.5, fill="currentColor"),
        ],
        "stop": [element("rect", x=0.5, y=5, width=15, height=6, fill="currentColor")],
    }[status_code]
    return element("svg", *inside, viewBox="0 0 16 16", className="shape", aria_hidden="true", focusable="false")


def _ring() -> Drawn:
    return element("circle", cx=8, cy=8, r=6, fill="none", stroke="currentColor", strokeWidth=2)
