"""The words of published waits: which texts mean nothing, a stop, no wait, an amount or a day.

Everything here works on a *plain* text (see `plain`). A pattern ending in `fullmatch` by its user must account for the
whole text; only the stop is searched for, because a stop anywhere outweighs a number beside it.
"""

import re
import unicodedata
from typing import Literal

from etl.text.dates import MONTHS

_ACCENTS = str.maketrans("áàâäéèêëíìîïóòôöúùûü‐‑‒–—−’", "aaaaeeeeiiiioooouuuu------'")
_PLACEHOLDER = re.compile(r"[-./?_… ]+")

_ABBREVIATIONS = frozenset({"na", "nb", "nvt"})  # with or without their dots
_MISSING = frozenset(
    {
        *("n/a", "#n/a", "#n/b", "null", "none", "nan", "leeg", "blanco", "-99", "-99,0", "-99.0"),
        *("niet aangegeven", "niet bekendgemaakt", "niet gepubliceerd", "niet ingevuld", "niet opgegeven"),
        *("niet van toepassing", "niet vermeld", "geen gegevens", "geen informatie", "geen opgave"),
    }
)
SAID_UNKNOWN = frozenset(
    f"{what}{how}"
    for what in ("", "wachttijd ", "wachttijden ", "wachttijd: ", "wachttijd is ")
    for how in ("onbekend", "niet bekend", "nog onbekend", "nog niet bekend", "(nog) niet bekend")
)

# --- a stop ---------------------------------------------------------------------------------------------------------
_WHO = r"(?:aanmelding|aanmeldingen|clienten|inschrijvingen|intakes|mensen|patienten|personen|verwijzingen)"
_NOW = r"(?:helaas |momenteel |nu |op dit moment |tijdelijk |voorlopig )*"
_STOP_WORD = (
    r"(?<![a-z-])(?:(?:aanmeld(?:ings)?|aanname|behandel|clienten|client|inschrijf|instroom|intake|opname|patienten|"
    r"patient|verwijs|wachtlijst)[- ]?)?stop(?![a-z])(?!(?: met|-)? ?(?:blowen|drinken|gebruik|roken))"
)
_STOP = re.compile(
    "|".join(
        (
            _STOP_WORD,
            rf"geen nieuwe {_WHO}",
            rf"geen {_WHO} (?:meer|mogelijk)",
            r"gestopt met (?:het )?(?:aannemen|inschrijven|aanmeld)",
            rf"(?:aanmelden|aanmelding|inschrijven|inschrijving) (?:is )?{_NOW}niet (?:meer )?mogelijk",
            rf"(?:praktijk|wachtlijst|inschrijving) (?:is |zit )?{_NOW}(?:dicht|gesloten|vol)(?![a-z])",
            rf"gesloten voor (?:nieuwe )?{_WHO}",
            r"(?:budget|plafond) (?:is )?(?:al )?(?:bereikt|uitgeput)|budget is op(?![a-z ])",
            r"(?:na|pas|per|vanaf) (?!direct|heden|nu |vandaag)[a-z0-9 ]{1,30}weer (?:plaats|plek|ruimte)(?![a-z])",
        )
    )
)
_NO_STOP = re.compile(
    rf"(?:geen|niet langer een|zonder) (?:algehele |algemene |tijdelijke |volledige )?{_STOP_WORD}|"
    rf"{_STOP_WORD} (?:is |wordt )?(?:per [a-z0-9 ]{{1,20}} )?(?:beeindigd|ingetrokken|opgeheven|vervallen|voorbij)"
)

# --- no wait --------------------------------------------------------------------------------------------------------
_TO_TREATMENT = r"(?: (?:aan|na|op) (?:de |het )?(?:intake|intakegesprek))?"
NO_WAIT = re.compile(
    r"(?:wachttijd:? )?geen[.!]?|"
    r"(?:(?:er (?:is|zijn)|wij hebben|we hebben) )?(?:momenteel |nu |op dit moment )?(?:geen|zonder)"
    r" (?:wachttijd(?:en)?|wachtlijst(?:en)?)(?: momenteel| op dit moment)?"
    r"(?: voor (?:de |een )?(?:aanmelding|behandeling|intake))?[.!]?|"
    r"(?:u kunt |je kunt |per )?(?:direct|meteen|onmiddellijk)"
    r"(?: beschikbaar| hulp| mogelijk| plaats| plek| starten| terecht)?[.!]?|"
    rf"(?:(?:de )?behandeling )?(?:start |begint )?(?:direct|meteen)(?: aansluitend)?{_TO_TREATMENT}[.!]?"
)

# --- an amount ------------------------------------------------------------------------------------------------------
_WORD_NUMBERS = {
    "een": 1.0, "anderhalve": 1.5, "twee": 2.0, "drie": 3.0, "vier": 4.0, "vijf": 5.0, "zes": 6.0,
    "zeven": 7.0, "acht": 8.0, "negen": 9.0, "tien": 10.0, "elf": 11.0, "twaalf": 12.0,
}  # fmt: skip
_UNITS: dict[Literal["weeks", "days", "workdays", "months"], str] = {
    "weeks": r"(?:werk)?week|(?:werk)?weken|wk|wkn|wkn\.|wk\.",
    "days": r"(?:kalender)?dag(?:en)?|dgn\.?",
    "workdays": r"werkdag(?:en)?|werkdgn\.?",
    "months": r"maand(?:en)?|mnd\.?",
}
_NUMBER = rf"[0-9]{{1,3}}(?:[.,][0-9]{{1,2}})?|{'|'.join(_WORD_NUMBERS)}"
_UNIT = "|".join(_UNITS.values())
_FROM = r"(?:aanmelding|diagnostiek|(?:het )?eerste gesprek|intake|intakegesprek|onderzoek|verwijzing)"
_FOR = r"(?:aanmelding|behandeling|(?:het )?eerste gesprek|intake)"

AMOUNT = re.compile(
    r"(?P<about>(?:\+/-|\+-|±|~|ca\.?|circa|gem\.?|gemiddeld|ong\.?|ongeveer|plm\.?|rond(?: de)?) ?)?"
    r"(?:"
    r"(?P<at_most><=?|≤|binnen|hoogstens|hooguit|kleiner dan|korter dan|max\.?|maximaal|maximum|minder dan|"
    r"niet langer dan|niet meer dan|ten hoogste|tot|tot max\.?|tot maximaal) ?|"
    r"(?P<at_least>>=?|≥|groter dan|langer dan|meer dan|min\.?|minimaal|minimum|minstens|ten minste|tenminste|vanaf) ?"
    r")?"
    r"(?:(?P<between>tussen(?: de)?) |van )?"
    rf"(?:(?P<first>{_NUMBER}) ?(?P<first_unit>{_UNIT})? ?(?(between)(?:en|tot|-)|(?:-|a|to|tot|tot en met|t/m)) ?)?"
    rf"(?P<last>{_NUMBER})(?: ?(?P<or_more>\+))? ?(?P<unit>{_UNIT})?"
    r"(?: of (?:(?P<or_less>korter|minder)|(?P<or_longer>langer|meer)))?"
    rf"(?: wachttijd)?(?: na (?:de )?{_FROM})?(?: voor (?:de |een )?{_FOR})?"
)

# --- a day ----------------------------------------------------------------------------------------------------------
_MONTH = "|".join(MONTHS)
DATE = re.compile(
    r"(?:(?:in|m\.?i\.?v\.?|met ingang van|op|per|t/m|tot|tot en met|vanaf) )?"
    rf"(?:(?:week|wk|weeknummer) (?P<week>[0-9]{{1,2}})(?: ?\((?P<in_week>[0-9]{{1,2}} ?(?:{_MONTH}) ?[0-9]{{4}})\))?|"
    rf"(?P<full>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|[0-9]{{1,2}}([-/])[0-9]{{1,2}}\4[0-9]{{4}}|"
    rf"[0-9]{{1,2}} ?(?:{_MONTH})\.? ?[0-9]{{4}})(?:[ t]00:00:00)?|"
    rf"(?P<day>[0-9]{{1,2}}) (?P<month>{_MONTH})\.?)"
    r"(?: (?:beschikbaar|in behandeling|mogelijk|plaats|plek|terecht))?"
)

_LABEL = re.compile(
    r"(?:de )?(?:actuele |gemiddelde |huidige |totale )?(?:aanmeld(?:ings)?|behandel(?:ings)?|intake)?wachttijd"
    r"(?: (?:voor )?(?:de )?(?:behandeling|intake))?(?: bedraagt| is)?:? "
)
_REMARK = re.compile(r" ?\((?:afhankelijk|excl|gemiddeld|incl|indicatie|na )[^()0-9]*\)$")
_NOW_PREFIX = re.compile(r"(?:momenteel|nu|op dit moment) ")


def plain(text: str) -> str:
    """Lower case, without accents, one kind of dash, single spaces."""
    composed = unicodedata.normalize("NFC", text).lower().translate(_ACCENTS)
    return " ".join(composed.split())


def bare(text: str) -> str:
    """The plain text without what says nothing of the length: a label, "momenteel", a harmless remark, a full stop."""
    core = _NOW_PREFIX.sub("", _LABEL.sub("", text.rstrip(" .;,!"), count=1), count=1)
    return _REMARK.sub("", core)


def spaced(text: str) -> str:
    """ "23 april2018" as "23 april 2018"."""
    return re.sub(r"(?<=[0-9])(?=[a-z])|(?<=[a-z])(?=[0-9])", " ", text)


def is_missing(text: str) -> bool:
    """Was nothing filled in, or only a mark that stands for nothing?"""
    return bool(_PLACEHOLDER.fullmatch(text)) or text in _MISSING or text.replace(".", "") in _ABBREVIATIONS


def find_stop(text: str) -> Literal["stop", "lifted"] | None:
    """Does the text say, anywhere, that nobody is taken on, be it for a time, a group or one insurer?

    `lifted` for "geen aanmeldstop" and "stop opgeheven": no stop, but no number either.
    """
    left = _NO_STOP.sub(" ", text)
    if _STOP.search(left):
        return "stop"
    return "lifted" if left != text else None


def number(text: str) -> float:
    """The number that `AMOUNT` found, in digits or as a word."""
    return _WORD_NUMBERS[text] if text in _WORD_NUMBERS else float(text.replace(",", "."))


def unit(text: str | None) -> Literal["weeks", "days", "workdays", "months"]:
    """The unit that `AMOUNT` found; a number without one is in weeks."""
    return next((unit for unit, form in _UNITS.items() if text and re.fullmatch(form, text)), "weeks")
