"""What is done before and after every answer: its language, a tidy address, its status and its headers."""

from urllib.parse import parse_qsl, urlencode

import dash
import flask

from dashboard import addresses, compressed, headers, language, sessions
from dashboard.failure import DataUnavailableError
from dashboard.push.addresses import is_asked as is_pushed
from dashboard.viewer import viewer_or_none

LANGUAGE = "taal"  # in an address, and the name of the cookie
_YEAR = 365 * 24 * 3600
_FINGERPRINTED = "/_dash-component-suites/"


def choose_language() -> None:
    """The language that the address asks for, else the one this browser asked for before. A program says it itself."""
    if is_pushed():
        language.choose(next(filter(language.LOCALES.get, map(_tongue, flask.request.accept_languages.values())), None))
        return
    language.choose(flask.request.args.get(LANGUAGE), otherwise=flask.request.cookies.get(LANGUAGE))


def _tongue(tag: str) -> str:
    """en of en-GB."""
    return tag.partition("-")[0].lower()


def tidy_address() -> flask.typing.ResponseReturnValue | None:
    """A form sends its empty fields too; the address that can be mailed has only what was chosen."""
    if flask.request.method != "GET" or addresses.page_at(flask.request.path) is None:
        return None
    given = parse_qsl(flask.request.query_string.decode(errors="replace"), keep_blank_values=True)
    chosen = [(name, value) for name, value in given if value.strip()]
    if len(chosen) == len(given):
        return None
    return flask.redirect(f"{flask.request.path}?{urlencode(chosen)}" if chosen else flask.request.path)


def finish(response: flask.Response) -> flask.Response:
    """Remembers a language that was asked for, calls a missing page missing, and sets the headers.

    Dash answers 200 at any address. Its hashes are asked for here, because it makes one of its scripts late.
    """
    settings = sessions.settings()
    if flask.request.args.get(LANGUAGE) in language.LOCALES and not is_pushed():
        response.set_cookie(
            LANGUAGE,
            flask.request.args[LANGUAGE],
            max_age=_YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.is_secure,
        )
    rule, path = flask.request.url_rule, flask.request.path
    if rule is not None and rule.rule == "/<path:path>" and response.status_code == 200 and not _is_page(path):
        response.status_code = 404
    is_fingerprinted = path.startswith(_FINGERPRINTED) or (path.startswith("/assets/") and "m" in flask.request.args)
    if is_fingerprinted:
        compressed.compress(response)
    app: dash.Dash = flask.current_app.extensions[addresses.EXTENSION]
    headers.set_headers(response, app.csp_hashes(), is_secure=settings.is_secure, is_fingerprinted=is_fingerprinted)
    return response


def _is_page(path: str) -> bool:
    """Whether there is a page at this address, and what a page with `exists=` is about is there."""
    page, who = addresses.page_at(path), viewer_or_none()
    if page is None or who is None or not page.get("exists"):
        return page is not None
    try:
        return bool(page["exists"](who, **addresses.path_variables(path)))
    except DataUnavailableError:
        return True
