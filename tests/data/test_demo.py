"""The files of the demonstration: the same however often, and after whatever end, it is started."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from data.world import demo
from data.world.nights import AMSTERDAM
from data.world.senders import senders
from data.world.world import World
from etl.text.bsn import contains_bsn
from sql import reference

UNTIL = date(2026, 11, 21)
NOW = datetime(2026, 11, 22, 9, tzinfo=AMSTERDAM)


def silently(_line: str) -> None: ...


def made(folder: Path) -> dict[str, bytes]:
    """Every delivery below a drop folder by source and name, wherever it was moved to."""
    return {f"{path.relative_to(folder).parts[0]}/{path.name}": path.read_bytes() for path in folder.rglob("*.*")}


def start(world: World, drop: Path, nights: int, until: date = UNTIL, now: datetime = NOW) -> int:
    return demo.write_deliveries(world, drop, demo.span(until, nights, 1, now), silently)


@pytest.fixture(scope="module")
def five_nights(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    drop = tmp_path_factory.mktemp("five")
    start(world, drop, nights=5)
    return drop


def test_a_later_start_adds_only_what_came_since_and_the_same_bytes(
    world: World, five_nights: Path, tmp_path: Path
) -> None:
    earlier = start(world, tmp_path, 3, UNTIL - timedelta(days=2), NOW - timedelta(days=2))
    first = made(tmp_path)
    for path in list(tmp_path.glob("*/*.*")):  # as the worker does when it has loaded them
        done = path.parent / "done"
        done.mkdir(exist_ok=True)
        path.replace(done / path.name)
    later = start(world, tmp_path, 5)
    assert made(tmp_path) == made(five_nights)
    assert earlier == len(first) > 0
    assert later == len(made(five_nights)) - earlier
    assert {
        path.parent.name for path in tmp_path.rglob("*.*") if path.name in {key.split("/")[1] for key in first}
    } >= {"done"}
    assert start(world, tmp_path, 5) == 0


def test_a_start_after_a_kill_completes_what_was_begun(world: World, five_nights: Path, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    shutil.copytree(five_nights, drop)
    lost = sorted(drop.rglob("*.*"))[::3]
    for path in lost:  # as a kill while a file was written leaves it
        path.rename(path.with_name(f".{path.name}.part"))
    assert start(world, drop, 5) == len(lost)
    assert made(drop) == made(five_nights)
    assert not list(drop.rglob("*.part"))


def test_the_file_of_a_night_needs_no_night_before_it(world: World, five_nights: Path, tmp_path: Path) -> None:
    start(world, tmp_path, nights=1)
    alone = made(tmp_path)
    assert alone
    assert alone.items() <= made(five_nights).items()


def test_nothing_comes_from_the_future(world: World, tmp_path: Path) -> None:
    start(world, tmp_path, 2, now=NOW - timedelta(hours=3))
    assert "20261121" < max(path.name[:13] for path in tmp_path.rglob("*.*")) <= "20261122T0600"


def test_names_and_file_times_tell_when_a_delivery_came(five_nights: Path) -> None:
    for path in five_nights.rglob("*.*"):
        at = datetime.strptime(path.name[:13], "%Y%m%dT%H%M").replace(tzinfo=AMSTERDAM)
        assert datetime.fromtimestamp(path.stat().st_mtime, UTC) == at
        assert path.name[13:] in {"_capaciteit.csv", "_capaciteit.json", "_wachttijden.csv"}


def test_who_never_sends_has_an_empty_folder(world: World, five_nights: Path) -> None:
    silent = next(one for one in senders(world) if one.habit == "silent")
    assert (five_nights / silent.code).is_dir()
    assert not list((five_nights / silent.code).iterdir())


def test_nothing_delivered_passes_for_a_citizen_service_number(five_nights: Path) -> None:
    assert not any(contains_bsn(payload.decode("latin-1")) for payload in made(five_nights).values())


def test_the_operators_folder_loads_and_loading_it_again_changes_nothing(
    world: World, database: Any, tmp_path: Path
) -> None:
    demo.write_reference(world, tmp_path)
    with database.engine().connect() as connection:
        first = load(connection, tmp_path)
        again = load(connection, tmp_path)
    assert set(first) == {
        *("region", "municipality_region", "crisis_line", "transfer_point", "mediation_line", "source", "source_agb"),
        *("wait_duty", "youth_route"),
    }
    assert all(first.values())
    assert not any(again.values())


def load(connection: Connection, folder: Path) -> dict[str, int]:
    return reference.load(connection, folder, maintained_by="operator")
