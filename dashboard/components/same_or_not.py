"""Pairs that look alike, with why, and the form to say whether they are the same and which of them stays."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.components.post_form import pick_one, post_form, type_one
from dashboard.language import _, ngettext
from dashboard.location_path import location_path
from dashboard.manage.master_data import BY_AGB, MATCH, MERGE, OTHER, UNDO
from dashboard.viewer import Viewer
from dashboard.wording import moment_since, number

Row = Mapping[str, Any]


def location_pairs(viewer: Viewer, rows: Sequence[Row]) -> html.Ol:
    """The rows of read.location_doubles."""
    return _list([_location_pair(viewer, row) for row in rows])


def provider_pairs(viewer: Viewer, rows: Sequence[Row]) -> html.Ol:
    """The rows of read.provider_doubles."""
    return _list([_provider_pair(viewer, row) for row in rows])


def unmatched_list(viewer: Viewer, rows: Sequence[Row]) -> html.Ol:
    """The rows of read.unmatched_locations."""
    return _list([_unmatched(viewer, row) for row in rows])


def merge_by_agb(viewer: Viewer, typed: Mapping[str, str]) -> html.Form:
    """Two that do not look alike: one that moved under a new code, a provider that went up in another.

    typed: what was typed and not accepted.
    """
    name = "by-agb"
    kinds = {"vestiging": _("location"), "aanbieder": _("provider")}
    eight: dict[str, Any] = {"maxLength": 8, "pattern": "[0-9]{8}", "inputMode": "numeric"}
    return post_form(
        viewer,
        BY_AGB,
        name,
        pick_one(name, "soort", _("Kind"), kinds, typed.get("soort", "")),
        type_one(name, "weg", _("AGB code that goes"), typed.get("weg", ""), **eight),
        type_one(name, "blijft", _("AGB code that stays"), typed.get("blijft", ""), **eight),
        type_one(name, "reden", _("Reason"), maxLength=200),
        hidden={},
        button=_("Merge"),
    )


def undo_form(viewer: Viewer, row: Row) -> html.Form:
    """Of one row of read.merges."""
    merge = row["merge_id"]
    return post_form(viewer, UNDO, f"undo-{merge}", hidden={"samenvoeging": merge}, button=_("Undo"))


def unmatch_form(viewer: Viewer, row: Row) -> html.Form:
    """Of one row of read.matched_by_person."""
    named = row["source_location_id"]
    hidden = {"bronvestiging": named, "besluit": "los"}
    return post_form(viewer, MATCH, f"unmatch-{named}", hidden=hidden, button=_("Take back"))


def why(codes: Sequence[str]) -> str:
    """Why two look alike, in words."""
    words = {
        "same_agb": _("same AGB code of the provider"),
        "same_postcode": _("same postcode"),
        "same_phone": _("same telephone number"),
        "same_provider": _("same provider"),
        "near_name": _("names nearly the same"),
    }
    return ", ".join(words.get(code, code) for code in codes)


def merged_when(row: Row, viewer: Viewer) -> str:
    """When it was merged, how much that moved, and when it was undone."""
    said = ngettext("{number} row moved", "{number} rows moved", row["moved_count"])
    parts = [moment_since(row["merged_at"], viewer.asked_at), said.format(number=number(row["moved_count"]))]
    if row["undone_at"] is not None:
        parts.append(_("undone {moment}").format(moment=moment_since(row["undone_at"], viewer.asked_at)))
    return "; ".join(parts)


def _location_pair(viewer: Viewer, row: Row) -> list[Any]:
    sides = [
        html.Li(
            [html.A(row[f"{side}_name"], href=location_path(row[f"{side}_id"])), f" · {_location_facts(row, side)}"]
        )
        for side in ("one", "other")
    ]
    return _pair(viewer, "vestiging", row, sides, why(row["reason_codes"]))


def _provider_pair(viewer: Viewer, row: Row) -> list[Any]:
    sides = []
    for side in ("one", "other"):
        count = row[f"{side}_location_count"]
        held = ngettext("{number} location", "{number} locations", count).format(number=number(count))
        sides.append(html.Li(f"{row[f'{side}_name']} · {_codes(row[f'{side}_codes'])} · {held}"))
    return _pair(viewer, "aanbieder", row, sides, why(["near_name"]))


def _pair(viewer: Viewer, kind: str, row: Row, sides: list[html.Li], reason: str) -> list[Any]:
    name = f"{kind}-{row['one_id']}-{row['other_id']}"
    choices = {
        "": _("choose"),
        str(row["one_id"]): _("the same: the first stays"),
        str(row["other_id"]): _("the same: the second stays"),
        OTHER: _("not the same"),
    }
    return [
        html.H3(row["one_name"]),
        html.Ol(sides),
        html.P(_("Alike: {why}").format(why=reason), className="muted"),
        post_form(
            viewer,
            MERGE,
            name,
            pick_one(name, "besluit", _("What are they?"), choices),
            type_one(name, "reden", _("Reason"), hint=_("needed to merge"), maxLength=200),
            hidden={"soort": kind, "een": row["one_id"], "ander": row["other_id"]},
            button=_("Save"),
        ),
    ]


def _unmatched(viewer: Viewer, row: Row) -> list[Any]:
    name = f"match-{row['source_location_id']}-{row['location_id'] or 0}"
    place = " · ".join(part for part in (row["place"], _codes([row["agb_code"] or row["kvk_vestiging"]])) if part)
    full_name = ", ".join(part for part in (row["provider_name"], row["location_name"]) if part)
    parts: list[Any] = [
        html.H3(full_name),
        html.P(
            _("{place}; named by {source}").format(place=place or "–", source=row["source_name"]), className="muted"
        ),
    ]
    if row["location_id"] is None:
        return [
            *parts,
            html.P(_("None of ours looks like it. It is joined by itself as soon as one with its number comes.")),
        ]
    candidate = html.A(row["candidate_name"], href=location_path(row["location_id"]))
    choices = {"": _("choose"), "ja": _("the same"), OTHER: _("not the same")}
    hidden = {"bronvestiging": row["source_location_id"], "vestiging": row["location_id"]}
    return [
        *parts,
        html.P([_("Perhaps"), " ", candidate, f" · {row['candidate_place']} · {why(row['reason_codes'])}"]),
        post_form(
            viewer,
            MATCH,
            name,
            pick_one(name, "besluit", _("What are they?"), choices),
            hidden=hidden,
            button=_("Save"),
        ),
    ]


def _location_facts(row: Row, side: str) -> str:
    count = row[f"{side}_offer_count"]
    offers = ngettext("{number} kind of care", "{number} kinds of care", count).format(number=number(count))
    return " · ".join([row[f"{side}_place"], _codes(row[f"{side}_codes"]), offers])


def _codes(codes: Sequence[str | None]) -> str:
    return ", ".join(code for code in codes if code) or _("no number")


def _list(items: Sequence[list[Any]]) -> html.Ol:
    return html.Ol([html.Li(item, className="work") for item in items], className="plain-list")
