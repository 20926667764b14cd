"""The coordinator's matrix on screen: a line per care pathway, a column per urgency. Every cell leads to its offers."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.search import PATH, urgency_text
from dashboard.components.status import status_mark
from dashboard.figures.matrix import Counts, Line
from dashboard.filters import Filters, address
from dashboard.language import _, ngettext
from dashboard.vocabulary import Vocabulary, in_language, short_name
from dashboard.wording import change, number

# state -> what counts it: places where they are free or expected, else offers
_COUNTS = {
    "free": "free_count",
    "expected": "expected_count",
    "unknown": "unknown_offer_count",
    "stop": "stop_offer_count",
}


def matrix(lines: Sequence[Line], urgencies: Sequence[str], known: Vocabulary, region: str | None) -> html.Table:
    """The lines of figures/matrix.py as a table. Roles are written out: a narrow screen does not lay it out as one."""
    heads = [_("Care pathway"), *(urgency_text(known.urgencies[code]) for code in urgencies)]
    caption = _(
        "Places free, with the change since yesterday / since last week, and expected; "
        "offers unknown and closed to new clients."
    )
    return html.Table(
        [
            html.Caption(caption),
            html.Thead(
                html.Tr([html.Th(text, role="columnheader", scope="col") for text in heads], role="row"),
                role="rowgroup",
            ),
            html.Tbody([_row(line, urgencies, known, region) for line in lines], role="rowgroup"),
        ],
        role="table",
        className="matrix",
    )


def cell_text(counts: Counts) -> str:
    """14 plekken vrij (+2 sinds gisteren), 6 verwacht, 3 onbekend, 1 met aanmeldstop"""
    free = counts["free_count"]
    said = [ngettext("{number} place free", "{number} places free", free).format(number=number(free))]
    if _has_moved(counts):
        said[0] += " " + _("({day} since yesterday, {week} since last week)").format(
            day=change(free - counts["free_count_yesterday"]), week=change(free - counts["free_count_last_week"])
        )
    rest = {
        "expected_count": _("{number} expected"),
        "full_offer_count": _("{number} full"),
        "unknown_offer_count": _("{number} unknown"),
        "stop_offer_count": _("{number} closed to new clients"),
    }
    return ", ".join(
        [*said, *(text.format(number=number(counts[name])) for name, text in rest.items() if counts[name])]
    )


def _row(line: Line, urgencies: Sequence[str], known: Vocabulary, region: str | None) -> html.Tr:
    name = _name(line, known)
    cells = [html.Th(name, role="rowheader", scope="row", className="of-group" if line.diagnosis_group_code else "")]
    for urgency, counts in zip(urgencies, line.cells, strict=True):
        target = Filters(
            care_pathway=line.care_pathway_code,
            diagnosis_group=line.diagnosis_group_code,
            urgency=urgency,
            region=region,
        )
        said = in_language(known.urgencies[urgency])
        cells.append(html.Td(_cell(counts, target, f"{name}; {said}"), role="cell", **{"data-urgency": said}))
    return html.Tr(cells, role="row")


def _name(line: Line, known: Vocabulary) -> str:
    group = known.diagnosis_groups.get(line.diagnosis_group_code or "")
    return known.care_name((line.care_pathway_code, None)) if group is None else short_name(group)


def _cell(counts: Counts | None, target: Filters, said: str) -> Any:  # noqa: ANN401 - Dash component
    if counts is None:
        nobody = html.Span(_("nobody offers this"), className="for-readers")
        return html.Span([html.Span("–", **{"aria-hidden": "true"}), nobody], className="muted")
    return html.A(
        _marks(counts), href=address(PATH, target), className="cell", **{"aria-label": f"{said}; {cell_text(counts)}"}
    )


def _marks(counts: Counts) -> list[Any]:
    """A mark for each state that occurs, each in its column; where nothing is free or expected, that all is full."""
    marks: list[Any] = []
    for status_code, column in _COUNTS.items():
        if counts[column]:
            marks.append(html.Span(_mark(status_code, counts, column), className=f"in-{status_code}"))
    if counts["full_offer_count"] and not counts["free_count"] and not counts["expected_count"]:
        text = _("full ({number})").format(number=number(counts["full_offer_count"]))
        marks.insert(0, html.Span([status_mark("full", text), _moved(counts)], className="in-free"))
    return marks


def _mark(status_code: str, counts: Counts, column: str) -> list[Any]:
    mark = status_mark(status_code, number(counts[column]))
    return [mark, _moved(counts)] if status_code == "free" else [mark]


def _moved(counts: Counts) -> html.Span | None:
    if not _has_moved(counts):
        return None
    day, week = (
        _sign(counts["free_count"] - counts[then]) for then in ("free_count_yesterday", "free_count_last_week")
    )
    return html.Span(f" ({day} / {week})", className="muted")


def _has_moved(counts: Counts) -> bool:
    return not counts["free_count"] == counts["free_count_yesterday"] == counts["free_count_last_week"]


def _sign(difference: int) -> str:
    return change(difference) if difference else "0"
