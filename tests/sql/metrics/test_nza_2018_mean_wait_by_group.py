"""NZa's means of 2018: the worked example of the sample by hand, and a random workbook against pandas."""

import io
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from data.world import nza_2018, nza_workbook
from data.world.nza_workbook import Value
from etl import pipeline
from etl.feeds.nza_ggz_2018 import FEED
from sql import call

AT = datetime(2026, 11, 21, 6, tzinfo=UTC)
METRIC = "metrics.nza_2018_mean_wait_by_group"
Row = dict[str, Value]


def loaded(payload: bytes) -> dict[str, dict[str, Any]]:
    """The metric by group after this workbook was loaded."""
    outcome = pipeline.run(FEED, FEED.code, payload, "nza.xlsx", at=AT)
    assert outcome.outcome == "applied"
    return {row["diagnosis_group_name"]: row for row in call.select(METRIC)}


def workbook(rows: list[Row]) -> bytes:
    return nza_workbook.file([nza_2018.COLUMNS, *([row.get(column) for column in nza_2018.COLUMNS] for row in rows)])


@pytest.mark.usefixtures("database")
def test_the_worked_example_of_the_sample() -> None:
    """Each row that counts, then the three means. What does not count waits 40 weeks: one of them would show."""
    found = loaded(nza_2018.file())["Eetstoornissen"]

    # The rows of one provider, location and circuit. "Diagnostiek en behandeling" is treatment and counts.
    lindehof_adults = (4 + 8) / 2, ((4 + 6) + (8 + 6)) / 2
    # "Geen wachttijd" and "Aansluitend" are no wait, although both were coded as one week.
    beukhof = 0, 0 + 0
    # Another circuit is another row. Without a treatment wait there is no total.
    lindehof_elderly = 9, None
    # An unknown circuit counts as adults, so both rows of Eikhof are one.
    eikhof = (3 + 5) / 2, ((3 + 4) + (5 + 6)) / 2
    assert (lindehof_adults, beukhof, eikhof) == ((6, 12), (0, 0), (4, 9))

    voorbeeldgroep_intake = (6 + 0 + 9 + 4) / 4
    voorbeeldgroep_total = (12 + 0 + 9) / 3
    # "N.v.t." is no group: the provider stands for itself. A site date that nobody can read is current.
    proefberg_intake, proefberg_total = 10, 10 + 10
    assert lindehof_elderly[1] is None

    assert float(found["intake_weeks"]) == (voorbeeldgroep_intake + proefberg_intake) / 2 == 7.375
    assert float(found["total_weeks"]) == (voorbeeldgroep_total + proefberg_total) / 2 == 13.5
    assert (found["intake_location_count"], found["total_location_count"]) == (5, 4)
    assert found["is_suppressed"] is True


@pytest.mark.usefixtures("database")
def test_a_group_of_25_locations_is_not_suppressed() -> None:
    rows = [row for row in nza_2018.rows() if row["Hoofddiagnosegroep"] == "Angststoornissen"]
    found = loaded(workbook(rows[:25]))["Angststoornissen"]
    assert (found["intake_location_count"], found["is_suppressed"]) == (25, False)


@pytest.mark.usefixtures("database")
def test_a_group_of_24_locations_with_a_total_is_suppressed() -> None:
    rows = [row for row in nza_2018.rows() if row["Hoofddiagnosegroep"] == "Angststoornissen"]
    found = loaded(workbook([{**rows[0], "Behandelwachttijd": "-"}, *rows[1:25]]))["Angststoornissen"]
    assert (found["intake_location_count"], found["total_location_count"]) == (25, 24)
    assert found["is_suppressed"] is True


@pytest.mark.usefixtures("database")
def test_a_random_workbook_against_pandas() -> None:
    rows = list(_random_rows(random.Random(2018), 2500))
    keys = {tuple(row[column] for column in _KEY) for row in rows}
    assert len(keys) < len(rows) - 40, "several figures for one key, all of which count"
    payload = workbook(rows)
    found = loaded(payload)
    expected = _by_pandas(payload)
    assert len(expected) == 15
    assert set(found) == set(expected.index)
    for name, row in expected.iterrows():
        metric = found[str(name)]
        assert float(metric["intake_weeks"]) == pytest.approx(row["intake"], abs=1e-9)
        total = float("nan") if metric["total_weeks"] is None else float(metric["total_weeks"])
        assert total == pytest.approx(row["total"], abs=1e-9, nan_ok=True)
        assert metric["intake_location_count"] == row["intakes"]
        assert metric["total_location_count"] == row["totals"]
        assert metric["is_suppressed"] == (min(row["intakes"], row["totals"]) < 25)
    assert {row["is_suppressed"] for row in found.values()} == {True, False}


# --- a workbook at random ----------------------------------------

_GROUPS = (
    "Aandachtstekort- en gedragsstoornissen", "Alcohol gebonden stoornissen", "Angststoornissen",
    "Bipolair en overige stemmingsstoornissen", "Delirium, dementie en overige cognitieve stoornissen",
    "Depressieve stoornissen", "Eetstoornissen", "Overige aan middel gebonden stoornissen", "Overige stoornissen",
    "Overige stoornissen kindertijd", "Persoonlijkheidsstoornissen", "Pervasieve stoornissen",
    "Schizofrenie en andere psychotische stoornissen", "Somatoforme stoornissen", "Geen onderscheid",
)  # fmt: skip
_WORDS = (
    "ADHD", "Diagnostiek autisme", "Diagnostiek en behandeling", "RELATIEtherapie", "Arbeid", "Aanpassingsstoornis",
    "ZZP 4", "Verplegen", "verzuim", "Seksuologie", "zwangerschap", "Hechting", "Slaap", "PDDB", "Crisis", "Spoedpoli",
    "acute zorg", "Verstandelijke beperking", "LVB", "doven", "Trauma", "Angst", "dagbehandeling", "nachtbehandeling",
)  # fmt: skip
_INTAKE_WORDS = (
    "0 weken",
    "Geen wachttijd ",
    "geen wachtlijst",
    "N.v.t.",
    "Direct hulp",
    "meteen",
    "geen idee",
    "0 dagen",
)
_TREATMENT_WORDS = (
    "Aansluitend",
    "0 weken na intake",
    "Geen",
    "direct",
    "Start meteen",
    "Behandeling start na intake",
    "ca. 0",
)


_KEY = (
    *("Naam_zorgaanbieder", "Vestigingslocatie", "Circuit", "Hoofddiagnosegroep", "Diagnosegroep_letterlijk"),
    *("Type_zorg", "Zorgverzekeraar"),
)


def _random_rows(dice: random.Random, count: int) -> Iterator[Row]:
    seen = set()
    while len(seen) < count:
        row = _random_row(dice, len(seen))
        key = tuple(cell for column, cell in row.items() if column != "URL_naar_wachttijden")
        if key not in seen:
            seen.add(key)
            yield row


def _random_row(dice: random.Random, number: int) -> Row:
    provider = dice.randrange(24)
    intake, treatment = _coded(dice), _coded(dice)
    words = dice.choice(_WORDS) if dice.random() < 0.35 else None
    return {
        "Uniek_zorgaanbiederID": provider,
        "Type_aanbieder": ("Instelling", "Instelling", "Instelling", "PUK/PAAZ", "Vrijgevestigde")[provider % 5],
        "Type_vrijgevestigde": "N.v.t.",
        "Omvang_vrijgevestigde": "N.v.t.",
        "Groep": ("N.v.t.", "n.v.t.", f"Groep {provider % 4}")[provider % 3],
        "Naam_zorgaanbieder": f"Behandelhuis {provider}",
        "AGBcode 1": 9990000 + provider,
        "Vestigingslocatie": f"Locatie {dice.randrange(5)}",
        "Plaatsnaam": "Voorbeeldstad",
        "Gemeentecodes": "GM0014",
        "Gekozen_plaats": "Voorbeeldstad",
        "Circuit": dice.choices(
            ("Volwassenen", "Ouderen", "Adolescenten 18-25", "Verslavingszorg", "Onbekend", "Jeugd", "Forensisch"),
            (8, 2, 1, 1, 2, 1, 1),
        )[0],
        "Diagnosegroep_letterlijk": f"{words} {dice.randrange(40)}" if words else None,
        "Hoofddiagnosegroep": dice.choices(_GROUPS, range(1, 16))[0],
        "Type_zorg": dice.choices(("SGGZ", "BGGZ", "Combi", "Forensisch", "Onbekend"), (8, 1, 1, 1, 1))[0],
        "URL_naar_wachttijden": f"https://aanbieder{number}.example",
        "Datum_actualisatie_website": _site_date(dice),
        "Peildatum": datetime(2018, 2, 15),  # noqa: DTZ001 - as a cell has it
        "Aanmeldwachttijd_letterlijk": dice.choice(_INTAKE_WORDS) if dice.random() < 0.15 else f"{intake} weken",
        "Aanmeldwachttijd": intake,
        "Behandelwachttijd_letterlijk": dice.choice(_TREATMENT_WORDS) if dice.random() < 0.2 else None,
        "Behandelwachttijd": treatment,
        "Zorgverzekeraar": dice.choice((None, None, None, "VGZ", "CZ")),
    }


def _coded(dice: random.Random) -> Value:
    kind = dice.random()
    if kind < 0.2:
        return dice.choice(("Stop", "-", "-", -99, None))
    return dice.randrange(30) if kind < 0.8 else dice.randrange(200) / 10


def _site_date(dice: random.Random) -> Value:
    on = datetime(2017, 10, 1) + timedelta(days=dice.randrange(130))  # noqa: DTZ001
    return dice.choice((on, on, on, f"{on:%d-%m-%Y}", f"{on:%d-%m-%Y}", "-", "medio januari"))


# --- the same sums by other means ----------------------------------------


_NOT_SPECIALISED = (
    *("relati", "arbe", "dagbehandeling", "aanpas", "zzp", "nachtbehandeling", "verpl", "verz", "seksuo", "zwang"),
    *("hecht", "slaap", "pddb", "crisis", "acuut", "acute", "spoed", "verstandel", "lvb", "lvg", "dov"),
)


def _by_pandas(payload: bytes) -> pd.DataFrame:
    """The rule of docs/data-sources.md, straight from the workbook."""
    sheet = pd.read_excel(io.BytesIO(payload), sheet_name="GGZ Wachttijden Q1 2018", dtype=object, nrows=5000)
    sheet = sheet.dropna(how="all")
    institution = sheet["Type_aanbieder"].isin(["Instelling", "PUK/PAAZ"])
    without_group = sheet["Groep"].str.lower() == "n.v.t."
    sheet["concern"] = sheet["Groep"].where(~without_group, sheet["Naam_zorgaanbieder"])

    said_intake = sheet["Aanmeldwachttijd_letterlijk"].fillna("").astype(str).str.strip().str.lower()
    none_said = said_intake.isin(
        [
            "0 weken",
            "0 dagen",
            "geen",
            "geen wachttijd",
            "geen wachttijden",
            "geen wachtlijst",
            "n.v.t.",
            "direct hulp",
            "meteen",
        ]
    )
    sheet["intake"] = _numbers(sheet["Aanmeldwachttijd"]).mask(none_said, 0.0)
    said_treatment = sheet["Behandelwachttijd_letterlijk"].fillna("").astype(str).str.strip().str.lower()
    at_once = said_treatment.str.startswith(
        ("0 weken", "geen", "direct", "aansluitend", "behandeling start", "behandeling sluit", "start")
    )
    sheet["total"] = sheet["intake"] + _numbers(sheet["Behandelwachttijd"]).mask(at_once, 0.0)

    adults = ["Adolescenten 18-25", "Volwassenen", "Ouderen", "Verslavingszorg"]
    young_or_forensic = sheet["Circuit"].isin(["Jeugd", "Forensisch"])
    sheet["circuit"] = sheet["Circuit"].where(sheet["Circuit"].isin(adults), "Volwassenen")

    literal = sheet["Diagnosegroep_letterlijk"].fillna("").str.lower()
    elsewhere = pd.Series(data=False, index=sheet.index)
    for word in _NOT_SPECIALISED:
        elsewhere |= literal.str.contains(word, regex=False)
    elsewhere |= literal.str.contains("diagnost", regex=False) & ~literal.str.contains("behand", regex=False)

    current = sheet["Datum_actualisatie_website"].map(_is_current)
    kept = sheet[institution & ~young_or_forensic & ~elsewhere & current & (sheet["Type_zorg"] == "SGGZ")]
    kept = kept[kept["intake"].notna()]

    group = "Hoofddiagnosegroep"
    per_location = kept.groupby(["concern", "Naam_zorgaanbieder", "Vestigingslocatie", "circuit", group])[
        ["intake", "total"]
    ].mean()
    per_concern = per_location.groupby(["concern", group]).mean()
    result = per_concern.groupby(group).mean()
    counts = per_location.groupby(group).count()
    result["intakes"], result["totals"] = counts["intake"], counts["total"]
    return result.rename(index={"Geen onderscheid": "Geen onderscheid naar diagnosegroep"})


def _numbers(column: "pd.Series[Any]") -> "pd.Series[float]":
    numbers = pd.to_numeric(column, errors="coerce")
    return numbers.where(numbers != -99)


def _is_current(cell: object) -> bool:
    if isinstance(cell, datetime):
        return cell >= datetime(2018, 1, 1)  # noqa: DTZ001
    try:
        return datetime.strptime(str(cell), "%d-%m-%Y") >= datetime(2018, 1, 1)  # noqa: DTZ001, DTZ007
    except ValueError:
        return True


@pytest.mark.usefixtures("database")
def test_the_means_are_of_the_published_workbook_only() -> None:
    """A second workbook replaces the first whole, and the first one sent again replaces the second."""
    first, second = nza_2018.file(), workbook(list(_random_rows(random.Random(3), 80)))
    means = [loaded(payload) for payload in (first, second, first)]
    assert means[0] == means[2]
    assert means[0] != means[1]
    current = call.select(METRIC)
    assert {row["diagnosis_group_name"] for row in current} == set(means[0])
