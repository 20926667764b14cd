"""Where the operator's pages stand, and the way back to one of them with what became of a form."""

from urllib.parse import parse_qs, urlencode

import flask

NIGHT = "/beheer"
SOURCES = "/beheer/bronnen"
CONNECTIONS = "/opgave/koppeling"  # of all providers, for who may see to all
USERS = "/beheer/gebruikers"
MASTER_DATA = "/beheer/stamgegevens"
MUNICIPALITIES = "/beheer/gemeenten"
LONGEST = 500  # characters of one field


def asked_source(search: str | None) -> str | None:
    """The source in the query of a page's address, as a callback gets it; None when there is none."""
    return next(iter(parse_qs((search or "").lstrip("?")).get("bron", [])), None)


def back(path: str, **query: str | None) -> flask.typing.ResponseReturnValue:
    """To a page, by GET, so that sending it again does nothing."""
    kept = {name: value for name, value in query.items() if value}
    return flask.redirect(f"{path}?{urlencode(kept)}" if kept else path, 303)


def typed(name: str) -> str:
    """A field of the form under way, without the space around it, cut."""
    return flask.request.form.get(name, "").strip()[:LONGEST]
