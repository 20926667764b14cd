"""The one sentence that says what changed, and which version of which month it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dash import html

from dashboard import wait_words
from dashboard.figures.wait_heat import changes, groups_told, most_changed
from dashboard.language import _, ngettext
from dashboard.wait_view import Known, WaitView, address, pinned
from dashboard.wording import number

Row = Mapping[str, Any]


def headline(rows: Sequence[Row], view: WaitView, known: Known, breaks: Mapping[str, Row]) -> list[html.P]:
    """In 4 van 31 regio's is de wachttijd voor ... langer geworden, in 2 korter."""
    if not rows:
        return []
    first = rows[0]
    if first["break_codes"] and not view.over_breaks:
        names = ", ".join(wait_words.named(breaks[code]) for code in first["break_codes"])
        said = _("Not compared with {month}: a break lies between ({names}).").format(
            month=wait_words.month(first["compare_period_from"]), names=names
        )
        ask = html.A(_("Compare all the same"), href=address(replace(view, over_breaks=True)))
        return [html.P(said, className="headline"), html.P(ask)]
    group = view.group or most_changed(rows, groups_told(rows, known.groups))
    crossed = (
        [html.P(_("Compared over a break, because you asked for it: before and after are not the same care."))]
        if first["break_codes"]
        else []
    )
    return [
        html.P(sentence(rows, group, known), className="headline"),
        html.P(_basis(first), className="muted"),
        *crossed,
    ]


def sentence(rows: Sequence[Row], group: str | None, known: Known) -> str:
    """What changed for one group, or for all of them together."""
    counts = changes(rows, group)
    all_regions = sum(counts.values())
    if counts[None] == all_regions:
        untold_all = _(
            "Whether waits for {group} changed cannot be said: no location told a weighed wait in both months."
        )
        return untold_all.format(group=wait_words.group(known, group))
    said = ngettext(
        "In {longer} of {number} region the wait for {group} grew, in {shorter} it fell.",
        "In {longer} of {number} regions the wait for {group} grew, in {shorter} it fell.",
        all_regions,
    ).format(
        longer=number(counts[1]),
        number=number(all_regions),
        shorter=number(counts[-1]),
        group=wait_words.group(known, group),
    )
    if untold := counts[None]:
        said += " " + ngettext("Of {number} it cannot be said.", "Of {number} it cannot be said.", untold).format(
            number=number(untold)
        )
    return said


def standing(rows: Sequence[Row], view: WaitView, unplaced: int) -> list[html.P]:
    """september 2026 · voorlopig, versie 3 · vaste link; and how many places stand in no region."""
    if not rows:
        return []
    lost = ngettext(
        "{number} location told a wait and not where it lies: it stands in no region and in no total.",
        "{number} locations told a wait and not where they lie: they stand in no region and in no total.",
        unplaced,
    )
    row = rows[0]
    link = html.A(_("lasting link to this version"), href=address(pinned(view, row)))
    words = f"{wait_words.month(row['period_from'])} · {wait_words.version(row)} · "
    return [
        html.P([html.Strong(words), link], className="version"),
        *([html.P(lost.format(number=number(unplaced)))] if unplaced else []),
    ]


def _basis(row: Row) -> str:
    return _(
        "By half a week or more since {month}, counted over the same locations, so that a stop is no improvement."
    ).format(month=wait_words.month(row["compare_period_from"]))
