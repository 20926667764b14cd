"""What every command does when whoever reads it goes away, and when the database refuses: no traceback."""

import subprocess
import sys

import pytest
from sqlalchemy import text

from tests.conftest import Database

AS_OF = "as_of=2026-09-01T08:00+02:00"


@pytest.mark.parametrize("command", [["etl", "list"], ["sql", "select", "read.regions", AS_OF, "--csv"]])
def test_a_reader_that_has_seen_enough_ends_a_command_quietly(database: Database, command: list[str]) -> None:
    called = [sys.executable, "-m", *command]
    with subprocess.Popen(
        called, env=database.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()  # long before anything is printed
        said = process.stderr.read()
    assert (process.returncode, said) == (0, "")


@pytest.mark.parametrize("command", [["etl", "deliveries"], ["sql", "status"]])
def test_what_the_database_refuses_is_a_sentence(database: Database, command: list[str]) -> None:
    with database.engine().begin() as connection:
        connection.execute(text("drop schema load cascade"))
        connection.execute(text("drop table ops.release cascade"))
    called = [sys.executable, "-m", *command]
    done = subprocess.run(called, env=database.env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("The database says: ")
    assert done.stderr.endswith("python -m sql migrate\n")
    assert "Traceback" not in done.stderr
