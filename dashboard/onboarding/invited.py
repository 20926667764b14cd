"""/aansluiten: the guided form of who was invited, behind the link of the mail. Each step is kept as it is saved.

Opening it changes nothing, as with the link of a reminder (dashboard/statement/links.py); unlike that one it can be
opened again until the application is sent in. It shows and changes its own application only.
"""

from urllib.parse import urlencode

import flask

from dashboard import csrf, limits, refusals, sessions
from dashboard.access import PUBLIC, requires
from dashboard.coordination import whole
from dashboard.language import _
from dashboard.onboarding import content, page, words
from dashboard.onboarding.addresses import APPLICATION
from dashboard.onboarding.page import CHECK, STEP, TOKEN
from dashboard.plain_page import plain_page
from dashboard.queries import onboarding
from dashboard.queries.database import Row

_OF_THE_FORM = frozenset({"csrf", "doe", TOKEN, STEP, "versie"})


def add_routes(server: flask.Flask) -> None:
    """The form, and what its buttons send."""
    server.add_url_rule(APPLICATION, "application", _show, methods=["GET"])
    server.add_url_rule(APPLICATION, "save_application", _save, methods=["POST"])


@requires(PUBLIC)
def _show() -> flask.typing.ResponseReturnValue:
    token, asked = flask.request.args.get(TOKEN, ""), flask.request.args.get(STEP, "")
    if seconds := limits.wait(limits.PAGES, f"invitation {sessions.address()}"):
        return refusals.too_many(seconds)
    if not token:
        return plain_page(_("The link of an invitation"), _("Open the link as it stands in the mail."))
    row = onboarding.invited(csrf.fingerprint(token))
    if row["state_code"] != "open":
        return page.closed(row)
    return page.form_page(row, token, asked if asked in {*content.STEPS, CHECK} else page.next_step(row, ""))


@requires(PUBLIC)
def _save() -> flask.typing.ResponseReturnValue:
    token, step = flask.request.form.get(TOKEN, ""), flask.request.form.get(STEP, "")
    if seconds := limits.wait(limits.PAGES, f"invitation {sessions.address()}"):
        return refusals.too_many(seconds)
    row = onboarding.invited(csrf.fingerprint(token))
    if row["state_code"] != "open":
        return page.closed(row)
    if step in content.STEPS:
        return _keep(token, step)
    return _send_in(token) if step == CHECK else page.form_page(row, token, page.next_step(row, ""))


def _send_in(token: str) -> flask.typing.ResponseReturnValue:
    """What is not whole by our own judgement is not sent in; the database judges the rest."""
    row = onboarding.invited(csrf.fingerprint(token))
    if page.next_step(row, "") != CHECK:
        return page.form_page(row, token, CHECK, warning=words.outcome("not_whole"))
    code = onboarding.submit(csrf.fingerprint(token))
    after = onboarding.invited(csrf.fingerprint(token))
    if after["state_code"] != "open":
        return page.closed(after)
    return page.form_page(after, token, CHECK, warning=words.outcome(code))


def _keep(token: str, step: str) -> flask.typing.ResponseReturnValue:
    """Keeps a step as it is typed, whole or not, and goes on to what is left."""
    form = flask.request.form
    typed = content.read(step, {name: texts for name, texts in form.lists() if name not in _OF_THE_FORM})
    deed, _dash, number = form.get("doe", "").partition("-")
    if deed in {"copy", "less"} and number.isdigit():
        typed = content.with_part(step, typed, deed, int(number[:2]))
    saved = onboarding.save_step(csrf.fingerprint(token), step, typed, whole(form.get("versie", "")) or 0)
    after = onboarding.invited(csrf.fingerprint(token))
    if after["state_code"] != "open":
        return page.closed(after)
    if saved["outcome_code"] != "done":
        return page.form_page(after, token, step, typed=typed, warning=words.outcome(saved["outcome_code"]))
    return flask.redirect(_onward(after, token, step, deed), 303)


def _onward(row: Row, token: str, step: str, deed: str) -> str:
    stays = deed in {"copy", "less", "more"} or page.faults(row, step, row["steps"][step])
    more = {"meer": "ja"} if deed == "more" else {}
    to = step if stays else page.next_step(row, step)
    return f"{APPLICATION}?{urlencode({TOKEN: token, STEP: to, **more})}"
