"""The deliveries of one source, and one delivery: what was refused and why, with what to do."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from dash import html

from dashboard import labels
from dashboard.components.held import gates_table
from dashboard.components.table import record_table, table
from dashboard.language import _, current, ngettext
from dashboard.wording import dated_moment, moment_since, number

Row = Mapping[str, Any]


def history(path: str, source: str, rows: Sequence[Row], at: datetime) -> html.Div:
    """The rows of read.deliveries of one source."""
    heads = [_("Received"), _("State"), _("File"), _("Read"), _("Accepted"), _("Refused"), _("Double")]
    lines = [
        [
            html.A(
                dated_moment(row["received_at"], at),
                href=f"{path}?{urlencode({'bron': source, 'aanlevering': row['delivery_id']})}",
            ),
            _("shown now") if row["is_published"] else labels.delivery_state(row["state_code"]),
            row["file_name"],
            *(_count(row[f"{kind}_count"]) for kind in ("read", "accepted", "refused", "duplicate")),
        ]
        for row in rows
    ]
    return table(_("The newest deliveries of this source."), heads, lines, number_columns=4)


def detail(file: str, row: Row, groups: Sequence[Row], at: datetime) -> html.Section:
    """One delivery. file: where the refused rows are to be had as a spreadsheet. groups: of read.refusal_groups."""
    parts: list[Any] = [
        html.H2(
            _("Delivery {number}, received {moment}").format(
                number=row["delivery_id"], moment=moment_since(row["received_at"], at)
            )
        ),
        html.P(_("shown now") if row["is_published"] else labels.delivery_state(row["state_code"])),
        *([html.P(row["sentence_nl"], lang="nl")] if row["sentence_nl"] else []),
        *gates_table(row["gates"]),
    ]
    if row["decided_at"] is not None:
        decided = _("Decided {moment} by {who}: {reason}")
        moment = moment_since(row["decided_at"], at)
        parts.append(html.P(decided.format(moment=moment, who=row["decided_by"], reason=row["decision_reason"])))
    if row["masked_count"]:
        masked = ngettext(
            "{number} number that looks like a BSN was made unreadable before anything was kept.",
            "{number} numbers that look like a BSN were made unreadable before anything was kept.",
            row["masked_count"],
        )
        parts.append(html.P(masked.format(number=number(row["masked_count"])), className="muted"))
    if groups:
        parts += [
            html.H3(_("What was refused")),
            refusals(groups),
            html.P(html.A(_("All refused rows as a spreadsheet (CSV)"), href=file), className="download"),
        ]
    elif row["refused_count"] == 0:
        parts.append(html.P(_("Nothing was refused.")))
    return html.Section(parts)


def refusals(groups: Sequence[Row]) -> html.Table:
    """Per column and reason: how often, on which lines first, and what to do. Columns have the sender's own names."""
    language = current()
    lines = [
        [
            group["column_name"] or _("the whole row"),
            number(group["row_count"]),
            _filled(group[f"sentence_{language}"], group["column_name"]),
            _filled(group[f"advice_{language}"], group["column_name"]),
            ", ".join(str(line) for line in group["first_lines"]) + (" …" if group["row_count"] > 5 else ""),
        ]
        for group in groups
    ]
    heads = [_("Column"), _("How often"), _("What is wrong"), _("What to do"), _("Lines")]
    return record_table(_("By column and reason, the most frequent first."), heads, lines)


def _filled(sentence: str, column: str) -> str:
    """The sentence of all rows together: a value is of one row, and stands in the spreadsheet."""
    return sentence.replace("{column}", column).replace("{value}", "…")


def _count(count: int | None) -> str:
    return "–" if count is None else number(count)
