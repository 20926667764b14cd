"""How the waits of places lie: a bar per span of weeks, with the norm and the median, P80 and P90 in it. Pure."""

from collections.abc import Mapping, Sequence

from dashboard.figures.drawn import Drawn, element

WIDTH, HEIGHT = 480, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 12, 468, 72, 200
_MOST_BARS = 16
_SPANS = (1, 2, 4, 5, 10, 13, 26, 52)


def span_of(weeks: Sequence[float]) -> int:
    """How many weeks a bar stands for, so that there are few enough to be read."""
    return next((span for span in _SPANS if max(weeks, default=0) // span < _MOST_BARS), _SPANS[-1])


def bars(weeks: Sequence[float], span: int) -> list[int]:
    """The number of places per span, from no wait on; what lies exactly on a border belongs to the longer span."""
    counts = [0] * (int(max(weeks) // span) + 1)
    for one in weeks:
        counts[int(one // span)] += 1
    return counts


def wait_spread(weeks: Sequence[float], norm: float | None, marks: Mapping[str, float], *, title: str) -> Drawn:
    """The picture of the waits of places, in weeks; at least one. marks: name (short) -> weeks, lowest first."""
    span = span_of([*weeks, *marks.values(), norm or 0])
    counts = bars([*weeks], span)
    last = max(len(counts), int(max([*marks.values(), norm or 0]) // span) + 1)
    wide = (_RIGHT - _LEFT) / last
    high = max(counts)

    def x(at: float) -> float:
        return round(_LEFT + wide * at / span, 1)

    def y(count: float) -> float:
        return round(_BOTTOM - (_BOTTOM - _TOP) * count / high, 1)

    drawn = []
    for which, count in enumerate(counts):
        if count:
            is_over = norm is not None and which * span >= norm
            left, top = x(which * span), y(count)
            drawn += [
                element(
                    "rect",
                    x=left + 1,
                    y=top,
                    width=round(max(1, wide - 2), 1),
                    height=round(_BOTTOM - top, 1),
                    className="spread-bar is-over" if is_over else "spread-bar",
                ),
                element("text", str(count), x=round(left + wide / 2, 1), y=top - 5, className="at-middle"),
            ]
    every = max(1, -(-last // 8))
    scale = [
        element("text", str(which * span), x=x(which * span), y=_BOTTOM + 18, className="at-middle")
        for which in range(0, last + 1, every)
    ]
    lines = []
    for place, (at, name) in enumerate(_joined(marks).items()):
        level = 14 + 16 * (place % 3)
        lines += [
            element("path", d=f"M{x(at)} {level + 3}V{_BOTTOM}", className="spread-line"),
            element(
                "text",
                name,
                x=x(at) + (3 if at < last * span * 0.8 else -3),
                y=level,
                className="" if at < last * span * 0.8 else "at-right",
            ),
        ]
    if norm is not None:
        lines.append(element("path", d=f"M{x(norm)} {_TOP - 12}V{_BOTTOM}", className="norm-line"))
    return element(
        "svg",
        element("path", d=f"M{_LEFT} {_BOTTOM}H{_RIGHT}", className="grid"),
        *drawn,
        *scale,
        *lines,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        className="wait-chart",
        role="img",
        aria_label=title,
    )


def _joined(marks: Mapping[str, float]) -> dict[float, str]:
    """Weeks -> the names of all marks that lie there, for of few places several are one."""
    found: dict[float, str] = {}
    for name, at in marks.items():
        found[at] = f"{found[at]}, {name}" if at in found else name
    return found
