"""One row of the list of free places: how long until treatment starts, what is free, where, whom to phone, and why it stands here."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dash import html

from dashboard import labels
from dashboard.components.phone import open_now, phone_link
from dashboard.components.status import status_mark
from dashboard.filters import SPOED
from dashboard.language import _, current, ngettext
from dashboard.vocabulary import Vocabulary
from dashboard.wording import ages, date_since, day, distance, local_day, moment_since, number, places, until, weeks_up

Row = Mapping[str, Any]


def offer(row: Row, known: Vocabulary, at: datetime) -> html.Article:
    """One row of read.free_places, told at the moment `at`."""
    return html.Article(
        [
            html.Div(_start(row, at), className="offer-start"),
            html.Div(
                [
                    html.P(status_mark(row["status_code"], status_text(row)), className="offer-status"),
                    html.H4([f"{row['provider_name']}, {row['location_name']}", *_place(row)]),
                    html.P(_care(row, known)),
                    *_stops(row, local_day(at)),
                    *_criteria(row),
                    html.P(_waiting(row)),
                    html.P(counted_text(row, at)),
                    html.P(_("why here: {reasons}").format(reasons=_reasons(row)), className="muted"),
                    _details(row, known, at),
                ],
                className="offer-what",
            ),
            html.Div(_contact(row, at), className="offer-contact"),
        ],
        className="offer",
    )


def status_text(row: Row) -> str:
    """plek vrij: 3 intakeplekken · 2 verwacht uiterlijk 5 dec"""
    word = labels.status(row["status_code"])
    expected = _expected(row)
    match row["status_code"]:
        case "free":
            free = f"{word}: {places(row['free_count'], row['unit_code'])}"
            first = row["first_on"]
            if first is not None and row["counted_at"] is not None and first > local_day(row["counted_at"]):
                free += " " + _("from {date}").format(date=day(first))
            return f"{free} · {expected}" if expected else free
        case "expected":
            return expected or word
        case "unknown":
            why = labels.why_unknown(row["unknown_code"])
            return f"{word}: {why}" if why else word
        case _other:
            return word


def counted_text(row: Row, at: datetime) -> str:
    """geteld gisteren 07:10, geldt tot ma 23 nov 07:10"""
    if row["counted_at"] is None:
        return _("never counted")
    counted = _("counted {moment}").format(moment=moment_since(row["counted_at"], at))
    if row["expires_at"] is None:
        return counted
    if row["expires_at"] <= at:
        return counted + ", " + _("held until {moment}").format(moment=moment_since(row["expires_at"], at))
    return counted + ", " + _("holds until {moment}").format(moment=until(row["expires_at"], at))


def start_text(row: Row, today: date) -> tuple[str, str]:
    """How long until treatment starts, large, and what that is made of: ("± 9 weken", "tot start behandeling (3 + 6; norm 14)")."""
    if row["urgency_code"] == SPOED:
        return _reaction(row)
    weeks = row["start_weeks"]
    if weeks is None:
        return _("start unknown"), _("of treatment; ask by phone")
    norm = "" if row["norm_weeks"] is None else "; " + _("norm {weeks}").format(weeks=number(row["norm_weeks"]))
    if row["start_basis_code"] == "place":
        what = _("treatment starts in the place itself") + norm
        return (_("at once") if weeks <= 0 else _about(weeks)), what
    parts = f"{number(row['intake_weeks'])} + {number(row['treatment_weeks'])}"
    whole = _("no wait") if weeks == 0 else _about(weeks)
    told = _("until treatment starts ({parts}{norm})").format(parts=parts, norm=norm)
    if row["start_basis_code"] == "unsplit":
        told += ", " + _("figure of the whole location")
    if row["wait_reference_on"] is not None and (today - row["wait_reference_on"]).days > 45:
        told += ", " + _("told {date}").format(date=date_since(row["wait_reference_on"], today))
    return whole, told


def _start(row: Row, at: datetime) -> list[Any]:
    large, small = start_text(row, local_day(at))
    is_unknown = row["start_weeks"] is None and row["urgency_code"] != SPOED
    return [html.P(large, className="weeks unknown-weeks" if is_unknown else "weeks"), html.P(small)]


def _about(weeks: Any) -> str:  # noqa: ANN401 - a number of any kind
    whole = weeks_up(weeks)
    return ngettext("± {number} week", "± {number} weeks", whole).format(number=number(whole))


def _reaction(row: Row) -> tuple[str, str]:
    days = row["reaction_working_days"]
    within = _("within {days} working days").format(days=days)
    if "within_norm" in row["reason_codes"]:
        return within, _("first reaction")
    if "over_norm" in row["reason_codes"]:
        when = row["first_on"] or row["expected_by"]
        return (day(when) if when else _("later")), _("first reaction; urgent care asks: {within}").format(
            within=within
        )
    return _("ask"), _("urgent care asks for a first reaction {within}").format(within=within)


def _expected(row: Row) -> str:
    if not row["expected_count"]:
        return ""
    what = (
        _("{places} expected").format(places=places(row["expected_count"], row["unit_code"]))
        if row["status_code"] == "expected"
        else _("{number} expected").format(number=number(row["expected_count"]))
    )
    return f"{what} " + _("by {date}").format(date=day(row["expected_by"])) if row["expected_by"] else what


def _place(row: Row) -> list[str]:
    place = row["place_name"]
    return [f", {place}"] if place and place not in row["location_name"] else []


def _care(row: Row, known: Vocabulary) -> str:
    told = known.care_name((row["care_pathway_code"], row["diagnosis_group_code"]))
    parts = [
        told or row["care_pathway_name"],
        labels.segment(row["segment_code"]),
        ages(row["age_from"], row["age_to"]),
    ]
    if row["is_remote"]:
        parts.append(_("also remote"))
    return " · ".join(parts)


def _stops(row: Row, today: date) -> list[html.P]:
    return [html.P(_stop(stop, today), className="stop-line") for stop in row["stops"]]


def _stop(stop: Row, today: date) -> list[Any]:
    said: list[Any] = [_("closed to new clients")]
    if stop["concern_name"]:
        said = [_("closed to new clients of {insurer}").format(insurer=stop["concern_name"])]
    if stop["diagnosis_group_name"]:
        said += [" (", _dutch(stop["diagnosis_group_name"]), ")"]
    said += [": ", _dutch(stop["reason_name"])]
    if stop["until_on"]:
        on = date.fromisoformat(stop["until_on"])
        said.append(
            ", "
            + _("up to and including {date}").format(date=day(on) if on.year == today.year else f"{day(on)} {on.year}")
        )
    else:
        said.append(", " + _("until further notice"))
    return said


def _criteria(row: Row) -> list[html.P]:
    """The criteria the provider spoke of, the hard ones by name; the rest is not told, which is not accepted."""
    if not row["exclusions"]:
        return [html.P(_("exclusions: none told, so ask"))]
    said: list[Any] = []
    for value in ("excluded", "by_consultation"):
        named = [one for one in row["exclusions"] if one["value_code"] == value]
        for one in named:
            said += [" · " if said else "", _dutch(one["criterion_name"]), f" {labels.exclusion_value(value)}"]
    free = sum(one["value_code"] == "no_obstacle" for one in row["exclusions"])
    if free:
        said += [
            " · " if said else "",
            _("{number} no obstacle").format(number=number(free)),
        ]
    return [html.P([_("exclusions:"), " ", *said, " · " if said else "", _("rest not told")])]


def _waiting(row: Row) -> list[Any]:
    said: list[Any] = [_("while waiting: {who}").format(who=labels.responsible(row["responsible_code"]))]
    if row["waiting_phone"]:
        said += [", ", phone_link(row["waiting_phone"], _("phone"))]
    routes = [labels.entry_route(code) for code in row["entry_route_codes"]]
    said.append(
        " · " + (_("referral by {who}").format(who=", ".join(routes)) if routes else _("who may refer is not told"))
    )
    return said


def _reasons(row: Row) -> str:
    return ", ".join(labels.reason(code, row["urgency_code"]) for code in row["reason_codes"])


def _contact(row: Row, at: datetime) -> list[Any]:
    parts: list[Any] = []
    if row["distance_km"] is not None:
        parts.append(html.P(distance(row["distance_km"]), className="distance"))
    if row["consult_phone"]:
        parts += [
            phone_link(row["consult_phone"], _("Consult"), is_main=True),
            html.P(open_now(row["consult_hours"], at)),
        ]
    elif row["phone"]:
        parts += [phone_link(row["phone"], _("Phone"), is_main=True)]
    else:
        parts.append(html.P(_("no number known"), className="muted"))
    return parts


def _details(row: Row, known: Vocabulary, at: datetime) -> html.Details:
    facts: list[tuple[str, Any]] = [
        (_("name"), f"{row['provider_name']}, {row['location_name']}"),
        (_("AGB code"), row["agb_code"] or _("not told")),
        (_("kind of care"), _care(row, known)),
        (_("product in the referral system"), row["referral_product_name"] or _("not told")),
    ]
    if row["phone"]:
        facts.append((_("general number"), phone_link(row["phone"], _("phone"))))
    if row["start_basis_code"] in {"group", "unsplit"}:
        facts.append((_("wait told"), date_since(row["wait_reference_on"], local_day(at))))
    facts += [
        (labels.exclusion_value(value), _dutch(", ".join(names)))
        for value, names in _by_value(row["exclusions"]).items()
    ]
    if row["languages"]:
        facts.append((_("languages"), ", ".join(row["languages"])))
    if row["delivery_id"] is not None:
        facts.append(
            (_("source"), _("delivery {delivery}, line {line}").format(delivery=row["delivery_id"], line=row["line"]))
        )
    pairs = [part for term, told in facts for part in (html.Dt(term), html.Dd(told))]
    return html.Details([html.Summary(_("For the referral letter, and details")), html.Dl(pairs)])


def _by_value(exclusions: list[Row]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in exclusions:
        found.setdefault(one["value_code"], []).append(one["criterion_name"])
    return found


def _dutch(text: str) -> html.Span | str:
    """Text that the database has in Dutch only, said to be so on an English page."""
    return text if current() == "nl" else html.Span(text, lang="nl")
