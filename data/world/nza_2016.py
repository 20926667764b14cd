"""The sample in the form of NZa's file of 2016: as R wrote it, cp1252, semicolons, names padded with spaces.

Text is quoted and a number is not; NA stands for a number that is missing. The dirt is the real file's.
"""

from collections.abc import Iterator

Cell = str | int | None
Row = dict[str, Cell]

COLUMNS = (
    "", "x", "KvK..uit.bestand.2015.", "AGBCODE_INDIENER", "NAAM", "STRAAT", "POSTCODE", "PLAATS", "Hoort.bij",
    "Naam.zorgaanbieder", "Plaats.zorgaanbieder", "URL.naar.wachttijden", "Vestigingslocatie", "Type.GGZ", "Circuit",
    "Nadere.typering", "Typering", "Aanmeldtijd", "Behandeltijd", "Datum.actualisatie", "Peildatum", "AFWIJKEND_ZV",
    "Opmerkingen.MQ", "SGGZ_MEASURE_TYPE", "BGGZ_MEASURE_TYPE", "AGB_SOORT", "MQ_LIJST", "INST",
    "Wachttijden.toelichting", "Website.vindbaar", "ROW_ID", "grote_instelling",
)  # fmt: skip
_SAME_FOR_ALL = "De wachttijd is niet afhankelijk van waar de cliënt is verzekerd"
_PROGRAMMES = (
    "Angststoornissen",
    "Depressieve stoornissen",
    "Persoonlijkheidsproblematiek",
    "FACT",
    "ADHD bij volwassenen",
)


def file() -> bytes:
    """The file."""
    lines = [";".join(_quoted(column) for column in COLUMNS)]
    for number, row in enumerate(_rows(), start=1):
        cells = {**row, "": str(number), "ROW_ID": number}
        lines.append(";".join(_written(cells[column]) for column in COLUMNS))
    return ("\n".join(lines) + "\n").encode("cp1252")


def _rows() -> Iterator[Row]:
    yield from _institutions()
    yield from _practices()
    yield from _without_code()


def _institutions() -> Iterator[Row]:
    """Several locations, programmes in the provider's own words, one AGB code that lost its zero."""
    for place, location in enumerate(("Oost", "West", "Noord")):
        for turn, programme in enumerate(_PROGRAMMES):
            weeks = str(3 + 2 * place + turn), f"{turn},5"
            yield _institution(
                9990101, "Stichting Voorbeeldlinde", f"Voorbeeldlinde, loc. {location}", programme, weeks
            )
    forms: tuple[tuple[str, str, Row], ...] = (
        ("stop", "stop", {}),
        ("Stop", "Stop", {"Circuit": "Ouderen"}),
        ("in overleg", "-", {"Circuit": "Adolescenten"}),
        ("-", " - ", {"Circuit": "Verslavingszorg", "Type.GGZ": "BGGZ"}),
        ("0", "0", {"Nadere.typering": "Basis GGZ", "Type.GGZ": "BGGZ"}),
        ("n.v.t.", "geen behandeling", {"Nadere.typering": "Diagnostiek", "Typering": "Diagnostiek"}),
        ("Geen intakes", "", {"Nadere.typering": "Seksuologie"}),
        ("verschillend zie toelichting", "56,5", {"Nadere.typering": "Trauma"}),
        ("2", "1", {"Nadere.typering": "Kliniek - Opname", "Typering": "klinisch"}),
        ("4", "2", {"Nadere.typering": "Forensische zorg", "Typering": "forensisch", "Type.GGZ": "BGGZ/SGGZ"}),
        ("1", "1", {"Nadere.typering": "Crisisdienst", "Typering": "crisis", "Datum.actualisatie": "sep-16"}),
        ("7", "3", {"Nadere.typering": "Ouderenzorg", "Datum.actualisatie": "7-9-2017"}),
        (
            "2,3",
            "0",
            {"Nadere.typering": "Poli", "Opmerkingen.MQ": "Twee locaties:\n\u2022 de eerste\n\u2022 de tweede"},
        ),
    )
    for intake, treatment, other in forms:
        row = _institution(97990102, "Centrum Proefberg", "Centrum Proefberg", "Algemeen", (intake, treatment))
        yield {**row, **other}
    yield _institution(97990103, "GGZ Verzinwoude", "", "Ambulant", ("5", "4"))


def _practices() -> Iterator[Row]:
    """Independent practitioners: most without a location, circuit or segment, some without anything published."""
    for number in range(1, 13):
        yield _practice(number, (str(number), "0"), {"Type.GGZ": ("BGGZ", "SGGZ", "BGGZ/SGGZ", "")[number % 4]})
    for number in range(13, 19):
        nothing: Row = {"Datum.actualisatie": "", "Website.vindbaar": "Nee", "Type.GGZ": "", "AFWIJKEND_ZV": ""}
        yield _practice(number, ("", ""), nothing)
    yield _practice(
        19, ("stop", "-"), {"Wachttijden.toelichting": "Stop bestaat tot 1 oktober a.s.\n", "POSTCODE": "0000"}
    )
    yield _practice(20, ("12", "2"), {"AFWIJKEND_ZV": "Aanmeldstop Voorbeeldpolis", "Hoort.bij": 97990201})
    yield _practice(21, ("3,5", "0"), {"Naam.zorgaanbieder": "", "Circuit": "Jeugd"})
    for _ in range(2):  # told twice: only the row number differs
        yield _practice(22, ("2", "0"), {})
    for intake in ("6", "12"):  # two practitioners of one practice: the same key, other figures
        yield _practice(23, (intake, "0"), {})


def _without_code() -> Iterator[Row]:
    """Locations that NZa added itself: no AGB code, no address."""
    for number in range(1, 13):
        row = _institution(
            None, "Behandelhuis Nergensdal overige locaties", f"Nergensdal {number}", "Psychotrauma", ("2", "14")
        )
        unknown: Row = dict.fromkeys(("POSTCODE", "PLAATS", "AFWIJKEND_ZV", "Opmerkingen.MQ", "Website.vindbaar"), "NA")
        yield {
            **row,
            **unknown,
            "Plaats.zorgaanbieder": "-",
            "STRAAT": "-",
            "MQ_LIJST": None,
            "Peildatum": "18-10-2016",
        }


def _institution(agb: int | None, name: str, location: str, programme: str, weeks: tuple[str, str]) -> Row:
    return {
        **_base(agb, name, weeks),
        "NAAM": f"{name.upper():<60}",
        "STRAAT": f"{'Postbus':<24}",
        "PLAATS": f"{'VOORBEELDSTAD':<24}",
        "Vestigingslocatie": location,
        "Type.GGZ": "SGGZ",
        "Circuit": "Volwassenen",
        "Nadere.typering": programme,
        "AFWIJKEND_ZV": _SAME_FOR_ALL,
        "INST": 1,
        "Wachttijden.toelichting": "NA",
        "Website.vindbaar": "NA",
    }


def _practice(number: int, weeks: tuple[str, str], other: Row) -> Row:
    name = f"Praktijk Voorbeeld {number}"
    practice: Row = {"Circuit": "", "Nadere.typering": "", "INST": 0, "Wachttijden.toelichting": "", "AFWIJKEND_ZV": ""}
    location = "Praktijklocatie" if number > 18 else ""
    sort: Row = {"Vestigingslocatie": location, "Type.GGZ": "BGGZ/SGGZ", "Website.vindbaar": "Ja, eigen website"}
    return {**_base(97990200 + number, name, weeks), **practice, **sort, **other}


def _base(agb: int | None, name: str, weeks: tuple[str, str]) -> Row:
    return {
        "x": (agb or 9999) % 10_000,
        "KvK..uit.bestand.2015.": "-",
        "AGBCODE_INDIENER": agb,
        "NAAM": name,
        "STRAAT": "",
        "POSTCODE": "9711",
        "PLAATS": "VOORBEELDSTAD",
        "Hoort.bij": None,
        "Naam.zorgaanbieder": name,
        "Plaats.zorgaanbieder": "Voorbeeldstad",
        "URL.naar.wachttijden": "https://aanbieder.example/wachttijden",
        "Typering": "",
        "Aanmeldtijd": weeks[0],
        "Behandeltijd": weeks[1],
        "Datum.actualisatie": "1-9-2016",
        "Peildatum": "23-9-2016",
        "Opmerkingen.MQ": "",
        "SGGZ_MEASURE_TYPE": "FULL",
        "BGGZ_MEASURE_TYPE": "SAMPLE",
        "AGB_SOORT": agb and int(str(agb)[:-6]),
        "MQ_LIJST": 1,
        "grote_instelling": 0,
    }


def _written(cell: Cell) -> str:
    if cell is None:
        return "NA"
    return str(cell) if isinstance(cell, int) else _quoted(cell)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
