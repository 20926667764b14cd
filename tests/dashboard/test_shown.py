"""How often an offer was shown: added up while lists are answered, written once a minute, with nothing of who asked."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from dashboard import shown
from sql.call import driver, rows, select
from tests import factories as make
from tests.conftest import Database
from tests.dashboard.visit import START, Browser

LIST = ("/vrije-plekken", "?zorgpad=AMB&regio=ZK23")


@pytest.fixture
def offers(database: Database) -> list[int]:
    """Twelve offers that fit, of a small provider and a large one in turn; and one that is out of date."""
    with database.engine().begin() as connection:
        numbers = []
        for number in range(13):
            provider = make.provider(connection, size_code="small" if number % 2 else "large")
            offer = make.offer(connection, location_id=make.location(connection, provider_id=provider))
            expires_at = START + timedelta(days=1 if number < 12 else -1)
            make.count(connection, offer, counted_at=START - timedelta(days=2), expires_at=expires_at)
            numbers.append(offer)
        return numbers


def kept(database: Database) -> list[tuple[Any, ...]]:
    with database.engine().begin() as connection:
        found = driver(connection).execute("select offer_id, shown_on, list_count, top_count from core.shown_count")
        return found.fetchall()


def test_lists_are_counted_and_written_once_a_minute(
    browser: Callable[[], Browser],
    database: Database,
    offers: list[int],
    clock: Any,
    eventually: Callable[..., Any],
) -> None:
    gp = browser().sign_in("gp")
    for _twice in range(2):
        assert gp.page(*LIST).status_code == 200
    assert kept(database) == [], "not while a list is answered"
    clock.forward(minutes=1)
    gp.page(*LIST)
    found = eventually(lambda: len(kept(database)) == 12 and kept(database))
    assert {offer for offer, *_ in found} == set(offers[:12]), "what does not answer the question is not counted"
    assert {(on, lists) for _offer, on, lists, _top in found} == {(START.date(), 3)}
    assert sum(top for *_, top in found) == 30
    browser().sign_in("provider").page(*LIST)  # a competitor that looks
    tally = gp.client.application.extensions[shown.EXTENSION]
    assert not tally.lists
    gp.page(*LIST)
    shown.write(tally)
    assert sum(top for *_, top in kept(database)) == 40


def test_what_cannot_be_written_waits(database: Database, offers: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    tally = shown.Tally()
    tally.lists[START.date(), offers[0]] = 2
    tally.tops[START.date(), offers[0]] = 1
    with monkeypatch.context() as away:
        away.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none?connect_timeout=1")
        shown.write(tally)
    assert kept(database) == []
    shown.write(tally)
    assert kept(database) == [(offers[0], START.date(), 2, 1)]


def test_the_share_of_small_providers_is_beside_their_share_of_what_fitted(
    database: Database, offers: list[int], browser: Callable[[], Browser]
) -> None:
    named = {"as_of": START, "role": "app_coordinator"}
    assert select("read.shown_shares", **named) == [{"top_share": None, "fitting_share": None, "top_count": 0}]
    with database.engine().begin() as connection:
        counts = {str(offers[1]): [60, 20], str(offers[2]): [60, 60], str(offers[4]): [30, 20], "999999": [5, 5]}
        rows(connection, "act.note_shown", shown_on=START.date(), counts=counts)
        rows(connection, "act.note_shown", shown_on=START.date() - timedelta(days=28), counts=counts)
    (row,) = select("read.shown_shares", **named, region="ZK23")
    assert (float(row["top_share"]), float(row["fitting_share"]), row["top_count"]) == (0.2, 0.4, 100)
    assert select("read.shown_shares", **named, region="ZK07")[0]["top_count"] == 0
    coordinator = browser().sign_in("coordinator")
    assert "Kleine aanbieders hebben 20 % van de eerste tien" in coordinator.page("/regio", "?regio=ZK23").text
