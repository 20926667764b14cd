"""The house rules of the database (CONTRIBUTING, "Style"): one object a file, no clock, state that stands alone."""

import ast
import csv
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text

from sql import database, logic
from tests import repository

FILES = [file for schema in logic.SCHEMAS for file in logic.files(schema)]
STATE = ["raw", "core", "board", "audit", "ops"]
CLOCK = re.compile(
    r"\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(|\bcurrent_(date|time|timestamp)\b"
    r"|\blocaltime(stamp)?\b|'(now|today|yesterday|tomorrow)'",
    re.IGNORECASE,
)
# What the header of a file must tell, beside its grain.
FIELDS = {
    "checks": {"severity", "meaning", "ask"},
    "metrics": {"title", "unit", "better", "audience", "owner", "review_by"},
    "read": {"audience"},
    "act": {"audience"},
}
# What cannot be written without a procedure; nothing else may be, because its names are only looked up when it runs.
PROCEDURES = {
    "functions.drop_audit_months": "drops tables whose names it looks up, and gives way where it would wait",
    "functions.ensure_audit_month": "makes a table whose name it works out",
    "functions.wait_cells": "calls the metrics, which are made after the functions",
    "functions.wait_ratios": "calls a metric, which is made after the functions",
    "load.keep_wait_figures": "forgets what another release made before it keeps anew",
    "load.keep_wait_ratios": "forgets what another release made before it keeps anew",
    "load.drop_months": "drops tables whose names it works out",
    "load.ensure_month": "makes a table whose name it works out",
    "load.know_grown": "analyses the tables that it finds to have grown",
    "load.know_staged": "analyses the table that its argument names",
    "load.receive": "takes a broken-off delivery up again, or makes a new one",
    "load.total_wait_month": "works only when nobody changes what it reads, and on what it found to do",
}
# Calls that say why a row, a file or a delivery is not taken: where in their arguments the code stands.
REFUSING = {
    "Rule": (1, "code"),
    "Rejected": (2, "code"),
    "TableError": (0, "code"),
    "UnreadableError": (0, "code"),
    "RefusedError": (0, "code"),
    "FetchError": (0, "code"),
    "PassingFetchError": (0, "code"),
    "Gate": (0, "code"),
    "pattern": (3, "code"),
    "number": (3, "code"),
    "word": (3, "code"),
    "words": (3, "code"),
    "_ended": (3, "reason"),
    "_same": (2, "reason"),
}
IN_SQL = re.compile(r"\('\w+', '([a-z_]+)', s\.|'(key_conflict)'|reason_code = '([a-z_]+)'")
# In the list and not in the code. Each has to say what it waits for.
NOT_YET_USED: dict[str, str] = {}


def code_of(file: logic.LogicFile) -> str:
    """The SQL without its comments."""
    return re.sub(r"--[^\n]*", "", file.text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.schema}.{file.name}")
def test_a_logic_file_holds_the_one_object_it_is_named_after(file: logic.LogicFile) -> None:
    made = re.findall(r"^create\s+(?:or replace\s+)?(\w+)\s+([\w.]+)", code_of(file), re.MULTILINE)
    assert [name for _, name in made] == [f"{file.schema}.{file.name}"]
    first = file.text.splitlines()[0]
    assert first.startswith("-- "), "open with a comment that says what it is"
    gives_rows = made[0][0] == "view" or "returns table" in code_of(file)
    if gives_rows:
        assert first.startswith("-- one row"), "open with the grain: one row per ..."
    assert FIELDS.get(file.schema, set()) - set(file.fields) == set(), "its header must tell these: -- name: what it is"
    assert set(file.audience) <= set(database.ROLES) - {"owner"}
    if made[0][0] == "function" and f"{file.schema}.{file.name}" not in PROCEDURES:
        assert "begin atomic" in code_of(file), "so that a renamed column fails at the release and not at night"
    if file.schema in ("load", "read", "act"):
        assert "security definer set search_path = ''" in code_of(file)
    if file.schema == "read":
        assert re.search(r"\(\s*as_of timestamptz\b", code_of(file)), (
            "the first argument is the moment: as_of timestamptz"
        )


def test_the_logic_never_asks_the_time() -> None:
    asking = [f"{file.schema}/{file.name}.sql" for file in FILES if CLOCK.search(code_of(file))]
    assert asking == [], "a function is given its moment (as_of), so that an answer can be asked again"


def test_the_state_asks_the_time_in_defaults_only() -> None:
    for name in repository.files():
        if name.startswith("sql/migrations/") and name.endswith(".sql"):
            for line in re.sub(r"--[^\n]*", "", repository.text(name)).splitlines():
                assert not CLOCK.search(line) or "default" in line, f"{name}: {line.strip()}"


def test_every_table_says_its_grain(connection: Connection) -> None:
    found = connection.execute(
        text(
            "select c.oid::regclass::text, coalesce(obj_description(c.oid, 'pg_class'), '')"
            " from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            " where n.nspname = any(:state) and c.relkind in ('r', 'p') and not c.relispartition"
            " and c.relname <> 'alembic_version'"
        ),
        {"state": STATE},
    ).all()
    assert len(found) > 40
    assert [name for name, said in found if not said.startswith("one row")] == []


def test_a_column_is_named_after_its_kind(connection: Connection) -> None:
    kinds = {
        "date": r".*_on|valid_(from|to)|period_(from|to)|.*_valid_to|stop_(from|until)",
        "timestamp with time zone": r".*_at",
        "boolean": r"(is|has)_.*",
        "interval": r"expected_every|grace",
    }
    found = connection.execute(
        text(
            "select c.oid::regclass::text, a.attname, format_type(a.atttypid, null)"
            " from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            " join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped"
            " where n.nspname = any(:state) and c.relkind in ('r', 'p') and not c.relispartition"
        ),
        {"state": STATE},
    ).all()
    odd = [f"{table}.{name} ({kind})" for table, name, kind in found if not re.fullmatch(kinds.get(kind, ".*"), name)]
    assert odd == []


def on_logic(connection: Connection) -> list[str]:
    """What depends on a logic schema and is no part of one: a release would drop it without a word."""
    found = connection.execute(
        text(
            "select d.dependent || ' on ' || d.needed from ("
            "  select own.identity as dependent, other.identity as needed"
            "    from pg_depend p"
            "    cross join lateral pg_identify_object(p.classid, p.objid, p.objsubid) own"
            "    cross join lateral pg_identify_object(p.refclassid, p.refobjid, p.refobjsubid) other"
            "   where other.schema = any(:logic) and own.schema is distinct from other.schema"
            "     and p.deptype in ('n', 'a')"
            " ) d where d.dependent !~ ('(^|[ (])(' || array_to_string(cast(:logic as text[]), '|') || ')[.]')"
        ),
        {"logic": list(logic.SCHEMAS)},
    )
    return [row[0] for row in found]


def test_the_state_does_not_depend_on_the_logic(connection: Connection) -> None:
    assert on_logic(connection) == []
    connection.execute(text("alter table core.offer add check (functions.distance_band(age_from) is not null)"))
    assert len(on_logic(connection)) == 1, "this test would see a rule that a release drops"


def test_every_reference_list_says_where_its_facts_come_from() -> None:
    without = {
        name
        for name in repository.files()
        if name.startswith("sql/reference/")
        and "source" not in next(csv.reader([repository.text(name).splitlines()[0]]))
    }
    # Its rows are no facts that were read somewhere: they are the sources themselves.
    assert without == {"sql/reference/source.csv"}


def refusals_in_code() -> Iterator[tuple[str, str]]:
    """(code, where) of every refusal that Python or SQL can answer with."""
    for name in repository.python("etl"):
        for call in repository.calls(name, *REFUSING):
            place, keyword = REFUSING[repository.called(call)]
            given = [argument.value for argument in call.keywords if argument.arg == keyword]
            if len(call.args) > place:
                given.append(call.args[place])
            for node in given:
                for part in (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
                        yield part.value, f"{name}:{part.lineno}"
    for file in FILES:
        for found in IN_SQL.finditer(code_of(file)):
            yield next(filter(None, found.groups())), f"{file.schema}/{file.name}.sql"


def test_every_refusal_has_a_sentence() -> None:
    sentences = {
        row["refusal_code"]: row for row in csv.DictReader(repository.text("sql/reference/refusal.csv").splitlines())
    }
    without = {f"{code} ({where})" for code, where in refusals_in_code() if code not in sentences}
    assert without == set(), (
        "add a row to sql/reference/refusal.csv: what is wrong and what to do, in Dutch and English"
    )
    code = "\n".join(repository.text(name) for name in repository.python("etl")) + "\n".join(map(code_of, FILES))
    unused = {name for name in sentences if not re.search(rf"""['"]{name}['"]""", code)}
    assert unused == set(NOT_YET_USED), "a sentence that nobody can get: use it, or take it off the list"
    silent = [
        name
        for name, row in sentences.items()
        if not all(row[f"{part}_{language}"] for part in ("sentence", "advice") for language in ("nl", "en"))
    ]
    assert silent == []
