"""Witte vlekken: what nobody in the region takes now, and which region beside it does."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from dash import html, register_page

from dashboard.access import Permission
from dashboard.components.choice import choose_one, search_form
from dashboard.components.page import page
from dashboard.components.region_links import region_links
from dashboard.components.table import download, record_table
from dashboard.components.white_spot import beside, spot_care, spot_name, told_phone, why_white
from dashboard.coordination import WHITE
from dashboard.csv_text import Table
from dashboard.language import _, ngettext
from dashboard.queries import lists
from dashboard.queries import region as regions
from dashboard.viewer import Viewer, current_viewer
from dashboard.vocabulary import Vocabulary, in_language
from dashboard.wording import number

Row = Mapping[str, Any]


def title() -> str:
    """The title of the window."""
    return _("White spots") + " – Transferpunt"


def layout(**query: object) -> html.Div:
    """The white spots of the region in the address, else of one's own."""
    viewer = current_viewer()
    known = lists.vocabulary(viewer)
    region = _region(viewer, query, known)
    names = {code: row["name"] for code, row in known.regions.items()}
    form = search_form(WHITE, choose_one("regio", _("Region"), names, region), button=_("Show"))
    return page(
        _("White spots of region {name}").format(name=names[region]) if region else _("White spots"),
        region_links(viewer, WHITE),
        html.Div(form, className="search"),
        *(_lists(viewer, region, known) if region else [html.P(_("Choose a region."))]),
        path=WHITE,
        query=urlencode({"regio": region}) if region else "",
        viewer=viewer,
        moment=lists.data_moment(viewer),
    )


def export(viewer: Viewer, query: Mapping[str, str]) -> Table:
    """One row per white spot and region beside it that takes it, or one without."""
    known = lists.vocabulary(viewer)
    region = _region(viewer, query, known)
    heads = [_("care"), _("urgency"), _("criterion"), _("here"), _("region beside it"), _("places free"), _("phone")]
    rows: list[tuple[object, ...]] = []
    for row in regions.white_spots(viewer, region) if region else []:
        said = (spot_care(row, known), row["urgency_code"], row["criterion_code"], why_white(row))
        rows += [
            (*said, one.get("name"), one.get("free_count"), told_phone(viewer, one))
            for one in row["neighbours"] or [{}]
        ]
    return Table("witte-vlekken", "white_spots", heads, rows)


def _region(viewer: Viewer, query: Mapping[str, object], known: Vocabulary) -> str | None:
    asked = str(query.get("regio") or "")
    own = [code for code in viewer.codes("region") if code in known.regions]
    return asked if asked in known.regions else next(iter(own), None)


def _lists(viewer: Viewer, region: str, known: Vocabulary) -> list[Any]:
    rows = regions.white_spots(viewer, region)
    plain = [row for row in rows if row["criterion_code"] is None]
    of_criteria = [row for row in rows if row["criterion_code"] is not None]
    many = ngettext(
        "{number} kind of care is taken by nobody", "{number} kinds of care are taken by nobody", len(plain)
    )
    heads = [_("care"), _("here"), _("beside it")]
    parts: list[Any] = [
        html.P(many.format(number=number(len(plain))), className="headline"),
        html.P(
            _("A region is beside this one where their postcode areas lie within 6 km of each other."),
            className="muted",
        ),
        *download(viewer, WHITE, urlencode({"regio": region})),
    ]
    if plain:
        cells = [(spot_name(row, known), why_white(row), beside(viewer, row)) for row in plain]
        parts.append(record_table(_("Care that nobody in the region takes now"), heads, cells))
    if of_criteria:
        cells = [(spot_name(row, known), in_language(_criterion(row)), beside(viewer, row)) for row in of_criteria]
        caption = _("Care with places, but nobody says so for patients with this criterion")
        inside = record_table(caption, [_("care"), _("criterion"), _("beside it")], cells)
        parts.append(
            html.Details([html.Summary(_("By criterion ({number})").format(number=number(len(cells)))), inside])
        )
    return [html.Div(parts, className="work wraps")]


def _criterion(row: Row) -> dict[str, Any]:
    return {"name_nl": row["criterion_name_nl"], "name_en": row["criterion_name_en"]}


register_page(
    __name__,
    path=WHITE,
    title=title,
    layout=layout,
    permission=Permission.SEE_REGION_PAGE,
    export=export,
    order=23,
)
