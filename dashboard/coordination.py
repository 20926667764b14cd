"""What a coordinator's forms are sent to. Each answer is an address: the page again, with what became of it.

An error keeps what was typed, as the address of the page; nothing in it is about a person.
"""

from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import urlencode

import flask

from dashboard.access import Permission, requires
from dashboard.queries import coordination
from dashboard.viewer import current_viewer

CALLS = "/regio/bellen"
PHONE = "/regio/telefonisch"
HELD = "/regio/aangehouden"
WHITE = "/regio/witte-vlekken"
AGENDA = "/regio/agenda"
TYPED = ("vrij", "eerste", "stop", "tot")  # the fields of the form for what was heard
_LONGEST = 200
_MOST = 2**62


def add_routes(server: flask.Flask) -> None:
    """One route for each form, at the address of its page."""
    server.add_url_rule(CALLS, "settle_call", _settle, methods=["POST"])
    server.add_url_rule(PHONE, "enter_by_phone", _enter, methods=["POST"])
    server.add_url_rule(HELD, "decide_held", _decide, methods=["POST"])


@requires(Permission.SETTLE_CALLS)
def _settle() -> flask.typing.ResponseReturnValue:
    form = flask.request.form
    call, times = whole(form.get("melding", "")), whole(form.get("gebeld", ""))
    result = form.get("resultaat", "")[:_LONGEST]
    if call is None or times is None:
        return _back(CALLS, fout="denied")
    outcome = coordination.settle_call(current_viewer(), call, result, times)
    return _back(CALLS, **({"gedaan": result} if outcome == "done" else {"fout": outcome}))


@requires(Permission.ENTER_CAPACITY)
def _enter() -> flask.typing.ResponseReturnValue:
    form = {name: text.strip()[:_LONGEST] for name, text in flask.request.form.items()}
    offer, urgency = whole(form.get("aanbod", "")), form.get("urgentie", "")
    typed = {name: form[name] for name in TYPED if form.get(name)}
    again = {"aanbod": form.get("aanbod", ""), "urgentie": urgency, **typed}
    if offer is None:
        return _back(PHONE, fout="denied")
    free, first_on, stop_until = whole(typed.get("vrij", "")), day(typed.get("eerste", "")), day(typed.get("tot", ""))
    for name, read, code in (
        ("vrij", free, "wrong_count"),
        ("eerste", first_on, "wrong_first_day"),
        ("tot", stop_until, "wrong_end"),
    ):
        if name in typed and read is None:
            return _back(PHONE, **again, fout=code)
    outcome, settled = coordination.enter_by_phone(
        current_viewer(),
        offer,
        urgency,
        free=free,
        first_on=first_on,
        stop_reason=typed.get("stop"),
        stop_until=stop_until,
        key=form.get("sleutel", "")[:60] or "-",
    )
    if outcome != "done":
        return _back(PHONE, **again, fout=outcome)
    return _back(PHONE, gedaan="ja", meldingen=str(settled) if settled else "")


@requires(Permission.DECIDE_HELD)
def _decide() -> flask.typing.ResponseReturnValue:
    form = flask.request.form
    delivery, verdict = whole(form.get("aanlevering", "")), form.get("besluit", "")
    reason = form.get("reden", "").strip()[:_LONGEST]
    if delivery is None or verdict not in {"release", "refuse"}:
        kept = {"aanlevering": str(delivery)} if delivery is not None else {}
        return _back(HELD, **kept, reden=reason, fout="without_verdict")
    outcome = coordination.decide_held(current_viewer(), delivery, verdict, reason)
    if outcome == "done":
        return _back(HELD, gedaan=verdict)
    return _back(HELD, aanlevering=str(delivery), besluit=verdict, reden=reason, fout=outcome)


def whole(text: str) -> int | None:
    """A number of digits, as the forms send it; None for anything else."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and int(text[:20]) < _MOST and len(text) < 20 else None


def day(text: str) -> date | None:
    """The date in 3-12-2026, 03-12-2026 or 2026-12-03; None for anything else."""
    for form in ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    return None


def _back(path: str, **query: str) -> flask.typing.ResponseReturnValue:
    told: Mapping[str, str] = {name: value for name, value in query.items() if value}
    return flask.redirect(f"{path}?{urlencode(told)}" if told else path, 303)
