"""Three clocks side by side, never mixed; and the waiting places with the range of persons behind them."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard import wait_words
from dashboard.components.table import record_table
from dashboard.language import _, ngettext
from dashboard.wait_view import WaitView
from dashboard.wording import number

Row = Mapping[str, Any]


def wait_clocks(rows: Sequence[Row] | None, view: WaitView, *, only_own: bool = False) -> html.Section:
    """The rows of read.wait_clocks about one region and group; None where this person may not see the lists.

    only_own: whether this person sees those of the own regions and no others.
    """
    heading = html.H3(_("Three clocks, never mixed"))
    if rows is None:
        text = _("The clocks count who is still waiting, which your role does not see.")
        return html.Section([heading, html.P(text)], className="wait-part")
    if view.layer != "zorgkantoorregio":
        text = _("The clocks are told by care office region only: another layer would betray hidden counts.")
        return html.Section([heading, html.P(text)], className="wait-part")
    if not rows:
        nothing = _("Nothing is told of the clocks here.")
        if only_own:
            nothing += " " + _("You see them, and the waiting places, of your own regions only.")
        return html.Section([heading, html.P(nothing)], className="wait-part")
    heads = [_("Clock"), _("Meaning"), _("Figure"), _("Over the norm"), _("Based on")]
    caption = _(
        "All segments and settings. When capacity falls the current one moves first, the retrospective one last."
    )
    return html.Section(
        [heading, record_table(caption, heads, [clock_cells(row) for row in rows])], className="wait-part wide"
    )


def clock_cells(row: Row) -> list[str]:
    """Name, meaning, figure, share over the norm, and what it is based on."""
    if row["clock_code"] == "waiting":
        if row["waiting_count"] is None:
            based = _("too few to be shown")
        else:
            based = _("{number} waiting places").format(number=number(row["waiting_count"]))
            if row["hidden_cell_count"]:
                hidden = _("{number} counts hidden, for they are small").format(number=number(row["hidden_cell_count"]))
                based += f"; {hidden}"
        return [_("still waiting"), _("who waits now, and how many of them too long"), "–", _range(row), based]
    if row["clock_code"] == "prospective":
        name, meaning = _("prospective"), _("the third place still free in the agenda")
    else:
        name, meaning = _("realised"), wait_words.method(row["method_code"])
    figure = _("mean {mean}, median {median}").format(
        mean=wait_words.weeks(row["mean_weeks"]), median=wait_words.weeks(row["median_weeks"])
    )
    based = ngettext("{number} location", "{number} locations", row["location_count"])
    based = based.format(number=number(row["location_count"]))
    return [name, meaning, figure, wait_words.share(row["share_over_norm"]), based]


def _range(row: Row) -> str:
    low, high = row["share_low"], row["share_high"]
    if low is None or high is None or wait_words.share(low) == wait_words.share(high):
        return wait_words.share(low)
    return _("{low} to {high}").format(low=wait_words.share(low), high=wait_words.share(high))


def waiting_places(rows: Sequence[Row]) -> html.Section:
    """The rows of read.waiting_persons about one region and group: at most one."""
    heading = html.H3(_("Waiting places, and the persons behind them"))
    if not rows or rows[0]["waiting_place_count"] is None:
        return html.Section([heading, html.P(_("No waiting places are told here."))], className="wait-part")
    (row,) = rows
    parts: list[Any] = [heading, html.P(persons_words(row), className="wait-places")]
    if row["overlap_is_known"]:
        parts.append(
            html.P(
                _(
                    "The range assumes that {low} to {high} of the places are a second place of somebody, the same in "
                    "every region and group. Nobody knows whether that is so."
                ).format(low=_tenth(row["overlap_low_share"]), high=_tenth(row["overlap_high_share"])),
                className="muted",
            )
        )
    hidden = row.get("hidden_intake_cell_count", 0) + row.get("hidden_treatment_cell_count", 0)
    if "threshold" in row:
        parts.append(
            html.P(
                _("Rounded to {rounding}; {number} counts below {threshold} are left out.").format(
                    rounding=row["rounding"], number=number(hidden), threshold=row["threshold"]
                ),
                className="muted",
            )
        )
    return html.Section(parts, className="wait-part")


def persons_words(row: Row) -> str:
    """10.200 wachtplekken: 8.300 tot 9.100 mensen"""
    places = number(row["waiting_place_count"])
    if not row["overlap_is_known"]:
        return _("{places} waiting places: at most {most} persons, how many fewer is not known").format(
            places=places, most=number(row["persons_at_most"])
        )
    return _("{places} waiting places: {least} to {most} persons").format(
        places=places, least=number(row["persons_at_least"]), most=number(row["persons_at_most"])
    )


def _tenth(share: Any) -> str:  # noqa: ANN401 - a number
    return f"{number(share * 100)} %"
