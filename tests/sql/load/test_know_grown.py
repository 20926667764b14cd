"""What a load has just made is known to the planner before the next part of the load is planned."""

from sqlalchemy import Connection

from sql.call import driver, rows
from tests import factories as make


def looked_at(connection: Connection, table: str) -> bool:
    found = driver(connection).execute(
        "select count(*) from pg_stats where schemaname = 'core' and tablename = %s", [table]
    )
    (columns,) = found.fetchone() or (0,)
    return bool(columns)


def test_a_table_that_was_empty_is_looked_at_and_one_that_still_is_is_not(connection: Connection) -> None:
    make.location(connection)
    assert not looked_at(connection, "location")
    rows(connection, "load.know_grown")
    assert looked_at(connection, "location")
    assert looked_at(connection, "provider")
    assert not looked_at(connection, "source_location")


def test_a_table_that_hardly_grew_is_not_looked_at_again(connection: Connection) -> None:
    make.location(connection)
    rows(connection, "load.know_grown")
    make.location(connection, postcode4="9711")
    rows(connection, "load.know_grown")
    counted = driver(connection).execute("select reltuples from pg_class where oid = 'core.location'::regclass")
    assert counted.fetchone() == (1.0,), "one row, as it was when last looked at"
