"""python -m etl, as a person or a script calls it: what it prints and its exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from etl.feed import all_feeds
from tests.conftest import Database
from tests.etl.capacity_file import AT, csv_file, row, rows

AS_OF = ["--as-of", AT.isoformat()]


def etl(database: Database, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "etl", *arguments], env=database.env, capture_output=True, text=True, check=False
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "plekken.csv"
    made.write_bytes(csv_file(rows(3)))
    return made


def test_run_prints_one_json_object_and_exits_by_outcome(database: Database, file: Path) -> None:
    first = etl(database, "run", "capacity_csv", "--file", str(file), "--json", *AS_OF)
    printed = json.loads(first.stdout)
    assert first.returncode == 0
    assert printed["outcome"] == "applied"
    assert (printed["feed"], printed["read"], printed["accepted"], printed["refused"], printed["duplicates"]) == (
        "capacity_csv",
        3,
        3,
        0,
        0,
    )
    assert set(printed) >= {"delivery_id", "sha256", "refusals", "seconds"}
    again = etl(database, "run", "capacity_csv", "--file", str(file), "--json", *AS_OF)
    assert (again.returncode, json.loads(again.stdout)["outcome"]) == (0, "duplicate")
    file.write_bytes(b"")
    rejected = etl(database, "run", "capacity_csv", "--file", str(file), "--json", *AS_OF)
    assert (rejected.returncode, json.loads(rejected.stdout)["outcome"]) == (3, "rejected")


def test_wrong_use_exits_with_2_and_a_sentence(database: Database, file: Path) -> None:
    for wrong in (
        ["run", "no_feed", "--file", str(file)],
        ["run", "capacity_csv", "--source", "nobody", "--file", str(file)],
        ["run", "capacity_csv", "--file", "/no/such/file"],
        ["run", "capacity_csv"],
        ["release", "999", "--reason", "x"],
        ["run", "capacity_csv", "--file", str(file), "--as-of", "gisteren"],
    ):
        called = etl(database, *wrong)
        assert called.returncode == 2, wrong
        assert called.stderr.strip(), wrong
        assert "Traceback" not in called.stderr, wrong


def test_list_deliveries_and_rejected_name_what_there_is(database: Database, file: Path) -> None:
    listed = etl(database, "list")
    assert listed.returncode == 0
    assert all(code in listed.stdout for code in all_feeds())
    file.write_bytes(csv_file([*rows(3), row(vrij="veel")]))
    etl(database, "run", "capacity_csv", "--file", str(file), *AS_OF)
    assert "plekken.csv" in etl(database, "deliveries").stdout
    assert "not_a_count" in etl(database, "rejected", "1").stdout
    as_csv = etl(database, "rejected", "1", "--csv").stdout.splitlines()
    assert as_csv[0].startswith("line,column_name,refusal_code")
    assert as_csv[1].startswith("5,vrij,not_a_count")


def test_hold_refuse_and_release_by_command(database: Database, file: Path) -> None:
    file.write_bytes(csv_file(rows(10)))
    etl(database, "run", "capacity_csv", "--file", str(file), *AS_OF)
    file.write_bytes(csv_file(rows(4)))
    held = etl(database, "run", "capacity_csv", "--file", str(file), "--json", *AS_OF)
    assert (held.returncode, json.loads(held.stdout)["outcome"]) == (3, "held")
    assert etl(database, "refuse", "2", "--reason", "verkeerd bestand").returncode == 0
    assert etl(database, "release", "2", "--reason", "toch").returncode == 2


def test_the_drop_folder_is_loaded_oldest_first_and_emptied(database: Database) -> None:
    folder = database.home / "drop" / "capacity_csv"
    folder.mkdir(parents=True)
    nights = {"b.csv": ("2026-09-01T07:10+02:00", AT), "a.csv": ("2026-09-02T07:10+02:00", AT.replace(day=2))}
    for name, (counted, arrived) in nights.items():
        (folder / name).write_bytes(csv_file(rows(3, geteld_op=counted)))
        os.utime(folder / name, (arrived.timestamp(), arrived.timestamp()))
    (folder / "half.csv.part").write_bytes(b"agb")
    loaded = etl(database, "load-drop", "--progress", "--as-of", AT.replace(day=3).isoformat())
    assert loaded.stdout.splitlines() == ["1/2 capacity_csv applied", "2/2 capacity_csv applied"]
    assert {path.name for path in (folder / "done").iterdir()} == {"a.csv", "b.csv"}
    assert (folder / "half.csv.part").exists()
