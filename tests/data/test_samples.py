"""The committed samples: exactly what the generator makes, with every planted fault and nobody's number."""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from xml.etree.ElementTree import canonicalize

import pytest

from data.world import capacity_csv, dirt, samples, waiting_times_csv, waits
from data.world.nights import AMSTERDAM
from data.world.world import World
from etl.text.bsn import contains_bsn

AS_OF = datetime(2026, 9, 1, 9, tzinfo=AMSTERDAM)
FILES = sorted(path.relative_to(samples.FOLDER).as_posix() for path in samples.FOLDER.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def made(world: World) -> dict[str, bytes]:
    return dict(samples.files(world))


def rows(name: str, separator: str = ",") -> list[dict[str, str]]:
    with (samples.FOLDER / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=separator))


def parts(payload: bytes) -> dict[str, str]:
    """What a workbook holds, however it was packed and whichever library wrote its XML."""
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        return {name: canonicalize(archive.read(name).decode()) for name in archive.namelist()}


def test_the_folder_holds_what_the_generator_makes_and_a_word_about_it(made: dict[str, bytes]) -> None:
    assert made.keys() | {"README.md"} <= set(FILES), "other feeds may bring samples of their own"


def test_a_sample_is_what_the_generator_makes(made: dict[str, bytes]) -> None:
    for name, payload in made.items():
        kept = (samples.FOLDER / name).read_bytes()
        is_same = parts(kept) == parts(payload) if name.endswith(".xlsx") else kept == payload
        assert is_same, f"{name} differs: make samples"


def test_writing_them_anew_gives_the_same_files(tmp_path: Path, made: dict[str, bytes]) -> None:
    assert samples.write_all(tmp_path) == list(made)
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()} == made.keys()


def test_together_they_stay_small() -> None:
    sizes = {name: (samples.FOLDER / name).stat().st_size for name in FILES}
    assert sum(sizes.values()) < 3_000_000
    assert sizes["capacity_csv.csv"] < 1_200_000


@pytest.mark.parametrize("name", [name for name in FILES if not name.endswith(".xlsx")])
def test_nothing_passes_for_a_citizen_service_number(name: str) -> None:
    text = (samples.FOLDER / name).read_text(encoding="latin-1")
    assert not contains_bsn(text)


def test_the_capacity_sample_speaks_for_every_location_at_the_anchor(world: World) -> None:
    found = rows("capacity_csv.csv")
    agbs = {location.agb for location in world.locations}
    assert {row["agb_vestiging"] for row in found if len(row["agb_vestiging"]) == 8} == agbs
    told = [datetime.fromisoformat(row["geteld_op"]) for row in found if row["geteld_op"]]
    moments = [at if at.tzinfo else at.replace(tzinfo=AMSTERDAM) for at in told]
    assert max(moments) < AS_OF
    assert all(at.hour >= 22 or (at.hour, at.minute) <= (7, 30) for at in told)
    of_the_night = [at for at in moments if at >= datetime(2026, 8, 31, 22, tzinfo=AMSTERDAM)]
    assert 0.85 < len(of_the_night) / len(moments) < 1
    assert {at.tzinfo is None for at in told} == {True, False}


# One test a fault: in how many rows of the sample it stands.
FAULTS: dict[str, Callable[[dict[str, str]], bool]] = {
    "unknown pathway": lambda row: row["zorgpad"].endswith("-TEAM"),
    "lost zero": lambda row: len(row["agb_vestiging"]) == 7,
    "negative": lambda row: row["vrij"].startswith("-"),
    "text in a count": lambda row: row["vrij"] == "in overleg",
    "free above total": lambda row: (
        row["totaal"].isdigit() and row["vrij"].isdigit() and int(row["vrij"]) > int(row["totaal"])
    ),
    "expected decreasing": lambda row: row["verwacht_14d"] != "" and int(row["verwacht_14d"]) < int(row["verwacht_7d"]),
    "no moment": lambda row: row["geteld_op"] == "",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_stands_once_in_the_capacity_sample(fault: str) -> None:
    assert sum(FAULTS[fault](row) for row in rows("capacity_csv.csv")) == 1


WAIT_FAULTS: dict[str, Callable[[dict[str, str]], bool]] = {
    "lost zero": lambda row: len(row["agb_vestiging"]) == 7,
    "group of an old list": lambda row: row["diagnosegroep"].startswith("IV"),
    "endless wait": lambda row: row["aanmeld_weken"] == "130",
    "part above whole": lambda row: int(row["wachtend_intake_boven_norm"] or 0) > int(row["wachtend_intake"] or 0),
    "unknown method": lambda row: row["methode"] not in {"actueel", "retrospectief", "declaratie", "verwijsdata"},
}


@pytest.mark.parametrize("fault", WAIT_FAULTS)
def test_each_fault_stands_once_in_the_waiting_sample(fault: str) -> None:
    assert sum(WAIT_FAULTS[fault](row) for row in rows("waiting_times_csv.csv", ";")) == 1


@pytest.mark.parametrize(("name", "separator"), [("capacity_csv.csv", ","), ("waiting_times_csv.csv", ";")])
def test_one_row_stands_twice(name: str, separator: str) -> None:
    found = Counter(tuple(row.values()) for row in rows(name, separator))
    assert [count for count in found.values() if count > 1] == [2]


def test_the_rest_of_the_rows_is_sound(world: World) -> None:
    clean = capacity_csv.rows(world, world.offers, samples.NIGHT, by_hand=None)
    dirty = [list(row.values()) for row in rows("capacity_csv.csv")]
    assert sum(before != after for before, after in zip(clean, dirty, strict=False)) == len(dirt.CAPACITY)
    sound = [dict(zip(capacity_csv.COLUMNS, row, strict=True)) for row in clean]
    assert not any(is_there(row) for row in sound for is_there in FAULTS.values())
    clean = waiting_times_csv.rows(world, waits.series(world.seed, world.offers), samples.MONTH)
    dirty = [list(row.values()) for row in rows("waiting_times_csv.csv", ";")]
    assert sum(before != after for before, after in zip(clean, dirty, strict=False)) == len(dirt.WAITS)


def test_small_providers_tell_no_counts_of_waiting_places(world: World) -> None:
    small = {location.agb for location in world.locations if location.provider.size in {"solo", "small"}}
    found = rows("waiting_times_csv.csv", ";")
    assert not any(
        row["instroom_intake_2m"] or row["wachtend_intake"] for row in found if row["agb_vestiging"] in small
    )
    assert any(row["nieuw_maand"] for row in found)


def test_the_ways_of_writing_a_wait_all_occur() -> None:
    written = {row["aanmeld_weken"] for row in rows("waiting_times_csv.csv", ";")}
    assert any("," in cell for cell in written)
    assert any("weken" in cell for cell in written)
    assert any("stop" in cell.lower() for cell in written)
    assert any(cell.isdigit() for cell in written)
    assert {row["behandel_weken"] for row in rows("waiting_times_csv.csv", ";")} & {"-"}
