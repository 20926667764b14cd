"""The reference lists as a migrated database holds them."""

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Connection, Engine

from sql import database as databases
from sql import make_geography, reference
from sql.call import driver

FIGURES = Path(__file__).parents[2] / "dashboard" / "figures"


@pytest.fixture(scope="module")
def engine(server: Any, worker_id: str) -> Iterator[Engine]:
    """One migrated database for all tests of this file: none of them leaves anything in it."""
    name = f"reference_lists_{worker_id}"
    server.copy_template(name, worker_id)
    yield databases.engine(settings=databases.Settings.from_env(server.environment(name, server.home)))
    databases.dispose()
    server.run("drop database {name}", name=name)


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A connection of the owner whose work is undone at the end."""
    with engine.connect() as connection:
        yield connection
        connection.rollback()


def rows(connection: Connection, query: str | sql.Composed, *parameters: object) -> list[tuple[Any, ...]]:
    return driver(connection).execute(query, parameters or None).fetchall()  # type: ignore[arg-type]


def one(connection: Connection, query: str | sql.Composed, *parameters: object) -> Any:
    ((value,),) = rows(connection, query, *parameters)
    return value


def reference_tables(connection: Connection) -> list[str]:
    query = (
        "select table_name from information_schema.columns"
        " where table_schema = 'core' and column_name = 'maintained_by' order by 1"
    )
    return [name for (name,) in rows(connection, query)]


@pytest.mark.parametrize(
    ("layer", "count"), [("zorgkantoorregio", 31), ("ggd_region", 25), ("province", 12), ("municipality", 342)]
)
def test_the_four_public_layers_are_whole(connection: Connection, layer: str, count: int) -> None:
    assert one(connection, "select count(*) from core.region where layer_code = %s", layer) == count


def test_the_two_layers_without_a_public_list_are_left_to_the_operator(connection: Connection) -> None:
    layers = "select layer_code from core.region_layer where is_operator_supplied order by 1"
    assert rows(connection, layers) == [("acute",), ("network",)]
    assert one(connection, "select count(*) from core.region where layer_code in ('acute', 'network')") == 0
    assert one(connection, "select count(*) from core.crisis_line") == 0
    assert one(connection, "select count(*) from core.transfer_point") == 0


def test_zorgkantoorregios_are_numbered_to_33_without_5_and_15(connection: Connection) -> None:
    codes = {code for (code,) in rows(connection, "select region_code from core.region where region_code like 'ZK%'")}
    assert codes == {f"ZK{number:02}" for number in range(1, 34)} - {"ZK05", "ZK15"}


def regions_of(connection: Connection, municipality: str, layer: str) -> dict[str, Decimal]:
    query = "select region_code, share from core.municipality_region where municipality_code = %s and layer_code = %s"
    return dict(rows(connection, query, municipality, layer))


def test_almere_is_of_t_gooi_for_the_zorgkantoor_and_of_flevoland_for_the_ggd(connection: Connection) -> None:
    assert regions_of(connection, "GM0034", "zorgkantoorregio") == {"ZK21": 1}
    assert regions_of(connection, "GM0034", "ggd_region") == {"GG2209": 1}
    assert regions_of(connection, "GM0034", "province") == {"PV24": 1}
    assert rows(
        connection,
        "select distinct zorgkantoorregio_code, ggd_region_code from core.postcode where municipality_code = 'GM0034'",
    ) == [("ZK21", "GG2209")]


def test_the_rest_of_flevoland_is_of_flevoland(connection: Connection) -> None:
    query = (
        "select count(*), count(*) filter (where z.region_code = 'ZK07') from core.municipality_region p"
        " join core.municipality_region z using (municipality_code)"
        " where p.region_code = 'PV24' and z.layer_code = 'zorgkantoorregio' and municipality_code <> 'GM0034'"
    )
    assert rows(connection, query) == [(5, 5)]


def test_vijfheerenlanden_is_split_and_marked_unsure(connection: Connection) -> None:
    assert regions_of(connection, "GM1961", "zorgkantoorregio") == {"ZK24": Decimal("0.643"), "ZK23": Decimal("0.357")}
    query = (
        "select bool_and(source like '%unsure%') from core.municipality_region"
        " where municipality_code = 'GM1961' and layer_code = 'zorgkantoorregio'"
    )
    assert one(connection, query) is True


def test_every_municipality_is_wholly_divided_in_every_public_layer(connection: Connection) -> None:
    query = (
        "select layer_code, municipality_code, sum(share) from core.municipality_region"
        " group by 1, 2 having sum(share) <> 1"
    )
    assert rows(connection, query) == []
    assert (
        one(connection, "select count(distinct (layer_code, municipality_code)) from core.municipality_region")
        == 3 * 342
    )


def test_postcodes_hold_all_inhabitants_and_agree_with_their_municipality(connection: Connection) -> None:
    assert rows(connection, "select count(*), sum(inhabitant_count) from core.postcode") == [(4086, 17_472_870)]
    strays = (
        "select postcode4 from core.postcode p where inhabitant_count > 0 and not (select bool_and(code in"
        " (select region_code from core.municipality_region m where m.municipality_code = p.municipality_code))"
        " from unnest(array[p.province_code, p.ggd_region_code, p.zorgkantoorregio_code]) as code)"
    )
    assert rows(connection, strays) == []


def test_hart_voor_brabant_is_more_than_one_safety_region(shared_data: Path, connection: Connection) -> None:
    with (shared_data / "geo" / "gemeente_regio_2023.csv").open(encoding="utf-8", newline="") as stream:
        safety_region = {row["gm_code"]: row["vr_code"] for row in csv.DictReader(stream)}
    query = "select municipality_code from core.municipality_region where region_code = 'GG5406'"
    ours = {code for (code,) in rows(connection, query)}
    assert {safety_region[code] for code in ours} == {"VR20", "VR21"}
    assert {code for code, region in safety_region.items() if region == "VR21"} < ours
    assert not {code for code, region in safety_region.items() if region == "VR20"} <= ours


def test_the_committed_geography_is_what_the_script_makes(shared_data: Path, tmp_path: Path) -> None:
    make_geography.make(shared_data, tmp_path, tmp_path)
    for name in ("region.csv", "municipality_region.csv", "postcode.csv"):
        assert (tmp_path / name).read_bytes() == (reference.OWN_FOLDER / name).read_bytes(), name
    assert (tmp_path / "region_shapes.json").read_bytes() == (FIGURES / "region_shapes.json").read_bytes()


def test_every_list_says_its_grain(connection: Connection) -> None:
    query = "select relname, obj_description(oid) from pg_class where relnamespace = 'core'::regnamespace"
    comments = dict(rows(connection, query))
    tables = reference_tables(connection)
    assert len(tables) >= 27
    assert [table for table in tables if not (comments[table] or "").startswith("one row per ")] == []


def test_every_list_is_filled_but_those_that_only_an_operator_can_bring(connection: Connection) -> None:
    query = sql.SQL("select exists (select from {})")
    empty = {
        table
        for table in reference_tables(connection)
        if not one(connection, query.format(sql.Identifier("core", table)))
    }
    assert empty.isdisjoint(path.stem for path in reference.OWN_FOLDER.glob("*.csv"))
    assert empty >= {"crisis_line", "transfer_point"}


def test_each_diagnosis_list_is_whole_and_ends_where_the_next_begins(connection: Connection) -> None:
    assert rows(
        connection, "select list_code, valid_from::text, valid_to::text from core.diagnosis_list order by 1"
    ) == [
        ("dsm4", "2016-01-01", "2022-02-01"),
        ("dsm5", "2022-02-01", None),
    ]
    apart = (
        "select diagnosis_group_code from core.diagnosis_group g join core.diagnosis_list l using (list_code)"
        " where (g.valid_from, g.valid_to) is distinct from (l.valid_from, l.valid_to)"
    )
    assert rows(connection, apart) == []
    assert one(connection, "select count(*) from core.diagnosis_group where nza_name is not null") == 15
    codes = {
        code
        for (code,) in rows(
            connection, "select diagnosis_group_code from core.diagnosis_group where list_code = 'dsm5'"
        )
    }
    assert codes == {f"D{number:02}" for number in range(15)} | {"D98", "B00"}


def test_every_old_group_is_shown_near_a_new_one(connection: Connection) -> None:
    query = (
        "select diagnosis_group_code from core.diagnosis_group where list_code = 'dsm4'"
        " and diagnosis_group_code not in (select dsm4_group_code from core.diagnosis_group_mapping)"
    )
    assert rows(connection, query) == []


@pytest.mark.parametrize(
    ("kind", "setting", "weeks"),
    [("intake", "ambulant", 4), ("treatment", "ambulant", 10), ("total", "ambulant", 14), ("total", "clinical", 15)],
)
def test_the_treeknorm_of_specialised_care(connection: Connection, kind: str, setting: str, weeks: int) -> None:
    query = (
        "select weeks from core.norm where segment_code = 's-ggz' and urgency_code = 'regulier'"
        " and kind_code = %s and setting_code = %s and valid_to is null"
    )
    assert one(connection, query, kind, setting) == weeks


def test_a_whole_norm_is_the_sum_of_its_parts(connection: Connection) -> None:
    query = (
        "select segment_code, setting_code, sum(case kind_code when 'total' then -weeks else weeks end)"
        " from core.norm group by 1, 2, urgency_code, valid_from"
    )
    assert {total for _, _, total in rows(connection, query)} == {0}


def test_times_to_live_are_those_of_the_product(connection: Connection) -> None:
    query = (
        "select distinct unit_code, ttl_hand, ttl_fed, ttl_spoed from core.care_pathway"
        " where has_places and care_pathway_code not in ('SPOED', 'BW') order by 1"
    )
    assert rows(connection, query) == [
        ("bed", "26 hours", "26 hours", "26 hours"),
        ("caseload_place", "7 working days", "3 days", "2 working days"),
        ("group_place", "31 days", "31 days", "2 working days"),
        ("intake_slot", "7 working days", "3 days", "2 working days"),
    ]
    query = "select ttl_hand, ttl_fed, ttl_spoed from core.care_pathway where care_pathway_code = %s"
    assert rows(connection, query, "SPOED") == [("2 working days", "2 working days", "2 working days")]
    assert rows(connection, query, "BW") == [("31 days", "31 days", "2 working days")]


def test_crisis_never_has_places(connection: Connection) -> None:
    assert rows(connection, "select care_pathway_code from core.care_pathway where not has_places") == [("CRIS",)]
    assert rows(connection, "select urgency_code from core.urgency where not has_places") == [("crisis",)]


def test_unverified_insurers_are_marked(connection: Connection) -> None:
    query = "select uzovi_code from core.insurer where source like '%unverified%' order by 1"
    assert rows(connection, query) == [("3332",), ("7029",), ("7119",)]


def test_refusals_know_only_the_four_placeholders(connection: Connection) -> None:
    known = {"{value}", "{column}", "{expected}", "{found}"}
    query = "select refusal_code, sentence_nl, sentence_en, advice_nl, advice_en from core.refusal"
    for code, *sentences in rows(connection, query):
        placeholders = [set(re.findall(r"\{.*?\}", sentence)) for sentence in sentences]
        assert placeholders[0] == placeholders[1] <= known, code
        assert placeholders[2] == placeholders[3] == set(), code
        assert all(sentence.endswith(".") for sentence in sentences), code


# What can never be true


@pytest.mark.parametrize(
    "statement",
    [
        "update core.care_pathway set ttl_hand = '7 workdays' where care_pathway_code = 'AMB'",
        "update core.care_pathway set ttl_fed = null where care_pathway_code = 'AMB'",
        "update core.care_pathway set unit_code = 'bed' where care_pathway_code = 'CRIS'",
        "update core.norm set valid_to = valid_from",
        "update core.region set source = ''",
        "update core.municipality_region set share = 1.001",
        "update core.region set region_code = 'ZK2' where region_code = 'ZK02'",
        "insert into core.holiday values ('2026-05-05', 'Bevrijdingsdag', 'test', 'nobody')",
    ],
)
def test_the_database_refuses_what_can_never_be_true(connection: Connection, statement: str) -> None:
    with pytest.raises(psycopg.IntegrityError):
        driver(connection).execute(statement)


@pytest.mark.parametrize(
    "hours", ["ma-vr 08:30-17:00", "ma-zo 00:00-24:00", "ma-do 08:30-17:00; vr 08:30-12:00; za 10:00-11:00"]
)
def test_opening_hours_are_told_in_one_grammar(connection: Connection, hours: str) -> None:
    assert one(connection, "select %s::core.opening_hours::text", hours) == hours


@pytest.mark.parametrize(
    "hours", ["ma-vr van 9 tot 5", "ma-vr 8:30-17:00", "ma-vr 08:30-25:00", "ma-vr 08:30-17:00;", ""]
)
def test_opening_hours_in_other_words_are_refused(connection: Connection, hours: str) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        rows(connection, "select %s::core.opening_hours", hours)


def test_a_crisis_line_belongs_to_an_acute_region(connection: Connection) -> None:
    statement = (
        "insert into core.crisis_line (region_code, age_group_code, part_of_day_code, phone, is_fictional, source,"
        " valid_from) values ('ZK02', 'adult', 'all', '0000-000000', true, 'test', '2026-01-01')"
    )
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        driver(connection).execute(statement)
