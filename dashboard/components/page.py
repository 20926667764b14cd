"""The frame of every page: landmarks, menu, language, the moment the data stand at, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html, page_registry
from dash.development.base_component import Component

from dashboard import access, last_known
from dashboard.csrf import FIELD
from dashboard.language import LOCALES, _, current, ngettext
from dashboard.viewer import Viewer, viewer_or_none
from dashboard.wording import dated_moment, number

Query = Mapping[str, str]


def page(
    title: str,
    *content: Component,
    path: str,
    query: str = "",
    fragment: str = "",
    lead: Sequence[Component] = (),
    viewer: Viewer | None = None,
    moment: Mapping[str, Any] | None = None,
) -> html.Div:
    """A whole page.

    path, query and fragment (with its #): its own address. lead: what comes before all else. moment: the row of
    read.data_moment, None when it could not be asked.
    """
    standing = [] if viewer is None else [*_standing(viewer, moment), *_remembered(viewer)]
    return html.Div(
        [
            html.A(_("Skip to the content"), href="#content", className="skip"),
            html.Header(
                [
                    html.A("Transferpunt", href="/", className="brand"),
                    *_demo_mark(),
                    _menu(path),
                    html.Div([_languages(path, query, fragment), *_signed_in()], className="own"),
                ],
                className="top",
            ),
            html.Main([html.H1(title), *lead, *standing, *content], id="content", tabIndex=-1),
            html.Footer(
                [
                    html.P(
                        _(
                            "Transferpunt shows where a place is free. "
                            "It gives no advice on a person, and holds no data on persons."
                        )
                    ),
                    html.P(
                        [
                            html.A(_("Explanation"), href="/uitleg"),
                            " · ",
                            html.A(_("Accessibility"), href="/toegankelijkheid"),
                        ],
                        className="foot-links",
                    ),
                ]
            ),
        ],
        lang=current(),
        className="page",
    )


def banner(*content: Component, kind: str = "warning") -> html.Div:
    """A message over the content. kind: warning or note."""
    return html.Div(list(content), className=f"banner banner-{kind}", role="status")


def notices(sentences: Sequence[str]) -> list[html.Div]:
    """What was dropped from the address, if anything."""
    return [banner(*(html.P(sentence) for sentence in sentences))] if sentences else []


def _demo_mark() -> list[html.Strong]:
    who = viewer_or_none()
    return [html.Strong("DEMO", className="demo-mark")] if who is not None and who.is_demo else []


def _signed_in() -> list[html.Form]:
    """Who it is, and the way out. The button itself carries the token that proves the form is ours."""
    who = viewer_or_none()
    if who is None:
        return []
    out = html.Button(_("Sign out"), type="submit", name=FIELD, value=who.csrf, className="plain-button")
    return [html.Form([html.Span(who.display_name), out], action="/aanmelden/uit", method="POST", className="who")]


def _remembered(viewer: Viewer) -> list[html.Div]:
    """That the database cannot be reached, where what is shown is what this process remembers."""
    at = last_known.known_at()
    if at is None:
        return []
    old = _("The data cannot be reached just now. This is the last list that is known, of {moment}.")
    return [banner(html.P(old.format(moment=dated_moment(at, viewer.asked_at))))]


def _standing(viewer: Viewer, moment: Mapping[str, Any] | None) -> list[Component]:
    """The moment the data stand at, in a banner when not everybody's data do, or when they are made up."""
    made_up = [html.P(_("Sample world: all is made up."))] if viewer.is_demo else []
    at, is_warning = _data_moment(viewer, moment) if moment is not None else ([], False)
    if made_up or is_warning:
        return [banner(*made_up, *at, kind="warning" if is_warning else "note")]
    return at


def _data_moment(viewer: Viewer, moment: Mapping[str, Any]) -> tuple[list[Component], bool]:
    """What is said of the moment, and whether it warns."""
    stands_at = moment["stands_at"]
    said = [
        _("Nothing has been delivered yet.")
        if stands_at is None
        else _("As delivered {moment}").format(moment=dated_moment(stands_at, viewer.asked_at))
    ]
    meaning = []
    if late := moment["late_source_count"]:
        text = ngettext("{number} of {all} sources is late", "{number} of {all} sources are late", late)
        said.append(text.format(number=number(late), all=number(moment["source_count"])))
        meaning.append(_("What a late source told before stays until it expires, and then shows as unknown."))
    if held := moment["held_delivery_count"]:
        text = ngettext("{number} delivery is being checked", "{number} deliveries are being checked", held)
        said.append(text.format(number=number(held)))
        meaning.append(_("What lowers the number of places in a delivery that is checked shows as unknown at once."))
    if not meaning:
        return [html.P(said, className="muted")], False
    return [html.Details([html.Summary(" · ".join(said)), *map(html.P, meaning)])], True


def own_pages() -> list[tuple[str, str]]:
    """(address, name) of the pages of the menu that the one who asks may see, in the order of the menu."""
    who = viewer_or_none()
    permissions = who.permissions if who else None
    return [
        (page["path"], page["menu"]())
        for page in page_registry.values()
        if page.get("menu") and access.allows(access.policy_of_page(page), permissions)
    ]


def _menu(path: str) -> html.Nav:
    links = [
        html.Li(html.A(name, href=to, **({"aria-current": "page"} if to == path else {}))) for to, name in own_pages()
    ]
    return html.Nav(html.Ul(links, className="plain-list"), **{"aria-label": _("Pages")})


def _languages(path: str, query: str, fragment: str) -> html.Div:
    names = {"nl": "Nederlands", "en": "English"}
    others = [language for language in LOCALES if language != current()]
    links = [
        html.A(
            names[language],
            href=f"{path}?{query}{'&' if query else ''}taal={language}{fragment}",
            lang=language,
            hrefLang=language,
        )
        for language in others
    ]
    return html.Div(links, className="languages")
