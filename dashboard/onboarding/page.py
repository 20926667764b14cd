"""The page of an application, for who came by the link of an invitation: the steps, the form of one, what is left."""

from urllib.parse import urlencode

import flask

from dashboard import csrf
from dashboard.language import _
from dashboard.onboarding import content, view, words
from dashboard.onboarding.addresses import APPLICATION
from dashboard.onboarding.content import Content
from dashboard.plain_page import asset, frame, plain_page
from dashboard.queries import statement as statements
from dashboard.queries.database import Row
from dashboard.statement.answer import token as form_token
from dashboard.statement.words import Names, names_of
from dashboard.viewer import now
from dashboard.wording import clock, full_day, local_day

TOKEN, STEP, CHECK = "link", "stap", "check"


def form_page(row: Row, token: str, step: str, *, typed: Content | None = None, warning: str = "") -> flask.Response:
    """A step of an open application (a row of read.invited), as it was kept, or as it is typed."""
    names = names_of(statements.lists(now()))
    choices = _choices(row, names)
    steps = [
        view.StepView(one, words.step(one), len(faults(row, one, row["steps"][one])), one in row["versions"])
        for one in content.STEPS
    ]
    parts: list[view.PartView] = []
    told = typed
    if step != CHECK:
        told = typed or (row["steps"][step] if step in row["versions"] else content.begun(step, row))
        if flask.request.args.get("meer") and step in content.PARTS:
            told = told | {step: [*told.get(step, []), {}]}
        is_touched = step in row["versions"] or typed is not None
        parts = view.parts(view.Typed(step, told, faults(row, step, told), is_touched), names, choices)
    is_whole = all(one.is_done for one in steps)
    filled = bool(row["known"]) and step in {"contact", "locations"} and step not in row["versions"]
    returned = _("It was sent back: {reason}").format(reason=row["reason"]) if row["reason"] else ""
    answer = frame(
        "onboarding.html",
        _("Take part: {name}").format(name=row["provider_name"]),
        keeps=f"{urlencode({TOKEN: token, STEP: step})}&",
        warnings=[text for text in (returned, warning) if text],
        script=asset("statement.js"),
        csrf=form_token(),
        csrf_field=csrf.FIELD,
        action=APPLICATION,
        hidden=[(TOKEN, token), (STEP, step), ("versie", row["versions"].get(step, 0))],
        steps=[(one, f"{APPLICATION}?{urlencode({TOKEN: token, STEP: one.code})}", _left(one)) for one in steps],
        check=(f"{APPLICATION}?{urlencode({TOKEN: token, STEP: CHECK})}", words.step(CHECK)),
        here=step,
        title_here=words.step(step),
        parts=parts,
        has_parts=step in content.PARTS,
        summary=view.summary(row["steps"], names, choices) if step == CHECK else [],
        faults=[words.outcome(code) for code in row["faults"]] if step == CHECK and is_whole else [],
        is_whole=is_whole,
        from_directory=_("Filled in from the national directory: look whether it is right.") if filled else "",
        word=_words(row),
    )
    answer.status_code = 409 if warning and typed is not None else 422 if warning else 200
    return answer


def _left(one: view.StepView) -> str:
    if one.is_done:
        return _("done")
    return _("{number} left").format(number=one.left) if one.is_saved else _("not begun")


def _choices(row: Row, names: Names) -> dict[str, dict[str, str]]:
    places = row["steps"]["locations"].get("locations", [])
    known = {
        one["agb_location"]: one.get("location_name", one["agb_location"]) for one in places if "agb_location" in one
    }
    return words.offered(names, known)


def faults(row: Row, step: str, told: Content) -> dict[str, str]:
    """Field -> code of what is missing or wrong in a step."""
    return content.faults(step, told, _choices(row, names_of(statements.lists(now()))))


def next_step(row: Row, step: str) -> str:
    """The first step after this one that is not done, else the first of all, else to look it through."""
    at = content.STEPS.index(step) + 1 if step else 0
    for one in (*content.STEPS[at:], *content.STEPS[:at]):
        if one not in row["versions"] or faults(row, one, row["steps"][one]):
            return one
    return CHECK


def closed(row: Row) -> flask.Response:
    """What is said where nothing can be filled in any more, or never could."""
    state = row["state_code"]
    if state == "submitted":
        sentence = _("Thank you. Your transfer point looks it through; you get a mail when there is news.")
        return plain_page(_("Sent in"), sentence, _("Until then nothing of it is shown to anybody else."))
    sentences = {
        "approved": _("Your places stand here now. The mail about that has a link to state them."),
        "withdrawn": _("This invitation was withdrawn. Ask your transfer point."),
        "expired": _("This link is too old. Ask your transfer point for a new one: what you filled in is kept."),
    }
    unknown = _("This link is not one of ours, not whole, or a newer mail has replaced it. Open the newest mail.")
    status = 404 if state == "unknown" else 410
    return plain_page(_("This link does not work"), sentences.get(state, unknown), status=status)


def _words(row: Row) -> dict[str, str]:
    until = _("You can stop and go on later with the same link, until {day} {clock}. It is for your details only.")
    return {
        "intro": until.format(day=full_day(local_day(row["expires_at"])), clock=clock(row["expires_at"])),
        "codes": _("AGB code {agb}, KvK {kvk}, {region}").format(
            agb=row["agb_code"], kvk=row["kvk_number"], region=row["region_name"]
        ),
        "steps": _("Steps"),
        "save": _("Save and go on"),
        "more": _("Save and add another"),
        "copy_part": _("Copy"),
        "copy_means": _("Copy: a new one with the same answers, to give another location or age"),
        "less": _("Take away"),
        "submit": _("Send in"),
        "not_whole": _("Something is still left in the steps above."),
        "one_less": _("One less"),
        "one_more": _("One more"),
        "lost": _("There is no connection just now. What you typed is still here: try again in a moment."),
        "broken": _("That did not succeed. What you typed is still here: try again in a moment."),
    }
