"""Who must deliver what and when, and what came: a source a line, and whom to phone because mail does not help."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from dash import html

from dashboard import labels
from dashboard.components.phone import phone_link
from dashboard.components.table import record_table
from dashboard.language import _, current, ngettext
from dashboard.wording import moment_since, number, until

Row = Mapping[str, Any]
_UNITS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))


def obligation_table(path: str, rows: Sequence[Row], at: datetime) -> html.Table:
    """The rows of read.obligations, told at the moment `at`. path: of the page that shows one source."""
    heads = [_("Source"), _("State"), _("Rhythm"), _("Last delivery"), _("Rows"), _("How it comes")]
    caption = _("Late ones first. Choose a source for its history.") if len(rows) > 1 else _("How it stands now.")
    return record_table(caption, heads, [_line(path, row, at) for row in rows])


def to_phone(rows: Sequence[Row]) -> list[html.Section]:
    """Those that are late and whom mail does not reach; nothing when there are none."""
    silent = [row for row in rows if row["is_to_phone"]]
    if not silent:
        return []
    return [
        html.Section(
            [
                html.H2(_("To phone ({number})").format(number=number(len(silent)))),
                html.P(_("Late, and mail did not help: three reminders were sent, or no address is known.")),
                html.Ul([html.Li(_silent(row)) for row in silent], className="plain-list"),
            ]
        )
    ]


def rhythm(every: timedelta | None) -> str:
    """every day, every 7 days, every month, every 15 minutes; or that none was agreed"""
    if every is None:
        return _("none agreed")
    if timedelta(days=28) <= every <= timedelta(days=31):
        return _("every month")
    unit, name = next((one for one in _UNITS if every >= one[0] and every % one[0] == timedelta(0)), _UNITS[-1])
    count = every // unit
    one, several = {
        "day": (_("every day"), _("every {number} days")),
        "hour": (_("every hour"), _("every {number} hours")),
        "minute": (_("every minute"), _("every {number} minutes")),
    }[name]
    return one if count == 1 else several.format(number=number(count))


def state(row: Row, at: datetime) -> str:
    """Whether a source is in time, in words."""
    if row["is_never"]:
        return _("never delivered")
    if row["is_late"]:
        missed = ngettext("{number} delivery missed", "{number} deliveries missed", row["missed_count"])
        since = _("late since {moment}").format(moment=moment_since(row["late_at"], at))
        return f"{since}; {missed.format(number=number(row['missed_count']))}"
    if row["due_at"] is not None:
        return _("in time; next by {moment}").format(moment=until(row["late_at"], at))
    return _("nothing is due")


def under_way(code: str) -> str:
    """What is being done with a source at this moment."""
    return {
        "taken_in": _("taken in, is loaded in a moment"),
        "loading": _("is being loaded"),
        "fetching": _("is being fetched"),
        "fetch_waits": _("waits to be fetched"),
    }[code]


def _line(path: str, row: Row, at: datetime) -> list[Any]:
    link = html.A(row["source_name"], href=f"{path}?{urlencode({'bron': row['source_code']})}")
    words = [state(row, at)]
    if row["held_count"]:
        held = ngettext("{number} being checked", "{number} being checked", row["held_count"])
        words.append(held.format(number=number(row["held_count"])))
    if row["reminder_count"]:
        sent = ngettext("{number} reminder sent", "{number} reminders sent", row["reminder_count"])
        words.append(sent.format(number=number(row["reminder_count"])))
    if row["under_way_code"]:
        words.append(under_way(row["under_way_code"]))
    return [
        html.Span([link, " ", html.Small(row["feed_code"], className="muted")]),
        html.Strong(" · ".join(words)) if row["is_late"] else " · ".join(words),
        rhythm(row["expected_every"]),
        _last(row, at),
        _rows(row),
        _way(row, at),
    ]


def _last(row: Row, at: datetime) -> str:
    if row["received_at"] is None:
        return _("nothing yet")
    return f"{moment_since(row['received_at'], at)}: {labels.delivery_state(row['state_code'])}"


def _rows(row: Row) -> str:
    if row["read_count"] is None:
        return "–"
    said = _("{read} read, {accepted} accepted, {refused} refused, {duplicate} double")
    return said.format(
        read=number(row["read_count"]),
        accepted=number(row["accepted_count"]),
        refused=number(row["refused_count"]),
        duplicate=number(row["duplicate_count"]),
    )


def _way(row: Row, at: datetime) -> Any:  # noqa: ANN401 - text, or text with what is wrong below it
    if row["way_code"] is None:
        return _("sent to us")
    credential = _("with a credential") if row["has_credential"] else _("without a credential")
    asked = (
        _("last answered {moment}").format(moment=moment_since(row["fetched_at"], at))
        if row["fetched_at"]
        else _("never answered")
    )
    told = _("fetched by us ({way}, {credential}); {asked}").format(
        way=row["way_code"], credential=credential, asked=asked
    )
    if row["failure_code"] is None:
        return told
    language = current()
    return [told, html.Br(), html.Strong(row[f"failure_{language}"]), " ", row[f"advice_{language}"]]


def _silent(row: Row) -> list[Any]:
    who = row["contact_name"] or _("Phone")
    phone = phone_link(row["contact_phone"], who) if row["contact_phone"] else _("no number known")
    sent = ngettext("{number} reminder sent", "{number} reminders sent", row["reminder_count"])
    return [html.P([html.Strong(row["source_name"]), ": ", sent.format(number=number(row["reminder_count"]))]), phone]
