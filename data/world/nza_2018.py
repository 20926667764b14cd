"""The sample in the form of NZa's workbook of 2018: 52 columns, cells of mixed types, a sheet of a million empty rows.

The rows of Eetstoornissen and Angststoornissen are the hand-worked example of NZa's rule for its means: the test of
metrics.nza_2018_mean_wait_by_group does the sums. The others hold the dirt of the real file.
"""

from collections.abc import Iterator
from datetime import date, datetime

from data.world import nza_workbook
from data.world.nza_workbook import Value as Cell

Row = dict[str, Cell]

REFERENCE = datetime(2018, 2, 15)  # noqa: DTZ001 - a date cell of a workbook has no zone
COLUMNS = (
    "Uniek_zorgaanbiederID", "Type_aanbieder", "Type_vrijgevestigde", "Omvang_vrijgevestigde", "Groep",
    "Naam_zorgaanbieder", *(f"AGBcode {number}" for number in range(1, 27)), "Vestigingslocatie", "Plaatsnaam",
    "Gemeentecodes", "Gekozen_plaats", "Circuit", "Diagnosegroep_letterlijk", "Hoofddiagnosegroep", "Type_zorg",
    "URL_naar_wachttijden", "Datum_actualisatie_website", "Peildatum", "Opmerking",
    "Aanmeld/behandelwachttijd_letterlijk", "Aanmeldwachttijd_letterlijk", "Aanmeldwachttijd",
    "Behandelwachttijd_letterlijk", "Behandelwachttijd", "Zorgverzekeraar", "Zorgverzekeraar_overig",
    "Zorgverzekeraar_toelichting",
)  # fmt: skip


def file() -> bytes:
    """The workbook."""
    return nza_workbook.file([COLUMNS, *([row.get(column) for column in COLUMNS] for row in rows())])


def rows() -> list[Row]:
    """All rows: the worked example, what NZa's rule leaves out of it, a group that is large enough, the dirt."""
    return [*_worked(), *_left_out(), *_large(), *_dirt()]


def day(text: str) -> datetime:
    """A date cell."""
    return datetime.combine(date.fromisoformat(text), datetime.min.time())


def _row(provider: int, name: str, group: str, location: str, weeks: tuple[Cell, Cell], **other: Cell) -> Row:
    """A sound row of an institution: specialised care for adults, on a site brought up to date in February."""
    return {
        "Uniek_zorgaanbiederID": provider,
        "Type_aanbieder": "Instelling",
        "Type_vrijgevestigde": "N.v.t.",
        "Omvang_vrijgevestigde": "N.v.t.",
        "Groep": group,
        "Naam_zorgaanbieder": name,
        "AGBcode 1": f"9799{provider:04d}",  # no kind of care begins with 97, nor with 09
        "Vestigingslocatie": location,
        "Plaatsnaam": "Voorbeeldstad",
        "Gemeentecodes": "GM0014",
        "Gekozen_plaats": "Voorbeeldstad",
        "Circuit": "Volwassenen",
        "Diagnosegroep_letterlijk": None,
        "Hoofddiagnosegroep": "Eetstoornissen",
        "Type_zorg": "SGGZ",
        "URL_naar_wachttijden": f"https://aanbieder{provider}.example/wachttijden",
        "Datum_actualisatie_website": day("2018-02-01"),
        "Peildatum": REFERENCE,
        "Aanmeldwachttijd_letterlijk": None if weeks[0] is None else f"{weeks[0]} weken",
        "Aanmeldwachttijd": weeks[0],
        "Behandelwachttijd_letterlijk": None if weeks[1] is None else f"{weeks[1]} weken",
        "Behandelwachttijd": weeks[1],
        **other,
    }


def _linde(location: str, intake: Cell, treatment: Cell, **other: Cell) -> Row:
    return _row(1, "GGZ De Voorbeeldlinde", "Voorbeeldgroep", location, (intake, treatment), **other)


def _berg(intake: Cell, treatment: Cell, **other: Cell) -> Row:
    return _row(2, "Stichting Proefberg", "N.v.t.", "Hoofdgebouw", (intake, treatment), **other)


def _worked() -> Iterator[Row]:
    """Eetstoornissen: every row that counts."""
    yield _linde("Lindehof", 4, 6, Diagnosegroep_letterlijk="Anorexia")
    yield _linde("Lindehof", 8, 6, Diagnosegroep_letterlijk="Diagnostiek en behandeling boulimia")
    yield _linde(
        "Beukhof", 1, 1, Aanmeldwachttijd_letterlijk="Geen wachttijd ", Behandelwachttijd_letterlijk="Aansluitend"
    )
    yield _linde("Lindehof", 9, "-", Circuit="Ouderen", Datum_actualisatie_website="-")
    yield _linde("Eikhof", 3, 4, Circuit="Onbekend", Datum_actualisatie_website="01-01-2018")
    yield _linde("Eikhof", 5, 6, Diagnosegroep_letterlijk="Eetbuistoornis")
    yield _berg(10, 10, Type_aanbieder="PUK/PAAZ", Datum_actualisatie_website="medio januari")


def _left_out() -> Iterator[Row]:
    """Eetstoornissen: rows that do not count. All wait 40 weeks, so that one counted by mistake is seen."""
    yield _linde("Lindehof", 40, 40, Circuit="Jeugd")
    yield _linde("Lindehof", 40, 40, Circuit="Forensisch", Type_zorg="Forensisch")
    for segment in ("BGGZ", "Combi", "Onbekend"):
        yield _linde("Lindehof", 40, 40, Type_zorg=segment)
    for words in (
        "Relatieproblemen",
        "Diagnostiek eetstoornissen",
        "Crisisdienst",
        "Eetstoornis en LVB",
        "Eetstoornis, dov",
    ):
        yield _linde("Lindehof", 40, 40, Diagnosegroep_letterlijk=words)
    yield _linde("Beukhof", 40, 40, Datum_actualisatie_website="31-12-2017", Diagnosegroep_letterlijk="Eten")
    yield _berg(40, 40, Datum_actualisatie_website=day("2017-11-30"))
    yield _berg("Stop", "Stop", Aanmeldwachttijd_letterlijk="Aanmeldstop", Diagnosegroep_letterlijk="Eetstoornis")
    yield _berg("-", "-", Aanmeldwachttijd_letterlijk=None, Diagnosegroep_letterlijk="Eten en gewicht")
    yield _berg(-99, -99, Aanmeldwachttijd_letterlijk=None, Diagnosegroep_letterlijk="Overgewicht")
    yield _row(3, "Praktijk Papierhoeve", "N.v.t.", "Praktijklocatie", (40, 40), **_PRACTICE)


_PRACTICE: Row = {
    "Type_aanbieder": "Vrijgevestigde",
    "Type_vrijgevestigde": "SGGZ",
    "Omvang_vrijgevestigde": "Solo",
}


def _large() -> Iterator[Row]:
    """Angststoornissen: 26 locations, thirteen providers of two each, so that the mean is published."""
    for provider in range(10, 23):
        for location in ("Noord", "Zuid"):
            weeks = (provider - 8, 5 if location == "Noord" else 7)
            yield _row(
                provider,
                f"Centrum Modelwaard {provider}",
                "n.v.t.",
                location,
                weeks,
                Hoofddiagnosegroep="Angststoornissen",
            )


def _dirt() -> Iterator[Row]:
    """What else was found in the real file. "Geen" is no group, so none of it comes near the worked example."""
    many: Row = {f"AGBcode {number}": f"9798{number:04d}" for number in range(1, 27)}
    yield _house(20, "2,5", **many)
    as_numbers: Row = {"AGBcode 1": 9990021, "AGBcode 2": 9990022, "AGBcode 3": "97990021 "}
    yield _house(21, 2.5, **as_numbers)
    yield _house(22, 6, **{"AGBcode 1": "Onbekend"})
    yield _house(23, 6, **{"AGBcode 1": "979900230", "AGBcode 2": "97990024"})
    yield _house(24, 3, Gemeentecodes="GM0014, GM0034;GM0363", Gekozen_plaats="Regio Voorbeeldland")
    yield _house(25, "Stop", Opmerking="Aanmeldstop", Aanmeldwachttijd_letterlijk="Stop")
    yield _house(26, "-", Opmerking="Aanmeldstop tot 1 april i.v.m. budget", Aanmeldwachttijd_letterlijk=None)
    yield _house(27, 4, Aanmeldwachttijd_letterlijk=day("2018-03-15"))
    yield _house(28, 12, Aanmeldwachttijd_letterlijk=12)
    yield _house(29, 0, Aanmeldwachttijd_letterlijk="0 weken")
    yield _house(30, 6, Behandelwachttijd=None, **{"Aanmeld/behandelwachttijd_letterlijk": "4-8 weken"})
    yield _house(31, 2, Datum_actualisatie_website="Onbekend", Vestigingslocatie="Onbekend")
    yield _house(32, 2, Datum_actualisatie_website=day("2018-12-02"))
    yield _house(33, 2, Circuit="Verslavingszorg ", Type_zorg="SGGZ ")
    yield _house(34, 2, Hoofddiagnosegroep="Aan alcohol gebonden stoornissen")
    for insurer, other in ((None, None), ("VGZ", None), (" Menzis", None), ("Overig", "Schijnpolis")):
        told = "Langere wachttijd door het plafond" if insurer else None
        yield _house(
            35, 9 if insurer else 3,
            Zorgverzekeraar=insurer, Zorgverzekeraar_overig=other, Zorgverzekeraar_toelichting=told,
        )  # fmt: skip
    yield _house(36, 2, Zorgverzekeraar_toelichting="De wachttijd is voor iedereen gelijk")
    for _ in range(2):  # told twice
        yield _house(37, 5)
    for weeks in (5, 8):  # two practitioners of one practice: the same key, other figures
        yield _house(38, weeks, **_PRACTICE, Circuit="Adolescenten 18-25")


def _house(provider: int, intake: Cell, **other: Cell) -> Row:
    name = f"Behandelhuis Nergensdal {provider}"
    row = _row(provider + 100, name, "n.v.t.", "Hoofdlocatie", (intake, 2), Hoofddiagnosegroep="Geen onderscheid")
    return {**row, **other}
