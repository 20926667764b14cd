"""What can bridge a wait over the norm: a line to consult, care meanwhile, and the insurer's mediation."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from dash import html

from dashboard.components.offer_words import counted_text, status_text
from dashboard.components.phone import open_now, phone_link
from dashboard.components.status import status_mark
from dashboard.components.transfer_point import fictional
from dashboard.filters import Filters
from dashboard.language import _
from dashboard.location_path import location_path
from dashboard.vocabulary import Vocabulary, in_language
from dashboard.wording import distance, local_day

Row = Mapping[str, Any]


def bridge(
    rows: Sequence[Row] | None, filters: Filters, known: Vocabulary, at: datetime, *, is_demo: bool
) -> html.Details:
    """rows: those of read.bridging_offers, None for who may not see them. Folded, for it stands among the list."""
    kinds = {code: list(inside) for code, inside in groupby(rows or [], key=lambda row: row["bridge_code"])}
    parts: list[Any] = [html.Summary(html.H3(_("To bridge the wait: consultation, help meanwhile, mediation")))]
    for code, name in _kinds().items() if rows is not None else ():
        inside = kinds.get(code, [])
        said = (
            html.Ul([html.Li(_line(row, known, at)) for row in inside]) if inside else html.P(_("none known near by"))
        )
        parts += [html.H4(name), said]
    parts += [html.H4(_("Mediation by the insurer")), *_mediation(filters, known, at, is_demo=is_demo)]
    return html.Details(parts, className="bridge")


def _kinds() -> dict[str, str]:
    return {
        "consultation": _("Consultation by phone"),
        "home_treatment": _("Intensive treatment at home"),
        "respite": _("A respite bed"),
        "social": _("Social domain"),
    }


def _line(row: Row, known: Vocabulary, at: datetime) -> list[Any]:
    name = f"{row['provider_name']}, {row['location_name']}"
    said: list[Any] = [html.A(name, href=location_path(row["location_id"]))]
    if row["distance_km"] is not None:
        said.append(f" · {distance(row['distance_km'])}")
    if row["offer_id"] is None:
        said += [" · ", phone_link(row["consult_phone"], _("Consult")), " ", open_now(row["consult_hours"], at)]
    else:
        said += [" · ", in_language(known.care_pathways[row["care_pathway_code"]]), " · "]
        said += [status_mark(row["status_code"], status_text(row, local_day(at))), " · ", counted_text(row, at)]
        if number := row["consult_phone"] or row["phone"]:
            said += [" · ", phone_link(number, _("Phone"))]
    return [*said, " ", fictional()] if row["is_fictional"] and row["offer_id"] is None else said


def _mediation(filters: Filters, known: Vocabulary, at: datetime, *, is_demo: bool) -> list[Any]:
    """The line of the insurer asked for, else of all that have one. Made-up numbers only where all is made up."""
    concerns = [known.concerns[filters.concern]] if filters.concern else list(known.concerns.values())
    lines = [row for row in concerns if row["mediation_phone"] and (is_demo or not row["is_fictional"])]
    if not lines:
        return [html.P(_("none known"))]
    return [
        html.Ul(
            [
                html.Li(
                    [
                        phone_link(row["mediation_phone"], row["name"]),
                        " ",
                        open_now(row["mediation_hours"], at),
                        *([" ", fictional()] if row["is_fictional"] else []),
                    ]
                )
                for row in lines
            ]
        )
    ]
