"""The question of the page /vrije-plekken: asked in a form, and said back in one line."""

from dataclasses import replace
from typing import Any

from dash import html

from dashboard import labels
from dashboard.components.choice import choose_one, search_form, type_postcode, type_words
from dashboard.filters import AGE_BANDS, CRISIS, DISTANCES_KM, SPOED, Filters, address
from dashboard.language import _
from dashboard.vocabulary import Row, Vocabulary, in_language

PATH = "/vrije-plekken"
URGENT_PATHWAY = "SPOED"  # counted for the urgency spoed only


def search(filters: Filters, known: Vocabulary, *, is_answered: bool) -> html.Div | html.Details:
    """The form. Once there is an answer it folds into the line that says what was asked."""
    form = _form(filters, known)
    if not is_answered:
        return html.Div(form, className="search")
    said = html.Summary(
        [html.Span(asked(filters, known), className="asked"), html.Span(_("Change"), className="change")]
    )
    return html.Details([said, form], className="search")


def asked(filters: Filters, known: Vocabulary) -> str:
    """somber · spoed, geen crisis (binnen 5 werkdagen) · 26–54 jaar · binnen 15 km van 3511"""
    parts = [
        filters.complaint or known.care_name((filters.care_pathway, filters.diagnosis_group)) or _("all care"),
        urgency_text(known.urgencies[filters.urgency]),
    ]
    if filters.age_band:
        parts.append(labels.age_band(filters.age_band))
    if filters.max_km is not None:
        parts.append(_("within {km} km of {postcode}").format(km=filters.max_km, postcode=filters.postcode))
    elif filters.postcode:
        parts.append(_("near {postcode}").format(postcode=filters.postcode))
    if filters.region:
        parts.append(known.regions[filters.region]["name"])
    return " · ".join(parts)


def urgency_text(urgency: Row) -> str:
    """The urgency, with its reaction time beside it where it has one."""
    name, days = in_language(urgency), urgency["reaction_working_days"]
    within = _("within {days} working days").format(days=days)
    return f"{name} ({within})" if days else name


def crisis_link(filters: Filters) -> html.P:
    """The way to the crisis lines, from every question."""
    return html.P(
        html.A(_("Crisis? To the crisis lines"), href=address(PATH, replace(filters, urgency=CRISIS, shows_all=False))),
        className="crisis-link",
    )


def pathway_links(filters: Filters, known: Vocabulary) -> html.Section:
    """All care pathways, to choose without typing."""
    links: list[Any] = [
        html.Li(html.A(in_language(row), href=address(PATH, _of_pathway(code, filters))))
        for code, row in known.care_pathways.items()
    ]
    return html.Section([html.H2(_("Or choose a care pathway")), html.Ul(links, className="pathways plain-list")])


def _of_pathway(code: str, filters: Filters) -> Filters:
    urgency = SPOED if code == URGENT_PATHWAY else filters.urgency
    return Filters(care_pathway=code, urgency=urgency, postcode=filters.postcode, region=filters.region)


def _form(filters: Filters, known: Vocabulary) -> html.Form:
    typed = filters.complaint or known.care_name((filters.care_pathway, filters.diagnosis_group))
    return search_form(
        PATH,
        type_words(
            "klacht",
            _("Complaint, diagnosis group or care pathway"),
            typed,
            known.suggestions,
            hint=_("for example low mood"),
        ),
        choose_one(
            "urgentie",
            _("Urgency"),
            {code: urgency_text(row) for code, row in known.urgencies.items()},
            filters.urgency,
        ),
        choose_one(
            "leeftijd",
            _("Age"),
            {band: labels.age_band(band) for band in AGE_BANDS},
            filters.age_band,
            none=_("all ages"),
        ),
        type_postcode("postcode", _("Postcode"), filters.postcode),
        choose_one(
            "afstand",
            _("Distance"),
            {str(km): _("within {km} km").format(km=km) for km in DISTANCES_KM},
            None if filters.max_km is None else str(filters.max_km),
            none=_("any distance"),
        ),
        choose_one(
            "regio",
            _("Region"),
            {code: row["name"] for code, row in known.regions.items()},
            filters.region,
            none=_("all regions"),
        ),
        button=_("Search"),
    )
