"""A server of the operator's: dumped whole, by a role that row security does not hold back, and filled again."""

import psycopg
import pytest
from sqlalchemy import URL

from sql.backup import make, restore
from sql.backup.settings import Settings
from sql.database import engine
from sql.errors import SettingsError
from sql.migrate import migrate
from tests import factories
from tests.conftest import Database, Server
from tests.sql.backup.facts import facts


def asked(url: URL) -> dict[str, object]:
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        return facts(connection)


def test_a_dump_is_whole_or_refused_and_fills_an_empty_database(server: Server, database: Database) -> None:
    backups, admin = database.home / "backups", server.admin.set(database=database.name)
    with database.engine().begin() as connection:
        factories.publish(connection)
        factories.rows(
            connection, "act.record_event", account=None, at=factories.AS_OF, event_type="x_done", action="E"
        )
    with pytest.raises(SettingsError, match=r"may not read every row.*TRANSFERPUNT_BACKUP_URL"):
        make.backup(Settings.from_env(database.env | {"TRANSFERPUNT_BACKUPS": str(backups)}))

    power = admin.set(drivername="postgresql").render_as_string(hide_password=False)
    settings = Settings.from_env(
        {**database.env, "TRANSFERPUNT_BACKUPS": str(backups), "TRANSFERPUNT_BACKUP_URL": power}
    )
    folder, made = make.backup(settings)
    assert (made.kind, made.wal_stream, [file.name for file in made.files]) == (
        "server",
        "",
        ["transferpunt.dump", "roles.sql", "home.tar"],
    )
    assert make.check(folder, settings) == made
    assert "create role app_gp;" in (folder / "roles.sql").read_text().lower()
    assert "password" not in (folder / "roles.sql").read_text().lower()
    with pytest.raises(SettingsError, match="is not empty"):
        restore.restore_server(backups, settings)

    other = f"{database.name}_again"
    server.run("create database {name} owner {owner}", name=other, owner=server.owner.username or "")
    try:
        env = {**database.env, **server.environment(other, database.home), "TRANSFERPUNT_BACKUPS": str(backups)}
        again = Settings.from_env(env)
        restore.restore_server(backups, again)
        release = migrate(engine(settings=again.database))
        assert not release.is_logic_rebuilt
        before, after = asked(admin), asked(server.admin.set(database=other))
        assert {name: after.get(name) for name in before if after.get(name) != before[name]} == {}
        engine(settings=again.database).dispose()
    finally:
        server.run("drop database {name} with (force)", name=other)
