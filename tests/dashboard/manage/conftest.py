"""The operator at the pages of /beheer, and what the database then holds."""

from collections.abc import Callable
from typing import Any

import pytest

from sql.call import driver
from tests.conftest import Database

Asked = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture
def operator(browser: Callable[[], Any]) -> Any:
    return browser().sign_in("operator")


@pytest.fixture
def asked(database: Database) -> Asked:
    """asked(query): its rows, as the owner sees them."""

    def found(query: str) -> list[tuple[Any, ...]]:
        with database.engine().begin() as connection:
            return driver(connection).execute(query.encode()).fetchall()

    return found
