"""/opgave/link: a link of a reminder. It is for one location, for one statement, until a day, and without signing in.

Opening it changes nothing, however often and by whomever: mail servers look at what they deliver. What it does is sent
by a button. Its token stands in the query of the address, which no log of ours holds, and in the body of its forms.
"""

from dataclasses import replace
from urllib.parse import urlencode

import flask

from dashboard import csrf, limits, refusals, sessions
from dashboard.access import PUBLIC, requires
from dashboard.language import _
from dashboard.plain_page import Button, Form, plain_page
from dashboard.queries import statement as statements
from dashboard.queries.database import Row
from dashboard.statement import answer, deed, form, view, words
from dashboard.statement.answer import LINK, Way
from dashboard.viewer import now
from dashboard.wording import clock, full_day, local_day

TOKEN = "link"  # noqa: S105 - the name of the field
_PROOF = "bewijs"  # that this browser stored what it undoes


def add_routes(server: flask.Flask) -> None:
    """The page, and what its buttons send."""
    server.add_url_rule(LINK, "statement_link", _show, methods=["GET"])
    server.add_url_rule(LINK, "use_statement_link", _use, methods=["POST"])


@requires(PUBLIC)
def _show() -> flask.typing.ResponseReturnValue:
    token = flask.request.args.get(TOKEN, "")
    if seconds := limits.wait(limits.PAGES, f"link {sessions.address()}"):
        return refusals.too_many(seconds)
    if not token:
        return plain_page(_("A link of a reminder"), _("Open the link as it stands in the mail."))
    found = statements.link_state(csrf.fingerprint(token))
    if found["state_code"] != "open":
        return _closed(found["state_code"])
    rows = statements.linked_offers(csrf.fingerprint(token))
    names = words.names_of(statements.lists(now()))
    said = [_said(row, names) for row in rows]
    until = _("This link works once, until {day} {clock}, for this location only.")
    return plain_page(
        _("Places of {location}").format(location=found["location_name"]),
        _("This was told last. Is it still so?"),
        *said,
        until.format(day=full_day(local_day(found["expires_at"])), clock=clock(found["expires_at"])),
        forms=[
            Form(
                LINK,
                [Button(_("Yes, all unchanged"), "doe", "ongewijzigd"), Button(_("No, open the form"), "doe", "open")],
                hidden=[(TOKEN, token)],
            )
        ],
        token=answer.token(),
        keeps=f"{urlencode({TOKEN: token})}&",
    )


@requires(PUBLIC)
def _use() -> flask.typing.ResponseReturnValue:
    token, told = flask.request.form.get(TOKEN, ""), flask.request.form.get("doe", "")
    if seconds := limits.wait(limits.PAGES, f"link {sessions.address()}"):
        return refusals.too_many(seconds)
    way = Way(LINK, LINK, [(TOKEN, token)], keeps=f"{urlencode({TOKEN: token})}&")
    hashed = csrf.fingerprint(token)
    if told == "undo":
        return _undo(way, hashed)
    if told == "ongewijzigd":
        # Once for this browser: the button again is the same, and another browser comes after the link was used.
        return _ended(way, statements.save_by_link(hashed, None, f"{told}.{csrf.fingerprint(answer.token())[:20]}"))
    return _form(way, hashed, told)


def _undo(way: Way, hashed: str) -> flask.typing.ResponseReturnValue:
    """For the browser that stored, and for nobody to whom the mail was forwarded."""
    given = flask.request.form.get(_PROOF, "")
    if not csrf.is_proof(given, hashed, answer.token(), sessions.settings().secret_keys):
        return _closed(statements.link_state(hashed)["state_code"])
    row = statements.undo_by_link(hashed)
    if row["outcome_code"] == "done":
        return answer.plain(way, _("Undone: what stood there before is told again."))
    return _ended(way, row)


def _ended(way: Way, row: Row) -> flask.typing.ResponseReturnValue:
    """What is said after storing, or why nothing was stored."""
    if row["outcome_code"] == "done":
        saved = answer.saved_now(row["statement_id"], now())
        hashed = csrf.fingerprint(dict(way.kept)[TOKEN])
        own = csrf.proof(hashed, answer.token(), sessions.settings().secret_keys)
        way = replace(way, kept=[*way.kept, (_PROOF, own)])
        return answer.plain(way, _("Thank you. You can close this page."), saved=saved)
    if row["outcome_code"].endswith("_link"):
        return _closed(row["outcome_code"].removesuffix("_link"))
    return answer.plain(way, warnings=[words.outcome(row["outcome_code"])], status=409)


def _form(way: Way, hashed: str, told: str) -> flask.typing.ResponseReturnValue:
    state = statements.link_state(hashed)["state_code"]
    if state == "unknown" or (state != "open" and told != "bevestig"):
        return _closed(state)
    rows = statements.linked_offers(hashed)
    if told == "open":
        lines = form.as_told(rows, local_day(now()))
        return answer.form_page(way, lines, words.names_of(statements.lists(now())))
    if not rows:  # used or expired since the form was opened
        return _closed(state)
    return deed.decide(
        way, rows, lambda places, key: statements.save_by_link(hashed, places, key), lambda row: _ended(way, row)
    )


def _said(row: Row, names: words.Names) -> str:
    """Depressie, polikliniek · s-ggz: 3 vrij"""
    told = words.stands(form.Line({**row, "told": {}}, {}, form.told_before(row), {}, ""), names)
    said = "; ".join(told) or _("nothing told")
    return f"{view.title(row, names)}: {said}"


def _closed(state: str) -> flask.Response:
    sentences = {
        "used": _("This link was used before. It works once; sign in to change something, or wait for the next mail."),
        "expired": _("This link is too old. Sign in, or wait for the next mail."),
    }
    unknown = _("This link is not one of ours, or not whole. Open it as it stands in the mail.")
    status = 404 if state == "unknown" else 410
    return plain_page(_("This link does not work"), sentences.get(state, unknown), status=status)
