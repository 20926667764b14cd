"""A view of the waits that is being made appears by itself, in the browser of who asked for it."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.end_to_end.seen import NARROW, Look, faults
from tests.end_to_end.served import ANCHOR

MOST = "direct_figure_count"


@pytest.fixture
def nothing_made(filled: dict[str, str]) -> Iterator[psycopg.Connection]:
    """The database as that of a whole country before the worker made anything: nothing is counted while one waits."""
    with psycopg.connect(filled["DATABASE_URL"], autocommit=True) as connection:
        kept = connection.execute("select value from core.wait_setting where setting_code = %s", [MOST]).fetchone()
        assert kept is not None
        connection.execute("update core.wait_setting set value = 0 where setting_code = %s", [MOST])
        connection.execute("delete from core.wait_view_month")
        yield connection
        connection.execute("update core.wait_setting set value = %s where setting_code = %s", [*kept, MOST])


def test_a_view_that_is_being_made_appears_when_it_is(nothing_made: psycopg.Connection, look: Look) -> None:
    page = look("Zorgverzekeraar", NARROW).at("/wachttijden")
    page.wait_for_selector("[data-again]")
    assert page.locator(".hot-spots").count() == 0
    assert page.get_by_text("worden gemaakt").is_visible()
    assert faults(page) == []
    while nothing_made.execute("select load.total_wait_month(%s)", [ANCHOR]).fetchone() != (None,):
        pass  # what the worker does, one month at a time
    page.wait_for_selector(".hot-spots")  # nobody asks again but the page itself
    assert page.locator("[data-again]").count() == 0
