"""The question of the page /vrije-plekken: asked in a form, and said back in one line."""

from dataclasses import replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import labels, near
from dashboard.components.choice import choose_one, search_form, type_postcode
from dashboard.components.criteria_field import choose_criteria
from dashboard.components.word_field import type_words
from dashboard.filters import AGE_BANDS, CRISIS, SPOED, Filters, address, to_fragment, to_query
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
    # Of another question it is another form, folded again.
    return html.Details([said, form], className="search", key=f"{to_query(filters)}{to_fragment(filters)}")


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
    if filters.concern:
        parts.append(known.concerns[filters.concern]["name"])
    parts += [in_language(known.criteria[code]) for code in filters.criteria]
    return " · ".join(parts)


def urgency_text(urgency: Row) -> str:
    """The urgency, with its reaction time beside it where it has one."""
    name, days = in_language(urgency), urgency["reaction_working_days"]
    within = _("within {days} working days").format(days=days)
    return f"{name} ({within})" if days else name


def farther(filters: Filters) -> list[html.P]:
    """The way to what lies farther away than the list goes."""
    if filters.max_km is None:
        return []
    said = _("Also farther away than {km} km").format(km=filters.max_km)
    return [html.P(html.A(said, href=address(PATH, replace(filters.bare, max_km=None))), className="farther")]


def crisis_link(filters: Filters) -> html.P:
    """The way to the crisis lines, from every question."""
    return html.P(
        html.A(_("Crisis? To the crisis lines"), href=address(PATH, replace(filters.bare, urgency=CRISIS))),
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
    return Filters(
        care_pathway=code,
        urgency=urgency,
        postcode=filters.postcode,
        region=filters.region,
        max_km=filters.max_km,
    )


def _form(filters: Filters, known: Vocabulary) -> html.Form:
    beside = [row for row in known.criteria.values() if row["is_beside"]]
    others = [row for row in known.criteria.values() if not row["is_beside"]]
    return search_form(
        PATH + to_fragment(filters),
        _step(_("1. What"), *_what(filters, known), *_criteria(_("What comes beside it"), beside, filters)),
        _step(_("2. For whom and where"), *_whom(filters, known), *_criteria(_("What plays a role"), others, filters)),
        button=_("3. Where there is room"),
    )


def _step(name: str, *fields: Component) -> html.Fieldset:
    return html.Fieldset([html.Legend(name), *fields], className="step")


def _what(filters: Filters, known: Vocabulary) -> list[html.Div]:
    typed = filters.complaint or known.care_name((filters.care_pathway, filters.diagnosis_group))
    return [
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
    ]


def _whom(filters: Filters, known: Vocabulary) -> list[html.Div]:
    return [
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
            _distances(),
            None if filters.postcode is None else str(filters.max_km or near.ANY_DISTANCE),
            none=near.in_words(near.USUAL_KM),
        ),
        choose_one(
            "regio",
            _("Region"),
            {code: row["name"] for code, row in known.regions.items()},
            filters.region,
            none=_("all regions"),
        ),
        *(
            [
                choose_one(
                    "verzekeraar",
                    _("Insurer"),
                    {code: row["name"] for code, row in known.concerns.items()},
                    filters.concern,
                    none=_("not known: contract not checked"),
                )
            ]
            if known.concerns
            else []
        ),
    ]


def _distances() -> dict[str, str]:
    chosen = {str(km): near.in_words(km) for km in near.DISTANCES_KM if km != near.USUAL_KM}
    return {**chosen, near.ANY_DISTANCE: _("any distance")}


def _criteria(label: str, criteria: list[Row], filters: Filters) -> list[Component]:
    """Folded, unless something is chosen of them: what is left open is not checked."""
    if not criteria:
        return []
    chosen = [row for row in criteria if row["criterion_code"] in filters.criteria]
    head = html.Summary(f"{label} ({len(chosen)})" if chosen else label)
    field = choose_criteria(label, criteria, filters.criteria)
    return [html.Details([head, field], open=bool(chosen), className="criteria-fold")]
