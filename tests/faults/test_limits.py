"""A full disk, a file that is a bomb, a clock that jumps: what is refused, what waits, and what goes on by itself."""

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from etl import worker
from sql import database as databases
from sql import disk
from sql.call import rows, select
from tests.conftest import Database
from tests.etl.capacity_file import AT, csv_file
from tests.etl.capacity_file import rows as capacity_rows
from tests.etl.text.workbooks import SHEET, changed, saved, workbook
from tests.faults import failpoints, invariants
from tests.faults.conftest import started, stopped
from tests.faults.night import GOOD, NEXT_DAY, begin, drop, shown
from tests.faults.reliability import survives

DISK = "size=200m"
BOMB = 725_000_000  # bytes that it unpacks to
MEMORY = 600 << 10  # kilobytes that the process which opens a bomb may take
# A process of its own: the peaks that a process has of its children are those of its whole life. Kilobytes.
LOAD = """
import json, resource, sys
from datetime import datetime
from pathlib import Path
from etl import log, pipeline
from etl.feed import all_feeds

def peak():
    # not from getrusage, which begins with the size of the process that started this one
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1])

log.set_up()
source, path, at = sys.argv[1:]
feed = all_feeds()[source]
payload = Path(path).read_bytes()
before = peak()
told = pipeline.run(feed, source, payload, "bom", at=datetime.fromisoformat(at))
own = peak() - before
print(json.dumps([told.outcome, told.reason, own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]))
"""
HOUR = timedelta(hours=1)


@pytest.fixture
def small_disk() -> Iterator[Database]:
    """A database whose home is a disk of its own, of 200 MB."""
    home = Path(tempfile.mkdtemp(prefix="tp-"))
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", DISK, "tmpfs", home], check=False).returncode:
        home.rmdir()
        pytest.skip("a disk of its own: only root may mount one, and not in every container")
    with pytest.MonkeyPatch.context() as kept:
        for name in [name for name in os.environ if name.startswith(("DATABASE_", "TRANSFERPUNT_"))]:
            kept.delenv(name)
        kept.setenv("TRANSFERPUNT_HOME", str(home))
        kept.setenv("TRANSFERPUNT_DISK_RESERVE_MB", "20")  # so that it is taken back afterwards
        home.chmod(0o700)
        try:
            yield started(home, TRANSFERPUNT_DISK_RESERVE_MB="20")
        finally:
            stopped(home)
            subprocess.run(["umount", "--lazy", home], check=True)
            home.rmdir()


def fill(home: Path, leave: int) -> Path:
    """Fill the disk but for so many bytes."""
    path = home / "filler"
    with path.open("wb") as written:
        os.posix_fallocate(written.fileno(), 0, shutil.disk_usage(home).free - leave)
    return path


@survives(
    "the disk has less free than its reserve",
    "the worker loads and fetches nothing until there is room, and says so; what waits goes on waiting",
    "the counts of before, with their age; `/readyz` says no",
)
def test_nothing_is_loaded_below_the_reserve(small_disk: Database) -> None:
    filler = fill(small_disk.home, 10_000_000)
    failpoints.round_(small_disk.env, NEXT_DAY)
    assert shown(small_disk) == [(3, GOOD)]
    assert not disk.has_room(small_disk.home, small_disk.env)
    filler.unlink()
    failpoints.round_(small_disk.env, NEXT_DAY)
    assert shown(small_disk) == [(1, GOOD)]
    assert invariants.broken(small_disk, NEXT_DAY) == []


@survives(
    "the disk of the database is full in the middle of a load",
    "the server stops, or refuses the load, which is rolled back; nothing that was committed is lost",
    "a sentence with what to do while the server is down; the counts of before as soon as there is room",
)
def test_a_disk_that_is_full_loses_nothing(small_disk: Database, eventually: Callable[..., Any]) -> None:
    fillers: list[Path] = []
    large = csv_file(capacity_rows(30_000, vrij=1, geteld_op="2026-09-02T07:10+02:00"))
    (small_disk.home / "drop" / "capacity_csv" / "tweede.csv").write_bytes(large)

    def reached(name: str) -> None:
        if name == "copy raw.staged_capacity":
            fillers.append(fill(small_disk.home, 100_000))

    with pytest.raises(worker._AWAY), failpoints.watched(reached):
        failpoints.round_(small_disk.env, NEXT_DAY)
    databases.dispose()
    fillers[0].unlink()
    assert eventually(lambda: _shown_or_nothing(small_disk), 60) == [(3, GOOD)]
    assert invariants.broken(small_disk, NEXT_DAY) == []
    drop(small_disk, "tweede.csv", vrij=1, geteld_op="2026-09-02T07:10+02:00")
    failpoints.round_(small_disk.env, NEXT_DAY)
    assert invariants.broken(small_disk, NEXT_DAY) == []


def _shown_or_nothing(database: Database) -> list[tuple[Any, ...]]:
    try:
        return shown(database)
    except worker._AWAY:
        databases.dispose()
        return []


def far_cell() -> bytes:
    """A workbook of some kilobytes with one cell, in the last corner of a sheet."""
    book = Workbook()
    book.active["XFD1048576"] = 1
    return saved(book)


def expanding() -> bytes:
    """A workbook of some megabytes with a sheet that unpacks to 725 MB."""
    plain = workbook([["agb_vestiging", "vrij"], [1, 2]])
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != SHEET:
                new.writestr(name, old.read(name))
        with new.open(SHEET, "w", force_zip64=True) as sheet:
            head, tail = old.read(SHEET).split(b"</sheetData>")
            sheet.write(head)
            piece = b"<row/>" * 1_000_000
            for _ in range(BOMB // len(piece)):
                sheet.write(piece)
            sheet.write(b"</sheetData>" + tail)
    return packed.getvalue()


def laughs() -> bytes:
    """A workbook whose sheet names itself ten times in ten levels."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY l0 "ha">{entities}]>'.encode()
    return changed(workbook([["a"], [1]]), SHEET, lambda xml: doctype + xml.partition(b"?>")[2])


def nested() -> bytes:
    """JSON in which 100,000 lists stand in each other."""
    return b"[" * 100_000 + b"]" * 100_000


BOMBS = {
    "far_cell": (far_cell, "capacity_csv", "sheet_missing"),
    "expanding": (expanding, "capacity_csv", "workbook_too_large"),
    "laughs": (laughs, "capacity_csv", "not_a_workbook"),
    "nested": (nested, "capacity_json", "json_limit"),
}


@survives(
    "a delivery is a bomb: a cell in the last corner of a sheet, 725 MB in a few, entities in entities, 100,000 lists "
    "in each other",
    "a child process with limits on memory and time reads it, or nobody does; it is rejected with its code",
    "the sender a sentence on /aanlevering; readers the counts of before",
)
@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_is_contained(kind: str, database: Database) -> None:
    make, source, code = BOMBS[kind]
    begin(database)
    bomb = database.home / "bom"
    bomb.write_bytes(make())
    command = [sys.executable, "-c", LOAD, source, str(bomb), NEXT_DAY.isoformat()]
    done = subprocess.run(command, env=database.env, stdout=subprocess.PIPE, text=True, check=True, timeout=60)
    outcome, reason, own, children = json.loads(done.stdout.splitlines()[-1])
    assert (outcome, reason) == ("rejected", code)
    assert own < 64 << 10
    assert children < MEMORY
    assert shown(database) == [(3, GOOD)]
    failpoints.round_(database.env, NEXT_DAY)
    assert shown(database) == [(1, GOOD)]
    assert invariants.broken(database, NEXT_DAY) == []


@survives(
    "the clock of the server jumps two hours forward and back",
    "a count that seems to be of the future is refused, not believed; none has an age below nothing",
    "at worst *unknown*, until the clock is right",
)
def test_a_clock_that_jumps(database: Database) -> None:
    begin(database)
    early = AT - 2 * HOUR
    drop(database, "vroeg.csv", vrij=2, geteld_op=f"{AT + 3 * HOUR:%Y-%m-%dT%H:%M+00:00}")
    failpoints.round_(database.env, early)
    assert shown(database) == [(3, GOOD)], "all of it lies in the future"
    with database.engine().connect() as connection:
        for at in (early, AT, AT + 2 * HOUR):
            found = rows(connection, "read.free_places", as_of=at, care_pathway="AMB", urgency="regulier")
            assert len(found) == GOOD
            assert all(row["counted_at"] < row["expires_at"] for row in found)
    drop(database, "later.csv", vrij=1, geteld_op="2026-09-02T07:10+02:00")
    failpoints.round_(database.env, NEXT_DAY + 2 * HOUR)
    failpoints.round_(database.env, NEXT_DAY)
    assert shown(database) == [(1, GOOD)]
    assert invariants.broken(database, NEXT_DAY) == []
    assert [row["state_code"] for row in select("load.deliveries", as_of=NEXT_DAY + 3 * HOUR)].count("failed") == 0
