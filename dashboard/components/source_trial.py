"""What became of the last try of a source: it waits, it runs, what was found, or why it could not be fetched."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.components.table import record_table
from dashboard.language import _, current, ngettext
from dashboard.viewer import Viewer
from dashboard.wording import moment_since, number

Row = Mapping[str, Any]


def is_under_way(row: Row | None) -> bool:
    """Whether more will be known in a moment."""
    return row is not None and row["state_code"] != "ended"


def found(viewer: Viewer, row: Row | None) -> list[Any]:
    """The row of read.source_trial, in sentences."""
    if row is None:
        return [html.P(_("It was not tried yet."))]
    if row["state_code"] == "waits":
        return [html.P(_("Waits for a worker, which looks every few seconds."))]
    if row["state_code"] == "runs":
        return [html.P(_("Is being fetched and read …"))]
    when = _("Tried {moment}. Nothing of it was kept.").format(moment=moment_since(row["ended_at"], viewer.asked_at))
    return [*_told(row), html.P(when, className="muted")]


def _told(row: Row) -> list[Any]:
    language = current()
    if row["failure_code"] is not None:
        return [html.P([html.Strong(_of_all(row[f"failure_{language}"])), " ", row[f"advice_{language}"]])]
    if row["outcome_code"] == "nothing":
        return [html.P(_("It can be reached. There is nothing there to take over now."))]
    came = _("{file} came, of {size} bytes.").format(file=row["file_name"], size=number(row["size_bytes"]))
    parts: list[Any] = [html.P([html.Strong(_verdict(row["outcome_code"])), " ", came])]
    if row["sentence_nl"]:
        parts.append(html.P(row["sentence_nl"], lang="nl"))
    if row["read_count"]:
        counts = _("{read} rows read: {accepted} right, {refused} refused, {double} double.").format(
            read=number(row["read_count"]),
            accepted=number(row["accepted_count"]),
            refused=number(row["refused_count"]),
            double=number(row["duplicate_count"]),
        )
        parts.append(html.P(counts))
    if row["refusals"]:
        lines = [[_of_all(one[f"sentence_{language}"]), number(one["rows"])] for one in row["refusals"]]
        said = ngettext("{number} reason", "{number} reasons", len(lines)).format(number=number(len(lines)))
        parts.append(record_table(said, [_("What is wrong"), _("How often")], lines))
    return parts


def _verdict(outcome_code: str) -> str:
    return {
        "applied": _("It would be taken over."),
        "duplicate": _("It is what is shown already: nothing would change."),
        "superseded": _("It is older than what is shown: it would be kept and not used."),
        "held": _("It would be held for a person to look at."),
        "rejected": _("It would be refused as a whole."),
        "busy": _("It is being loaded at this moment. Try again in a minute."),
    }[outcome_code]


def _of_all(sentence: str) -> str:
    """A sentence without the value of one row."""
    return sentence.replace("{column}", "…").replace("{value}", "…")
