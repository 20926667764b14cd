"""The page of a statement, for who is signed in and for who came by a link of a mail."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import flask

from dashboard import csrf, sessions
from dashboard.components.page import own_pages
from dashboard.figures.status_shape import status_shape
from dashboard.language import _
from dashboard.plain_page import Link, asset, frame
from dashboard.statement import view, words
from dashboard.statement.form import Line
from dashboard.statement.view import Beside
from dashboard.statement.words import Names
from dashboard.viewer import now, viewer_or_none
from dashboard.wording import clock

PATH = "/opgave"
UNDO = f"{PATH}/ongedaan"
LINK = f"{PATH}/link"
UNDO_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class Way:
    """How somebody states places. save, undo: where its forms go. kept: what they send along. keeps: of the address.

    locations: (address, name, whether it is the one on the page), where there are too many places for one page.
    """

    save: str
    undo: str
    kept: Sequence[tuple[str, str]] = ()
    keeps: str = ""
    title: str = ""
    locations: Sequence[tuple[str, str, bool]] = ()


@dataclass(frozen=True)
class Saved:
    """What was stored last, as the page says it. undo: until when that can be undone, empty when it cannot."""

    number: int
    sentence: str
    undo: str = ""
    follow: str = ""
    is_moving: bool = False
    places: Sequence[str] = field(default_factory=list)


def form_page(
    way: Way,
    lines: Sequence[Line],
    names: Names,
    *,
    warnings: Sequence[str] = (),
    beside: Beside | None = None,
    saved: Saved | None = None,
    links: Sequence[Link] = (),
    status: int = 200,
) -> flask.Response:
    """The form, with what was typed in it."""
    nothing = _("No places of yours are known here yet. Your transfer point or the operator can add them.")
    return _page(
        way,
        warnings=warnings,
        sentences=[] if lines else [nothing],
        locations=view.locations(lines, names, now(), beside or Beside()),
        saved=saved,
        links=links,
        status=status,
    )


def summary_page(way: Way, lines: Sequence[Line], names: Names, typed: Sequence[tuple[str, str]]) -> flask.Response:
    """What is about to be stored, with all that was typed sent along, and which lines it is about."""
    said = [
        {"key": line.key, "title": view.title(line.row, names), "changes": words.changes(line, names)} for line in lines
    ]
    sentence = _("This is what readers will see. Nothing is stored yet.")
    return _page(way, sentences=[sentence], summary=said, typed=typed)


def plain(
    way: Way, *sentences: str, warnings: Sequence[str] = (), saved: Saved | None = None, status: int = 200
) -> flask.Response:
    """A page without a form."""
    return _page(way, sentences=sentences, warnings=warnings, saved=saved, status=status)


def saved_now(
    number: int,
    made_at: datetime,
    *,
    follow: str = "",
    state: str = "waiting",
    is_undone: bool = False,
    is_undo: bool = False,
) -> Saved:
    """What is said right after storing, and while it is on its way."""
    until = made_at + UNDO_FOR
    can_undo = not (is_undone or is_undo) and now() < until
    what = _("Undone") if is_undo else _("Stored")
    return Saved(
        number=number,
        sentence=f"{what}: {words.state(state)}.",
        undo=_("until {clock}").format(clock=clock(until)) if can_undo else "",
        follow=follow,
        is_moving=state in {"waiting", "received", "failed"},
    )


def token() -> str:
    """The proof that a form is ours, for who is signed in and for who is not."""
    who = viewer_or_none()
    return who.csrf if who is not None else sessions.anonymous_token()


def _page(way: Way, *, status: int = 200, **filled: Any) -> flask.Response:  # noqa: ANN401 - what the template asks
    who = viewer_or_none()
    parts: dict[str, Any] = {
        "summary": [],
        "locations": [],
        "saved": None,
        "links": [],
        "warnings": [],
        "sentences": [],
    }
    answer = frame(
        "statement.html",
        way.title or _("Statement of places"),
        keeps=way.keeps,
        script=asset("statement.js"),
        csrf=token(),
        csrf_field=csrf.FIELD,
        key=flask.request.form.get("sleutel", "")[:40] or secrets.token_urlsafe(16),
        action={"save": way.save, "undo": way.undo},
        kept=way.kept,
        others=way.locations,
        others_label=_("Locations"),
        shape=status_shape,
        word=_words(),
        who=who,
        sign_out=_("Sign out"),
        pages=own_pages() if who else [],
        pages_label=_("Pages"),
        path=PATH,
        **(parts | filled),
    )
    answer.status_code = status
    return answer


def _words() -> dict[str, str]:
    return {
        "undo": _("Undo"),
        "save": _("Save"),
        "all_unchanged": _("All unchanged"),
        "unchanged": _("Unchanged"),
        "unchanged_inside": _("unchanged"),
        "is_changed": _("changed"),
        "under_way": _("your statement is on its way"),
        "stands_now": _("Somebody else told this meanwhile:"),
        "more_fields": _("Total, expected, stop, criteria, waiting"),
        "copying": _("Copy to another location"),
        "copy_to": _("To which location"),
        "copy_means": _("All that describes it goes along. How many places there are you tell there."),
        "copy_now": _("Copy"),
        "gain": _("How often shown, and what makes it stronger"),
        "gain_means": _(
            "Of the last 28 days. A list counts when the offer fitted the question. "
            "Nothing is kept of who asked, or what."
        ),
        "improve": _("What makes it stronger:"),
        "confirm": _("Confirm and store"),
        "back": _("Back to the form"),
        "none_changed": _("Nothing changed yet."),
        "changed": _("Changed lines:"),
        "less": _("One less"),
        "more": _("One more"),
        "lost": _(
            "There is no connection just now. What you typed is still here, and is sent when there is one again."
        ),
        "ended": _(
            "Your session has ended. What you typed is still here: "
            "sign in again in another tab, then press the button once more."
        ),
        "broken": _("That did not succeed. What you typed is still here: try again in a moment."),
    }
