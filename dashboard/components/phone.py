"""Numbers to phone, and whether they are answered now."""

from datetime import datetime

from dash import html

from dashboard.language import _
from dashboard.opening_hours import answering
from dashboard.wording import until_today


def phone_link(number: str, label: str, *, is_main: bool = False) -> html.A:
    """A link that dials; on a phone as wide as the screen. is_main: the one to use first."""
    dialled = "".join(sign for sign in number if sign.isdigit() or sign == "+")
    return html.A(
        [html.Span(f"{label} "), html.Span(number, className="number")],
        href=f"tel:{dialled}",
        className="call call-main" if is_main else "call",
    )


def open_now(hours: str | None, at: datetime) -> html.Span:
    """nu open tot 17:00; nu niet open, wel vanaf ma 23 nov 08:30. With the hours themselves."""
    state = answering(hours, at)
    if state is None:
        return html.Span(_("hours not known"), className="muted")
    if state.changes_at is None:
        said = _("open now") if state.is_open else _("not open now")
    else:
        turns = _("open now until {time}") if state.is_open else _("not open now, from {time}")
        said = turns.format(time=until_today(state.changes_at, at))
    return html.Span([html.Span(said, className="open" if state.is_open else "muted"), " ", _hours(hours or "")])


def _hours(hours: str) -> html.Span:
    parts = [html.Span(part, className="number") for part in f"({hours})".split("; ")]
    return html.Span([said for part in parts for said in (part, "; ")][:-1], className="muted", lang="nl")
