"""The words of NZa's two published files: circuits, segments and diagnosis groups, as the codes of our lists.

Case and stray spaces do not count. What is not known is None: the feed decides what becomes of it.
"""

import re
from datetime import date

from etl.text.weeks import MAX_WEEKS, Wait
from etl.text.weeks import parse as parse_wait

_CIRCUITS = {
    "jeugd": "youth",
    "adolescenten": "adolescents",
    "volwassenen": "adults",
    "ouderen": "elderly",
    "verslavingszorg": "addiction",
    "forensisch": "forensic",
    "onbekend": "unknown",
}
_SEGMENTS = {
    "bggz": "gb-ggz",
    "sggz": "s-ggz",
    "bggz/sggz": "combined",
    "combi": "combined",
    "forensisch": "forensic",
    "onbekend": "unknown",
}
# The list of diagnosis groups up to January 2022, and the piece of each name that no other name holds.
_GROUPS = (
    ("IV01", "basis-ggz", "basis"),
    ("IV02", "aandachtstekort- en gedragsstoornissen", "aandacht"),
    ("IV03", "alcohol gebonden stoornissen", "alcohol"),
    ("IV04", "angststoornissen", "angst"),
    ("IV05", "bipolair en overige stemmingsstoornissen", "bipola"),
    ("IV06", "delirium, dementie en overige cognitieve stoornissen", "dementie"),
    ("IV07", "depressieve stoornissen", "depressie"),
    ("IV08", "eetstoornissen", "eetstoornis"),
    ("IV09", "overige aan middel gebonden stoornissen", "middel"),
    ("IV10", "persoonlijkheidsstoornissen", "persoonlijkheid"),
    ("IV11", "pervasieve stoornissen", "pervasie"),
    ("IV12", "schizofrenie en andere psychotische stoornissen", "schizofreni"),
    ("IV13", "somatoforme stoornissen", "somatofor"),
    ("IV14", "overige stoornissen kindertijd", "kindertijd"),
    ("IV15", "overige stoornissen", "overige stoornissen"),
)
_NAMES = {name: code for code, name, _ in _GROUPS}
NOT_SPLIT = "IV00"
BASIC_CARE = "IV01"
_NOT_SPLIT_WORDS = ("", "-", "alle", "algemeen", "geen", "n.v.t.", "niet", "nvt", "onbekend", "totaal")
_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
_NOT_STATED = -99


def plain(text: str | None) -> str:
    """Lower case, single spaces; "" for None."""
    return " ".join((text or "").lower().split())


def circuit(text: str | None) -> str | None:
    """The code of a circuit, `unknown` included; None for a word that is no circuit.

    Its first word tells, since the ages behind it differ: "Adolescenten 18-23" in 2016, "Adolescenten 18-25" in 2018.
    """
    return _CIRCUITS.get(plain(text).split(" ")[0])


def segment(text: str | None) -> str | None:
    """The code of a segment, `unknown` included; None for a word that is no segment."""
    return _SEGMENTS.get(plain(text))


def named_group(text: str | None) -> str | None:
    """The diagnosis group whose full name a provider's own text is; None for every other text."""
    return _NAMES.get(plain(text))


def coded_group(text: str | None) -> str | None:
    """The diagnosis group of a coder's label, or NOT_SPLIT where the label says that there is none.

    A label may be worded slightly otherwise than the list as long as it points at one group: "Aan alcohol gebonden
    stoornissen". One that points at none or at several is None.
    """
    label = plain(text)
    if label in _NAMES:
        return _NAMES[label]
    if label in _NOT_SPLIT_WORDS or label.split(" ")[0] in _NOT_SPLIT_WORDS:
        return NOT_SPLIT
    pointed = [code for code, _, piece in _GROUPS if piece in label and piece != "overige stoornissen"]
    return pointed[0] if len(pointed) == 1 else None


def wait(cell: str | None, reference_on: date) -> Wait | None:
    """The wait in one of NZa's coded columns: a number of weeks, "Stop", "-" or -99; None for a number no wait can be.

    Unlike a provider's text a coded number may have any number of decimals (days divided by seven).
    """
    if number := _NUMBER.fullmatch((cell or "").strip()):
        weeks = float(number[0].replace(",", "."))
        if weeks == _NOT_STATED:
            return parse_wait("-", reference_on)
        if not 0 <= weeks <= MAX_WEEKS:
            return None
        return Wait(weeks, weeks, weeks, "weeks", "value", "number", cell) if weeks else parse_wait("0", reference_on)
    found = parse_wait(cell, reference_on)
    return None if found.rule == "too_long" else found
