"""What loading the reference lists promises."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from psycopg import sql
from sqlalchemy import Connection

from sql import reference
from sql.call import driver

SEEN = "made up for a test"


@pytest.fixture
def connection(database: Any) -> Iterator[Connection]:
    """A connection of the owner whose work is undone at the end."""
    with database.engine().connect() as connection:
        yield connection
        connection.rollback()


def rows(connection: Connection, query: str | sql.Composed, *parameters: object) -> list[tuple[Any, ...]]:
    return driver(connection).execute(query, parameters or None).fetchall()  # type: ignore[arg-type]


def one(connection: Connection, query: str | sql.Composed, *parameters: object) -> Any:
    ((value,),) = rows(connection, query, *parameters)
    return value


def write(folder: Path, table: str, text: str) -> Path:
    path = folder / f"{table}.csv"
    path.write_text(text, encoding="utf-8")
    return path


def reference_tables(connection: Connection) -> list[str]:
    query = (
        "select table_name from information_schema.columns"
        " where table_schema = 'core' and column_name = 'maintained_by' order by 1"
    )
    return [name for (name,) in rows(connection, query)]


def row_versions(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    query = sql.SQL("select ctid::text, xmin::text from {} order by 1")
    return {
        table: rows(connection, query.format(sql.Identifier("core", table))) for table in reference_tables(connection)
    }


def own_folder(tmp_path: Path) -> Path:
    """A copy of the product's own folder, to change."""
    return Path(shutil.copytree(reference.OWN_FOLDER, tmp_path / "own"))


def without_line(path: Path, start: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(start)]
    assert len(kept) == len(lines) - 1
    path.write_text("".join(kept), encoding="utf-8")


def test_loading_again_touches_no_row(connection: Connection) -> None:
    before = row_versions(connection)
    assert sum(map(len, before.values())) > 6000
    changed = reference.load(connection, reference.OWN_FOLDER)
    assert changed == {path.stem: 0 for path in reference.OWN_FOLDER.glob("*.csv")}
    assert row_versions(connection) == before


def test_a_changed_line_changes_one_row(connection: Connection, tmp_path: Path) -> None:
    folder = own_folder(tmp_path)
    path = folder / "closure_reason.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("vakantie", "vakantieperiode"), encoding="utf-8")
    changed = reference.load(connection, folder)
    assert {table: count for table, count in changed.items() if count} == {"closure_reason": 1}
    assert one(connection, "select name_nl from core.closure_reason where reason_code = 'holiday'") == "vakantieperiode"


def test_a_row_that_left_the_file_leaves_the_table(connection: Connection, tmp_path: Path) -> None:
    folder = own_folder(tmp_path)
    without_line(folder / "holiday.csv", "2016-03-28")
    without_line(folder / "norm.csv", "intake,gb-ggz")
    without_line(folder / "insurer.csv", "3313")
    changed = reference.load(connection, folder)
    assert {table: count for table, count in changed.items() if count} == {"holiday": 1, "norm": 1, "insurer": 1}
    assert one(connection, "select count(*) from core.holiday where holiday_on = '2016-03-28'") == 0


def test_a_row_in_use_cannot_leave(connection: Connection, tmp_path: Path) -> None:
    folder = own_folder(tmp_path)
    without_line(folder / "insurer_concern.csv", "vgz")
    (folder / "insurer.csv").unlink()
    with pytest.raises(reference.ReferenceRefusedError) as refused:
        reference.load(connection, folder)
    (problem,) = refused.value.problems
    assert problem.startswith("insurer_concern.csv: vgz is gone from the file but in use; end it with valid_to")
    assert one(connection, "select count(*) from core.insurer_concern where concern_code = 'vgz'") == 1


def test_every_mistake_of_every_file_is_told_at_once_and_nothing_stays(connection: Connection, tmp_path: Path) -> None:
    before = row_versions(connection)
    write(tmp_path, "urgencie", "urgency_code\n")
    write(tmp_path, "segment", "segment_code,name_nl,sort_order,source,valid_from,colour\n")
    write(
        tmp_path,
        "closure_reason",
        "reason_code,name_nl,name_en,sort_order,source,valid_from\n"
        f"strike,staking,strike,8,{SEEN},2026-01-01\n"
        f"flood,,flood,9,{SEEN},31-01-2026\n"
        f"fire,brand,fire,ninth,{SEEN},2026-01-01\n"
        f"storm,storm,storm,10,{SEEN},2026-02-30\n"
        f"strike,staking,strike,8,{SEEN},2026-01-01\n"
        f"snow,sneeuw,snow,11,{SEEN}\n",
    )
    write(
        tmp_path,
        "insurer",
        f"uzovi_code,name,concern_code,source,valid_from\n9999,Voorbeeld,nobody,{SEEN},2026-01-01\n",
    )
    (tmp_path / "setting.csv").write_bytes("setting_code,name_nl\nambulant,privé".encode("cp1252"))
    with pytest.raises(reference.ReferenceRefusedError) as refused:
        reference.load(connection, tmp_path, maintained_by="operator")
    beginnings = (
        "urgencie.csv: there is no such reference list",
        "segment.csv:1: column 'colour' is not known",
        "segment.csv:1: column name_en is missing",
        "closure_reason.csv:3: name_nl may not be empty",
        "closure_reason.csv:3: valid_from is no date",
        "closure_reason.csv:4: invalid input syntax for type integer",
        'closure_reason.csv:5: date/time field value out of range: "2026-02-30"',
        "closure_reason.csv:6: the same key stands on line 2",
        "closure_reason.csv:7: 5 cells where the header has 6",
        "insurer.csv:2: insert or update on table",
        "setting.csv:1: column name_en is missing",
    )
    told = refused.value.problems
    missing = [begin for begin in beginnings if not any(problem.startswith(begin) for problem in told)]
    assert missing == [], told
    assert row_versions(connection) == before


def test_a_file_in_another_encoding_is_named(connection: Connection, tmp_path: Path) -> None:
    (tmp_path / "insurer_concern.csv").write_bytes(
        f"concern_code,name,sort_order,source,valid_from\nown,Privé,9,{SEEN},2026-01-01\n".encode("cp1252")
    )
    with pytest.raises(reference.ReferenceRefusedError, match=r"insurer_concern\.csv: is no CSV file in UTF-8"):
        reference.load(connection, tmp_path, maintained_by="operator")


def test_the_operators_rows_and_the_products_do_not_remove_each_other(connection: Connection, tmp_path: Path) -> None:
    header = "concern_code,name,sort_order,source,valid_from\n"
    write(tmp_path, "insurer_concern", f"\ufeff{header}own,Eigen concern,9,{SEEN},2026-01-01\n")
    assert reference.load(connection, tmp_path, maintained_by="operator") == {"insurer_concern": 1}
    assert set(reference.load(connection, reference.OWN_FOLDER).values()) == {0}
    assert one(connection, "select count(*) from core.insurer_concern") == 8
    assert reference.load(connection, tmp_path, maintained_by="operator") == {"insurer_concern": 0}
    assert one(connection, "select count(*) from core.insurer_concern") == 8


def test_a_row_the_operator_took_over_stays_the_operators(connection: Connection, tmp_path: Path) -> None:
    write(
        tmp_path,
        "urgency",
        "urgency_code,name_nl,name_en,explanation_nl,explanation_en,sort_order,has_places,reaction_working_days,source,valid_from\n"
        f"spoed,spoed,urgent,Binnen tien werkdagen.,Within ten working days.,2,true,10,{SEEN},2026-01-01\n",
    )
    assert reference.load(connection, tmp_path, maintained_by="operator") == {"urgency": 1}
    assert reference.load(connection, reference.OWN_FOLDER)["urgency"] == 0
    assert one(connection, "select reaction_working_days from core.urgency where urgency_code = 'spoed'") == 10


def test_a_source_that_was_changed_on_a_page_is_left_alone(connection: Connection, tmp_path: Path) -> None:
    columns = "source_code,feed_code,name,entry_code,is_any_agb,contact_name"
    row = "bron-een,capacity_csv,Bron een,fed,true,{}"
    write(tmp_path, "source", f"{columns}\n{row.format('Uit de lijst')}\n")
    assert reference.load(connection, tmp_path, maintained_by="operator") == {"source": 1}
    connection.exec_driver_sql(
        "update core.source set contact_name = 'Van de pagina', maintained_by = 'page' where source_code = 'bron-een'"
    )
    write(tmp_path, "source", f"{columns}\n{row.format('Nieuw in de lijst')}\n")
    assert reference.load(connection, tmp_path, maintained_by="operator") == {"source": 0}
    assert one(connection, "select contact_name from core.source where source_code = 'bron-een'") == "Van de pagina"


def test_an_operator_brings_acute_regions_crisis_lines_and_transfer_points(
    connection: Connection, tmp_path: Path
) -> None:
    write(
        tmp_path,
        "region",
        f"region_code,layer_code,name,source,valid_from\nAC01,acute,Voorbeeldregio,{SEEN},2026-01-01\n",
    )
    write(
        tmp_path,
        "municipality_region",
        f"municipality_code,layer_code,region_code,share,source,valid_from\nGM0034,acute,AC01,1,{SEEN},2026-01-01\n",
    )
    write(
        tmp_path,
        "crisis_line",
        "region_code,age_group_code,part_of_day_code,phone,backup_phone,wording_nl,is_fictional,source,valid_from\n"
        f"AC01,adult,all,0000-000000,0000-000001,Direct gevaar is crisis.,true,{SEEN},2026-01-01\n",
    )
    write(
        tmp_path,
        "transfer_point",
        "region_code,name,phone,opening_hours,is_fictional,source,valid_from\n"
        f"ZK21,Transferpunt Voorbeeld,0000-000002,ma-vr 08:30-17:00,true,{SEEN},2026-01-01\n",
    )
    changed = reference.load(connection, tmp_path, maintained_by="operator")
    assert changed == {"region": 1, "municipality_region": 1, "crisis_line": 1, "transfer_point": 1}
    assert one(connection, "select maintained_by from core.crisis_line") == "operator"
