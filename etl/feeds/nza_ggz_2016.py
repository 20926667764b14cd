"""NZa's collection of September 2016: waits as providers published them, gathered from their websites by hand.

A historic file: what it lacks is flagged and kept, and only a row that cannot be read is refused. Which of the two
legal methods a published wait follows was not noted. See docs/data-sources.md.
"""

from datetime import date, datetime

import polars as pl

from etl.feed import Dialect, Feed, Gates
from etl.records import WAITING_TIME, Parsed, Rejected
from etl.rowwise import Cells, parse_rows
from etl.text import nza
from etl.text.codes import parse_postcode, restore_agb
from etl.text.dates import parse_date

_NOTHING = ("", "-", "NA")
_REMARKS = ("AFWIJKEND_ZV", "Opmerkingen.MQ", "Wachttijden.toelichting")


def parse(chunk: pl.DataFrame, _: datetime) -> Parsed:
    """One record a row. A row is refused when it has no reference date, no provider or a number that is no wait."""
    return parse_rows(chunk, WAITING_TIME, _read)


def _read(cells: Cells, line: int) -> dict[str, object] | list[Rejected]:
    reference_on = parse_date(cells["Peildatum"])
    if reference_on is None:
        return [Rejected(line, "Peildatum", "not_a_date", cells["Peildatum"])]
    intake = nza.wait(cells["Aanmeldtijd"], reference_on)
    treatment = nza.wait(cells["Behandeltijd"], reference_on)
    agb = restore_agb(cells["AGBCODE_INDIENER"])
    name = _said(cells["Naam.zorgaanbieder"]) or _said(cells["NAAM"])
    if intake is None or treatment is None or not (name or agb.value):
        return _refusals(cells, line, is_nobody=not (name or agb.value), wrong=(intake is None, treatment is None))
    place, location = _said(cells["Plaats.zorgaanbieder"]), _said(cells["Vestigingslocatie"])
    is_institution = cells["INST"] == "1"
    # The postcode is that of whom the AGB code belongs to: for an institution that is its office, not the location.
    postcode4 = None if is_institution else parse_postcode(cells["POSTCODE"]).pc4
    group_literal = " | ".join(filter(None, (_said(cells["Nadere.typering"]), _said(cells["Typering"]))))
    segment = "forensic" if cells["Typering"] == "forensisch" else nza.segment(cells["Type.GGZ"]) or "unknown"
    site_updated_on = parse_date(cells["Datum.actualisatie"])
    return {
        "location_key": "|".join((agb.value or "", name, place, location, postcode4 or "")),
        "provider_key": agb.value or name,
        "provider_name": name or agb.value,
        "location_name": location,
        "place_name": place,
        "postcode4": postcode4,
        # The code is the claimant's, not that of a location: it must not join the locations of a provider into one.
        "agb_codes": [agb.value] if agb.value else [],
        "provider_kind": "Instelling" if is_institution else "Vrijgevestigde",
        "circuit_code": nza.circuit(cells["Circuit"]) or "unknown",
        "diagnosis_group_code": _group(group_literal, segment),
        "group_literal": group_literal,
        "segment_code": segment,
        "setting_code": "clinical" if cells["Typering"].startswith("klinisch") else "unknown",
        "method_code": "unknown",
        "reference_on": reference_on,
        "intake_weeks": intake.weeks,
        "intake_state": intake.state,
        "intake_literal": cells["Aanmeldtijd"],
        "intake_rule": intake.rule,
        "treatment_weeks": treatment.weeks,
        "treatment_state": treatment.state,
        "treatment_literal": cells["Behandeltijd"],
        "treatment_rule": treatment.rule,
        "site_updated_on": site_updated_on,
        "remark": " | ".join(filter(None, (_said(cells[column]) for column in _REMARKS))) or None,
        "flags": _flags(cells, agb.reason, location, reference_on, site_updated_on),
    }


def _group(literal: str, segment: str) -> str:
    """A provider's own words are a diagnosis group only where they are its full name; they stay beside it anyway."""
    return nza.named_group(literal) or (nza.BASIC_CARE if segment == "gb-ggz" else nza.NOT_SPLIT)


def _refusals(cells: Cells, line: int, *, is_nobody: bool, wrong: tuple[bool, bool]) -> list[Rejected]:
    waits = zip(("Aanmeldtijd", "Behandeltijd"), wrong, strict=True)
    found = [Rejected(line, column, "weeks_out_of_range", cells[column]) for column, is_wrong in waits if is_wrong]
    return [*found, Rejected(line, "Naam.zorgaanbieder", "no_provider")] if is_nobody else found


def _flags(
    cells: Cells, agb_reason: str | None, location: str, reference_on: date, site_updated_on: date | None
) -> list[str]:
    site_date = _said(cells["Datum.actualisatie"])
    flags = {
        "no_agb": agb_reason == "agb_missing",
        "agb_malformed": agb_reason not in (None, "agb_missing"),
        "agb_zero_restored": agb_reason is None and len(cells["AGBCODE_INDIENER"].strip()) < 8,
        "no_location": not location,
        "no_circuit": not _said(cells["Circuit"]),
        "circuit_unrecognised": bool(_said(cells["Circuit"])) and nza.circuit(cells["Circuit"]) is None,
        "no_segment": not _said(cells["Type.GGZ"]),
        "segment_unrecognised": bool(_said(cells["Type.GGZ"])) and nza.segment(cells["Type.GGZ"]) is None,
        "no_site_date": not site_date,
        "site_date_unreadable": bool(site_date) and site_updated_on is None,
        "site_date_after_reference": site_updated_on is not None and site_updated_on > reference_on,
    }
    return [flag for flag, holds in flags.items() if holds]


def _said(cell: str) -> str:
    text = " ".join(cell.split())
    return "" if text in _NOTHING else text


FEED = Feed(
    code="nza_ggz_2016",
    title="NZa wachttijden ggz 2016",
    record=WAITING_TIME,
    required=(
        "AGBCODE_INDIENER",
        "NAAM",
        "POSTCODE",
        "Naam.zorgaanbieder",
        "Plaats.zorgaanbieder",
        "Vestigingslocatie",
        "Type.GGZ",
        "Circuit",
        "Nadere.typering",
        "Typering",
        "Aanmeldtijd",
        "Behandeltijd",
        "Datum.actualisatie",
        "Peildatum",
        "AFWIJKEND_ZV",
        "Opmerkingen.MQ",
        "INST",
        "Wachttijden.toelichting",
    ),
    optional=(),
    parse=parse,
    # Of the published file no row is refused. More than 5 % means that it is another file.
    gates=Gates(max_refused=0.05, min_offers_kept=0, max_locations_gone=None),
    # Published as Latin-1, yet one remark holds a bullet that only cp1252 has; every byte of it is legal there.
    identifiers=("AGBCODE_INDIENER", "KvK..uit.bestand.2015."),
    dialect=Dialect(encoding="cp1252", separator=";"),
    headers={
        "reference_on": "Peildatum",
        "diagnosis_group_code": "Nadere.typering",
        "segment_code": "Type.GGZ",
        "circuit_code": "Circuit",
        "intake_weeks": "Aanmeldtijd",
        "treatment_weeks": "Behandeltijd",
    },
)
