"""Beheer, stamgegevens: what may be the same, what was merged, and what moved or was renamed."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html, register_page

from dashboard.access import Permission
from dashboard.components.done import done_or_refused
from dashboard.components.manage_links import manage_links
from dashboard.components.page import page
from dashboard.components.same_or_not import (
    location_pairs,
    merge_by_agb,
    merged_when,
    provider_pairs,
    undo_form,
    unmatch_form,
    unmatched_list,
)
from dashboard.components.table import record_table
from dashboard.language import _
from dashboard.manage.addresses import MASTER_DATA
from dashboard.manage.refused import sentence
from dashboard.queries import lists, master_data
from dashboard.viewer import Viewer, current_viewer
from dashboard.wording import moment_since, number

Row = Mapping[str, Any]


def title() -> str:
    """The title of the window."""
    return _("Doubles and unknown locations") + " – Transferpunt"


def layout(**query: object) -> html.Div:
    """The work list first; then what was done, with the way back."""
    viewer = current_viewer()
    asked = {name: str(value)[:200] for name, value in query.items() if value}
    pairs, providers = master_data.location_doubles(viewer), master_data.provider_doubles(viewer)
    unknown = master_data.unmatched(viewer, historic=asked.get("historisch") == "ja")
    return page(
        _("Doubles and unknown locations"),
        *_told(asked),
        manage_links(viewer, MASTER_DATA),
        html.P(
            _(
                "What is said here is written down and can be taken back. Of two that are the same everything goes to "
                "the one that stays: places, history, calls, waits, and what is delivered later under the old number."
            )
        ),
        _work(_("Locations that look alike"), pairs, location_pairs(viewer, pairs)),
        _work(_("Providers that look alike"), providers, provider_pairs(viewer, providers)),
        _work(_("Locations of a source that are none of ours yet"), unknown, unmatched_list(viewer, unknown)),
        _historic(asked),
        html.Section(
            [
                html.H2(_("Merge by AGB code")),
                html.P(
                    _(
                        "For two that do not look alike: a location that moved under a new code, "
                        "a provider that went up in another."
                    )
                ),
                merge_by_agb(viewer, asked),
            ]
        ),
        *_done(viewer),
        path=MASTER_DATA,
        viewer=viewer,
        moment=lists.data_moment(viewer),
    )


def _told(asked: Mapping[str, str]) -> list[html.Div]:
    done = {
        "samen": _("Merged. Everything stands under the one that stays."),
        "anders": _("Written down: not the same. This pair is asked no more."),
        "terug": _("Undone. What was delivered in between under the old number stays until the next delivery."),
        "gekoppeld": _("Joined. What the source tells of it stands under our location."),
        "los": _("Taken back. It is on the work list again."),
    }
    return done_or_refused(asked, done, sentence)


def _work(heading: str, rows: Sequence[Row], shown: html.Ol) -> html.Section:
    said = f"{heading} ({number(len(rows))})"
    return html.Section([html.H2(said), shown if rows else html.P(_("Nothing to decide."))])


def _historic(asked: Mapping[str, str]) -> html.P:
    if asked.get("historisch") == "ja":
        return html.P(html.A(_("Only of sources that still deliver"), href=MASTER_DATA))
    return html.P(html.A(_("Those of historic sources"), href=f"{MASTER_DATA}?historisch=ja"))


def _done(viewer: Viewer) -> list[html.Section]:
    merges, matched = master_data.merges(viewer), master_data.matched(viewer)
    kinds = {"location": _("location"), "provider": _("provider")}
    merge_lines = [
        [
            f"{row['gone_name']} ({row['gone_id']})",
            kinds[row["kind_code"]],
            f"{row['kept_name']} ({row['kept_id']})",
            merged_when(row, viewer),
            undo_form(viewer, row) if row["is_open"] else "",
        ]
        for row in merges
    ]
    match_lines = [
        [
            f"{row['provider_name']}, {row['location_name']}",
            row["source_name"],
            row["our_name"],
            moment_since(row["matched_at"], viewer.asked_at),
            unmatch_form(viewer, row),
        ]
        for row in matched
    ]
    former_lines = [
        [row["was"], row["is_now"], kinds[row["kind_code"]], moment_since(row["ended_at"], viewer.asked_at)]
        for row in master_data.renamed_or_moved(viewer)
    ]
    when, back = _("When"), _("Take back")
    parts = [
        (_("Merged"), [_("Gone"), _("Kind"), _("Went into"), when, back], merge_lines),
        (_("Joined by a person"), [_("As the source names it"), _("Source"), _("Ours"), when, back], match_lines),
        (_("Renamed or moved"), [_("It was"), _("It is"), _("Kind"), when], former_lines),
    ]
    nothing = _("Nothing yet.")
    return [
        html.Section(
            [html.H2(heading), record_table(_("The newest first."), heads, lines) if lines else html.P(nothing)],
            className="wraps",
        )
        for heading, heads, lines in parts
    ]


register_page(
    __name__,
    path=MASTER_DATA,
    title=title,
    layout=layout,
    permission=Permission.MANAGE_MASTER_DATA,
    order=33,
)
