"""How it stands with a source, and how it comes, in words."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.components.obligation_list import under_way
from dashboard.language import _, current
from dashboard.viewer import Viewer
from dashboard.wording import moment_since

Row = Mapping[str, Any]


def state(row: Row) -> Any:  # noqa: ANN401 - words, or words with weight
    """How it stands with a source, of a row of read.managed_sources."""
    if not row["is_active"]:
        return _("switched off")
    if row["under_way_code"]:
        return under_way(row["under_way_code"])
    if row["is_asked"]:
        return _("asked, waits for a worker")
    if row["failure_code"]:
        return html.Strong(_("could not be fetched"))
    return html.Strong(_("late")) if row["is_late"] else _("in order")


def way(row: Row, viewer: Viewer) -> Any:  # noqa: ANN401 - text, or text with what is wrong below it
    """How it comes: fetched by us and how that went, or sent by itself."""
    if row["way_code"] is None:
        return _("sends by itself")
    credential = _("with a credential") if row["has_credential"] else _("without a credential")
    asked = (
        _("last answered {moment}").format(moment=moment_since(row["fetched_at"], viewer.asked_at))
        if row["fetched_at"]
        else _("never answered")
    )
    said = f"{row['way_code']}, {credential}; {asked}"
    if row["failure_code"] is None:
        return said
    language = current()
    return [said, html.Br(), html.Strong(row[f"failure_{language}"]), " ", row[f"advice_{language}"]]
