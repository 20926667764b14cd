"""The frame of every page: landmarks, menu, language, the moment the data stand at, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.language import LOCALES, _, current, ngettext
from dashboard.viewer import Viewer
from dashboard.wording import moment_since, number

Query = Mapping[str, str]


def page(
    title: str,
    *content: Any,
    path: str,
    query: str = "",
    viewer: Viewer | None = None,
    moment: Mapping[str, Any] | None = None,  # noqa: ANN401 - Dash components
) -> html.Div:
    """A whole page. path and query: its own address. moment: the row of read.data_moment; None when it could not be asked."""
    banners = [] if viewer is None else _banners(viewer, moment)
    stands = [] if viewer is None or moment is None else [html.P(stands_at(viewer, moment), className="muted")]
    return html.Div(
        [
            html.A(_("Skip to the content"), href="#content", className="skip"),
            html.Header(
                [html.A("Transferpunt", href="/", className="brand"), _menu(path), _languages(path, query)],
                className="top",
            ),
            html.Main([*banners, html.H1(title), *stands, *content], id="content", tabIndex=-1),
            html.Footer(
                html.P(
                    _(
                        "Transferpunt shows where a place is free. It gives no advice on a person, and holds no data on persons."
                    )
                )
            ),
        ],
        lang=current(),
        className="page",
    )


def stands_at(viewer: Viewer, moment: Mapping[str, Any]) -> str:
    """Stand van gisteren 07:10"""
    if moment["stands_at"] is None:
        return _("Nothing has been delivered yet.")
    return _("As delivered {moment}.").format(moment=moment_since(moment["stands_at"], viewer.asked_at))


def banner(*content: Any, kind: str = "warning") -> html.Div:  # noqa: ANN401 - Dash components
    """A message over the content. kind: warning or note."""
    return html.Div(list(content), className=f"banner banner-{kind}", role="status")


def notices(sentences: Sequence[str]) -> list[html.Div]:
    """What was dropped from the address, if anything."""
    return [banner(*(html.P(sentence) for sentence in sentences))] if sentences else []


def _banners(viewer: Viewer, moment: Mapping[str, Any] | None) -> list[html.Div]:
    found = []
    if viewer.is_demo:
        found.append(banner(html.P(_("Sample world: providers, places and phone numbers are made up.")), kind="note"))
    if moment is None:
        return found
    late, held = moment["late_source_count"], moment["held_delivery_count"]
    said = []
    if late:
        said.append(
            ngettext(
                "{number} of {all} sources is late; what it told before stays until it expires, and then shows as unknown.",
                "{number} of {all} sources are late; what they told before stays until it expires, and then shows as unknown.",
                late,
            ).format(number=number(late), all=number(moment["source_count"]))
        )
    if held:
        said.append(
            ngettext(
                "{number} delivery is being checked by a person; what it lowers shows as unknown.",
                "{number} deliveries are being checked by a person; what they lower shows as unknown.",
                held,
            ).format(number=number(held))
        )
    return [*found, banner(*map(html.P, said))] if said else found


def _menu(path: str) -> html.Nav:
    pages = (("/vrije-plekken", _("Free places")), ("/regio", _("Region")))
    links = [html.Li(html.A(name, href=to, **({"aria-current": "page"} if to == path else {}))) for to, name in pages]
    return html.Nav(html.Ul(links, className="plain-list"), **{"aria-label": _("Pages")})


def _languages(path: str, query: str) -> html.Div:
    names = {"nl": "Nederlands", "en": "English"}
    others = [language for language in LOCALES if language != current()]
    links = [
        html.A(
            names[language],
            href=f"{path}?{query}{'&' if query else ''}taal={language}",
            lang=language,
            hrefLang=language,
        )
        for language in others
    ]
    return html.Div(links, className="languages")
