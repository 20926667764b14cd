"""The operator's forms about municipalities: one ends on a day and goes up in another, or that is taken back."""

import re
from datetime import date

import flask

from dashboard.access import Permission, requires
from dashboard.manage.addresses import MUNICIPALITIES, back, typed
from dashboard.queries import master_data
from dashboard.viewer import current_viewer

ENDS, WITHDRAW = (f"{MUNICIPALITIES}/{word}" for word in ("herindelen", "intrekken"))
_CODE, _DAY = re.compile(r"GM[0-9]{4}"), re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIELDS = ("oud", "nieuw", "naam", "vanaf", "bewijs")


def add_routes(server: flask.Flask) -> None:
    """One route for each form."""
    for path, view in ((ENDS, _ends), (WITHDRAW, _withdraw)):
        server.add_url_rule(path, f"manage_municipalities{view.__name__}", view, methods=["POST"])


@requires(Permission.MANAGE_MASTER_DATA)
def _ends() -> flask.typing.ResponseReturnValue:
    old, new, name, day, source = (typed(field) for field in _FIELDS)
    from_on = _date(day)
    if not (_CODE.fullmatch(old) and _CODE.fullmatch(new)):
        return _wrong("wrong_municipality")
    if from_on is None:
        return _wrong("wrong_day")
    if not source:
        return _wrong("without_source")
    viewer = current_viewer()
    outcome = master_data.end_municipality(viewer, old, successor=new, name=name, from_on=from_on, source=source)
    return back(MUNICIPALITIES, gedaan="herindelen") if outcome == "done" else _wrong(outcome)


@requires(Permission.MANAGE_MASTER_DATA)
def _withdraw() -> flask.typing.ResponseReturnValue:
    outcome = master_data.withdraw_municipality(current_viewer(), typed("oud"))
    return back(MUNICIPALITIES, **({"gedaan": "intrekken"} if outcome == "done" else {"fout": outcome}))


def _date(text: str) -> date | None:
    """A day as a date field sends it; None for anything else."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _wrong(code: str) -> flask.typing.ResponseReturnValue:
    return back(MUNICIPALITIES, fout=code, **{name: typed(name) for name in _FIELDS})
