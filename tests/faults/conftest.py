"""A server that a fault may strike: embedded, of its own, shared by the tests of one file."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sql import database as databases
from sql import embedded
from sql.migrate import migrate
from tests.conftest import Database
from tests.faults import night
from tests.sql.backup.conftest import environ


def started(home: Path, **more: str) -> Database:
    """The embedded database of a home, migrated, with a night that was applied and another that waits.

    more: further settings.

    The environment of this process points at it from then on.
    """
    for variable in [name for name in os.environ if name.startswith(("DATABASE_", "TRANSFERPUNT_"))]:
        del os.environ[variable]
    os.environ |= {"TRANSFERPUNT_HOME": str(home), **more}
    databases.dispose()
    migrate(databases.engine())
    found = Database(embedded.DATABASE, home, environ(home, **more))
    night.begin(found)
    return found


def stopped(home: Path) -> None:
    """Nothing of it runs any more."""
    databases.dispose()
    embedded.let_go(home, seconds=0)
    assert embedded.stop(home)


@pytest.fixture(scope="module")
def struck() -> Iterator[Database]:
    """A database with a server of its own, for all tests of a file: each leaves it as it found it, or further on."""
    home = Path(tempfile.mkdtemp(prefix="tp-"))
    with pytest.MonkeyPatch.context() as kept:
        for name in [name for name in os.environ if name.startswith(("DATABASE_", "TRANSFERPUNT_"))]:
            kept.delenv(name)
        kept.setenv("TRANSFERPUNT_HOME", str(home))
        try:
            yield started(home)
        finally:
            stopped(home)
            shutil.rmtree(home)
