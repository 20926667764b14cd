"""One release of the schema: state migrates, logic is rebuilt, reference lists are loaded; in one transaction.

A release that finds nothing new changes nothing, so every start may run it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy import Connection, Engine

from sql import logic, reference, roles
from sql.call import driver, run_script

REFERENCE_FOLDER = Path(__file__).with_name("reference")
_MIGRATIONS = Path(__file__).with_name("migrations")
_LOCK_TIMEOUT = "10s"


@dataclass(frozen=True)
class Release:
    """What a release did: the revision it came from and is at, whether logic was rebuilt, reference rows changed."""

    revision_before: str | None
    revision: str
    is_logic_rebuilt: bool
    roles_made: list[str] = field(default_factory=list)
    reference_rows: dict[str, int] = field(default_factory=dict)


def migrate(
    engine: Engine, *, passwords: Mapping[str, str] | None = None, operator_folder: Path | None = None
) -> Release:
    """Bring the database to this code's schema. `operator_folder` holds the lists that an operator brings.

    Raises what PostgreSQL raises when a lock is not had within ten seconds: then nothing was changed.
    """
    with engine.begin() as connection:
        cursor = driver(connection)
        cursor.execute("select pg_advisory_xact_lock(hashtext('transferpunt.migrate'))")
        cursor.execute("select set_config('lock_timeout', %s, true)", [_LOCK_TIMEOUT])
        made = roles.ensure(connection, passwords or {})
        before = revision_of(connection)
        known = _fingerprints(connection) if before else ("", "")
        is_new_logic = known[0] != logic.fingerprint() or before != code_revision() or bool(made)
        if is_new_logic:
            _drop_logic(connection)
            _upgrade(connection)
        reference_sha256 = _folders_sha256([REFERENCE_FOLDER, *([operator_folder] if operator_folder else [])])
        changed: dict[str, int] = {}
        if is_new_logic or known[1] != reference_sha256:
            changed = reference.load(connection, REFERENCE_FOLDER)
            if operator_folder is not None and operator_folder.is_dir():
                for table, count in reference.load(connection, operator_folder, maintained_by="operator").items():
                    changed[table] = changed.get(table, 0) + count
        if is_new_logic:
            _create_logic(connection)
            roles.grant_state(connection)
        if known != (logic.fingerprint(), reference_sha256):
            cursor.execute("delete from ops.release")
            cursor.execute(
                "insert into ops.release (logic_sha256, reference_sha256) values (%s, %s)",
                [logic.fingerprint(), reference_sha256],
            )
        return Release(before, code_revision(), is_new_logic, made, changed)


def is_current(connection: Connection) -> bool:
    """Whether the database has this code's schema and logic; its reference lists may still be others."""
    return revision_of(connection) == code_revision() and _fingerprints(connection)[0] == logic.fingerprint()


def code_revision() -> str:
    """The newest revision this code knows."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise LookupError("there are no revisions in sql/migrations/versions")
    return head


def revision_of(connection: Connection) -> str | None:
    """The revision a database is at; None when it was never migrated."""
    context = MigrationContext.configure(connection, opts={"version_table_schema": "ops"})
    return context.get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def _upgrade(connection: Connection, revision: str = "head") -> None:
    driver(connection).execute("create schema if not exists ops")
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _fingerprints(connection: Connection) -> tuple[str, str]:
    found = driver(connection).execute("select logic_sha256, reference_sha256 from ops.release").fetchone()
    return (found[0], found[1]) if found else ("", "")


def _folders_sha256(folders: list[Path]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.glob("*.csv")):
            digest.update(f"{folder.name}/{path.name}".encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _drop_logic(connection: Connection) -> None:
    for schema in reversed(logic.SCHEMAS):
        driver(connection).execute(sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(schema)))


def _create_logic(connection: Connection) -> None:
    for schema in logic.SCHEMAS:
        driver(connection).execute(sql.SQL("create schema {}").format(sql.Identifier(schema)))
        for file in logic.files(schema):
            run_script(connection, file.text)
            _describe_and_grant(connection, file)


def _describe_and_grant(connection: Connection, file: logic.LogicFile) -> None:
    """The header becomes the object's comment; only its audience may use it."""
    cursor = driver(connection)
    name = f"{file.schema}.{file.name}"
    found = cursor.execute(
        "select 'function', format('%%I.%%I(%%s)', %(schema)s::text, proname, pg_get_function_identity_arguments(oid))"
        " from pg_proc where pronamespace = %(schema)s::regnamespace and proname = %(name)s"
        " union all select 'view', format('%%I.%%I', %(schema)s::text, relname)"
        " from pg_class where relnamespace = %(schema)s::regnamespace and relname = %(name)s and relkind = 'v'",
        {"schema": file.schema, "name": file.name},
    ).fetchall()
    if len(found) != 1:
        raise logic.BadLogicFileError(f"{file.schema}/{file.name}.sql must make {name}, once; found {len(found)}")
    ((kind, identity),) = found
    own = sql.SQL(identity)  # from the catalogue, quoted by format('%I')
    target = sql.SQL("{} {}").format(sql.SQL(kind), own)
    cursor.execute(sql.SQL("comment on {} is {}").format(target, sql.Literal(file.comment)))
    cursor.execute(sql.SQL("revoke all on {} from public").format(target if kind == "function" else own))
    for role in file.audience:
        right = sql.SQL("execute") if kind == "function" else sql.SQL("select")
        grantee = sql.Identifier(role)
        cursor.execute(sql.SQL("grant usage on schema {} to {}").format(sql.Identifier(file.schema), grantee))
        on = target if kind == "function" else own
        cursor.execute(sql.SQL("grant {} on {} to {}").format(right, on, grantee))
