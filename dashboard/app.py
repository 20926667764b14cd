"""The web application: Flask first, then Dash on it, so that whatever guards a request later stands before Dash."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import dash
import flask
from dash import html

from dashboard import language, viewer
from dashboard.components.failed import data_unavailable, went_wrong
from dashboard.failure import DataUnavailableError, incident, log_to_standard_error
from dashboard.settings import Settings

_FOLDER = Path(__file__).parent
_LANGUAGE = "taal"
_YEAR = 365 * 24 * 3600
_INDEX = """<!DOCTYPE html>
<html lang="{language}">
  <head>
    {metas}
    <title>{title}</title>
    <link rel="icon" type="image/svg+xml" href="{logo}">
    {css}
  </head>
  <body>
    <noscript><p>{noscript}</p></noscript>
    {app_entry}
    {config}
    {scripts}
    {renderer}
  </body>
</html>"""


def utc_now() -> datetime:
    """The moment of asking."""
    return datetime.now(UTC)


class _Dashboard(dash.Dash):  # type: ignore[misc]
    """Dash, with an index page that has the reader's language and the title of the page it is for."""

    def interpolate_index(self, **parts: str) -> str:
        own = {
            "language": language.current(),
            "title": _title(flask.request.path),
            "logo": self.get_asset_url("logo.svg"),
            "noscript": language._("This page needs JavaScript, which is switched off in your browser."),
        }
        return _INDEX.format(**{**parts, **own})


def create_app(settings: Settings, clock: viewer.Clock = utc_now) -> dash.Dash:
    """The application. clock: tells the moment for which a request is answered."""
    server = flask.Flask(__name__)
    server.config[viewer.CLOCK] = clock
    server.config[viewer.IS_DEMO] = settings.is_demo
    server.before_request(_choose_language)
    server.before_request(_tidy_address)
    server.after_request(_finish)
    server.add_url_rule("/", view_func=_start, endpoint="start")
    server.add_url_rule("/healthz", view_func=_healthz, endpoint="healthz")
    app = _Dashboard(
        "dashboard",
        server=server,
        use_pages=True,
        pages_folder=str(_FOLDER / "pages"),
        assets_folder=str(_FOLDER / "assets"),
        suppress_callback_exceptions=True,
        enable_mcp=False,
        include_pages_meta=False,
        serve_locally=True,
        update_title=None,
        title="Transferpunt",
    )
    app.layout = _frame
    for page in dash.page_registry.values():
        page["layout"] = _answered(page["layout"])
    return app


def create_server() -> flask.Flask:
    """The server for gunicorn, set up from the environment."""
    log_to_standard_error()
    server: flask.Flask = create_app(Settings.from_env(os.environ)).server
    return server


def _frame() -> html.Div:
    """What is the same on every page and asks no data: the place where Dash puts the page."""
    return html.Div([dash.page_container])


def _answered(layout: Callable[..., html.Div]) -> Callable[..., html.Div]:
    """The one handler of errors: a page that cannot be drawn says so, with what to do and a number."""

    def answer(**query: Any) -> html.Div:  # noqa: ANN401 - what stands in an address
        language.choose(query.pop(_LANGUAGE, None), otherwise=language.current())
        try:
            return layout(**query)
        except DataUnavailableError as error:
            return data_unavailable(incident(error, layout.__module__))
        except Exception as error:  # noqa: BLE001 - the last stop: a reader gets a sentence and a number, the log the rest
            return went_wrong(incident(error, layout.__module__))

    return answer


def _title(path: str) -> str:
    pages = {page["path"]: page for page in dash.page_registry.values()}
    missing = next(page for name, page in dash.page_registry.items() if name.endswith("not_found_404"))
    title: str = pages.get(path, missing)["title"]()
    return title


def _choose_language() -> None:
    language.choose(flask.request.args.get(_LANGUAGE), otherwise=flask.request.cookies.get(_LANGUAGE))


def _tidy_address() -> flask.typing.ResponseReturnValue | None:
    """A form sends its empty fields too; the address that can be mailed has only what was chosen."""
    if flask.request.method != "GET" or flask.request.path not in _page_paths():
        return None
    given = parse_qsl(flask.request.query_string.decode(errors="replace"), keep_blank_values=True)
    chosen = [(name, value) for name, value in given if value.strip()]
    if len(chosen) == len(given):
        return None
    return flask.redirect(f"{flask.request.path}?{urlencode(chosen)}" if chosen else flask.request.path)


def _finish(response: flask.Response) -> flask.Response:
    """Remembers a language that was asked for, and calls a missing page missing: Dash answers 200 at any address."""
    if flask.request.args.get(_LANGUAGE) in language.LOCALES:
        response.set_cookie(_LANGUAGE, flask.request.args[_LANGUAGE], max_age=_YEAR, samesite="Lax", httponly=True)
    rule = flask.request.url_rule
    if rule is not None and rule.rule == "/<path:path>" and flask.request.path not in _page_paths():
        response.status_code = 404
    return response


def _page_paths() -> set[str]:
    return {page["path"] for page in dash.page_registry.values() if page["path"] is not None}


def _start() -> flask.typing.ResponseReturnValue:
    return flask.redirect("/vrije-plekken")


def _healthz() -> str:
    """The process answers; it says nothing of the database."""
    return "ok"
