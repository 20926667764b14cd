"""The coordinator's matrix on screen: a line per care pathway, a column per urgency that has places. Every cell leads to its offers."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.components.search import PATH, urgency_text
from dashboard.components.status import status_mark
from dashboard.figures.matrix import Line
from dashboard.filters import Filters, address
from dashboard.language import _, ngettext
from dashboard.vocabulary import Vocabulary, in_language, short_name
from dashboard.wording import change, number

# state of an offer -> the column of read.region_matrix that counts it
_COUNTS = {
    "free": "free_count",
    "expected": "expected_count",
    "unknown": "unknown_offer_count",
    "stop": "stop_offer_count",
}


def matrix(lines: Sequence[Line], urgencies: Sequence[str], known: Vocabulary, region: str | None) -> html.Table:
    """The lines of figures/matrix.py as a table. Roles are written out, for on a narrow screen it is no longer laid out as one."""
    head = [html.Th(_("Care pathway"), role="columnheader", scope="col")]
    head += [html.Th(urgency_text(known.urgencies[code]), role="columnheader", scope="col") for code in urgencies]
    body = [_row(line, urgencies, known, region) for line in lines]
    return html.Table(
        [
            html.Caption(
                _(
                    "Places free and expected, and offers unknown or closed to new clients; beside free the change since yesterday"
                )
            ),
            html.Thead(html.Tr(head, role="row"), role="rowgroup"),
            html.Tbody(body, role="rowgroup"),
        ],
        role="table",
        className="matrix",
    )


def _row(line: Line, urgencies: Sequence[str], known: Vocabulary, region: str | None) -> html.Tr:
    name = _name(line, known)
    cells = [html.Th(name, role="rowheader", scope="row", className="of-group" if line.diagnosis_group_code else "")]
    cells += [
        html.Td(
            _cell(row, line, urgency, name, known, region),
            role="cell",
            **{"data-urgency": in_language(known.urgencies[urgency])},
        )
        for urgency, row in zip(urgencies, line.cells, strict=True)
    ]
    return html.Tr(cells, role="row")


def _name(line: Line, known: Vocabulary) -> str:
    care = (line.care_pathway_code, line.diagnosis_group_code)
    group = known.diagnosis_groups.get(line.diagnosis_group_code or "")
    if group is not None and not group["is_split"]:
        return f"{known.care_name(care)}: {short_name(group)}"
    return known.care_name(care) or line.care_pathway_name


def _cell(
    row: Mapping[str, Any] | None, line: Line, urgency: str, name: str, known: Vocabulary, region: str | None
) -> Any:  # noqa: ANN401 - Dash component
    if row is None:
        return html.Span(
            [html.Span("–", **{"aria-hidden": "true"}), html.Span(_("nobody offers this"), className="for-readers")]
        )
    target = Filters(
        care_pathway=line.care_pathway_code, diagnosis_group=line.diagnosis_group_code, urgency=urgency, region=region
    )
    said = "; ".join([name, in_language(known.urgencies[urgency]), cell_text(row)])
    return html.A(_marks(row), href=address(PATH, target), className="cell", **{"aria-label": said})


def _marks(row: Mapping[str, Any]) -> list[Any]:
    """free, expected, unknown and stop that are not zero; a cell where all is full says so."""
    marks: list[Any] = []
    for status_code, column in _COUNTS.items():
        if row[column]:
            marks.append(status_mark(status_code, number(row[column])))
            if status_code == "free":
                marks.append(_moved(row))
    if not row["free_count"]:
        marks = [*([_moved(row)] if row["free_count_yesterday"] else []), *marks]
        if row["full_offer_count"] and not row["expected_count"]:
            marks.insert(0, status_mark("full", _("full ({number})").format(number=number(row["full_offer_count"]))))
    return marks


def _moved(row: Mapping[str, Any]) -> html.Span | None:
    difference = row["free_count"] - (row["free_count_yesterday"] or 0)
    return html.Span(f"({change(difference)})", className="change-since") if difference else None


def cell_text(row: Mapping[str, Any]) -> str:
    """14 plekken vrij (+2 sinds gisteren), 6 verwacht, 3 onbekend, 1 aanmeldstop"""
    free = ngettext("{number} place free", "{number} places free", row["free_count"]).format(
        number=number(row["free_count"])
    )
    difference = row["free_count"] - (row["free_count_yesterday"] or 0)
    if difference:
        free += " " + _("({change} since yesterday)").format(change=change(difference))
    rest = [
        (row["expected_count"], _("{number} expected")),
        (row["full_offer_count"], _("{number} full")),
        (row["unknown_offer_count"], _("{number} unknown")),
        (row["stop_offer_count"], _("{number} closed to new clients")),
    ]
    return ", ".join([free, *(text.format(number=number(count)) for count, text in rest if count)])
