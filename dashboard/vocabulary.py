"""The words a page knows: what can be chosen, and what a typed complaint leads to."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dashboard.language import current
from dashboard.name_order import name_order
from dashboard.near_words import near_words

Row = dict[str, Any]
# A care pathway, a diagnosis group, or both together; None leaves that side open.
Care = tuple[str | None, str | None]
ANY_CARE: Care = (None, None)
_SHORTEST_BEGINNING = 3


@dataclass(frozen=True)
class Vocabulary:
    """The code lists as the database has them, by code, in their own order.

    terms: what can be typed, plainly written (see `plain`), with the kinds of care it leads to.
    suggestions: the same as a person writes it, for the list under the field.
    """

    care_pathways: Mapping[str, Row]
    diagnosis_groups: Mapping[str, Row]
    urgencies: Mapping[str, Row]
    regions: Mapping[str, Row]
    concerns: Mapping[str, Row]
    criteria: Mapping[str, Row]
    terms: Mapping[str, tuple[Care, ...]]
    suggestions: tuple[str, ...]

    def care_name(self, care: Care) -> str:
        """Depressie, polikliniek gespecialiseerde ggz. A group that is no single one is left out; any care is empty."""
        pathway, group = (self.care_pathways.get(care[0] or ""), self.diagnosis_groups.get(care[1] or ""))
        named = in_language(pathway) if pathway else ""
        if group is None or not group["is_split"]:
            return named
        return f"{short_name(group)}, {_inside(named)}" if named else short_name(group)

    def spelled_out(self, cares: Iterable[Care]) -> tuple[Care, ...]:
        """The same kinds of care with a pathway each: a diagnosis group alone stands for the pathways that treat it.

        Otherwise a team for severe illness or a place to live would answer a low mood, since it takes every diagnosis.
        """
        general = [code for code, row in self.care_pathways.items() if row["is_for_complaints"]]
        return _distinct(
            (code, group)
            for pathway, group in cares
            for code in (general if pathway is None and group is not None else [pathway])
        )

    def care_of(self, text: str) -> tuple[Care, ...]:
        """The kinds of care that typed words lead to, most telling first; empty when no word is known.

        The whole text as a term; else every term that stands in it as whole words; else the terms that begin with it.
        """
        typed = plain(text)
        if typed in self.terms:
            return self.terms[typed]
        inside = [term for term in self.terms if re.search(rf"(?<!\w){re.escape(term)}(?!\w)", typed)]
        longest = [term for term in inside if not any(term != other and term in other for other in inside)]
        if longest:
            return _distinct(care for term in longest for care in self.terms[term])
        if len(typed) < _SHORTEST_BEGINNING:
            return ()
        return _distinct(care for term, cares in self.terms.items() if term.startswith(typed) for care in cares)

    def near(self, text: str) -> list[str]:
        """What may have been meant by typed words that are not known: suggestions, nearest first."""
        written = {plain(one): one for one in self.suggestions}
        return [written[word] for word in near_words(plain(text), written)]


def build(
    *,
    care_pathways: Iterable[Row],
    diagnosis_groups: Iterable[Row],
    urgencies: Iterable[Row],
    regions: Iterable[Row],
    complaint_terms: Iterable[Row],
    concerns: Iterable[Row] = (),
    criteria: Iterable[Row] = (),
) -> Vocabulary:
    """The vocabulary from the rows of the read functions of the same names."""
    pathways = {row["care_pathway_code"]: row for row in care_pathways}
    groups = {row["diagnosis_group_code"]: row for row in diagnosis_groups}
    typed: dict[str, list[Care]] = {}
    shown: dict[str, str] = {}

    def learn(text: str | None, care: Care, *, suggest: bool = True) -> None:
        if text:
            typed.setdefault(plain(text), []).append(care)
            if suggest:
                shown.setdefault(plain(text), text)

    for row in complaint_terms:
        care = (row["care_pathway_code"], row["diagnosis_group_code"])
        learn(row["term"], care, suggest=row.get("language", current()) == current())
    for code, row in pathways.items():
        for language in ("nl", "en"):
            learn(row[f"name_{language}"], (code, None), suggest=language == current())
    split = {code: row for code, row in groups.items() if row["is_split"]}
    for group_code, group in split.items():
        learn(group["name_nl"], (None, group_code), suggest=False)
        learn(group["short_name_nl"], (None, group_code), suggest=current() == "nl")
        learn(group["name_en"], (None, group_code), suggest=current() == "en")
        for code in (code for code, row in pathways.items() if row["is_per_diagnosis_group"]):
            for language in ("nl", "en"):
                name = group["short_name_nl"] if language == "nl" else group["name_en"]
                learn(f"{name}, {pathways[code][f'name_{language}']}", (code, group_code), suggest=False)
    return Vocabulary(
        care_pathways=pathways,
        diagnosis_groups=groups,
        urgencies={row["urgency_code"]: row for row in urgencies},
        regions={row["region_code"]: row for row in sorted(regions, key=lambda row: name_order(row["name"]))},
        concerns={row["concern_code"]: row for row in concerns},
        criteria={row["criterion_code"]: row for row in criteria},
        terms={text: _distinct(cares) for text, cares in typed.items()},
        suggestions=tuple(sorted(shown.values(), key=plain)),
    )


def in_language(row: Mapping[str, Any]) -> str:
    """The name of a row of a code list, in the reader's language."""
    name: str = row[f"name_{current()}"]
    return name


def short_name(group: Row) -> str:
    """The name of a diagnosis group as it fits in a list."""
    name: str = group["short_name_nl"] if current() == "nl" else group["name_en"]
    return name


@lru_cache(maxsize=4096)  # of each page the same fifteen hundred
def plain(text: str) -> str:
    """Text without capitals, accents and extra spaces, so that `Suicidaal ` finds `suïcidaal`."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(bare.casefold().split())


def _distinct(cares: Iterable[Care]) -> tuple[Care, ...]:
    return tuple(dict.fromkeys(cares))


def _inside(name: str) -> str:
    """A name as it stands inside a line: without its capital, unless it begins with an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
