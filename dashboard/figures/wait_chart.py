"""One kind of wait over time against the norm of its day. Nothing is joined across methods, or across a break."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from dashboard.figures.drawn import Drawn, element

WIDTH, HEIGHT = 480, 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 470, 22, 172
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100)  # weeks between two lines of the grid
_MOST_LINES = 5
MARKS = 3  # shapes that tell the methods apart; after them they begin again


@dataclass(frozen=True)
class Point:
    """A wait on its reference date. weeks: None where not told; norm: in weeks; kind: what it may be joined with."""

    on: date
    weeks: float | None
    is_stop: bool
    norm: float | None
    kind: str


def wait_chart(
    points: Iterable[Point],
    breaks: Iterable[tuple[date, str]],
    *,
    title: str,
    day: Callable[[date], str],
    joins_over_breaks: bool = False,
) -> Drawn:
    """The picture of the points; a date on which counting changed is a bar through it with its number in `breaks`.

    breaks: dates with the words of each; those outside the dates of the points are left out (see `breaks_within`).
    joins_over_breaks: whether the reader asked for lines across them; the bars are drawn all the same.
    """
    told = sorted(points, key=lambda point: (point.on, point.kind))
    first, last = told[0].on, told[-1].on
    highest = max([1.0, *(point.weeks or 0 for point in told), *(point.norm or 0 for point in told)])
    step = next((step for step in _STEPS if highest / step <= _MOST_LINES), _STEPS[-1])
    top = step * -(-int(-(-highest // 1)) // step)

    def x(on: date) -> float:
        span = (last - first).days
        return round(_LEFT + 8 + (_RIGHT - _LEFT - 16) * ((on - first).days / span if span else 0.5), 1)

    def y(weeks: float) -> float:
        return round(_BOTTOM - (_BOTTOM - _TOP) * weeks / top, 1)

    cuts = breaks_within(breaks, first, last)
    kinds = list(dict.fromkeys(point.kind for point in told))
    grid = [
        part
        for weeks in range(0, top + 1, step)
        for part in (
            element("path", d=f"M{_LEFT} {y(weeks)}H{_RIGHT}", className="grid"),
            element("text", str(weeks), x=_LEFT - 6, y=y(weeks), className="at-left"),
        )
    ]
    dates = [element("text", day(first), x=x(first) if first != last else _LEFT, y=HEIGHT - 14)]
    if first != last:
        dates.append(element("text", day(last), x=_RIGHT, y=HEIGHT - 14, className="at-right"))
    bars = [
        part
        for number, (on, _words) in enumerate(cuts, start=1)
        for part in (
            element("path", d=f"M{x(on)} {_TOP - 6}V{_BOTTOM}", className="break"),
            element("text", str(number), x=x(on) + 4, y=_TOP - 8, className="break-number"),
        )
    ]
    lines = []
    for which, kind in enumerate(kinds):
        own = [point for point in told if point.kind == kind]
        ends = [] if joins_over_breaks else [on for on, _words in cuts]
        lines += [_line(run, x, y, which % MARKS) for run in runs(own, ends)]
        lines += [_mark(x(point.on), y(point.weeks), which % MARKS) for point in own if point.weeks is not None]
    stops = [
        element("rect", x=x(point.on) - 6, y=_BOTTOM - 5, width=12, height=5, className="stop-mark")
        for point in told
        if point.is_stop
    ]
    return element(
        "svg",
        *grid,
        *_norm(told, x, y),
        *bars,
        *lines,
        *stops,
        *dates,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        className="wait-chart",
        role="img",
        aria_label=title,
    )


def runs(points: Sequence[Point], cuts: Iterable[date]) -> list[list[Point]]:
    """The points in pieces that may be joined: a piece ends where a wait was not told, and at a break."""
    pieces: list[list[Point]] = []
    before: Point | None = None
    for point in points:
        is_cut = before is not None and any(before.on < on <= point.on for on in cuts)
        if point.weeks is not None:
            if before is None or before.weeks is None or is_cut:
                pieces.append([])
            pieces[-1].append(point)
        before = point
    return pieces


def breaks_within(breaks: Iterable[tuple[date, str]], first: date, last: date) -> list[tuple[date, str]]:
    """The breaks that lie between two points, oldest first: as they are numbered in the picture."""
    return sorted((on, words) for on, words in breaks if first < on <= last)


Scale = Callable[[date], float]
Height = Callable[[float], float]


def _line(run: Sequence[Point], x: Scale, y: Height, which: int) -> Drawn:
    path = "".join(f"{'L' if place else 'M'}{x(one.on)} {y(one.weeks or 0)}" for place, one in enumerate(run))
    return element("path", d=path, fill="none", className=f"wait-line kind-{which}")


def _mark(x: float, y: float, which: int) -> Drawn:
    """A dot, a ring, a square: told apart without colour."""
    if which == 2:
        return element("rect", x=x - 4, y=y - 4, width=8, height=8, className="wait-mark kind-2")
    return element("circle", cx=x, cy=y, r=4.5, className=f"wait-mark kind-{which}")


def _norm(told: Sequence[Point], x: Scale, y: Height) -> list[Drawn]:
    """The norm as a line that steps where it changed; none where there was none."""
    daily = sorted({(point.on, point.norm) for point in told if point.norm is not None})
    drawn: list[Drawn] = []
    for norm, inside in groupby(daily, key=lambda one: one[1]):
        days = [on for on, _norm in inside]
        later = next((on for on, _norm in daily if on > days[-1]), None)
        end = x(later) if later else _RIGHT
        start = _LEFT if not drawn else x(days[0])
        drawn.append(element("path", d=f"M{start} {y(norm)}H{end}", className="norm-line"))
    return drawn


def changes(points: Sequence[Point]) -> list[tuple[date, str]]:
    """The dates on which a source began to count in another way: the one kind ended where the other began."""
    spans: dict[str, tuple[date, date]] = {}
    for point in points:
        first, last = spans.get(point.kind, (point.on, point.on))
        spans[point.kind] = (min(first, point.on), max(last, point.on))
    ordered = sorted(spans.items(), key=lambda one: one[1])
    return [(later[1][0], later[0]) for earlier, later in pairwise(ordered) if earlier[1][1] < later[1][0]]
