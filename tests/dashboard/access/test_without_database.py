"""The database is away: who was just here may read the last known places, and everything else is refused."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from sql.database import dispose

QUESTION = "?zorgpad=AMB&urgentie=regulier"


@pytest.fixture
def away(server: Any, database: Any) -> Callable[[], Any]:
    """A context in which the database lets nobody in, and has thrown out who was."""

    @contextmanager
    def refuse() -> Iterator[None]:
        server.run("alter database {name} with allow_connections false", name=database.name)
        dispose()
        try:
            yield
        finally:
            server.run("alter database {name} with allow_connections true", name=database.name)

    return refuse


def test_the_last_known_list_can_be_read_with_its_age(gp: Any, away: Any, clock: Any) -> None:
    before = gp.page("/vrije-plekken", QUESTION)
    assert before.status_code == 200
    clock.forward(minutes=4)
    with away():
        after = gp.page("/vrije-plekken", QUESTION)
        assert after.status_code == 200
        assert "laatst bekende lijst" in after.get_json()["response"].__repr__()
        clock.forward(minutes=2)  # the session was proved longer than five minutes ago
        assert gp.page("/vrije-plekken", QUESTION).status_code == 503
    assert gp.page("/vrije-plekken", QUESTION).status_code == 200


def test_a_list_that_nobody_asked_before_is_not_made_up(gp: Any, away: Any) -> None:
    assert gp.page("/vrije-plekken").status_code == 200
    with away():
        answer = gp.page("/vrije-plekken", "?zorgpad=ADB&urgentie=regulier")
        assert "niet bereikbaar" in repr(answer.get_json()) or "niet te bereiken" in repr(answer.get_json())


def test_everything_else_is_refused(browser: Callable[[], Any], gp: Any, away: Any) -> None:
    coordinator, insurer = browser().sign_in("coordinator"), browser().sign_in("insurer")
    assert coordinator.page("/regio").status_code == 200
    assert insurer.page("/wachtplekken").status_code == 200
    assert insurer.page("/regiototalen").status_code == 200
    assert gp.get(f"/vrije-plekken.csv{QUESTION}").status_code == 200
    assert gp.page("/vrije-plekken", QUESTION).status_code == 200
    with away():
        assert coordinator.page("/regio").status_code == 503
        assert insurer.page("/wachtplekken").status_code == 503  # counts of people
        assert insurer.page("/regiototalen").status_code == 503
        assert gp.get(f"/vrije-plekken.csv{QUESTION}").status_code == 503  # could not be written down
        assert gp.page("/mijn-handelingen").status_code == 503
        assert gp.page("/vrije-plekken", QUESTION).status_code == 200
        assert browser().get("/vrije-plekken").status_code == 302  # nobody, and so to the sign-in
        one = browser()
        assert one.get("/aanmelden").status_code == 200
        assert one.submit("/aanmelden/demo", {"rol": "gp"}).status_code == 503
        stranger = browser()
        stranger.client.set_cookie("sid", "guessed")
        assert stranger.page("/vrije-plekken").status_code == 503
        assert gp.submit("/aanmelden/uit", {}).status_code == 303
        assert gp.cookie("sid") == ""
