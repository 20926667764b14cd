"""Pages without Dash: signing in, and saying no. What is filled in is escaped by the template."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import flask

from dashboard import csrf
from dashboard.language import LOCALES, _, current
from dashboard.viewer import IS_DEMO

_ASSETS = Path(__file__).parent / "assets"
_NAMES = {"nl": "Nederlands", "en": "English"}


@dataclass(frozen=True)
class Field:
    """Something to type. kind and autocomplete as HTML names them."""

    name: str
    label: str
    kind: str = "text"
    autocomplete: str = "off"
    is_required: bool = True


@dataclass(frozen=True)
class Button:
    """Sends its form, with a value of its own if it has one."""

    text: str
    name: str = ""
    value: str = ""


@dataclass(frozen=True)
class Form:
    """Sent to action by POST, with the token that proves it is ours."""

    action: str
    buttons: Sequence[Button]
    fields: Sequence[Field] = ()
    hidden: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Link:
    """A way on."""

    text: str
    href: str


def plain_page(
    title: str,
    *sentences: str,
    warnings: Sequence[str] = (),
    forms: Sequence[Form] = (),
    links: Sequence[Link] = (),
    token: str = "",
    onward: str = "",
    keeps: str = "",
    status: int = 200,
) -> flask.Response:
    """A whole page. token: for its forms. onward: where the browser goes. keeps: see `frame`."""
    answer = frame(
        "plain.html",
        title,
        warnings=warnings,
        sentences=sentences,
        forms=forms,
        links=links,
        csrf=token,
        csrf_field=csrf.FIELD,
        onward=onward,
        keeps=keeps,
    )
    answer.status_code = status
    return answer


def frame(
    template: str, title: str, *, warnings: Sequence[str] = (), keeps: str = "", **filled: object
) -> flask.Response:
    """A page of one of our templates. keeps: of the address in another language. filled: what the template asks."""
    text = flask.render_template(
        template,
        language=current(),
        title=title,
        skip=_("Skip to the content"),
        warnings=warnings,
        demo=_("Sample world: everything here is made up.") if flask.current_app.config[IS_DEMO] else "",
        languages=[
            {"code": code, "name": _NAMES[code], "href": f"?{keeps}taal={code}"}
            for code in LOCALES
            if code != current()
        ],
        foot=[Link(_("Explanation"), "/uitleg"), Link(_("Accessibility"), "/toegankelijkheid")],
        stylesheet=asset("transferpunt.css"),
        keep_fragment=asset("keep_fragment.js"),
        swap=asset("swap.js"),
        **filled,
    )
    return flask.make_response(text)


def asset(name: str) -> str:
    """The address of a file of ours, another one when it changes."""
    return f"/assets/{name}?m={(_ASSETS / name).stat().st_mtime}"
