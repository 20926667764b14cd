"""Pages without Dash: signing in, and saying no. What is filled in is escaped by the template."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import flask

from dashboard import csrf
from dashboard.language import LOCALES, _, current
from dashboard.viewer import IS_DEMO

_ASSETS = Path(__file__).parent / "assets"
_STYLESHEET, _SCRIPT = "transferpunt.css", "keep_fragment.js"
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
    status: int = 200,
) -> flask.Response:
    """A whole page. token: for its forms. onward: an address the browser goes to by itself."""
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
    )
    answer.status_code = status
    return answer


def frame(template: str, title: str, *, warnings: Sequence[str] = (), **filled: object) -> flask.Response:
    """A page of one of our templates. filled: what that template asks for."""
    text = flask.render_template(
        template,
        language=current(),
        title=title,
        warnings=warnings,
        demo=_("Sample world: everything here is made up.") if flask.current_app.config[IS_DEMO] else "",
        languages=[
            {"code": code, "name": _NAMES[code], "href": f"?taal={code}"} for code in LOCALES if code != current()
        ],
        foot=[Link(_("Explanation"), "/uitleg"), Link(_("Accessibility"), "/toegankelijkheid")],
        stylesheet=_asset(_STYLESHEET),
        script=_asset(_SCRIPT),
        **filled,
    )
    return flask.make_response(text)


def _asset(name: str) -> str:
    """The address of a file of ours, which changes when the file does."""
    return f"/assets/{name}?m={(_ASSETS / name).stat().st_mtime}"
