"""What stands on the page of a location beside its places: whom to phone, stops, contracts, deliveries."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from dash import html

from dashboard import labels
from dashboard.components.page import own_pages, page
from dashboard.components.phone import open_now, phone_link
from dashboard.components.table import table
from dashboard.language import _, current
from dashboard.location_path import origin_path
from dashboard.vocabulary import Vocabulary
from dashboard.wording import ages, dated_moment, day, number

Row = Mapping[str, Any]


def no_location(desks: html.Section) -> html.Div:
    """The page where no location with that number, or no such figure of it, is known. desks: whom to phone."""
    help_text = _("Locations come and go with what providers send. Search for the place, or phone the transfer point.")
    return page(
        _("No such location here"),
        html.P(_("No location with this number is known, or the figure you followed is no longer shown.")),
        html.P(help_text),
        html.Ul([html.Li(html.A(name, href=address)) for address, name in own_pages()]),
        desks,
        path="",
    )


def contacts(place: Row, at: datetime) -> html.Section:
    """The numbers of a location, the one to consult first, with whether it is answered now."""
    parts: list[Any] = [html.H2(_("Phone"))]
    if place["consult_phone"]:
        parts += [
            phone_link(place["consult_phone"], _("Consult"), is_main=True),
            html.P(open_now(place["consult_hours"], at)),
        ]
    for phone, label in ((place["phone"], _("Location")), (place["provider_phone"], _("Provider"))):
        if phone:
            parts.append(html.P(phone_link(phone, label, is_main=len(parts) == 1)))
    if len(parts) == 1:
        parts.append(html.P(_("no number known"), className="muted"))
    facts = [
        (_("Place"), " ".join(filter(None, (place["postcode4"], place["place_name"]))) or _("not told")),
        (_("Region"), place["region_name"] or _("not known")),
        (_("AGB code"), place["agb_code"] or _("not told")),
        (_("Size of the provider"), labels.size(place["size_code"])),
    ]
    pairs = [part for term, said in facts for part in (html.Dt(term), html.Dd(said))]
    return html.Section([*parts, html.Dl(pairs, className="facts")], className="contacts")


def closures(rows: Sequence[Row], known: Vocabulary, today: date, link: Any) -> html.Section:  # noqa: ANN401
    """The stops, each with its reason, until when and for whom. link: gives the address of a row's origin, or None."""
    heading = html.H2(_("Closed to new clients"))
    if not rows:
        return html.Section([heading, html.P(_("No stop is known here."))])
    items = [html.Li(_closure(row, known, today, link(row))) for row in rows]
    return html.Section([heading, html.Ul(items, className="plain-list stops")])


def _closure(row: Row, known: Vocabulary, today: date, link: str | None) -> list[Any]:
    whom = (
        _("closed to new clients of {insurer}").format(insurer=row["concern_name"])
        if row["concern_name"]
        else _("closed to new clients")
    )
    group = known.care_name((None, row["diagnosis_group_code"])) if row["diagnosis_group_code"] else ""
    what = _("the whole location")
    if row["offer_id"] is not None:
        care = known.care_name((row["care_pathway_code"], row["offer_group_code"]))
        what = f"{care}, {ages(row['age_from'], row['age_to'])}"
    since = _("since {date}") if row["is_in_force"] else _("from {date}")
    until = (
        _("until further notice")
        if row["until_on"] is None
        else _("up to and including {date}").format(date=full_day(row["until_on"], today))
    )
    parts = [
        what,
        *([group] if group else []),
        row[f"reason_name_{current()}"],
        since.format(date=full_day(row["from_on"], today)),
        until,
    ]
    return [html.Strong(whom), html.Span(": " + " · ".join(parts)), *origin_link(link, whom)]


def contracts(rows: Sequence[Row]) -> html.Section:
    """One line per insurer concern; a concern that is not among them was not told of."""
    heading = html.H2(_("Contracts with insurers"))
    if not rows:
        return html.Section([heading, html.P(_("No contract is told here: ask."))])
    heads = [_("Insurer"), _("Year"), _("Contract")]
    shown = [[row["concern_name"], str(row["contract_year"]), _contract(row)] for row in rows]
    return html.Section([heading, table(_("As the provider told; what is not here was not told."), heads, shown)])


def _contract(row: Row) -> str:
    if row["is_ceiling_reached"]:
        return _("yes, but the ceiling is reached")
    return {"yes": _("yes"), "no": _("no"), "unknown": _("not told: ask")}[row["value_code"]]


def deliveries(rows: Sequence[Row], at: datetime) -> html.Section:
    """What was delivered of the location, newest first; where this reader looks after it, with what became of it."""
    heading = html.H2(_("Deliveries"))
    has_outcome = bool(rows) and "read_count" in rows[0]
    heads = [_("Received"), _("Source"), _("File"), _("Number"), _("State")]
    heads += [_("Rows read"), _("Rows refused")] if has_outcome else []
    shown = [
        [
            dated_moment(row["received_at"], at),
            row["source_name"],
            row["file_name"],
            str(row["delivery_id"]),
            _("shown now") if row["is_published"] else labels.delivery_state(row["state_code"]),
            *([_count(row["read_count"]), _count(row["refused_count"])] if has_outcome else []),
        ]
        for row in rows
    ]
    caption = _("The newest deliveries that tell of this location.")
    return html.Section([heading, html.Details([html.Summary(caption), table(caption, heads, shown)])])


def _count(count: int | None) -> str:
    return "–" if count is None else number(count)


def full_day(on: date, today: date) -> str:
    """20 nov; with the year when it is not this one."""
    return day(on) if on.year == today.year else f"{day(on)} {on.year}"


def origin_link(link: str | None, of: str) -> list[Any]:
    """[Herkomst], said in full to who hears the link alone."""
    if link is None:
        return []
    return [" ", html.A([_("Origin"), html.Span(f": {of}", className="for-readers")], href=link, className="origin")]


def closure_origin(place: Row, row: Row, *, is_own: bool) -> str | None:
    """Where the origin of a stop is told: by its own number, or to its sender by the line it stands on."""
    location = place["location_id"]
    if not is_own:
        return origin_path(location, "stop", stop=row["closure_id"])
    if row["delivery_id"] is None:
        return None
    return origin_path(location, "eigen", aanlevering=row["delivery_id"], regel=row["line"])
