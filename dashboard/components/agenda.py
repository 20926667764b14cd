"""The parts of the agenda of a regional table. What is long is folded on screen, and counted on paper."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from dash import html

from dashboard.components.phone import phone_link
from dashboard.components.table import grouped_table, record_table
from dashboard.components.white_spot import beside, spot_care, spot_name, why_white
from dashboard.figures.agenda import COUNTS, Line
from dashboard.language import _, ngettext
from dashboard.viewer import Viewer
from dashboard.vocabulary import Vocabulary, in_language
from dashboard.wording import change, full_day, local_day, number

Row = Mapping[str, Any]
FIRST = 8  # of each list: what fits on two pages of paper
_NEIGHBOURS = 2


def changes(lines: Sequence[Line], known: Vocabulary, before: str | None) -> html.Section:
    """What is other than in the agenda before, with the difference; the rest is folded. before: which one that was."""
    moved = [line for line in lines if line.is_changed] if before else list(lines)
    same = [line for line in lines if not line.is_changed] if before else []
    heading = _("Changed since {week}").format(week=before) if before else _("What is free")
    parts: list[Any] = [html.H2(heading)]
    if moved:
        parts.append(_table(heading, moved, known, is_compared=before is not None))
    else:
        parts.append(html.P(_("Nothing changed.") if lines else _("Nobody offers anything in this region yet.")))
    if same:
        text = _("Not changed ({number})").format(number=number(len(same)))
        parts.append(html.Details([html.Summary(text), _table(text, same, known, is_compared=False)]))
    return html.Section(parts)


def late(rows: Sequence[Row]) -> html.Section:
    """Who did not deliver and with whom to phone; the source that hides most places stands first."""
    heads = [_("source"), _("places hidden"), _("last delivered"), _("who to phone")]

    def cells(row: Row) -> tuple[Any, ...]:
        hidden = "–" if row["is_never"] else number(row["hidden_place_count"])
        last = row["last_applied_at"]
        told = [_("never") if last is None else _on(last)]
        if row.get("has_old_counts"):
            told.append(_("but with counts that were too old"))
        return row["source_name"], hidden, "; ".join(told), _phone(row)

    nothing = _("Everybody has delivered in time.")
    return _list(_("Late or missing deliveries"), heads, rows, cells, nothing)


def white_spots(viewer: Viewer, rows: Sequence[Row], criterion_count: int, known: Vocabulary) -> html.Section:
    """What nobody in the region takes, and who beside it does."""
    heads = [_("care"), _("here"), _("beside it")]

    def cells(row: Row) -> tuple[Any, ...]:
        return spot_name(row, known), why_white(row), beside(viewer, row, most=_NEIGHBOURS)

    first = sorted(
        rows, key=lambda row: row["kind_code"] == "not_offered"
    )  # what is offered here can be spoken of here
    section = _list(_("White spots"), heads, first, cells, _("Somebody takes each kind of care."))
    if criterion_count:
        more = ngettext(
            "{number} more with a criterion for which nobody says so: see White spots.",
            "{number} more with a criterion for which nobody says so: see White spots.",
            criterion_count,
        )
        section.children.append(html.P(more.format(number=number(criterion_count)), className="muted"))
    return section


def calls(rows: Sequence[Row], known: Vocabulary) -> html.Section:
    """The calls that said a figure was wrong, and that nobody settled; the oldest first."""
    heads = [_("offer"), _("care"), _("called"), _("who to phone")]

    def cells(row: Row) -> tuple[Any, ...]:
        care = f"{spot_care(row, known)}; {in_language(known.urgencies[row['urgency_code']])}"
        tried = ngettext("phoned {number} time", "phoned {number} times", row["phoned_count"])
        said = [
            _on(row["called_at"]),
            *([tried.format(number=number(row["phoned_count"]))] if row["phoned_count"] else []),
        ]
        phone = phone_link(row["phone"], _("Phone")) if row["phone"] else _("no number known")
        return f"{row['provider_name']}, {row['location_name']}", care, "; ".join(said), phone

    return _list(_("Open calls: the figure was wrong"), heads, rows, cells, _("No open calls."))


def held(rows: Sequence[Row]) -> html.Section:
    """The deliveries that wait for a decision, the oldest first."""
    heads = [_("source"), _("received"), _("why"), _("who to phone")]

    def cells(row: Row) -> tuple[Any, ...]:
        why = html.Span(row["sentence_nl"], lang="nl") if row["sentence_nl"] else "–"
        return row["source_name"], _on(row["received_at"]), why, _phone(row)

    return _list(_("Held deliveries"), heads, rows, cells, _("No delivery of your region waits for a decision."))


def signed(difference: int | None) -> str:
    """+2, −1, 0; nothing where there is nothing to compare with."""
    if difference is None:
        return ""
    return change(difference) if difference else "0"


def _table(caption: str, lines: Sequence[Line], known: Vocabulary, *, is_compared: bool) -> html.Div:
    names = dict(zip(COUNTS, (_("free"), _("expected"), _("unknown"), _("stop")), strict=True))
    heads = ["", _("care")]
    for name in COUNTS:
        heads += [names[name], _("difference")] if is_compared else [names[name]]
    rows = []
    for line in lines:
        cells: list[Any] = [in_language(known.urgencies[line.urgency_code]), _pathway(line, known)]
        for name in COUNTS:
            cells.append(number(line.now[name]))
            if is_compared:
                cells.append(_difference(line.difference(name)))
        rows.append(cells)
    return grouped_table(caption, heads, rows, number_columns=len(heads) - 2)


def _pathway(line: Line, known: Vocabulary) -> str:
    return known.care_name((line.care_pathway_code, None))


def _difference(difference: int | None) -> Any:  # noqa: ANN401 - Dash component
    text = signed(difference)
    return html.Strong(text) if difference else html.Span(text, className="muted")


def _list(
    title: str, heads: Sequence[str], rows: Sequence[Row], cells: Callable[[Row], Sequence[Any]], nothing: str
) -> html.Section:
    parts: list[Any] = [html.H2(f"{title} ({number(len(rows))})")]
    if not rows:
        return html.Section([*parts, html.P(nothing)])
    made = [cells(row) for row in rows]
    parts.append(record_table(title, heads, made[:FIRST]))
    if rest := made[FIRST:]:
        more = _("The other {number}").format(number=number(len(rest)))
        parts.append(html.Details([html.Summary(more), record_table(f"{title}: {more}", heads, rest)]))
        on_paper = _("And {number} more: they stand on the page and in the file.").format(number=number(len(rest)))
        parts.append(html.P(on_paper, className="for-print"))
    return html.Section(parts, className="wraps")


def _phone(row: Row) -> Any:  # noqa: ANN401 - Dash component
    if not row["contact_phone"]:
        return html.Span(_("no number known"), className="muted")
    return phone_link(row["contact_phone"], row["contact_name"] or _("Phone"))


def _on(at: datetime) -> str:
    """The day itself: how long ago it was depends on when the agenda is read."""
    return full_day(local_day(at))
