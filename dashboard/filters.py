"""The filters of a page and its address, both ways.

The address can be mailed: it holds no person. Postcode is four digits, age a band, and exclusion criteria stand behind
the #, which a browser keeps to itself. What is not known is dropped with a sentence; it never breaks a page.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlencode

from dashboard import near
from dashboard.language import _
from dashboard.location_path import number_in
from dashboard.vocabulary import Vocabulary, plain

REGULAR, SPOED, CRISIS = "regulier", "spoed", "crisis"
# Band -> the age the offers are asked for. The borders lie where the age ranges of providers begin.
AGE_BANDS = {
    "0-5": 4,
    "6-11": 8,
    "12-15": 14,
    "16-17": 17,
    "18-22": 20,
    "23-25": 24,
    "26-54": 40,
    "55-64": 60,
    "65+": 70,
}
ADULT_FROM = 18
ROW_LIMIT = 300  # rows that one question gives at most
CRITERIA = "criteria"  # the name behind the #
_LONGEST_TEXT = 80
_POSTCODE = re.compile(r"([1-9][0-9]{3})\s*(?:[A-Za-z]{2})?")
_LONG_NUMBER = re.compile(r"(?:\d[ .\-/]?){4,}")


@dataclass(frozen=True)
class Filters:
    """What is looked for. Each field stands in the address under the Dutch name of `_NAMES`; an absent one is None.

    complaint: words as typed. max_km: distance from the centre of the postcode area, in kilometres; None is any.
    age_band: a key of AGE_BANDS. shows_all: also draw the rows that a long list leaves out at first.
    shows_map: draw the map too. concern: the insurer concern. only_lines: consultation lines that answer now, and no
    places. explained: the number of an offer of which is asked what would bring it higher.
    criteria: codes of what plays a role, in the order of their list. Never in the query, only behind the #.
    """

    complaint: str | None = None
    care_pathway: str | None = None
    diagnosis_group: str | None = None
    urgency: str = REGULAR
    age_band: str | None = None
    postcode: str | None = None
    region: str | None = None
    max_km: int | None = None
    shows_all: bool = False
    shows_map: bool = False
    concern: str | None = None
    only_lines: bool = False
    explained: int | None = None
    criteria: tuple[str, ...] = ()

    @property
    def age(self) -> int | None:
        """One age that stands for the band."""
        return None if self.age_band is None else AGE_BANDS[self.age_band]

    @property
    def is_minor(self) -> bool:
        """Whether the band lies under 18."""
        return self.age is not None and self.age < ADULT_FROM

    @property
    def asks_something(self) -> bool:
        """Whether anything is chosen that narrows the search."""
        return replace(self.bare, urgency=REGULAR, concern=None, criteria=()) != Filters()

    @property
    def bare(self) -> "Filters":
        """The same question, with nothing chosen of how its answer is shown."""
        return replace(self, shows_all=False, shows_map=False, only_lines=False, explained=None)


def from_query(query: Mapping[str, object], known: Vocabulary) -> tuple[Filters, list[str]]:
    """The filters an address asks for, and a sentence for each part of it that was dropped.

    query: names and values as the browser sent them; a name that stands there twice has a list: the last counts.
    """
    given = {name: last(value).strip() for name, value in query.items()}
    given = {name: value for name, value in given.items() if value}
    dropped: list[str] = []

    def code(name: str, codes: Mapping[str, object], said: str) -> str | None:
        value = given.get(name)
        if value is not None and value not in codes:
            dropped.append(said.format(value=_short(value)))
            return None
        return value

    filters = Filters(
        complaint=_complaint(given.get("klacht"), dropped),
        care_pathway=code("zorgpad", known.care_pathways, _("The care pathway “{value}” is not known here.")),
        diagnosis_group=code("groep", known.diagnosis_groups, _("The diagnosis group “{value}” is not known here.")),
        urgency=code("urgentie", known.urgencies, _("The urgency “{value}” is not known here; you see regular care."))
        or REGULAR,
        age_band=code("leeftijd", AGE_BANDS, _("The age “{value}” is none of the age bands.")),
        postcode=_postcode(given.get("postcode"), dropped),
        region=code("regio", known.regions, _("The region “{value}” is not known here.")),
        shows_all=given.get("alles") == "ja",
        shows_map=given.get("kaart") == "1",
        concern=code("verzekeraar", known.concerns, _("The insurer “{value}” is not known here.")),
        only_lines=given.get("bellen") == "nu",
        explained=number_in(given.get("hoger", "")),
    )
    max_km, sentence = near.from_address(given.get("afstand"), **_where(filters))
    if sentence:
        dropped.append(sentence)
    return replace(filters, max_km=max_km), dropped


def to_query(filters: Filters) -> str:
    """The query string of the filters, without question mark; what is not chosen is not in it."""
    values = {
        "klacht": filters.complaint,
        "zorgpad": filters.care_pathway,
        "groep": filters.diagnosis_group,
        "urgentie": None if filters.urgency == REGULAR else filters.urgency,
        "leeftijd": filters.age_band,
        "postcode": filters.postcode,
        "regio": filters.region,
        "afstand": near.in_address(filters.max_km, **_where(filters)),
        "alles": "ja" if filters.shows_all else None,
        "kaart": "1" if filters.shows_map else None,
        "verzekeraar": filters.concern,
        "bellen": "nu" if filters.only_lines else None,
        "hoger": filters.explained,
    }
    return urlencode({name: value for name, value in values.items() if value is not None})


def to_fragment(filters: Filters) -> str:
    """What stands behind the #, with that sign: the criteria that play a role. Empty without them."""
    return f"#{CRITERIA}={','.join(filters.criteria)}" if filters.criteria else ""


def criteria_in(fragment: object, known: Vocabulary) -> tuple[str, ...]:
    """The known criteria behind the # of an address, in the order of their list. fragment: with or without its #."""
    said = fragment.removeprefix("#") if isinstance(fragment, str) else ""
    asked = {code for value in parse_qs(said).get(CRITERIA, []) for code in value.split(",")}
    return tuple(code for code in known.criteria if code in asked)


def address(path: str, filters: Filters) -> str:
    """The address of a page with these filters."""
    query = to_query(filters)
    return (f"{path}?{query}" if query else path) + to_fragment(filters)


def last(value: object) -> str:
    """One value of an address: of a name that stands there twice the last counts."""
    if isinstance(value, list):
        value = value[-1] if value else ""
    return str(value)


def _where(filters: Filters) -> dict[str, bool]:
    return {"has_postcode": filters.postcode is not None, "has_region": filters.region is not None}


def _short(value: str) -> str:
    return value if len(value) <= 20 else f"{value[:20]}…"


def _complaint(value: str | None, dropped: list[str]) -> str | None:
    if value is None or not plain(value):
        return None
    if _LONG_NUMBER.search(value):
        dropped.append(_("The words you searched for held a long number. Leave out anything that belongs to a person."))
        return None
    if len(value) > _LONGEST_TEXT:
        dropped.append(_("The words you searched for are too many. One or two are enough."))
        return None
    return " ".join(value.split())


def _postcode(value: str | None, dropped: list[str]) -> str | None:
    if value is None:
        return None
    match = _POSTCODE.fullmatch(value)
    if match is None:
        dropped.append(_("A postcode is four digits, such as 3511; “{value}” is not.").format(value=_short(value)))
        return None
    return match[1]
