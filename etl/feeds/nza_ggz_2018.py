"""NZa's collection of early 2018: one workbook, waits gathered from providers' websites by hand and coded in weeks.

The coded columns are the figures; the literal texts are kept beside them. A historic file: what it lacks is flagged
and kept, and only a row that cannot be read is refused. See docs/data-sources.md.
"""

import re
from datetime import date, datetime

import polars as pl

from etl.feed import Feed, Gates
from etl.records import WAITING_TIME, Parsed, Rejected
from etl.rowwise import Cells, parse_rows
from etl.text import nza
from etl.text.codes import Code, restore_agb
from etl.text.dates import parse_date
from etl.text.weeks import parse as parse_wait

_AGB_COLUMNS = tuple(f"AGBcode {number}" for number in range(1, 27))
_KEY_COLUMNS = (
    # What identifies a location, and with it all that core.source_location keeps of a row and NZa's means are made of:
    # two rows that differ there must not be told as one location.
    "Uniek_zorgaanbiederID",
    "Type_aanbieder",
    "Groep",
    "Naam_zorgaanbieder",
    "Vestigingslocatie",
    "Plaatsnaam",
    "Gekozen_plaats",
)
_BOTH_WAITS = "Aanmeld/behandelwachttijd_letterlijk"
_NOTHING = ("", "-", "n.v.t.", "nvt", "onbekend", "geen")
_MUNICIPALITY = re.compile(r"(?:GM)?([0-9]{1,4})", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;/|+&]+")


def parse(chunk: pl.DataFrame, _: datetime) -> Parsed:
    """One record a row. A row is refused when it has no reference date, no provider or a number that is no wait."""
    return parse_rows(chunk, WAITING_TIME, _read)


def _read(cells: Cells, line: int) -> dict[str, object] | list[Rejected]:
    reference_on = _date(cells["Peildatum"])
    if reference_on is None:
        return [Rejected(line, "Peildatum", "not_a_date", cells["Peildatum"])]
    name = _tidy(cells["Naam_zorgaanbieder"])
    waits = {column: nza.wait(cells[column], reference_on) for column in ("Aanmeldwachttijd", "Behandelwachttijd")}
    intake, treatment = waits.values()
    if intake is None or treatment is None or not name:
        wrong = [
            Rejected(line, column, "weeks_out_of_range", cells[column]) for column, wait in waits.items() if not wait
        ]
        return wrong if name else [*wrong, Rejected(line, "Naam_zorgaanbieder", "no_provider")]
    agb = {cell: restore_agb(cell) for column in _AGB_COLUMNS if (cell := cells[column].strip())}
    municipalities = [found for part in _parts(cells) if (found := _municipality(part))]
    site_updated_on = _date(cells["Datum_actualisatie_website"])
    return {
        "location_key": "|".join(_tidy(cells[column]) for column in _KEY_COLUMNS),
        "provider_key": cells["Uniek_zorgaanbiederID"].strip(),
        "provider_name": name,
        "location_name": _tidy(cells["Vestigingslocatie"]),
        "place_name": _tidy(cells["Plaatsnaam"]),
        "municipality_codes": municipalities,
        "agb_codes": list(dict.fromkeys(code.value for code in agb.values() if code.value)),
        "provider_group": _tidy(cells["Groep"]),
        "provider_kind": _tidy(cells["Type_aanbieder"]),
        "circuit_code": nza.circuit(cells["Circuit"]) or "unknown",
        "diagnosis_group_code": nza.coded_group(cells["Hoofddiagnosegroep"]) or nza.NOT_SPLIT,
        "group_literal": _tidy(cells["Diagnosegroep_letterlijk"]),
        "insurer_literal": _insurer(cells),
        "segment_code": nza.segment(cells["Type_zorg"]) or "unknown",
        "setting_code": "unknown",
        "method_code": "unknown",
        "reference_on": reference_on,
        "intake_weeks": intake.weeks,
        "intake_state": intake.state,
        "intake_literal": cells["Aanmeldwachttijd_letterlijk"] or None,
        "intake_rule": intake.rule,
        "treatment_weeks": treatment.weeks,
        "treatment_state": treatment.state,
        "treatment_literal": cells["Behandelwachttijd_letterlijk"] or None,
        "treatment_rule": treatment.rule,
        "site_updated_on": site_updated_on,
        "remark": _remark(cells),
        "flags": [
            *_code_flags(cells, agb, municipalities),
            *_word_flags(cells),
            *_date_flags(cells, reference_on, site_updated_on),
        ],
    }


def _insurer(cells: Cells) -> str:
    """Whose insured the row is for, as written; an explanation that names no insurer is a remark for everybody."""
    named = [_tidy(cells["Zorgverzekeraar"]), _tidy(cells["Zorgverzekeraar_overig"])]
    return " | ".join(filter(None, [*named, _tidy(cells["Zorgverzekeraar_toelichting"])])) if any(named) else ""


def _remark(cells: Cells) -> str | None:
    both = _tidy(cells[_BOTH_WAITS])
    explanation = "" if _insurer(cells) else _tidy(cells["Zorgverzekeraar_toelichting"])
    parts = (_tidy(cells["Opmerking"]), explanation, f"{_BOTH_WAITS}: {both}" if both else "")
    return " | ".join(filter(None, parts)) or None


def _parts(cells: Cells) -> list[str]:
    return [part for part in _BETWEEN.split(cells["Gemeentecodes"]) if part.lower() not in _NOTHING]


def _municipality(part: str) -> str | None:
    found = _MUNICIPALITY.fullmatch(part)
    return f"GM{found[1]:0>4}" if found else None


def _code_flags(cells: Cells, agb: dict[str, Code], municipalities: list[str]) -> list[str]:
    flags = {
        "no_agb": not any(code.value for code in agb.values()),
        "agb_malformed": any(code.reason == "agb_not_8_digits" for code in agb.values()),
        "agb_zero_restored": any(code.value is not None and code.value not in cell for cell, code in agb.items()),
        "no_location": _tidy(cells["Vestigingslocatie"]).lower() in _NOTHING,
        "several_municipalities": len(municipalities) > 1,
        "municipality_unreadable": len(municipalities) < len(_parts(cells)),
    }
    return [flag for flag, holds in flags.items() if holds]


def _word_flags(cells: Cells) -> list[str]:
    flags = {
        "circuit_unrecognised": nza.circuit(cells["Circuit"]) is None,
        "segment_unrecognised": nza.segment(cells["Type_zorg"]) is None,
        "group_unrecognised": nza.coded_group(cells["Hoofddiagnosegroep"]) is None,
    }
    return [flag for flag, holds in flags.items() if holds]


def _date_flags(cells: Cells, reference_on: date, site_updated_on: date | None) -> list[str]:
    is_told = cells["Datum_actualisatie_website"].strip().lower() not in _NOTHING
    flags = {
        "no_site_date": not is_told,
        "site_date_unreadable": is_told and site_updated_on is None,
        "site_date_after_reference": site_updated_on is not None and site_updated_on > reference_on,
        "stop_in_remark": parse_wait(cells["Opmerking"], reference_on).state == "stop",
    }
    return [flag for flag, holds in flags.items() if holds]


def _date(cell: str) -> date | None:
    """A date, or that of a date cell with a time of day."""
    return parse_date(cell.split("T", maxsplit=1)[0])


def _tidy(cell: str) -> str:
    return " ".join(cell.split())


FEED = Feed(
    code="nza_ggz_2018",
    title="NZa wachttijden ggz 2018",
    record=WAITING_TIME,
    required=(
        *_KEY_COLUMNS,
        *_AGB_COLUMNS,
        "Gemeentecodes",
        "Circuit",
        "Diagnosegroep_letterlijk",
        "Hoofddiagnosegroep",
        "Type_zorg",
        "Datum_actualisatie_website",
        "Peildatum",
        "Opmerking",
        _BOTH_WAITS,
        "Aanmeldwachttijd_letterlijk",
        "Aanmeldwachttijd",
        "Behandelwachttijd_letterlijk",
        "Behandelwachttijd",
        "Zorgverzekeraar",
        "Zorgverzekeraar_overig",
        "Zorgverzekeraar_toelichting",
    ),
    optional=(),
    parse=parse,
    # Nothing of the description should be refused but a few codes that look like a BSN. More than 5 %: another file.
    gates=Gates(max_refused=0.05, min_offers_kept=0, max_locations_gone=None),
    identifiers=_AGB_COLUMNS,
    sheet="GGZ Wachttijden Q1 2018",
    headers={
        "reference_on": "Peildatum",
        "diagnosis_group_code": "Hoofddiagnosegroep",
        "segment_code": "Type_zorg",
        "circuit_code": "Circuit",
        "intake_weeks": "Aanmeldwachttijd",
        "treatment_weeks": "Behandelwachttijd",
    },
)
